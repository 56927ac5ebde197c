"""Opening the vote: everything that decides is frozen under one hash, and the log of the vote begins."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session

from pbengine.process.acts import ActKind, Capacity, moment_text, record_act
from pbengine.process.columns import Record
from pbengine.process.eligibility import write_roll
from pbengine.process.keyring import Keyring
from pbengine.process.ledger import Log, append, root_of_log, sign_log, size_of
from pbengine.process.people import Person, Role, require_role
from pbengine.process.phases import Phase, hold_round, phase_of, require_phase, require_unfrozen
from pbengine.process.projects import projects_of
from pbengine.process.refusals import (
    DatesPassedRefusal,
    NobodyToVoteRefusal,
    NotFoundRefusal,
    NothingToVoteOnRefusal,
    PhaseRefusal,
)
from pbengine.process.rounds import DATES, Round, commission_of
from pbengine.process.trials import trial_of
from pbengine.record.election import (
    ActsTree,
    BallotTerms,
    Election,
    Keys,
    ListedProject,
    Method,
    Mode,
    Tier,
    parse_election,
)
from pbengine.record.entries import OpenEntry, encode_entry
from pbengine.record.seeds import CommittedLot, LotTerms, commit_secret
from pbengine.voting.ballots import BallotLimits

SECRET_BYTES = 32
Draw = Callable[[int], bytes]
"""Gives so many random bytes; :func:`secrets.token_bytes` outside of tests."""


class FrozenElection(Record, table=True):
    """What was frozen when voting opened: ``election.json``, and the secret that the lot will be drawn from."""

    __tablename__ = "election"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    document: bytes = Field(sa_type=LargeBinary)
    secret: bytes = Field(sa_type=LargeBinary)


def open_now(session: Session, round_: Round, *, actor: Person, now: datetime, keyring: Keyring) -> Election:
    """Open the vote before its date, as a facilitator; the dates that this moves are a public act.

    Raises NotAllowedRefusal, FrozenRefusal, and what :func:`open_voting` raises.
    """
    require_role(session, actor, round_.commission_id, Role.FACILITATOR)
    hold_round(session, round_)
    require_unfrozen(round_)
    require_phase(round_, now, Phase.PROPOSALS, Phase.REVIEW)
    if now < round_.voting_from:
        round_.sqlmodel_update({"voting_from": now, "review_from": min(round_.review_from, now)})
        session.add(round_)
        dates = {name: moment_text(getattr(round_, name)) for name in DATES}
        record_act(session, round_, ActKind.DATES_CHANGED, dates, by=Capacity.FACILITATOR, now=now)
    return open_voting(session, round_, now=now, keyring=keyring)


def open_voting(
    session: Session, round_: Round, *, now: datetime, keyring: Keyring, draw: Draw = secrets.token_bytes
) -> Election:
    """Freeze the round and begin its log, when its date has come; harmless once voting has opened.

    Raises PhaseRefusal before the date, DatesPassedRefusal after the end, NobodyToVoteRefusal, NothingToVoteOnRefusal,
    CostLimitRefusal where no ballot could hold any project, RuleUnfitRefusal where the rule could not count.
    """
    hold_round(session, round_)
    if round_.opened_at is not None:
        return election_of(session, round_)
    _require_due(round_, now)
    eligible = write_roll(session, round_)
    if not eligible:
        raise NobodyToVoteRefusal
    secret, cred_salt = draw(SECRET_BYTES), draw(SECRET_BYTES)
    terms = Terms(_ballot_terms(round_), CommittedLot(commit_secret(secret)), cred_salt, eligible)
    election = election_for(session, round_, terms, keyring)
    if not election.projects:
        raise NothingToVoteOnRefusal
    for refusal in trial_of(round_, election.instance()):
        raise refusal
    begin_log(session, round_, election, secret, keyring=keyring, now=now)
    return election


def _require_due(round_: Round, now: datetime) -> None:
    if now >= round_.voting_until:
        raise DatesPassedRefusal
    if now < round_.voting_from:
        raise PhaseRefusal(phase_of(round_, now), (Phase.VOTING,))


def _ballot_terms(round_: Round) -> BallotTerms:
    limits = BallotLimits(min_length=1, max_length=round_.max_choices, max_sum_cost=round_.max_sum_cost)
    return BallotTerms(round_.ballot_kind, limits)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an election fixes beyond the round's own columns."""

    ballot: BallotTerms
    lot: LotTerms
    cred_salt: bytes
    eligible: int | None


def election_for(session: Session, round_: Round, terms: Terms, keyring: Keyring) -> Election:
    """Return the election that a round and its projects make, nothing being stored.

    Raises FieldsError where the record could not hold it.
    """
    origin = keyring.origin_of(round_.slug)
    election = Election(
        id=round_.id,
        origin=origin,
        title=round_.title,
        place=commission_of(session, round_).place,
        currency=round_.currency,
        minor_units=round_.minor_units,
        budget=round_.budget,
        projects=tuple(
            ListedProject(project.number, project.cost, project.title, project.standing)
            for project in projects_of(session, round_)
        ),
        ballot=terms.ballot,
        method=Method(round_.rule_id, dict(round_.rule_options)),
        lot=terms.lot,
        dates={name: moment_text(getattr(round_, name)) for name in DATES},
        cred_salt=terms.cred_salt,
        keys=Keys(keyring.log_signer(origin).key, keyring.receipt_signer(origin).key),
        acts=ActsTree(size_of(session, round_, Log.ACTS), root_of_log(session, round_, Log.ACTS)),
        tier=Tier.PUBLIC,
        mode=Mode.PLAIN,
        eligible=terms.eligible,
    )
    return parse_election(election.data)


def begin_log(
    session: Session, round_: Round, election: Election, secret: bytes, *, keyring: Keyring, now: datetime
) -> None:
    """Store the election, write entry 0 of its log and sign the first checkpoint; the caller holds the round."""
    session.add(FrozenElection(round_id=round_.id, document=election.data, secret=secret))
    round_.sqlmodel_update(
        {
            "origin": election.origin,
            "election_hash": election.election_hash.hex(),
            "opened_at": now,
            "sequenced_at": now,
        }
    )
    session.add(round_)
    session.flush()
    entry = OpenEntry(election=election.election_hash, keys=(election.keys.log, election.keys.receipt))
    append(session, round_, Log.MAIN, [encode_entry(entry)])
    sign_log(session, round_, keyring.log_signer(election.origin))


def election_of(session: Session, round_: Round) -> Election:
    """Return what was frozen when voting opened; raises NotFoundRefusal before."""
    return _parsed(frozen_of(session, round_).document)


def frozen_of(session: Session, round_: Round) -> FrozenElection:
    """Return the stored election with its secret; raises NotFoundRefusal before voting opened."""
    frozen = session.get(FrozenElection, round_.id)
    if frozen is None:
        raise NotFoundRefusal("election", round_.slug)
    return frozen


@lru_cache(maxsize=32)
def _parsed(document: bytes) -> Election:
    return parse_election(document)
