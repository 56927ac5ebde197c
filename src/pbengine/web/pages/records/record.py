"""The first page of a round's record: its fingerprint, its keys, what was done, and how to check all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.ledger import Log, checkpoints_of, root_of_log
from pbengine.process.phases import Phase
from pbengine.process.rounds import find_round
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.records.acts import act_lines
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.rounds import Round
    from pbengine.web.pages.records.lines import ActLine

LATEST_ACTS = 12
LETTERS = 8


@dataclass(frozen=True, slots=True)
class VoteLog:
    """The log of the vote as it signed itself last; ``root`` in groups of eight hexadecimal digits."""

    size: int
    root: tuple[str, ...]
    note: str
    checkpoints: int
    election_hash: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RecordView:
    """The record of a round. ``log`` is None before voting has opened."""

    head: RoundHead
    origin: str
    log_key: str
    receipt_key: str
    acts: tuple[ActLine, ...]
    act_count: int
    acts_root: tuple[str, ...]
    log: VoteLog | None

    @property
    def published(self) -> bool:
        """Whether the whole record can be downloaded."""
        return self.head.phase is Phase.PUBLISHED


@get("/rounds/{slug:str}/record", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def show_record(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show the record of a round."""
    keyring = house_of(request).keyring
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        origin = round_.origin or keyring.origin_of(slug)
        acts = act_lines(session, round_)
        view = RecordView(
            head=round_head(session, round_, request),
            origin=origin,
            log_key=keyring.log_signer(origin).key.text,
            receipt_key=keyring.receipt_signer(origin).key.text,
            acts=tuple(acts[-LATEST_ACTS:]),
            act_count=len(acts),
            acts_root=in_eights(root_of_log(session, round_, Log.ACTS)),
            log=_log(session, round_),
        )
    return render(request, "records/show", view)


def _log(session: Session, round_: Round) -> VoteLog | None:
    rows = checkpoints_of(session, round_)
    if not rows or round_.opened_at is None:
        return None
    latest = rows[-1].checkpoint
    return VoteLog(
        size=latest.size,
        root=in_eights(latest.root),
        note=rows[-1].note,
        checkpoints=len(rows),
        election_hash=round_.election_hash or "",
        opened_at=round_.opened_at,
        closed_at=round_.closed_at,
    )


def in_eights(root: bytes) -> tuple[str, ...]:
    """Return a fingerprint in groups that two people can read to each other."""
    digits = root.hex()
    return tuple(digits[start : start + LETTERS] for start in range(0, len(digits), LETTERS))


PAGES = (show_record,)
