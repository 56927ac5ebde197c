"""A price system: what each voter paid for each project, so that anybody can see that the shares were equal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.constraints import Feature
from pbengine.voting.measures.supporters import rows_by_project
from pbengine.voting.outcome import Action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.outcome import Outcome, Step
    from pbengine.voting.profile import Profile

KEPT_OUT = frozenset({"below-minimum", "excluded-by", "over-cap", "waits-for", "withdrawn"})
"""Reasons for which a project is not funded although its supporters may have enough."""


@dataclass(frozen=True, slots=True)
class Paid:
    """How a funded project was paid for, without names: money in minor units, exact.

    Parameters
    ----------
    project
        its id.
    payment
        the full price.
    in_full
        how many voters paid it.
    in_part
        how many gave all that they had left, which was less.
    by_part
        what those gave together.
    """

    project: str
    payment: Fraction
    in_full: int
    in_part: int
    by_part: Fraction


@dataclass(frozen=True, slots=True)
class PriceSystem:
    """Equal endowments, what was paid from them, and what is left where a project was not funded.

    Parameters
    ----------
    endowment
        of each voter, in minor units.
    paid
        for each funded project.
    unaffordable
        for each project that its supporters could not pay for, what they have left together: never more than it costs.
        That as a part of its cost is the project's effective support.
    """

    endowment: Fraction
    paid: tuple[Paid, ...]
    unaffordable: tuple[tuple[str, Fraction], ...]


def price_system(instance: Instance, profile: Profile, outcome: Outcome) -> PriceSystem | None:
    """Return the price system that an outcome of equal shares comes with, worked out anew from steps and ballots.

    Nothing of the count is trusted but the price of each project: voters start with the endowment, pay in the order of
    the steps, each the price or what they have left, and it is checked that each project is paid for in full, and at
    the end that no project that was not funded could be.

    Parameters
    ----------
    instance, profile, outcome
        what was counted, and the result.

    Returns
    -------
    PriceSystem | None
        None where there is none: the rule funds otherwise, a completion or the comparison step funded projects that
        nobody paid for, voters have other endowments or a purse for each pot, or the prices do not add up.

    References
    ----------
    D. Peters, P. Skowron, *Proportionality and the Limits of Welfarism*, EC 2020, section 4, on priceability.

    Examples
    --------
    Four voters get 25 each. The park costs three of them 20; for the hall one gives 25 and one the 5 left.

    >>> from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order, find_rule
    >>> town = Instance((Project("park", 60), Project("hall", 30), Project("tree", 20)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 2], [0, 2], [1]])
    >>> outcome = find_rule("equal-shares").tally(town, ballots, lot=ballot_order(town))
    >>> prices = price_system(town, ballots, outcome)
    >>> [(paid.project, str(paid.payment), paid.in_full, paid.in_part, str(paid.by_part)) for paid in prices.paid]
    [('park', '20', 3, 0, '0'), ('hall', '25', 1, 1, '5')]
    >>> [(project, str(left)) for project, left in prices.unaffordable]
    [('tree', '10')]
    """
    steps = [step for step in outcome.steps if step.action is Action.FUND]
    payments = [step.figures.get("payment") for step in steps]
    if not steps or any(step.action is Action.REPLACE for step in outcome.steps):
        return None
    if instance.constraints.pots or profile.features & {Feature.ENDOWMENTS}:
        return None
    endowment = steps[0].figures.get("endowment")
    if not isinstance(endowment, int | Fraction) or not all(isinstance(price, int | Fraction) for price in payments):
        return None
    paid_for = {step.project for step in steps}
    losers = frozenset(
        id_ for id_, reason in outcome.reasons.items() if id_ not in paid_for and reason.code not in KEPT_OUT
    )
    return _replayed(instance, profile, steps, Fraction(endowment), losers)


def _replayed(
    instance: Instance, profile: Profile, steps: Sequence[Step], endowment: Fraction, losers: frozenset[str]
) -> PriceSystem | None:
    prices = [Fraction(str(step.figures["payment"])) for step in steps]
    unit = lcm(endowment.denominator, *(price.denominator for price in prices))  # everything is a multiple of 1/unit
    supporters = rows_by_project(profile)
    budgets: NDArray[np.object_] = np.full(profile.ballots, int(endowment * unit), dtype=np.object_)
    paid: list[Paid] = []
    for step, price in zip(steps, prices, strict=True):
        column = instance.position[str(step.project)]
        rows, whole = supporters[column], int(price * unit)
        given = np.minimum(budgets[rows], whole)
        weights = profile.weights[rows]
        if int(np.dot(weights, given)) != instance.projects[column].cost * unit:
            return None
        budgets[rows] -= given
        less = given < whole
        in_part = int(weights[less & (given > 0)].sum())
        by_part = Fraction(int(np.dot(weights[less], given[less])), unit)
        paid.append(Paid(str(step.project), price, int(weights[~less].sum()), in_part, by_part))
    left = tuple(
        (project.id, Fraction(int(np.dot(profile.weights[rows], budgets[rows])), unit))
        for project, rows in zip(instance.projects, supporters, strict=True)
        if project.id in losers
    )
    costs = {project.id: project.cost for project in instance.projects}
    return PriceSystem(endowment, tuple(paid), left) if all(money <= costs[id_] for id_, money in left) else None
