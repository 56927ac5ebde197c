"""Expanding approvals as its authors write it down, and inclusion PSC by looking at every coalition.

Weights are fractions of voters; shares no code with the rule. A ballot is a tuple of tuples of equal ranks.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Ranking = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Question:
    """An election: a ranking and a weight for each voter; ``order`` settles what is equal."""

    costs: tuple[int, ...]
    ballots: tuple[Ranking, ...]
    weights: tuple[int, ...]
    budget: int
    order: tuple[int, ...]
    standing: frozenset[int]

    def rank(self, voter: int, project: int) -> int | None:
        before = 0
        for level in self.ballots[voter]:
            if project in level:
                return before + 1
            before += len(level)
        return None


@dataclass
class Count:
    """What is funded, in order, the ties, and the weight that each voter has left."""

    weights: list[Fraction]
    funded: list[int]
    ties: list[tuple[int, ...]]


def able(question: Question, count: Count, depth: int) -> dict[int, tuple[bool, Fraction]]:
    """Return the projects whose approvers have enough weight, with support by threshold; what is free comes first."""
    found: dict[int, tuple[bool, Fraction]] = {}
    for project in sorted(question.standing - set(count.funded)):
        weights = [count.weights[voter] for voter in approvers(question, project, depth)]
        if not weights or (question.costs[project] and not question.budget):
            continue
        if question.costs[project] == 0:
            found[project] = (True, Fraction(0))
        elif sum(weights) >= threshold(question, project):
            found[project] = (False, sum(weights) / threshold(question, project))
    return found


def approvers(question: Question, project: int, depth: int) -> list[int]:
    return [v for v in range(len(question.weights)) if (question.rank(v, project) or depth + 1) <= depth]


def threshold(question: Question, project: int) -> Fraction:
    return Fraction(sum(question.weights) * question.costs[project], question.budget)


def run(question: Question) -> Count:
    count = Count([Fraction(weight) for weight in question.weights], [], [])
    for depth in range(1, len(question.costs) + 1):
        while found := able(question, count, depth):
            tied = sorted((p for p in found if found[p] == max(found.values())), key=question.order.index)
            if len(tied) > 1:
                count.ties.append(tuple(tied))
            chosen = tied[0]
            count.funded.append(chosen)
            if question.costs[chosen]:
                supporters = approvers(question, chosen, depth)
                support = sum(count.weights[voter] for voter in supporters)
                for voter in supporters:
                    count.weights[voter] *= 1 - threshold(question, chosen) / support
    return count


def subsets(items: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield every set of some of the items."""
    for size in range(1, len(items) + 1):
        yield from combinations(items, size)


def missing_for_ipsc(question: Question, funded: Sequence[int]) -> tuple[tuple[int, ...], int] | None:
    """Return a coalition of voters and a project that it should have had, or None.

    A coalition counts for a set of projects that each of its voters ranks wholly, with nothing else above any of them.
    """
    total = sum(question.weights)
    for projects in subsets(sorted(question.standing)):
        solid = [voter for voter in range(len(question.weights)) if _is_solid(question, voter, projects)]
        for coalition in subsets(solid):
            share = Fraction(sum(question.weights[voter] for voter in coalition) * question.budget, total)
            near = {
                project
                for project in question.standing
                for voter in coalition
                if (question.rank(voter, project) or len(projects) + 1) <= len(projects)
            }
            spent = sum(question.costs[project] for project in near & set(funded))
            for project in projects:
                if project not in funded and spent + question.costs[project] <= share:
                    return coalition, project
    return None


def _is_solid(question: Question, voter: int, projects: Sequence[int]) -> bool:
    ranks = [question.rank(voter, project) for project in projects]
    others = [question.rank(voter, project) for project in question.standing if project not in projects]
    known = [rank for rank in ranks if rank is not None]
    return len(known) == len(ranks) and all(other is None or max(known) <= other for other in others)
