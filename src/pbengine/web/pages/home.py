"""The first page: the rounds of this house, the ones where something can be done first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.commissions import find_commission, list_commissions
from pbengine.process.phases import Phase
from pbengine.process.rounds import list_rounds
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.language import Currency
from pbengine.web.rendering import render
from pbengine.web.round_head import standing_of
from pbengine.web.timeline import TimelineView, timeline_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from pbengine.process.commissions import Commission
    from pbengine.process.rounds import RoundLine

URGENCY = (Phase.VOTING, Phase.PROPOSALS, Phase.COUNTING, Phase.REVIEW, Phase.ANNOUNCED, Phase.PUBLISHED)


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round in a list."""

    slug: str
    title: str
    place: str
    place_slug: str
    budget: int
    currency: Currency
    phase: Phase
    timeline: TimelineView


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place in a list."""

    slug: str
    place: str
    name: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The rounds that go on, those that are over, and the places there are."""

    current: tuple[RoundCard, ...]
    past: tuple[RoundCard, ...]
    places: tuple[PlaceCard, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place with its rounds."""

    place: PlaceCard
    purpose: str
    current: tuple[RoundCard, ...]
    past: tuple[RoundCard, ...]


@get("/", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def home(request: Request[Any, Any, Any]) -> Response[str]:
    """Show what goes on in every place."""
    with house_of(request).database.reading() as session:
        current, past = _cards(session, request)
        places = tuple(_place_card(place) for place in list_commissions(session))
    return render(request, "home/show", HomeView(current, past, places))


@get("/places/{slug:str}", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def place(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show a place and its rounds."""
    with house_of(request).database.reading() as session:
        commission = find_commission(session, slug)
        current, past = _cards(session, request, commission)
    return render(request, "places/show", PlaceView(_place_card(commission), commission.purpose, current, past))


def _place_card(commission: Commission) -> PlaceCard:
    return PlaceCard(commission.slug, commission.place, commission.name)


def _cards(
    session: Session, request: Request[Any, Any, Any], commission: Commission | None = None
) -> tuple[tuple[RoundCard, ...], tuple[RoundCard, ...]]:
    now = house_of(request).clock()
    lines: Sequence[RoundLine] = list_rounds(session, now=now, commission=commission)
    lines = sorted(lines, key=lambda line: URGENCY.index(line.phase))
    cards = [
        RoundCard(
            slug=line.round.slug,
            title=line.round.title,
            place=line.commission.place,
            place_slug=line.commission.slug,
            budget=line.round.budget,
            currency=Currency(line.round.currency, line.round.minor_units),
            phase=line.phase,
            timeline=timeline_of(line.round, standing_of(session, line.round, request), now),
        )
        for line in lines
    ]
    return (
        tuple(card for card in cards if card.phase is not Phase.PUBLISHED),
        tuple(card for card in cards if card.phase is Phase.PUBLISHED),
    )


PAGES = (home, place)
