"""The log of the vote: its entries, its signed checkpoints, and proofs that an entry stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.ledger import Log, checkpoints_of, proof_of, size_of
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.rounds import find_round
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.records.lines import EntryLine, entry_lines
from pbengine.web.pages.records.paging import Paging, paging_of
from pbengine.web.rendering import download, render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from pbengine.process.ledger import CheckpointRow

PER_PAGE = 50
CHECKPOINTS_PER_PAGE = 100
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class LogView:
    """Entries of the vote's log, oldest first. Those from ``covered`` on wait for a signature."""

    head: RoundHead
    size: int
    covered: int
    paging: Paging
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class CheckpointLine:
    """What the log signed of itself at one size."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class CheckpointsView:
    """The signed checkpoints, the newest first."""

    head: RoundHead
    paging: Paging
    checkpoints: tuple[CheckpointLine, ...]


@get("/rounds/{slug:str}/record/log", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def list_entries(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """List the entries of the vote's log."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        size = size_of(session, round_, Log.MAIN)
        paging = paging_of(request, size, PER_PAGE)
        view = LogView(
            head=round_head(session, round_, request),
            size=size,
            covered=max((row.size for row in checkpoints_of(session, round_)), default=0),
            paging=paging,
            entries=tuple(entry_lines(session, round_, first=paging.first, count=PER_PAGE)),
        )
    return render(request, "records/log", view)


@get("/rounds/{slug:str}/record/checkpoints", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def list_checkpoints(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """List what the log has signed of itself."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        rows = list(reversed(checkpoints_of(session, round_)))
        paging = paging_of(request, len(rows), CHECKPOINTS_PER_PAGE)
        shown = rows[paging.first : paging.first + CHECKPOINTS_PER_PAGE]
        view = CheckpointsView(round_head(session, round_, request), paging, tuple(map(_line, shown)))
    return render(request, "records/checkpoints", view)


@get("/rounds/{slug:str}/record/checkpoints/{size:int}", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def save_checkpoint(request: Request[Any, Any, Any], slug: FromPath[str], size: FromPath[int]) -> Response[bytes]:
    """Send a signed checkpoint as a file."""
    with house_of(request).database.reading() as session:
        rows = checkpoints_of(session, find_round(session, slug))
    note = next((row.note for row in rows if row.size == size), None)
    if note is None:
        raise NotFoundRefusal("checkpoint", str(size))
    return download(note.encode(), f"{slug}-{size}.note", PLAIN)


@get("/rounds/{slug:str}/record/proofs/{index:int}", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def save_proof(request: Request[Any, Any, Any], slug: FromPath[str], index: FromPath[int]) -> Response[bytes]:
    """Send the proof that an entry stands in the log, as a file that can be checked without us."""
    with house_of(request).database.reading() as session:
        proof = proof_of(session, find_round(session, slug), index)
    return download(proof.encode(), f"{slug}-{index}.tlog-proof", PLAIN)


def _line(row: CheckpointRow) -> CheckpointLine:
    return CheckpointLine(row.size, row.checkpoint.root.hex())


PAGES = (list_entries, list_checkpoints, save_checkpoint, save_proof)
