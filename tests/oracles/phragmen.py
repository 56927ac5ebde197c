"""Sequential Phragmen as its authors tell it: everybody earns money all the time, and what can be bought is bought.

A voter with e parts earns e in each unit of time. Shares no code with the rule; fractions only; columns are projects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Question:
    """An election to count: ``ballots`` holds for each voter the columns named, ``order`` settles what is equal."""

    costs: tuple[int, ...]
    ballots: tuple[frozenset[int], ...]
    speeds: tuple[int, ...]
    budget: int
    order: tuple[int, ...]
    standing: frozenset[int]


@dataclass
class Count:
    """What was bought, and when; the tied projects wherever there was a choice."""

    funded: list[int] = field(default_factory=list)
    moments: list[Fraction] = field(default_factory=list)
    ties: list[tuple[int, ...]] = field(default_factory=list)


def moment(cost: int, purses: Sequence[Fraction], speeds: Sequence[int], now: Fraction) -> Fraction:
    """Return when these voters have the cost together if they buy nothing else."""
    return now + max(Fraction(0), cost - sum(purses, Fraction(0))) / sum(speeds)


def run(question: Question, *, stop: bool) -> Count:
    count, now = Count(), Fraction(0)
    purses = [Fraction(0)] * len(question.ballots)
    wanted = {p for ballot in question.ballots for p in ballot} & question.standing
    pending = {p for p in wanted if question.costs[p] <= question.budget}
    left = question.budget
    while pending:
        times = {}
        for project in pending:
            supporters = [voter for voter, ballot in enumerate(question.ballots) if project in ballot]
            speeds = [question.speeds[voter] for voter in supporters]
            times[project] = moment(question.costs[project], [purses[v] for v in supporters], speeds, now)
        first = min(times.values())
        purses = [purse + (first - now) * speed for purse, speed in zip(purses, question.speeds, strict=True)]
        now = first
        ready = sorted((p for p in pending if times[p] == first), key=question.order.index)
        too_dear = [project for project in ready if question.costs[project] > left]
        if too_dear and stop:
            return count
        pending -= set(too_dear)
        ready = [project for project in ready if project in pending]
        if too_dear or not ready:
            continue
        if len(ready) > 1:
            count.ties.append(tuple(ready))
        bought = ready[0]
        pending.discard(bought)
        left -= question.costs[bought]
        purses = [
            Fraction(0) if bought in ballot else purse for purse, ballot in zip(purses, question.ballots, strict=True)
        ]
        count.funded.append(bought)
        count.moments.append(now)
    return count
