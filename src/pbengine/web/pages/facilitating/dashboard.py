"""A facilitator's first page: what waits, and how each round of each place stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get

from pbengine.process.people import Office
from pbengine.process.rounds import list_rounds
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.facilitating.due import Due, WaitsFor, due_in
from pbengine.web.pages.facilitating.gate import entrusted_places
from pbengine.web.pages.facilitating.numbers import desk_of
from pbengine.web.rendering import render

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.commissions import Commission
    from pbengine.process.phases import Phase
    from pbengine.web.language import Currency
    from pbengine.web.pages.facilitating.numbers import Desk


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round of one's own, with what is due in it."""

    slug: str
    title: str
    place: str
    phase: Phase
    budget: int
    currency: Currency
    due: Due

    @property
    def waits(self) -> bool:
        """Whether it waits for the facilitator."""
        return self.due.waits_for is WaitsFor.YOU


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place of one's own, with its rounds."""

    slug: str
    place: str
    name: str
    rounds: tuple[RoundCard, ...]


@dataclass(frozen=True, slots=True)
class DashboardView:
    """What waits for this facilitator, the places, and whether new ones may be set up."""

    waiting: tuple[RoundCard, ...]
    places: tuple[PlaceCard, ...]
    may_found: bool


@get("/facilitate", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def dashboard(request: Request[Any, Any, Any]) -> Response[str]:
    """Show what waits, and every round of one's places."""
    now = house_of(request).clock()
    with house_of(request).database.reading() as session:
        places = tuple(_place(session, place, now) for place in entrusted_places(session, request))
    waiting = tuple(card for place in places for card in place.rounds if card.waits)
    return render(
        request, "facilitate/dashboard", DashboardView(waiting, places, request.user.office is Office.STEWARD)
    )


def _place(session: Session, place: Commission, now: datetime) -> PlaceCard:
    desks = [desk_of(session, line.round, now) for line in list_rounds(session, now=now, commission=place)]
    cards = [_card(desk, place) for desk in desks]
    return PlaceCard(place.slug, place.place, place.name, tuple(sorted(cards, key=_urgency)))


def _card(desk: Desk, place: Commission) -> RoundCard:
    round_ = desk.round
    return RoundCard(round_.slug, round_.title, place.place, desk.phase, round_.budget, desk.currency, due_in(desk))


def _urgency(card: RoundCard) -> int:
    return list(WaitsFor).index(card.due.waits_for)


PAGES = (dashboard,)
