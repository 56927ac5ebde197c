"""Announcing a round and changing it, while nothing is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from pbengine.process.commissions import slug_faults
from pbengine.process.phases import Phase, phase_of
from pbengine.process.refusals import FieldFault, TakenRefusal
from pbengine.process.rounds import change_round, create_round, list_rounds
from pbengine.process.slugs import slug_of
from pbengine.web.access import Access
from pbengine.web.forms import Attempt, Form, FormView
from pbengine.web.house import house_of
from pbengine.web.language import Currency
from pbengine.web.pages.facilitating.gate import entrusted_place, entrusted_places, entrusted_round
from pbengine.web.pages.facilitating.round_form import (
    blank_round,
    dates_of,
    form_of,
    read_dates,
    read_plan,
    shown,
)
from pbengine.web.pages.facilitating.rule_options import RuleChoice, rule_choices
from pbengine.web.rendering import render, see_other
from pbengine.web.round_head import RoundHead, round_head
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.commissions import Commission
    from pbengine.process.plans import RoundPlan
    from pbengine.process.rounds import Round

RESERVED = frozenset({"new"})
"""Addresses that mean something else among a facilitator's pages."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place in which a round can be announced."""

    slug: str
    place: str
    name: str


@dataclass(frozen=True, slots=True)
class ChoosePlaceView:
    """For which place a round is announced."""

    places: tuple[PlaceName, ...]


@dataclass(frozen=True, slots=True)
class NewRoundView:
    """The form of a new round."""

    place: PlaceName
    currency: Currency
    rules: tuple[RuleChoice, ...]
    form: FormView


@dataclass(frozen=True, slots=True)
class RoundEditView:
    """The form of a round that is there; ``frozen`` is the digest in place of the form once voting has opened."""

    head: RoundHead
    address: str
    rules: tuple[RuleChoice, ...]
    form: FormView
    frozen: str | None
    voting_until: datetime
    under_way: bool


@get("/facilitate/rounds/new", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def ask_for_round(request: Request[Any, Any, Any]) -> Response[str]:
    """Ask what a new round is to be; first for which place, where there are several."""
    house = house_of(request)
    with house.database.reading() as session:
        slug = request.query_params.get("place", "")
        places = entrusted_places(session, request)
        if not slug and len(places) != 1:
            return render(request, "facilitate/choose-place", ChoosePlaceView(tuple(map(_name, places))))
        place = entrusted_place(session, request, slug) if slug else places[0]
    return _ask(request, place, blank_round(house.clock()), status=200)


@post("/facilitate/rounds/new", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def announce_round(request: Request[Any, Any, Any], form: NamedDependency[Form]) -> Response[Any]:
    """Announce a round; sending the same form twice announces it once."""
    house = house_of(request)
    now = house.clock()
    with house.database.reading() as session:
        place = entrusted_place(session, request, request.query_params.get("place", ""))
    attempt = Attempt(form, also=(TakenRefusal,))
    with attempt, house.database.writing() as session:
        wanted = form.one("slug").strip() or _slug(form.one("title"), place)
        faults = (*slug_faults(wanted), *(FieldFault("slug", "taken", {"value": s}) for s in RESERVED & {wanted}))
        plan = read_plan(form, currency=Currency(place.currency, place.minor_units), now=now, earlier=faults)
        if not _is_there(session, place, wanted, plan, now):
            create_round(session, place, wanted, plan, actor=actor_of(session, request), now=now)
        return see_other(request, f"/facilitate/rounds/{wanted}")
    return _ask(request, place, shown(attempt), status=422)


def _slug(title: str, place: Commission) -> str:
    """Return an address made of a title; of the place where the title has no letter that an address can hold."""
    slug = slug_of(title) or f"{place.slug}-round"
    return f"{slug}-round" if slug in RESERVED else slug


def _is_there(session: Session, place: Commission, slug: str, plan: RoundPlan, now: datetime) -> bool:
    """Return whether the very same round was announced before: the form came twice."""
    rounds = [line.round for line in list_rounds(session, now=now, commission=place) if line.round.slug == slug]
    return any(all(getattr(round_, name) == value for name, value in plan.columns().items()) for round_ in rounds)


def _ask(request: Request[Any, Any, Any], place: Commission, form: FormView, *, status: int) -> Response[str]:
    view = NewRoundView(_name(place), Currency(place.currency, place.minor_units), rule_choices(), form)
    return render(request, "facilitate/new-round", view, status=status)


def _name(place: Commission) -> PlaceName:
    return PlaceName(place.slug, place.place, place.name)


@get("/facilitate/rounds/{slug:str}/edit", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def ask_for_changes(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show a round as a form; once voting has opened, why it cannot be changed."""
    with house_of(request).database.reading() as session:
        return _edit(session, request, entrusted_round(session, request, slug), "facilitate/edit")


@post("/facilitate/rounds/{slug:str}/edit", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def change(request: Request[Any, Any, Any], slug: FromPath[str], form: NamedDependency[Form]) -> Response[Any]:
    """Change title, purpose, budget, limits or rule of a round."""
    house = house_of(request)
    attempt = Attempt(form)
    with attempt, house.database.writing() as session:
        round_ = entrusted_round(session, request, slug)
        now = house.clock()
        currency = Currency(round_.currency, round_.minor_units)
        plan = read_plan(form, currency=currency, now=now, kept_dates=dates_of(round_))
        change_round(session, round_, plan, actor=actor_of(session, request), now=now)
        return see_other(request, f"/facilitate/rounds/{slug}")
    return _again(request, slug, attempt, "facilitate/edit")


@get("/facilitate/rounds/{slug:str}/dates", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def ask_for_dates(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show the dates of a round as a form; once voting has opened, why they cannot be changed."""
    with house_of(request).database.reading() as session:
        return _edit(session, request, entrusted_round(session, request, slug), "facilitate/dates")


@post("/facilitate/rounds/{slug:str}/dates", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def move_dates(request: Request[Any, Any, Any], slug: FromPath[str], form: NamedDependency[Form]) -> Response[Any]:
    """Change the dates of a round."""
    house = house_of(request)
    attempt = Attempt(form)
    with attempt, house.database.writing() as session:
        round_ = entrusted_round(session, request, slug)
        now = house.clock()
        plan = read_dates(form, round_, now)
        change_round(session, round_, plan, actor=actor_of(session, request), now=now)
        return see_other(request, f"/facilitate/rounds/{slug}")
    return _again(request, slug, attempt, "facilitate/dates")


def _again(request: Request[Any, Any, Any], slug: str, attempt: Attempt, page: str) -> Response[str]:
    with house_of(request).database.reading() as session:
        return _edit(session, request, entrusted_round(session, request, slug), page, form=attempt.shown())


def _edit(
    session: Session, request: Request[Any, Any, Any], round_: Round, page: str, form: FormView | None = None
) -> Response[str]:
    view = RoundEditView(
        head=round_head(session, round_, request),
        address=f"/facilitate/rounds/{round_.slug}",
        rules=rule_choices(),
        form=form or form_of(round_),
        frozen=round_.election_hash,
        voting_until=round_.voting_until,
        under_way=phase_of(round_, house_of(request).clock()) is not Phase.ANNOUNCED,
    )
    return render(request, page, view, status=200 if form is None else 422)


PAGES = (ask_for_round, announce_round, ask_for_changes, change, ask_for_dates, move_dates)
