"""Maximin support by brute force: the largest load of a set is the largest cost per supporter of any part of it.

Shares no code with the rule; columns are projects, fractions only.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.oracles.phragmen import Question


def largest_load(question: Question, projects: Collection[int]) -> Fraction:
    """Return the least largest load with which these can be paid for (the theorem of Hall for fractions of money)."""
    parts = chain.from_iterable(combinations(sorted(projects), size) for size in range(1, len(projects) + 1))
    return max(
        Fraction(
            sum(question.costs[project] for project in part),
            sum(
                speed
                for ballot, speed in zip(question.ballots, question.speeds, strict=True)
                if not ballot.isdisjoint(part)
            ),
        )
        for part in parts
    )


def run(question: Question) -> tuple[list[int], list[Fraction], list[tuple[int, ...]]]:
    """Return what is funded, with which largest loads, and the ties."""
    funded: list[int] = []
    loads: list[Fraction] = []
    ties: list[tuple[int, ...]] = []
    wanted = {project for ballot in question.ballots for project in ballot} & question.standing
    left = question.budget
    while pending := [p for p in question.order if p in wanted and p not in funded and question.costs[p] <= left]:
        found = {project: largest_load(question, [*funded, project]) for project in pending}
        least = min(found.values())
        tied = [project for project in pending if found[project] == least]
        if len(tied) > 1:
            ties.append(tuple(tied))
        funded.append(tied[0])
        loads.append(least)
        left -= question.costs[tied[0]]
    return funded, loads, ties
