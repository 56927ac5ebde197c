"""What a round is to be, and what can be wrong with that."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pbengine.process.refusals import FieldFault
from pbengine.voting.errors import OptionsError, UnknownRuleError
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import find_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

MOST_MONEY = 2**53 - 1
"""The largest amount, in minor units, that the record can hold (numbers of canonical JSON)."""
YEARS = (2000, 2999)
"""A year outside of these was mistyped, and could not be told in every time zone."""
MOST_CHOICES = 10_000
"""The largest limit on how many projects a ballot names."""
LONGEST_TITLE = 120
LONGEST_PURPOSE = 4_000


@dataclass(frozen=True, slots=True)
class RoundDates:
    """When each phase begins; all aware. Each date is after the one before it."""

    proposals_from: datetime
    review_from: datetime
    voting_from: datetime
    voting_until: datetime


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a facilitator decides about a round. Money is in minor units; None for a limit means that there is none."""

    title: str
    purpose: str
    budget: int
    dates: RoundDates
    rule_id: str = "equal-shares"
    rule_options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    max_choices: int | None = None
    max_sum_cost: int | None = None

    def columns(self) -> dict[str, Any]:
        """Return the values of the round's columns."""
        return {
            "title": self.title.strip(),
            "purpose": self.purpose.strip(),
            "budget": self.budget,
            "rule_id": self.rule_id,
            "rule_options": {
                name: str(value) for name, value in find_rule(self.rule_id).settings(self.rule_options).items()
            },
            "max_choices": self.max_choices,
            "max_sum_cost": self.max_sum_cost,
            "proposals_from": self.dates.proposals_from,
            "review_from": self.dates.review_from,
            "voting_from": self.dates.voting_from,
            "voting_until": self.dates.voting_until,
        }


def plan_faults(plan: RoundPlan, now: datetime) -> tuple[FieldFault, ...]:
    """Return everything that is wrong with a plan."""
    return (*_text_faults(plan), *_money_faults(plan), *_date_faults(plan.dates, now), *_rule_faults(plan))


def _text_faults(plan: RoundPlan) -> Iterator[FieldFault]:
    if not plan.title.strip():
        yield FieldFault("title", "missing")
    for name, most in (("title", LONGEST_TITLE), ("purpose", LONGEST_PURPOSE)):
        if len(getattr(plan, name).strip()) > most:
            yield FieldFault(name, "too-long", {"most": most})


def _money_faults(plan: RoundPlan) -> Iterator[FieldFault]:
    for name, most in (("budget", MOST_MONEY), ("max_sum_cost", MOST_MONEY), ("max_choices", MOST_CHOICES)):
        value = getattr(plan, name)
        if value is not None and value < 1:
            yield FieldFault(name, "too-small", {"least": 1})
        elif value is not None and value > most:
            yield FieldFault(name, "too-large", {"most": most})


def _date_faults(dates: RoundDates, now: datetime) -> Iterator[FieldFault]:
    names = ("proposals_from", "review_from", "voting_from", "voting_until")
    first, last = YEARS
    for name in names:
        if not first <= getattr(dates, name).year <= last:
            yield FieldFault(name, "year-out-of-range", {"first": str(first), "last": str(last)})
    for earlier, later in itertools.pairwise(names):
        if getattr(dates, later) <= getattr(dates, earlier):
            yield FieldFault(later, "not-after", {"other": earlier})
    if dates.voting_until <= now:
        yield FieldFault("voting_until", "in-the-past")


def _rule_faults(plan: RoundPlan) -> Iterator[FieldFault]:
    try:
        rule = find_rule(plan.rule_id)
        rule.settings(plan.rule_options)
    except UnknownRuleError as error:
        yield FieldFault("rule_id", "unknown-rule", {"known": ", ".join(error.known)})
        return
    except OptionsError as error:
        for fault in error.faults:
            yield FieldFault("rule_options", "option", {"fault": fault})
        return
    if BallotKind.APPROVAL not in rule.ballots:
        yield FieldFault("rule_id", "other-ballots", {"rule": rule.name})
