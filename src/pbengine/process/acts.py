"""Public acts: what people do about a round, in an append-only log of its own; opening freezes what stands there.

An act tells who did it by role, never by a resident's name, and names proposals by id and digest, never by their text:
the record cannot forget, and a text may have to go.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from pbengine.process.ledger import Log, append, entries_of
from pbengine.record import canonical
from pbengine.record.encoding import b64
from pbengine.record.entries import ActEntry, encode_entry, parse_entry

if TYPE_CHECKING:
    from pbengine.process.rounds import Round


ACT_BEGINS = b'{"act":'
"""How the canonical bytes of an act begin, and of no other entry."""


class ActKind(StrEnum):
    """What was done."""

    ROUND_CREATED = "round-created"
    ROUND_CHANGED = "round-changed"
    DATES_CHANGED = "dates-changed"
    RULE_CHANGED = "rule-changed"
    PROPOSAL_SUBMITTED = "proposal-submitted"
    PROPOSAL_CHANGED = "proposal-changed"
    PROPOSAL_WITHDRAWN = "proposal-withdrawn"
    PROPOSAL_DELETED = "proposal-deleted"
    PROPOSAL_ADMITTED = "proposal-admitted"
    PROPOSAL_DECLINED = "proposal-declined"
    PROPOSAL_RETURNED = "proposal-returned"
    VOTING_ENDED_EARLY = "voting-ended-early"
    ELECTION_IMPORTED = "election-imported"


class Capacity(StrEnum):
    """In what capacity somebody acted."""

    RESIDENT = "resident"
    FACILITATOR = "facilitator"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Act:
    """A public act as it stands in the record."""

    index: int
    kind: ActKind
    by: Capacity
    at: datetime
    details: Mapping[str, Any]


def record_act(
    session: Session, round_: "Round", kind: ActKind, details: Mapping[str, Any], *, by: Capacity, now: datetime
) -> None:
    """Append a public act, from the opening on to the log of the vote; the caller holds the round."""
    entry = ActEntry(act=kind.value, at=moment_text(now), role=by.value, details=details)
    append(session, round_, Log.ACTS if round_.opened_at is None else Log.MAIN, [encode_entry(entry)])


def acts_of(session: Session, round_: "Round") -> Sequence[Act]:
    """Return the public acts of a round, oldest first."""
    entries = *entries_of(session, round_, Log.ACTS), *entries_of(session, round_, Log.MAIN, beginning=ACT_BEGINS)
    acts = map(parse_entry, entries)
    return [_act(index, entry) for index, entry in enumerate(acts) if isinstance(entry, ActEntry)]


def _act(index: int, entry: ActEntry) -> Act:
    return Act(index, ActKind(entry.act), Capacity(entry.role), datetime.fromisoformat(entry.at), entry.details)


def moment_text(moment: datetime) -> str:
    """Return a moment as the record writes it: UTC, to the second."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def text_digest(text: Mapping[str, str]) -> str:
    """Return what the record keeps of a text: the SHA-256 of its canonical form, in base64."""
    return b64(hashlib.sha256(canonical.dumps(text)).digest())
