"""Completion by epsilon: when no project can be paid for by its supporters, everybody helps to pay."""

from __future__ import annotations

from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.rules.graded.gradings import Crowd
from pbengine.voting.rules.graded.ledger import SLOP, Payment
from pbengine.voting.rules.graded.levels import bounds_of
from pbengine.voting.rules.graded.run import Rounds, Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.rules.graded.gradings import Gradings

LEAST = 2.0**-60
"""A bound below every levy that is not 0, in units; not 0 itself, so that a rate without bounds gives everything."""


def count_with_others(people: Gradings, endowment: Fraction) -> Run:
    """Count a run in which a project that somebody does not support is worth epsilon to them, as epsilon goes to 0.

    Whatever supporters can pay for alone comes first, as without epsilon, and the others pay nothing. Then rho must
    grow as 1 / epsilon: the supporters of a project give all that they have, and everybody else gives the *levy*, rho
    times epsilon, or all that they have. The project with the least levy is funded, and so on until what is left
    together pays for no project. Projects without a supporter take part in this.

    Parameters
    ----------
    endowment
        of a voter with one part of the budget, in minor units.
    """
    rounds = Rounds(people, endowment)
    levies = _Levies(rounds.run)
    while True:
        while rounds.fund_next():
            pass
        funded = levies.fund_next()
        if funded is None:
            return rounds.run
        rounds.admit_after(funded)


class _Levies:
    """The projects by lower bounds of their levies, which only rise as budgets fall."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._heap = [(LEAST, project) for project in run.ledger.people.standing]

    def fund_next(self) -> int | None:
        """Fund the project with the least levy; return it, or None where none can be paid for."""
        people, run = self._run.ledger.people, self._run
        levels, others = self._contenders()
        heapify(others)
        self._heap = others
        if not levels:
            return None
        least = min(payment.levy for payment in levels if payment.levy is not None)
        tied = sorted(
            (payment for payment in levels if payment.levy == least),
            key=lambda payment: people.precedence[payment.project],
        )
        run.fund(tied[0], [payment.project for payment in tied])
        return tied[0].project

    def _contenders(self) -> tuple[list[Payment], list[tuple[float, int]]]:
        """Return the exact payments for the projects that may have the least levy, and all that stay in the heap."""
        run, ledger = self._run, self._run.ledger
        ceiling, looked_at, waiting = inf, [], []
        while self._heap and self._heap[0][0] * ledger.to_money(1.0) <= ceiling:
            floor, project = heappop(self._heap)
            bar = ledger.people.admission.bar(project, run.funded)
            if project in run.funded or (bar is not None and bar.is_final):
                continue
            if bar is not None:
                waiting.append((floor, project))
                continue
            limit = ceiling / ledger.to_money(1.0) * (1 + SLOP)
            bounds = bounds_of(
                _everybody(ledger.people, project),
                ledger.budgets,
                ledger.costs[project],
                band=ledger.band,
                floor=floor,
                ceiling=limit,
            )
            if bounds is None:
                continue
            looked_at.append((max(floor, bounds.low), project))
            if bounds.high is not None:
                ceiling = min(ceiling, bounds.high * ledger.to_money(1.0) * (1 + SLOP))
        levels = []
        for floor, project in looked_at:
            if floor * ledger.to_money(1.0) > ceiling:
                heappush(waiting, (floor, project))
                continue
            payment = self._exact(project, floor)
            if payment is not None:
                levels.append(payment)
                waiting.append((floor, project))
        return levels, waiting + self._heap

    def _exact(self, project: int, floor: float) -> Payment | None:
        """Return the exact payment for a project; None if all have too little together."""
        ledger, people = self._run.ledger, self._run.ledger.people
        if people.costs[project] == 0:
            return Payment(project, Fraction(0), np.zeros(people.rows, dtype=np.bool_), Fraction(0))
        poor = (ledger.budgets == 0) | (ledger.budgets + ledger.band + 2 < floor * (1 - SLOP))
        poor[people.crowds[project].rows] = True
        while True:
            heads = int(people.weights[~poor].sum())
            if heads == 0:
                return None
            levy = (people.costs[project] - ledger.held_exactly(np.flatnonzero(poor))) / heads
            rest = np.flatnonzero(~poor)
            weighed = ledger.compare(rest, [levy], np.zeros(len(rest), dtype=np.intp))
            if not weighed.less.any():
                emptied = poor.copy()
                emptied[rest[weighed.even]] = True
                return Payment(project, Fraction(0), emptied, levy)
            poor[rest[weighed.less]] = True


def _everybody(people: Gradings, project: int) -> Crowd:
    """Return all voters as those who pay for a project: its supporters without bounds, the others by a value of 1."""
    values: NDArray[np.int64] = np.ones(people.rows, dtype=np.int64)
    rates = np.ones(people.rows, dtype=np.float64)
    rates[people.crowds[project].rows] = inf
    values[people.crowds[project].rows] = 0
    is_one_each = people.voters == people.rows
    heads = None if is_one_each else people.weights.astype(np.float64)
    return Crowd(np.arange(people.rows), values, rates, people.weights, heads, values * people.weights)
