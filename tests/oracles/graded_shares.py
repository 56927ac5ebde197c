"""Equal shares with unequal utilities, its completions and bounded overspending, written down as they are defined.

Fractions, every voter, every project, every round, every increment. Shares no code with the rules. Money is in minor
units, projects are columns, voters are listed one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Graded:
    """An election to count.

    ``values`` holds for each voter what each column is worth to them, 0 where they do not support it; ``order`` settles
    what is equal. ``parts`` are the parts of the money that each voter starts with.
    """

    costs: tuple[int, ...]
    values: tuple[tuple[int, ...], ...]
    budget: int
    order: tuple[int, ...]
    standing: frozenset[int]
    parts: tuple[int, ...] = ()
    exclusions: tuple[tuple[int, ...], ...] = ()
    needs: tuple[tuple[int, int], ...] = ()
    caps: tuple[tuple[tuple[int, ...], int], ...] = ()

    @property
    def voters(self) -> range:
        return range(len(self.values))

    def admitted(self, funded: Sequence[int]) -> list[int]:
        """Return the columns that stand, are not funded and may be."""
        return [project for project in sorted(self.standing - set(funded)) if self._may(project, {*funded, project})]

    def _may(self, project: int, together: set[int]) -> bool:
        excluded = any(project in group and len(together & set(group)) > 1 for group in self.exclusions)
        waits = any(project == one and needed not in together for one, needed in self.needs)
        over = any(
            project in group and sum(self.costs[p] for p in together & set(group)) > cap for group, cap in self.caps
        )
        return not (excluded or waits or over)

    def supporters(self, project: int) -> list[int]:
        return [voter for voter in self.voters if self.values[voter][project] > 0]

    def precedence(self, project: int) -> tuple[int, int, int]:
        return self.costs[project], -len(self.supporters(project)), self.order.index(project)

    @property
    def equal_parts(self) -> list[int]:
        parts = self.parts or (1,) * len(self.values)
        return [part // gcd(*parts) for part in parts]

    @property
    def equal_share(self) -> Fraction:
        return Fraction(self.budget, max(1, sum(self.equal_parts)))

    def endowments(self, endowment: Fraction) -> list[Fraction]:
        return [endowment * part for part in self.equal_parts]

    def first(self, worth: dict[int, Fraction]) -> list[int]:
        """Return the columns of the least value, in the order that settles it."""
        least = min(worth.values())
        return sorted((p for p, value in worth.items() if value == least), key=self.precedence)


@dataclass
class Count:
    """What is funded, in order, what each voter had before each round, and which projects were tied."""

    funded: list[int] = field(default_factory=list)
    rhos: list[Fraction] = field(default_factory=list)
    ties: list[tuple[int, ...]] = field(default_factory=list)
    budgets: list[list[Fraction]] = field(default_factory=list)

    def take_first(self, graded: Graded, worth: dict[int, Fraction]) -> int:
        """Fund the column of the least value and note the tie, if it was one."""
        tied = graded.first(worth)
        if len(tied) > 1:
            self.ties.append(tuple(tied))
        self.funded.append(tied[0])
        self.rhos.append(worth[tied[0]])
        return tied[0]

    def cost(self, graded: Graded) -> int:
        return sum(graded.costs[project] for project in self.funded)


def level(cost: int, holdings: Sequence[tuple[Fraction, int]]) -> Fraction | None:
    """Return the least rho at which payments of min(budget, rho * value) add up to the cost."""
    if cost == 0:
        return Fraction(0)
    missing, worth = Fraction(cost), sum(value for _, value in holdings)
    for budget, value in sorted(holdings, key=lambda holding: holding[0] / holding[1]):
        if missing * value <= budget * worth:
            return missing / worth
        missing -= budget
        worth -= value
    return None


def run(graded: Graded, endowment: Fraction) -> Count:
    count = Count(budgets=[graded.endowments(endowment)])
    buy_alone(graded, count)
    return count


def buy_alone(graded: Graded, count: Count) -> None:
    """Go on as long as the supporters of a project can pay for it."""
    while True:
        budgets = count.budgets[-1]
        rhos: dict[int, Fraction] = {}
        for project in graded.admitted(count.funded):
            holdings = [(budgets[voter], graded.values[voter][project]) for voter in graded.supporters(project)]
            rho = level(graded.costs[project], holdings) if holdings else None
            if rho is not None:
                rhos[project] = rho
        if not rhos:
            return
        winner = count.take_first(graded, rhos)
        held = zip(budgets, graded.values, strict=True)
        count.budgets.append([b - min(b, rhos[winner] * v[winner]) for b, v in held])


def add1(graded: Graded, start: Fraction, *, increment: int, exhaustive_stop: bool) -> tuple[int, str, Count]:
    """Return how many increments are kept, why no more, and the run of the last; looks at every single one."""
    supported = {project for project in graded.standing if graded.supporters(project)}
    increments, count = 0, run(graded, start)
    while True:
        rest = graded.admitted(count.funded)
        if exhaustive_stop and all(count.cost(graded) + graded.costs[p] > graded.budget for p in rest):
            return increments, "exhaustive", count
        if not supported & set(rest):
            return increments, "everything-funded" if supported == set(count.funded) else "nothing-admitted", count
        following = run(graded, start + (increments + 1) * increment)
        if following.cost(graded) > graded.budget:
            return increments, "overspent", count
        increments, count = increments + 1, following


def with_others(graded: Graded, endowment: Fraction) -> Count:
    """Return the run, and then what is bought with the money of everybody else as well, the limit of epsilon to 0."""
    count = Count(budgets=[graded.endowments(endowment)])
    while True:
        buy_alone(graded, count)
        budgets = count.budgets[-1]
        levies: dict[int, Fraction] = {}
        for project in graded.admitted(count.funded):
            own = sum((budgets[voter] for voter in graded.supporters(project)), Fraction(0))
            rest = [(budgets[voter], 1) for voter in graded.voters if graded.values[voter][project] == 0]
            levy = level_of_rest(graded.costs[project] - own, rest)
            if levy is not None:
                levies[project] = levy
        if not levies:
            return count
        winner = count.take_first(graded, levies)
        held = zip(budgets, graded.values, strict=True)
        count.budgets.append([Fraction(0) if v[winner] else b - min(b, levies[winner]) for b, v in held])


def level_of_rest(missing: Fraction, holdings: Sequence[tuple[Fraction, int]]) -> Fraction | None:
    if missing <= 0:
        return Fraction(0)
    heads = len(holdings)
    for budget, _ in sorted(holdings):
        if missing <= budget * heads:
            return missing / heads
        missing -= budget
        heads -= 1
    return None


def with_earnings(graded: Graded, endowment: Fraction) -> Count:
    """Return the run, and then what is bought as everybody earns on: sequential Phragmen from what is left."""
    count = run(graded, endowment)
    budgets, now = list(count.budgets[-1]), Fraction(0)
    while True:
        left = graded.budget - count.cost(graded)
        times: dict[int, Fraction] = {}
        for project in graded.admitted(count.funded):
            supporters = graded.supporters(project)
            if supporters and graded.costs[project] <= left:
                missing = graded.costs[project] - sum((budgets[voter] for voter in supporters), Fraction(0))
                pace = sum(graded.equal_parts[voter] for voter in supporters)
                times[project] = now + max(Fraction(0), missing / pace)
        if not times:
            return count
        winner = count.take_first(graded, times)
        passed, now = times[winner] - now, times[winner]
        earned = [passed * part for part in graded.equal_parts]
        held = zip(budgets, earned, graded.values, strict=True)
        budgets = [Fraction(0) if v[winner] else b + more for b, more, v in held]
        count.budgets.append(budgets)


def overspending(graded: Graded, endowment: Fraction, *, grain: int | None) -> Count:
    """Return what the Method of Equal Shares with Bounded Overspending funds; ``rhos`` are those that are paid.

    With a grain, what is paid for overspent projects is rounded up to parts of a minor unit, so many in one.
    """
    count = Count(budgets=[graded.endowments(endowment)])
    while True:
        budgets = count.budgets[-1]
        left = graded.budget - count.cost(graded)
        found: dict[int, tuple[Fraction, Fraction]] = {}
        for project in graded.admitted(count.funded):
            holdings = [(budgets[voter], graded.values[voter][project]) for voter in graded.supporters(project)]
            best = _best(graded.costs[project], holdings)
            if best is not None and graded.costs[project] <= left:
                found[project] = best
        if not found:
            return count
        tied = graded.first({project: ratio for project, (ratio, _) in found.items()})
        if len(tied) > 1:
            count.ties.append(tuple(tied))
        ratio, rho = found[tied[0]]
        if grain is not None and ratio > rho:
            rho = Fraction(ceil(rho * grain), grain)
        count.funded.append(tied[0])
        count.rhos.append(rho)
        count.budgets.append([b - min(b, rho * v[tied[0]]) for b, v in zip(budgets, graded.values, strict=True)])


def _best(cost: int, holdings: Sequence[tuple[Fraction, int]]) -> tuple[Fraction, Fraction] | None:
    """Return the least rho / alpha over all shares alpha of the cost, with its rho."""
    if cost == 0:
        return (Fraction(0), Fraction(0)) if holdings else None
    caps = {budget / value for budget, value in holdings if budget > 0}
    full = level(cost, holdings)
    if full is not None:
        caps = {cap for cap in caps if cap < full} | {full}
    choices = []
    for cap in caps:
        alpha = sum((min(budget, cap * value) for budget, value in holdings), Fraction(0)) / cost
        choices.append((cap / alpha / alpha, cap / alpha))
    return min(choices) if choices else None
