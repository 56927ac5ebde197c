"""The form of a round: what a facilitator types, read with every fault at once, and shown as it was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, Field

from pbengine.process.plans import MOST_CHOICES, RoundDates, RoundPlan, plan_faults
from pbengine.process.refusals import FieldFault, FormRefusal
from pbengine.web.amounts import Money, typed_money
from pbengine.web.fields import Moment, typed_moment
from pbengine.web.forms import Attempt, Form, FormView, filled, read_form
from pbengine.web.language import Currency, reader
from pbengine.web.pages.facilitating.rule_options import default_options, read_options, rule_choices, typed_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.process.rounds import Round

Fields = TypeVar("Fields", bound=BaseModel)

DATES = ("proposals_from", "review_from", "voting_from", "voting_until")
ORDER = ("title", "purpose", "slug", "budget", "rule_id", "max_choices", "max_sum_cost", *DATES)
PREFERRED_RULE = "equal-shares"
STANDING_IN = 1
"""In place of an amount that could not be read, so that the other fields are looked at too."""
MOMENT = timedelta(microseconds=1)
SUGGESTED = ((1, 9), (29, 9), (43, 9), (57, 20))
"""After how many days, and at which hour, each phase begins where nobody has said otherwise."""


class RoundFields(BaseModel):
    """What a facilitator decides; what must not be missing is asked for in :func:`read_plan`."""

    title: str = ""
    purpose: str = ""
    budget: Money | None = None
    rule_id: str = ""
    max_choices: int | None = Field(default=None, ge=1, le=MOST_CHOICES)
    max_sum_cost: Money | None = None


class DateFields(BaseModel):
    """The four dates."""

    proposals_from: Moment | None = None
    review_from: Moment | None = None
    voting_from: Moment | None = None
    voting_until: Moment | None = None


def read_plan(
    form: Form,
    *,
    currency: Currency,
    now: datetime,
    kept_dates: RoundDates | None = None,
    earlier: Sequence[FieldFault] = (),
) -> RoundPlan:
    """Return the plan that a form makes; raises FormRefusal with every fault, the ``earlier`` ones included.

    ``kept_dates`` stand where the form does not ask for dates.
    """
    fields, faults = _read(RoundFields, form, currency=currency)
    options, option_faults = read_options(fields.rule_id, form)
    dates, date_faults = _read_dates(form) if kept_dates is None else (kept_dates, ())
    faults = (*earlier, *faults, *_missing(fields, ("budget", "rule_id"), faults), *option_faults, *date_faults)
    plan = RoundPlan(
        title=fields.title,
        purpose=fields.purpose,
        budget=STANDING_IN if fields.budget is None else fields.budget,
        dates=dates,
        rule_id=fields.rule_id or PREFERRED_RULE,
        rule_options={} if option_faults else options,
        max_choices=fields.max_choices,
        max_sum_cost=fields.max_sum_cost,
    )
    _require_sound(faults, plan, now)
    return plan


def read_dates(form: Form, round_: Round, now: datetime) -> RoundPlan:
    """Return the plan of a round with other dates; raises FormRefusal with every fault."""
    dates, faults = _read_dates(form)
    plan = replace(plan_of(round_), dates=dates)
    _require_sound(faults, plan, now)
    return plan


def plan_of(round_: Round) -> RoundPlan:
    """Return the plan that a round follows now."""
    return RoundPlan(
        title=round_.title,
        purpose=round_.purpose,
        budget=round_.budget,
        dates=dates_of(round_),
        rule_id=round_.rule_id,
        rule_options=round_.rule_options,
        max_choices=round_.max_choices,
        max_sum_cost=round_.max_sum_cost,
    )


def dates_of(round_: Round) -> RoundDates:
    """Return the dates of a round."""
    return RoundDates(round_.proposals_from, round_.review_from, round_.voting_from, round_.voting_until)


def blank_round(now: datetime) -> FormView:
    """Return the form of a new round, with dates to begin from."""
    today = now.astimezone(reader().zone).replace(minute=0, second=0, microsecond=0)
    dates = {
        name: typed_moment((today + timedelta(days=days)).replace(hour=hour))
        for name, (days, hour) in zip(DATES, SUGGESTED, strict=True)
    }
    known = [rule.id for rule in rule_choices()]
    rule_id = PREFERRED_RULE if PREFERRED_RULE in known else known[0]
    return filled({"rule_id": rule_id, **default_options(), **dates})


def form_of(round_: Round) -> FormView:
    """Return the form of a round as it is."""
    values = {
        "title": round_.title,
        "purpose": round_.purpose,
        "budget": typed_money(round_.budget, round_.minor_units),
        "rule_id": round_.rule_id,
        "max_choices": "" if round_.max_choices is None else str(round_.max_choices),
        "max_sum_cost": typed_money(round_.max_sum_cost, round_.minor_units),
        **typed_options(round_.rule_id, round_.rule_options),
        **{name: typed_moment(getattr(round_, name)) for name in DATES},
    }
    return filled(values)


def shown(attempt: Attempt) -> FormView:
    """Return the form as it was typed, with its faults; a refusal that names a field stands beside it."""
    view = attempt.shown()
    return replace(view, faults=tuple(_beside(fault) for fault in view.faults))


def _beside(fault: FieldFault) -> FieldFault:
    return replace(fault, field=str(fault.figures["field"])) if fault.code == "taken" and not fault.field else fault


def _read(model: type[Fields], form: Form, **context: Currency) -> tuple[Fields, tuple[FieldFault, ...]]:
    """Return what can be read of a form, and what is wrong with the rest."""
    attempt = Attempt(form)
    with attempt:
        return read_form(model, form, **context), ()
    wrong = {fault.field for fault in attempt.faults}
    rest = {name: values for name, values in form.fields.items() if name not in wrong}
    return read_form(model, Form(MappingProxyType(rest)), **context), attempt.faults


def _missing(fields: BaseModel, names: Sequence[str], faults: Sequence[FieldFault]) -> tuple[FieldFault, ...]:
    wrong = {fault.field for fault in faults}
    return tuple(
        FieldFault(name, "missing") for name in names if name not in wrong and getattr(fields, name) in {None, ""}
    )


def _read_dates(form: Form) -> tuple[RoundDates, tuple[FieldFault, ...]]:
    fields, faults = _read(DateFields, form)
    faults = (*faults, *_missing(fields, DATES, faults))
    dates: list[datetime] = []
    for name in DATES:
        given: datetime | None = getattr(fields, name)
        dates.append(given or (dates[-1] + MOMENT if dates else datetime.min.replace(tzinfo=reader().zone)))
    return RoundDates(*dates), faults


def _require_sound(faults: Sequence[FieldFault], plan: RoundPlan, now: datetime) -> None:
    """Raise FormRefusal with these faults and what is wrong with the plan besides; the operation looks for itself."""
    if not faults:
        return
    wrong = {fault.field for fault in faults}
    others = [
        fault
        for fault in plan_faults(plan, now)
        if fault.field not in wrong and fault.figures.get("other") not in wrong
    ]
    raise FormRefusal(tuple(sorted((*faults, *others), key=_place)))


def _place(fault: FieldFault) -> int:
    name = fault.field if fault.field in ORDER else "rule_id"
    return ORDER.index(name)
