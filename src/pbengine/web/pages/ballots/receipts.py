"""The receipt: what the voter takes home, and what it is good for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.eligibility import Mark, mark_of
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.rounds import find_round
from pbengine.process.traces import trace_of_voter
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.rendering import download, render, see_other
from pbengine.web.round_head import RoundHead, round_head
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from datetime import datetime

LETTERS = 4


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt. ``text`` and ``due`` are gone some time after the close, when the promise has long been kept."""

    head: RoundHead
    tracker: tuple[str, ...]
    index: int | None
    text: str
    due: datetime | None
    voting_until: datetime


@get("/rounds/{slug:str}/ballot/receipt", opt={"access": Access.PERSON}, sync_to_thread=True)
def show_receipt(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Show the visitor's receipt; who has not voted is led to the ballot."""
    house = house_of(request)
    with house.database.reading() as session:
        round_, person = find_round(session, slug), actor_of(session, request)
        if mark_of(session, round_, person) is not Mark.VOTED:
            return see_other(request, f"/rounds/{slug}/ballot")
        trace = trace_of_voter(session, round_, person=person, keyring=house.keyring)
        view = ReceiptView(
            head=round_head(session, round_, request),
            tracker=in_groups(trace.tracker),
            index=trace.index,
            text=trace.receipt.text if trace.receipt else "",
            due=trace.receipt.due if trace.receipt else None,
            voting_until=round_.voting_until,
        )
    return render(request, "ballots/receipt", view)


@get("/rounds/{slug:str}/ballot/receipt.txt", opt={"access": Access.PERSON}, sync_to_thread=True)
def save_receipt(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """Send the visitor's receipt as a signed file; raises NotFoundRefusal where there is none any more."""
    house = house_of(request)
    with house.database.reading() as session:
        round_ = find_round(session, slug)
        trace = trace_of_voter(session, round_, person=actor_of(session, request), keyring=house.keyring)
    if trace.receipt is None:
        raise NotFoundRefusal("receipt", slug)
    return download(trace.receipt.text.encode(), f"receipt-{round_.slug}.txt", "text/plain")


def in_groups(tracker: str) -> tuple[str, ...]:
    """Return a tracker in groups that people can copy by hand."""
    return tuple(tracker[start : start + LETTERS] for start in range(0, len(tracker), LETTERS))


PAGES = (show_receipt, save_receipt)
