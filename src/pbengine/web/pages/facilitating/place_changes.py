"""Changing a place. An operation that belongs beside ``create_commission`` in :mod:`pbengine.process.commissions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.process.commissions import _plan_faults
from pbengine.process.people import Person, Role, require_role
from pbengine.process.refusals import FormRefusal

if TYPE_CHECKING:
    from sqlmodel import Session

    from pbengine.process.commissions import Commission, CommissionPlan


def change_commission(session: Session, commission: Commission, plan: CommissionPlan, *, actor: Person) -> Commission:
    """Change what a place is called, its purpose, and the currency of rounds to come; its address stays.

    Raises NotAllowedRefusal unless the actor facilitates it, FormRefusal with every fault. Repeating is harmless.
    """
    require_role(session, actor, commission.id, Role.FACILITATOR)
    faults = _plan_faults(plan)
    if faults:
        raise FormRefusal(tuple(faults))
    commission.sqlmodel_update(
        {
            "place": plan.place.strip(),
            "name": plan.name.strip(),
            "purpose": plan.purpose.strip(),
            "currency": plan.currency,
            "minor_units": plan.minor_units,
        }
    )
    session.add(commission)
    session.flush()
    return commission
