"""Setting up a place, and changing what it is called and what it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from babel.core import get_global
from babel.numbers import get_currency_precision, get_territory_currencies
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import BaseModel

from pbengine.process.commissions import (
    CommissionPlan,
    change_commission,
    create_commission,
    list_commissions,
)
from pbengine.process.people import Office
from pbengine.process.refusals import NotStewardRefusal, TakenRefusal
from pbengine.process.slugs import slug_of
from pbengine.web.access import Access
from pbengine.web.forms import Attempt, Form, FormView, filled, read_form
from pbengine.web.house import house_of
from pbengine.web.language import reader
from pbengine.web.pages.facilitating.gate import entrusted_place
from pbengine.web.pages.facilitating.round_form import shown
from pbengine.web.rendering import render, see_other
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel import Locale
    from sqlmodel import Session

    from pbengine.process.commissions import Commission

USUAL_CURRENCY = "EUR"
MOST_DECIMALS = 3
RESERVED = frozenset({"new"})


class PlaceFields(BaseModel):
    """What a place is; what is missing or impossible is the operation's to say."""

    place: str = ""
    name: str = ""
    purpose: str = ""
    currency: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class PlaceFormView:
    """The form of a place; ``slug`` is empty for a new one."""

    slug: str
    title: str
    form: FormView
    currencies: tuple[tuple[str, str], ...]


@get("/facilitate/places/new", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def ask_for_place(request: Request[Any, Any, Any]) -> Response[str]:
    """Ask what a new place is; stewards only."""
    _require_steward(request)
    with house_of(request).database.reading() as session:
        usual = next((place.currency for place in list_commissions(session)), USUAL_CURRENCY)
    return _ask(request, filled({"currency": usual}))


@post("/facilitate/places/new", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def found_place(request: Request[Any, Any, Any], form: NamedDependency[Form]) -> Response[Any]:
    """Set up a place; sending the same form twice sets it up once."""
    house = house_of(request)
    attempt = Attempt(form, also=(TakenRefusal,))
    with attempt, house.database.writing() as session:
        plan = _plan(read_form(PlaceFields, form))
        if not _is_there(session, plan, request):
            create_commission(session, plan, actor=actor_of(session, request), now=house.clock())
        return see_other(request, "/facilitate")
    return _ask(request, shown(attempt), status=422)


@get("/facilitate/places/{slug:str}/edit", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def ask_for_changes(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show a place as a form."""
    with house_of(request).database.reading() as session:
        place = entrusted_place(session, request, slug)
    values = {name: getattr(place, name) for name in ("place", "name", "purpose", "currency")}
    return _ask(request, filled(values), slug=slug, title=place.place)


@post("/facilitate/places/{slug:str}/edit", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def change(request: Request[Any, Any, Any], slug: FromPath[str], form: NamedDependency[Form]) -> Response[Any]:
    """Change a place."""
    house = house_of(request)
    with house.database.reading() as session:
        title = entrusted_place(session, request, slug).place
    attempt = Attempt(form)
    with attempt, house.database.writing() as session:
        place = entrusted_place(session, request, slug)
        plan = replace(_plan(read_form(PlaceFields, form)), slug=slug)
        change_commission(session, place, plan, actor=actor_of(session, request))
        return see_other(request, "/facilitate")
    return _ask(request, shown(attempt), slug=slug, title=title, status=422)


def _require_steward(request: Request[Any, Any, Any]) -> None:
    if request.user.office is not Office.STEWARD:
        raise NotStewardRefusal


def _plan(given: PlaceFields) -> CommissionPlan:
    slug = given.slug or slug_of(given.place) or "place"
    return CommissionPlan(
        slug=f"{slug}-place" if slug in RESERVED and not given.slug else slug,
        place=given.place,
        name=given.name,
        purpose=given.purpose,
        currency=given.currency,
        minor_units=10 ** get_currency_precision(given.currency),
    )


def _is_there(session: Session, plan: CommissionPlan, request: Request[Any, Any, Any]) -> bool:
    """Return whether this visitor set up the very same place before: the form came twice."""
    return any(
        place.id in request.user.roles and _plan_of(place) == plan
        for place in list_commissions(session)
        if place.slug == plan.slug
    )


def _plan_of(place: Commission) -> CommissionPlan:
    return CommissionPlan(place.slug, place.place, place.name, place.purpose, place.currency, place.minor_units)


@cache
def _current_currencies() -> Sequence[str]:
    """Return the currencies that some country uses today and that divide into at most a thousand."""
    territories: Sequence[str] = list(get_global("territory_currencies"))
    codes = {code for territory in territories for code in get_territory_currencies(territory)}
    return sorted(code for code in codes if get_currency_precision(code) <= MOST_DECIMALS)


@cache
def currency_names(locale: Locale) -> tuple[tuple[str, str], ...]:
    """Return the currencies with their names in a language."""
    return tuple((code, f"{code} – {locale.currencies.get(code, code)}") for code in _current_currencies())


def _ask(
    request: Request[Any, Any, Any], form: FormView, *, slug: str = "", title: str = "", status: int = 200
) -> Response[str]:
    view = PlaceFormView(slug, title, form, currency_names(reader().locale))
    return render(request, "facilitate/place", view, status=status)


PAGES = (ask_for_place, found_place, ask_for_changes, change)
