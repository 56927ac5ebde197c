"""Equal shares written down as it is defined: fractions, every voter, every project, every round, every increment.

Shares no code with the rule. Money is in minor units, projects are columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Question:
    """An election to count: ``ballots`` holds for each voter the columns named, ``order`` settles what is equal.

    Of the columns of an exclusion at most one is funded; the first of a pair in ``needs`` only if the second is; those
    of a cap for no more than it. Each voter starts with their ``parts`` of the endowment, one if there are none.
    """

    costs: tuple[int, ...]
    ballots: tuple[frozenset[int], ...]
    budget: int
    order: tuple[int, ...]
    standing: frozenset[int]
    utility: str = "cost"
    exclusions: tuple[frozenset[int], ...] = ()
    needs: tuple[tuple[int, int], ...] = ()
    caps: tuple[tuple[frozenset[int], int], ...] = ()
    parts: tuple[int, ...] = ()

    def bars(self, project: int, funded: Sequence[int]) -> list[str]:
        """Return everything that keeps the project out while these are funded."""
        found = ["excluded-by" for group in self.exclusions if project in group and group & set(funded)]
        found += [
            "over-cap"
            for group, cap in self.caps
            if project in group and sum(self.costs[p] for p in {*funded, project} & group) > cap
        ]
        return found + ["waits-for" for one, needed in self.needs if one == project and needed not in funded]

    def admitted(self, funded: Sequence[int]) -> list[int]:
        """Return the projects that could be funded next if only they are wanted enough."""
        return [p for p in sorted(self.standing - set(funded)) if not self.bars(p, funded)]

    def supporters(self, project: int) -> list[int]:
        return [voter for voter, ballot in enumerate(self.ballots) if project in ballot]

    def worth(self, project: int) -> int:
        return self.costs[project] if self.utility == "cost" else 1

    def precedence(self, project: int) -> tuple[int, int, int]:
        return self.costs[project], -len(self.supporters(project)), self.order.index(project)


@dataclass
class Count:
    """One run: what is funded, at which largest payment, which projects were tied; everybody's money all the way."""

    funded: list[int] = field(default_factory=list)
    payments: list[Fraction] = field(default_factory=list)
    payers: list[int] = field(default_factory=list)
    ties: list[tuple[int, ...]] = field(default_factory=list)
    budgets: list[list[Fraction]] = field(default_factory=list)
    endowment: Fraction = Fraction(0)

    def cost(self, question: Question) -> int:
        return sum(question.costs[project] for project in self.funded)


def price(cost: int, budgets: Sequence[Fraction]) -> Fraction | None:
    """Return the least p such that payments of min(budget, p) add up to the cost."""
    missing = Fraction(cost)
    ascending = sorted(budgets)
    for place, budget in enumerate(ascending):
        share = missing / (len(ascending) - place)
        if share <= budget:
            return share
        missing -= budget
    return None


def run(question: Question, endowment: Fraction) -> Count:
    parts = question.parts or (1,) * len(question.ballots)
    count = Count(budgets=[[endowment * own for own in parts]], endowment=endowment)
    while True:
        budgets = count.budgets[-1]
        values: dict[int, Fraction] = {}
        prices: dict[int, Fraction] = {}
        for project in question.admitted(count.funded):
            supporters = question.supporters(project)
            found = price(question.costs[project], [budgets[voter] for voter in supporters])
            if found is not None:
                prices[project] = found
                values[project] = found / question.worth(project) if question.costs[project] else Fraction(0)
        if not values:
            return count
        least = min(values.values())
        tied = sorted((p for p, value in values.items() if value == least), key=question.precedence)
        if len(tied) > 1:
            count.ties.append(tuple(tied))
        winner = tied[0]
        paid = [min(budgets[voter], prices[winner]) if winner in ballot else Fraction(0)
                for voter, ballot in enumerate(question.ballots)]  # fmt: skip
        count.funded.append(winner)
        count.payments.append(prices[winner])
        count.payers.append(sum(payment > 0 for payment in paid))
        count.budgets.append([budget - payment for budget, payment in zip(budgets, paid, strict=True)])


def is_exhaustive(question: Question, count: Count) -> bool:
    spent = count.cost(question)
    return all(spent + question.costs[project] > question.budget for project in question.admitted(count.funded))


def add1(question: Question, start: Fraction, *, increment: int, exhaustive_stop: bool) -> tuple[int, str, Count]:
    """Return how many increments are kept, why no more, and the run of the last; looks at every single one."""
    supported = {project for project in question.standing if question.supporters(project)}
    increments, count = 0, run(question, start)
    while True:
        if exhaustive_stop and is_exhaustive(question, count):
            return increments, "exhaustive", count
        if not supported & set(question.admitted(count.funded)):
            everything = set(count.funded) == supported
            return increments, "everything-funded" if everything else "nothing-admitted", count
        following = run(question, start + (increments + 1) * increment)
        if following.cost(question) > question.budget:
            return increments, "overspent", count
        increments, count = increments + 1, following


def fill(question: Question, funded: Sequence[int]) -> list[int]:
    """Return what greedy by votes adds, equal votes in the given order."""
    added: list[int] = []
    while True:
        so_far = [*funded, *added]
        left = question.budget - sum(question.costs[project] for project in so_far)
        possible = [project for project in question.admitted(so_far) if question.costs[project] <= left]
        if not possible:
            return added
        added.append(min(possible, key=lambda p: (-len(question.supporters(p)), question.order.index(p))))


def preferences(question: Question, one: Sequence[int], other: Sequence[int]) -> tuple[int, int, int]:
    """Return how many voters named more projects of the one, of the other, or as many of both."""
    better = [len(ballot & set(one)) - len(ballot & set(other)) for ballot in question.ballots]
    return sum(x > 0 for x in better), sum(x < 0 for x in better), sum(x == 0 for x in better)
