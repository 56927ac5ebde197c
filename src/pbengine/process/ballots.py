"""Casting: one ballot a voter, in one transaction, with a receipt that can be made again from what was stored.

The tables hold no time and no address; nothing here tells what a voter chose, or how an open round stands.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import LargeBinary, Text, UniqueConstraint, delete, func, update
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from pbengine.process.columns import Record
from pbengine.process.eligibility import Mark, RollEntry, mark_of
from pbengine.process.keyring import Keyring
from pbengine.process.opening import election_of
from pbengine.process.people import Person
from pbengine.process.phases import Phase, hold_round_open, require_phase
from pbengine.process.refusals import (
    AlreadyVotedRefusal,
    BallotRefusal,
    FieldFault,
    Figure,
    KeyReusedRefusal,
    NotOnRollRefusal,
)
from pbengine.process.rounds import Round
from pbengine.record.choices import BallotChoices, ballot_bytes
from pbengine.record.commitment import commitment, pseudonym
from pbengine.record.election import Election
from pbengine.record.encoding import b64
from pbengine.record.entries import BallotEntry, encode_entry
from pbengine.record.merkle import leaf_hash
from pbengine.record.receipts import Receipt as Promise
from pbengine.record.receipts import sign_receipt, tracker
from pbengine.voting.ballots import BallotFault, check_ballots
from pbengine.voting.instance import Instance
from pbengine.voting.profile import Profile

LONGEST_WAIT, LAST_CALL = timedelta(hours=24), timedelta(hours=1)
GRID_SECONDS = 3600
WITHOUT_ROWID = {"sqlite_with_rowid": False, "sqlite_strict": True}


class Ballot(Record, table=True):
    """A ballot: what its log entry is, what opens it, and where it stands in the log once it does."""

    __table_args__ = (UniqueConstraint("round_id", "cred"), UniqueConstraint("round_id", "idx"), WITHOUT_ROWID)

    round_id: str = Field(primary_key=True, foreign_key="round.id", sa_type=Text)
    leaf_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    cred: bytes = Field(sa_type=LargeBinary)
    seq: int
    entry: bytes = Field(sa_type=LargeBinary)
    opening: bytes = Field(sa_type=LargeBinary)
    idx: int | None = None


class Credential(Record, table=True):
    """A voter's pseudonym in a round, with the number of the last ballot under it."""

    __table_args__ = (WITHOUT_ROWID,)

    round_id: str = Field(primary_key=True, foreign_key="round.id", sa_type=Text)
    cred: bytes = Field(primary_key=True, sa_type=LargeBinary)
    seq: int


class SentKey(Record, table=True):
    """The key that a voter's browser sent with a ballot, so that sending it again gives the same receipt."""

    __tablename__ = "idem"
    __table_args__ = (WITHOUT_ROWID,)

    round_id: str = Field(primary_key=True, foreign_key="round.id", sa_type=Text)
    key: bytes = Field(primary_key=True, sa_type=LargeBinary)
    req_hash: bytes = Field(sa_type=LargeBinary)
    leaf_hash: bytes = Field(sa_type=LargeBinary, index=True)
    due: int


