"""Commissions: a place that decides together how money is spent, again and again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from pbengine.process.columns import Record, new_id
from pbengine.process.people import Office, Person, Role, grant, require_role
from pbengine.process.refusals import FieldFault, FormRefusal, NotFoundRefusal, NotStewardRefusal, TakenRefusal
from pbengine.process.slugs import LONGEST, is_slug

LONGEST_TEXTS: Mapping[str, int] = MappingProxyType({"place": 120, "name": 200, "purpose": 4_000})
"""How many characters each text of a commission may have."""


class Commission(Record, table=True):
    """A place with a purpose and a currency."""

    id: str = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    place: str
    name: str
    purpose: str
    currency: str
    minor_units: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CommissionPlan:
    """What a new commission is to be; so many ``minor_units`` make one unit of the currency (100 for pence)."""

    slug: str
    place: str
    name: str
    purpose: str
    currency: str
    minor_units: int = 100


def create_commission(session: Session, plan: CommissionPlan, *, actor: Person, now: datetime) -> Commission:
    """Set up a place, with the actor as its facilitator.

    Raises NotStewardRefusal, FormRefusal with every fault, TakenRefusal for the slug.
    """
    if actor.office is not Office.STEWARD:
        raise NotStewardRefusal
    commission = add_commission(session, plan, now=now)
    grant(session, actor, commission.id, Role.FACILITATOR)
    return commission


def add_commission(session: Session, plan: CommissionPlan, *, now: datetime) -> Commission:
    """Set up a place by the operator's command or an import; raises FormRefusal with every fault, TakenRefusal."""
    faults = [*slug_faults(plan.slug), *_plan_faults(plan)]
    if faults:
        raise FormRefusal(tuple(faults))
    commission = Commission(slug=plan.slug, created_at=now, **_columns(plan))
    session.add(commission)
    try:
        session.flush()
    except IntegrityError:
        raise TakenRefusal("slug", plan.slug) from None
    return commission


def change_commission(session: Session, commission: Commission, plan: CommissionPlan, *, actor: Person) -> Commission:
    """Change what a place is called, its purpose, and the currency of rounds to come; its address stays.

    Raises NotAllowedRefusal unless the actor facilitates it, FormRefusal with every fault. Repeating is harmless.
    """
    require_role(session, actor, commission.id, Role.FACILITATOR)
    faults = _plan_faults(plan)
    if faults:
        raise FormRefusal(tuple(faults))
    commission.sqlmodel_update(_columns(plan))
    session.add(commission)
    session.flush()
    return commission


def _columns(plan: CommissionPlan) -> dict[str, Any]:
    """Return the columns that may change."""
    return {
        "place": plan.place.strip(),
        "name": plan.name.strip(),
        "purpose": plan.purpose.strip(),
        "currency": plan.currency,
        "minor_units": plan.minor_units,
    }


def slug_faults(slug: str) -> list[FieldFault]:
    """Return what keeps a text from being part of an address."""
    return [] if is_slug(slug) else [FieldFault("slug", "not-a-slug", {"most": LONGEST})]


def _plan_faults(plan: CommissionPlan) -> list[FieldFault]:
    faults = [FieldFault(name, "missing") for name in ("place", "name") if not getattr(plan, name).strip()]
    for name, most in LONGEST_TEXTS.items():
        if len(getattr(plan, name).strip()) > most:
            faults.append(FieldFault(name, "too-long", {"most": most}))
    if not re.fullmatch(r"[A-Z]{3}", plan.currency):
        faults.append(FieldFault("currency", "not-a-currency"))
    if plan.minor_units not in {1, 10, 100, 1000}:
        faults.append(FieldFault("minor_units", "not-a-power-of-ten"))
    return faults


def list_commissions(session: Session) -> Sequence[Commission]:
    """Return every commission, by name of the place."""
    return session.exec(select(Commission).order_by(col(Commission.place), col(Commission.name))).all()


def find_commission(session: Session, slug: str) -> Commission:
    """Return the commission with this slug; raises NotFoundRefusal."""
    commission = session.exec(select(Commission).where(Commission.slug == slug)).one_or_none()
    if commission is None:
        raise NotFoundRefusal("commission", slug)
    return commission
