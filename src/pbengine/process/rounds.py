"""Rounds: one budget, one list of proposals, one vote, moving through phases by their dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from pbengine.process.acts import ActKind, Capacity, moment_text, record_act
from pbengine.process.columns import Record, new_id, word_column
from pbengine.process.commissions import Commission, slug_faults
from pbengine.process.people import Person, Role, require_role
from pbengine.process.phases import UNFROZEN, Phase, hold_round, phase_of, require_phase, require_unfrozen
from pbengine.process.plans import RoundPlan, plan_faults
from pbengine.process.refusals import FieldFault, FormRefusal, NotFoundRefusal, TakenRefusal
from pbengine.voting.profile import BallotKind


class Round(Record, table=True):
    """A round of participatory budgeting. Money is in minor units."""

    id: str = Field(default_factory=new_id, primary_key=True)
    commission_id: str = Field(foreign_key="commission.id", index=True)
    slug: str = Field(unique=True)
    title: str
    purpose: str
    budget: int = Field(sa_type=BigInteger)
    currency: str
    minor_units: int
    rule_id: str
    rule_options: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    ballot_kind: BallotKind = Field(default=BallotKind.APPROVAL, sa_column=word_column(BallotKind))
    max_choices: int | None = None
    max_sum_cost: int | None = Field(default=None, sa_type=BigInteger)
    proposals_from: datetime
    review_from: datetime
    voting_from: datetime
    voting_until: datetime
    numbered: int = 0
    origin: str | None = None
    election_hash: str | None = None
    sequenced_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list, with its place and its phase."""

    round: Round
    commission: Commission
    phase: Phase


def create_round(
    session: Session, commission: Commission, slug: str, plan: RoundPlan, *, actor: Person, now: datetime
) -> Round:
    """Announce a round; raises NotAllowedRefusal, FormRefusal with every fault, TakenRefusal for a slug in use."""
    require_role(session, actor, commission.id, Role.FACILITATOR)
    _require_sound((*slug_faults(slug), *plan_faults(plan, now)))
    round_ = Round(
        commission_id=commission.id,
        slug=slug,
        currency=commission.currency,
        minor_units=commission.minor_units,
        **plan.columns(),
    )
    session.add(round_)
    try:
        session.flush()
    except IntegrityError:
        raise TakenRefusal("slug", slug) from None
    record_act(session, round_, ActKind.ROUND_CREATED, _public(round_, _FACTS), by=Capacity.FACILITATOR, now=now)
    return round_


def change_round(session: Session, round_: Round, plan: RoundPlan, *, actor: Person, now: datetime) -> Round:
    """Change a round before voting opens; what changed is recorded. Repeating it is harmless.

    Raises NotAllowedRefusal, FrozenRefusal once voting has opened, FormRefusal with every fault.
    """
    require_role(session, actor, round_.commission_id, Role.FACILITATOR)
    hold_round(session, round_)
    require_unfrozen(round_)
    require_phase(round_, now, *UNFROZEN)
    _require_sound(plan_faults(plan, now))
    new = plan.columns()
    changed = {name for name, value in new.items() if getattr(round_, name) != value}
    round_.sqlmodel_update(new)
    session.add(round_)
    session.flush()
    for kind, names in (
        (ActKind.ROUND_CHANGED, _TEXTS),
        (ActKind.DATES_CHANGED, DATES),
        (ActKind.RULE_CHANGED, _RULE),
    ):
        if changed & set(names):
            record_act(session, round_, kind, _public(round_, names), by=Capacity.FACILITATOR, now=now)
    return round_


_TEXTS = ("title", "purpose", "budget")
DATES = ("proposals_from", "review_from", "voting_from", "voting_until")
_RULE = ("rule_id", "rule_options", "max_choices", "max_sum_cost")
_ACTS = {ActKind.ROUND_CHANGED: _TEXTS, ActKind.DATES_CHANGED: DATES, ActKind.RULE_CHANGED: _RULE}
_FACTS = (*_TEXTS, *DATES, *_RULE)


def _require_sound(faults: Sequence[FieldFault]) -> None:
    if faults:
        raise FormRefusal(tuple(faults))


def _public(round_: Round, names: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(round_, name) for name in names}
    return {
        name: moment_text(value) if isinstance(value, datetime) else value
        for name, value in values.items()
        if value is not None
    }


def find_round(session: Session, slug: str) -> Round:
    """Return the round with this slug; raises NotFoundRefusal."""
    round_ = session.exec(select(Round).where(Round.slug == slug)).one_or_none()
    if round_ is None:
        raise NotFoundRefusal("round", slug)
    return round_


def commission_of(session: Session, round_: Round) -> Commission:
    """Return the place that a round belongs to."""
    return session.get_one(Commission, round_.commission_id)


def list_rounds(session: Session, *, now: datetime, commission: Commission | None = None) -> Sequence[RoundLine]:
    """Return the rounds of a place, or of all places, with their phases; the last to vote first."""
    query = select(Round, Commission).join(Commission, col(Commission.id) == col(Round.commission_id))
    if commission is not None:
        query = query.where(Round.commission_id == commission.id)
    rows = session.exec(query.order_by(col(Round.voting_until).desc(), col(Round.slug)))
    return [RoundLine(round_, place, phase_of(round_, now)) for round_, place in rows]
