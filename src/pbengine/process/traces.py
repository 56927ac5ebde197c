"""Where a ballot stands: found by its voter, or by anybody who has its tracker; what it says, once all is published."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from pbengine.process.ballots import Accepted, Ballot, Receipt, Repetition, SentKey, pseudonym_of, sign_accepted
from pbengine.process.keyring import Keyring
from pbengine.process.people import Person
from pbengine.process.phases import require_published
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.rounds import Round
from pbengine.record.choices import BallotChoices, read_ballot
from pbengine.record.encoding import HASH_BYTES
from pbengine.record.receipts import tracker


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a ballot stands. ``index`` is None until it is in the log, ``receipt`` once requests are forgotten."""

    tracker: str
    leaf_hash: bytes
    index: int | None
    receipt: Receipt | None = None


def trace_of_voter(session: Session, round_: Round, *, person: Person, keyring: Keyring) -> Trace:
    """Return where the ballot of a person stands, with its receipt; raises NotFoundRefusal if there is none."""
    cred = pseudonym_of(round_, person, keyring)
    ballot = session.exec(select(Ballot).where(Ballot.round_id == round_.id, Ballot.cred == cred)).one_or_none()
    if ballot is None:
        raise NotFoundRefusal("ballot", round_.slug)
    query = select(SentKey.due).where(SentKey.round_id == round_.id, SentKey.leaf_hash == ballot.leaf_hash)
    due = session.exec(query).one_or_none()
    receipt = None
    if due is not None:
        receipt = sign_accepted(round_, Accepted(ballot.leaf_hash, due, Repetition.REPEATED), keyring=keyring)
    return Trace(tracker(ballot.leaf_hash), ballot.leaf_hash, ballot.idx, receipt)


def trace_of_tracker(session: Session, round_: Round, text: str) -> Trace:
    """Return where the ballot with this tracker stands; raises NotFoundRefusal if the box does not hold it."""
    wanted = "".join(text.split()).replace("-", "").upper()
    try:
        start = base64.b32decode(wanted[:16])  # 80 of its 100 bits
    except ValueError:
        start = b""
    found = col(Ballot.leaf_hash).between(start, start + b"\xff" * (HASH_BYTES - len(start)))
    for ballot in session.exec(select(Ballot).where(Ballot.round_id == round_.id, found)) if start else ():
        if tracker(ballot.leaf_hash) == wanted:
            return Trace(wanted, ballot.leaf_hash, ballot.idx)
    raise NotFoundRefusal("ballot", text[:40])


def choices_of(session: Session, round_: Round, trace: Trace, *, now: datetime) -> BallotChoices:
    """Return what a ballot says, once the result and with it every ballot is published; else NotPublishedRefusal."""
    require_published(round_, now)
    query = select(Ballot.opening).where(Ballot.round_id == round_.id, Ballot.leaf_hash == trace.leaf_hash)
    return read_ballot(round_.ballot_kind, json.loads(session.exec(query).one())["ballot"])
