"""Cumulative STV as its authors write it down: a fraction of money for every voter and every project.

Minimal transfers raise by the exact factor that their steps lead to. Shares no code with the rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Question:
    """An election: the points of each voter by project, and the parts of the budget each stands for."""

    costs: tuple[int, ...]
    points: tuple[dict[int, int], ...]
    parts: tuple[int, ...]
    budget: int
    order: tuple[int, ...]
    standing: frozenset[int]
    choice: str


@dataclass
class Count:
    """Money of each voter on each project, and what happened."""

    money: list[dict[int, Fraction]]
    funded: list[int] = field(default_factory=list)
    eliminated: list[int] = field(default_factory=list)
    ties: list[tuple[int, ...]] = field(default_factory=list)


def start(question: Question) -> Count:
    money = []
    for points, parts in zip(question.points, question.parts, strict=True):
        positive = {p: value for p, value in points.items() if value > 0 and p in question.standing}
        share = Fraction(question.budget * parts, sum(question.parts))
        money.append({p: share * value / sum(positive.values()) for p, value in positive.items()})
    return Count(money)


def support(count: Count, project: int) -> Fraction:
    return sum((purse.get(project, Fraction(0)) for purse in count.money), Fraction(0))


def measure(question: Question, count: Count, project: int) -> tuple[bool, Fraction]:
    """Return what the choice compares; what costs nothing has an unbounded ratio."""
    found, cost = support(count, project), question.costs[project]
    if question.choice == "ratio":
        return (True, Fraction(0)) if cost == 0 else (False, found / cost)
    return False, found - (cost if question.choice == "excess" else 0)


def move(purse: dict[int, Fraction], project: int, to: Iterable[int]) -> None:
    """Move what stands on a project to others, in proportion to what stands there; without others it is lost."""
    moved = purse.pop(project, Fraction(0))
    others = {other: purse[other] for other in to if other in purse and other != project}
    total = sum(others.values())
    for other, amount in others.items():
        purse[other] += moved * amount / total if total else Fraction(0)


def pay(question: Question, count: Count, project: int, pending: set[int]) -> None:
    whole = support(count, project)
    for purse in count.money:
        if project in purse and whole:
            purse[project] -= purse[project] * question.costs[project] / whole
        move(purse, project, pending)


def gather(question: Question, count: Count, project: int, pending: set[int]) -> None:
    """Let supporters move the least to a project that makes it cost what stands on it."""
    backers = [purse for purse in count.money if purse.get(project)]
    whole = {id(purse): sum((purse[p] for p in pending if p in purse), Fraction(0)) for purse in backers}
    factors = sorted({whole[id(purse)] / purse[project] for purse in backers})
    below = Fraction(1)
    for factor in factors:
        rich = [purse for purse in backers if whole[id(purse)] / purse[project] >= factor]
        given = sum((whole[id(p)] for p in backers if whole[id(p)] / p[project] < factor), Fraction(0))
        below = (question.costs[project] - given) / sum((purse[project] for purse in rich), Fraction(0))
        if below <= factor:
            break
    for purse in backers:
        target = min(whole[id(purse)], below * purse[project])
        rest = whole[id(purse)] - purse[project]
        for other in pending - {project}:
            if other in purse and rest:
                purse[other] -= purse[other] * (target - purse[project]) / rest
        purse[project] = target


def pick(question: Question, count: Count, projects: Iterable[int], *, last: bool = False) -> int:
    """Return the first by the choice, or the last; ties by the order."""
    way: Callable[[Iterable[tuple[bool, Fraction]]], tuple[bool, Fraction]] = min if last else max
    values = {project: measure(question, count, project) for project in projects}
    tied = sorted((p for p in values if values[p] == way(values.values())), key=question.order.index)
    if len(tied) > 1:
        count.ties.append(tuple(tied))
    return tied[-1] if last else tied[0]


def run(question: Question, *, minimal: bool, exhaustive: bool) -> Count:
    count, pending = start(question), set(question.standing)
    while pending:
        able = [p for p in pending if support(count, p) >= question.costs[p]]
        if not able and minimal:
            purses = {p: [purse for purse in count.money if purse.get(p)] for p in pending}
            reach = {p: sum(sum(u[q] for q in pending if q in u) for u in purses[p]) for p in pending}
            able = [p for p in pending if reach[p] >= question.costs[p]]
            if not able:
                break
            chosen = pick(question, count, able)
            gather(question, count, chosen, pending)
        elif not able:
            out = pick(question, count, pending, last=True)
            pending.discard(out)
            count.eliminated.append(out)
            for purse in count.money:
                move(purse, out, pending)
            continue
        else:
            chosen = pick(question, count, able)
        pending.discard(chosen)
        pay(question, count, chosen, pending)
        count.funded.append(chosen)
    if exhaustive:
        finish(question, count, pending)
    return count


def finish(question: Question, count: Count, pending: set[int]) -> None:
    order = count.eliminated[::-1]
    while pending:
        order.append(pick(question, count, pending))
        pending.discard(order[-1])
    left = question.budget - sum(question.costs[project] for project in count.funded)
    for project in order:
        if question.costs[project] <= left:
            count.funded.append(project)
            left -= question.costs[project]
