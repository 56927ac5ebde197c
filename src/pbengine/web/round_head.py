"""What every page of a round shows above its own: the place, the title, where the round stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pbengine.process.eligibility import mark_of
from pbengine.process.phases import Phase, phase_of
from pbengine.process.rounds import commission_of
from pbengine.web.house import house_of
from pbengine.web.language import Currency
from pbengine.web.sessions import actor_of
from pbengine.web.timeline import Standing, TimelineView, timeline_of

if TYPE_CHECKING:
    from litestar import Request
    from sqlmodel import Session

    from pbengine.process.rounds import Round


@dataclass(frozen=True, slots=True)
class RoundHead:
    """A round's head, as plain values."""

    slug: str
    title: str
    place: str
    place_slug: str
    phase: Phase
    currency: Currency
    timeline: TimelineView

    @property
    def address(self) -> str:
        """The address of the round's page, to which its other pages add."""
        return f"/rounds/{self.slug}"


def standing_of(session: Session, round_: Round, request: Request[Any, Any, Any]) -> Standing:
    """Return how the visitor stands towards a round."""
    visitor = request.scope.get("user")
    if visitor is None or round_.opened_at is None:
        return Standing(visitor)
    return Standing(visitor, mark_of(session, round_, actor_of(session, request)))


def round_head(session: Session, round_: Round, request: Request[Any, Any, Any]) -> RoundHead:
    """Return the head of a round for whoever asks."""
    now = house_of(request).clock()
    place = commission_of(session, round_)
    return RoundHead(
        slug=round_.slug,
        title=round_.title,
        place=place.place,
        place_slug=place.slug,
        phase=phase_of(round_, now),
        currency=Currency(round_.currency, round_.minor_units),
        timeline=timeline_of(round_, standing_of(session, round_, request), now),
    )
