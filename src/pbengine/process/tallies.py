"""The tally: the one count of a closed vote, made by whoever claims it first, and what is published of it."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session, col, select

from pbengine.audit.recount import Recount, recount
from pbengine.process.ballots import Ballot
from pbengine.process.columns import Record, word_column
from pbengine.process.keyring import Keyring
from pbengine.process.ledger import Log, append, sign_log
from pbengine.process.opening import election_of, frozen_of
from pbengine.process.people import Person, Role, require_role
from pbengine.process.phases import Phase, hold_round, require_phase, require_published
from pbengine.process.refusals import PhaseRefusal, TallyNotFailedRefusal, TallyRunningRefusal
from pbengine.process.rounds import Round
from pbengine.record import canonical
from pbengine.record.choices import BallotChoices, read_ballot
from pbengine.record.election import Election
from pbengine.record.entries import ResultEntry, encode_entry
from pbengine.record.seeds import Seed, seed_entry, seed_of
from pbengine.voting.lot import Lot

SILENCE = timedelta(minutes=2)
"""A count that has not given a sign of life for so long is taken to have died."""


class State(StrEnum):
    """Where a count stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Tally(Record, table=True):
    """The count of a round. ``claim`` is a word that only the process counting it knows."""

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    state: State = Field(default=State.QUEUED, sa_column=word_column(State))
    claim: str = ""
    heartbeat: datetime | None = None
    seed_index: int | None = None
    result_json: bytes | None = Field(default=None, sa_type=LargeBinary)
    result_pb: bytes | None = Field(default=None, sa_type=LargeBinary)
    digest: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Everything a count needs, read from the database before it begins."""

    claim: str
    election: Election
    ballots: tuple[BallotChoices, ...]
    lot: Lot

    def run(self) -> Recount:
        """Count; touches no database, so it may take its time."""
        return recount(self.election, self.ballots, self.lot)


def seed_of_round(session: Session, round_: Round) -> Seed:
    """Return what the lot is drawn from; only for a closed round, as it holds the secret."""
    frozen = frozen_of(session, round_)
    election = election_of(session, round_)
    return seed_of(election.lot, election_hash=election.election_hash, secret=frozen.secret)


def reveal_seed(session: Session, round_: Round, *, now: datetime, keyring: Keyring) -> bool:
    """Write into the closed log what the lot is drawn from; False if that was done before. Raises PhaseRefusal."""
    tally = _held(session, round_, now)
    if tally.seed_index is not None:
        return False
    entry = encode_entry(seed_entry(seed_of_round(session, round_)))
    tally.seed_index = append(session, round_, Log.MAIN, [entry])
    session.add(tally)
    sign_log(session, round_, keyring.log_signer(round_.origin or ""))
    return True


def seed_is_revealed(session: Session, round_: Round) -> bool:
    """Return whether the log of a closed round tells what the lot is drawn from."""
    tally = session.get(Tally, round_.id)
    return tally is not None and tally.seed_index is not None


def claim_count(session: Session, round_: Round, *, now: datetime) -> Count | None:
    """Claim the count and return what it needs; None when it is done, has failed, or the seed is not yet revealed.

    Raises TallyRunningRefusal while somebody else is counting, PhaseRefusal outside of counting.
    """
    tally = _held(session, round_, now)
    if tally.state in {State.DONE, State.FAILED} or tally.seed_index is None:
        return None
    if not _is_free(tally, now):
        raise TallyRunningRefusal
    claim = secrets.token_hex(8)
    tally.sqlmodel_update({"state": State.RUNNING, "claim": claim, "heartbeat": now, "error": ""})
    session.add(tally)
    session.flush()
    election = election_of(session, round_)
    lot = seed_of_round(session, round_).lot(project.id for project in election.projects)
    return Count(claim, election, tuple(choices_of(session, round_, election)), lot)


def is_claimable(session: Session, round_: Round, now: datetime) -> bool:
    """Return whether a count waits for somebody to make it, or whoever was making it fell silent."""
    tally = session.get(Tally, round_.id)
    return tally is not None and tally.state in {State.QUEUED, State.RUNNING} and _is_free(tally, now)


def _is_free(tally: Tally, now: datetime) -> bool:
    return tally.state is not State.RUNNING or tally.heartbeat is None or now - tally.heartbeat >= SILENCE


def beat(session: Session, round_: Round, claim: str, *, now: datetime) -> None:
    """Give a sign of life of the count with this claim; ignored when it is not the one that counts."""
    tally = session.get(Tally, round_.id, with_for_update=True)
    if tally is not None and tally.claim == claim and tally.state is State.RUNNING:
        tally.heartbeat = now
        session.add(tally)
        session.flush()


def keep_count(session: Session, round_: Round, claim: str, result: Recount, *, now: datetime) -> bool:
    """Store what was counted under a claim; False, and nothing stored, when another claim came after it."""
    tally = _held(session, round_, now)
    if tally.claim != claim or tally.state is not State.RUNNING:
        return False
    digest = hashlib.sha256(result.result_json).hexdigest()
    tally.sqlmodel_update(
        {
            "state": State.DONE,
            "heartbeat": None,
            "result_json": result.result_json,
            "result_pb": result.result_pb,
            "digest": digest,
        }
    )
    session.add(tally)
    session.flush()
    return True


def fail_count(session: Session, round_: Round, claim: str, error: str, *, now: datetime) -> None:
    """Record that the count under a claim failed, and why; ignored when another claim came after it."""
    tally = _held(session, round_, now)
    if tally.claim == claim and tally.state is State.RUNNING:
        tally.sqlmodel_update({"state": State.FAILED, "heartbeat": None, "error": error})
        session.add(tally)
        session.flush()


def retry_count(session: Session, round_: Round, *, actor: Person, now: datetime) -> None:
    """Queue a count that failed once more; raises NotAllowedRefusal, PhaseRefusal, TallyNotFailedRefusal."""
    require_role(session, actor, round_.commission_id, Role.FACILITATOR)
    tally = _held(session, round_, now)
    if tally.state is not State.FAILED:
        raise TallyNotFailedRefusal
    tally.sqlmodel_update({"state": State.QUEUED, "claim": "", "error": ""})
    session.add(tally)
    session.flush()


def publish(session: Session, round_: Round, *, now: datetime, keyring: Keyring) -> bool:
    """Put the result into the log and before everybody; False when it is not counted yet. Raises PhaseRefusal."""
    tally = _held(session, round_, now)
    if tally.state is not State.DONE or tally.digest is None:
        return False
    append(session, round_, Log.MAIN, [encode_entry(ResultEntry(sha256=bytes.fromhex(tally.digest)))])
    sign_log(session, round_, keyring.log_signer(round_.origin or ""))
    round_.published_at = now
    session.add(round_)
    session.flush()
    return True


def choices_of(session: Session, round_: Round, election: Election) -> Iterator[BallotChoices]:
    """Yield the ballots of a closed round in the order of the log."""
    query = select(Ballot.opening).where(Ballot.round_id == round_.id).order_by(col(Ballot.idx))
    for opening in session.exec(query):
        yield read_ballot(election.ballot_kind, json.loads(opening)["ballot"])


def _held(session: Session, round_: Round, now: datetime) -> Tally:
    """Return the tally of a closed round, held; raises PhaseRefusal for any other."""
    hold_round(session, round_)
    require_phase(round_, now, Phase.COUNTING)
    tally = session.get(Tally, round_.id, populate_existing=True)
    if tally is None:  # the time is over, and the log is not closed yet
        raise PhaseRefusal(Phase.VOTING, (Phase.COUNTING,))
    return tally


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a count is; of its result nothing."""

    state: State
    error: str


def progress_of(session: Session, round_: Round) -> Progress | None:
    """Return how far the count of a round is; None before the vote is closed."""
    tally = session.get(Tally, round_.id)
    return Progress(tally.state, tally.error) if tally else None


@dataclass(frozen=True, slots=True)
class Result:
    """A published result: its document, parsed and as bytes, the same as a ``.pb`` file, and the document's digest."""

    document: Mapping[str, Any]
    result_json: bytes
    result_pb: bytes
    digest: str


def result_of(session: Session, round_: Round, *, now: datetime) -> Result:
    """Return the result of a published round; raises NotPublishedRefusal for any other."""
    require_published(round_, now)
    tally = session.get_one(Tally, round_.id)
    data, pb, digest = tally.result_json or b"", tally.result_pb or b"", tally.digest or ""
    return Result(canonical.object_of(data), data, pb, digest)