class Repetition(StrEnum):
    """Whether a ballot was stored just now or had been before."""

    FIRST = "first"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Submission:
    """What a voter sends: ids of projects, a key of 16 random bytes made with the page, a fresh salt of 32."""

    choices: tuple[str, ...]
    key: bytes
    salt: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """A ballot lies in the box, once the transaction is committed: the leaf it will be, and by when (Unix seconds)."""

    leaf_hash: bytes
    due: int
    repetition: Repetition


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter takes home: a signed note, and the short name under which the ballot is found in the record."""

    text: str
    tracker: str
    leaf_hash: bytes
    due: datetime
    repetition: Repetition


def cast_ballot(
    session: Session, round_: Round, submission: Submission, *, actor: Person, now: datetime, keyring: Keyring
) -> Accepted:
    """Store a ballot, once; the same key again gives the same answer. Sign the receipt after the commit.

    Raises KeyReusedRefusal, PhaseRefusal, BallotRefusal with every fault, NotOnRollRefusal, AlreadyVotedRefusal.
    """
    hold_round_open(session, round_)
    require_phase(round_, now, Phase.VOTING, Phase.COUNTING, Phase.PUBLISHED)
    cred = pseudonym_of(round_, actor, keyring)
    request = _request_hash(cred, submission.choices)
    before = _accepted_before(session, round_, submission.key, request)
    if before is not None:
        return before
    require_phase(round_, now, Phase.VOTING)
    election = election_of(session, round_)
    faults = choice_faults(election, submission.choices)
    if faults:
        raise BallotRefusal(faults)
    if not _mark_roll(session, round_, actor):
        return _second_time(session, round_, submission.key, request, cred)
    row = ballot_row(election, BallotChoices(submission.choices), cred=cred, salt=submission.salt)
    ballot, due = Ballot(round_id=round_.id, **row), _due(round_, now)
    session.add_all(
        [
            ballot,
            Credential(round_id=round_.id, cred=cred, seq=ballot.seq),
            SentKey(round_id=round_.id, key=submission.key, req_hash=request, leaf_hash=ballot.leaf_hash, due=due),
        ]
    )
    session.flush()
    return Accepted(ballot.leaf_hash, due, Repetition.FIRST)


def choice_faults(election: Election, choices: Sequence[str]) -> tuple[FieldFault, ...]:
    """Return everything that keeps these projects from being a ballot of this election; stores nothing."""
    instance = election.instance()
    position = instance.position
    unknown = [
        FieldFault("choices", "unknown-project", {"project": id_[:100]}) for id_ in choices if id_ not in position
    ]
    columns = [position[id_] for id_ in choices if id_ in position]
    profile = Profile.from_ballots(election.ballot_kind, len(instance.projects), [columns])
    return (*unknown, *(_named(fault, instance) for fault in check_ballots(profile, election.limits, instance)))


def _named(fault: BallotFault, instance: Instance) -> FieldFault:
    figures: dict[str, Figure] = dict(fault.figures)
    if "project" in figures:
        figures["project"] = instance.projects[fault.figures["project"]].id
    return FieldFault("choices", fault.code, figures)


def pseudonym_of(round_: Round, person: Person, keyring: Keyring) -> bytes:
    """Return under which name the record knows a voter of this round."""
    return pseudonym(keyring.pepper(round_.origin or ""), person.id)


def _request_hash(cred: bytes, choices: Sequence[str]) -> bytes:
    return hashlib.sha256(json.dumps([b64(cred), *choices]).encode()).digest()


def _accepted_before(session: Session, round_: Round, key: bytes, request: bytes) -> Accepted | None:
    query = select(SentKey.req_hash, SentKey.leaf_hash, SentKey.due)
    row = session.exec(query.where(SentKey.round_id == round_.id, SentKey.key == key)).one_or_none()
    if row is None:
        return None
    if row[0] != request:
        raise KeyReusedRefusal
    return Accepted(row[1], row[2], Repetition.REPEATED)


def _mark_roll(session: Session, round_: Round, person: Person) -> bool:
    """Mark the person as having voted; False if that was marked before, by whoever came first."""
    statement = update(RollEntry).where(
        col(RollEntry.round_id) == round_.id,
        col(RollEntry.person_id) == person.id,
        col(RollEntry.mark) == Mark.ELIGIBLE,
    )
    if session.exec(statement.values(mark=Mark.VOTED)).rowcount:
        return True
    if mark_of(session, round_, person) is None:
        raise NotOnRollRefusal
    return False


def _second_time(session: Session, round_: Round, key: bytes, request: bytes, cred: bytes) -> Accepted:
    """Answer somebody who is marked: by the first answer if the very same request won meanwhile, else by a refusal."""
    before = _accepted_before(session, round_, key, request)
    if before is not None:
        return before
    leaf = _leaf_of(session, round_, cred)
    raise AlreadyVotedRefusal(tracker(leaf) if leaf else "")


_ballot_bytes = lru_cache(maxsize=10_000)(ballot_bytes)


def ballot_row(election: Election, choices: BallotChoices, *, cred: bytes, salt: bytes) -> dict[str, Any]:
    """Return the columns of a ballot, the first under its pseudonym: its entry, what opens it, its leaf."""
    said = _ballot_bytes(election.ballot_kind, choices)
    commit = commitment(election.election_hash, salt, said)
    entry = encode_entry(BallotEntry(commit=commit, cred=cred, seq=1))
    opening = b'{"ballot":%b,"salt":"%b"}' % (said, b64(salt).encode())
    return {"leaf_hash": leaf_hash(entry), "cred": cred, "seq": 1, "entry": entry, "opening": opening}


def _due(round_: Round, now: datetime) -> int:
    """Return the promised time on a grid of hours: neither receipt nor table tells when a ballot was cast."""
    latest = min(now + LONGEST_WAIT, round_.voting_until + LAST_CALL)
    return -(-int(latest.timestamp()) // GRID_SECONDS) * GRID_SECONDS


def sign_accepted(round_: Round, accepted: Accepted, *, keyring: Keyring) -> Receipt:
    """Return the receipt of a ballot whose transaction is committed; the same ballot gives the same text."""
    origin = round_.origin or ""
    text = sign_receipt(Promise(origin, accepted.leaf_hash, accepted.due), keyring.receipt_signer(origin))
    due = datetime.fromtimestamp(accepted.due, UTC)
    return Receipt(text, tracker(accepted.leaf_hash), accepted.leaf_hash, due, accepted.repetition)


def _leaf_of(session: Session, round_: Round, cred: bytes) -> bytes | None:
    query = select(Ballot.leaf_hash).where(Ballot.round_id == round_.id, Ballot.cred == cred)
    return session.exec(query).one_or_none()


def requests_to_forget(session: Session, *, now: datetime) -> int:
    """Return how many requests of votes that closed long ago are still kept."""
    return session.exec(select(func.count()).where(col(SentKey.round_id).in_(_long_closed(now)))).one()


def forget_requests(session: Session, *, now: datetime) -> None:
    """Drop the requests of votes that closed a day ago: their promises are kept. Repeating it is harmless."""
    session.exec(delete(SentKey).where(col(SentKey.round_id).in_(_long_closed(now))))


def _long_closed(now: datetime) -> SelectOfScalar[str]:
    return select(Round.id).where(col(Round.closed_at) < now - LONGEST_WAIT)
