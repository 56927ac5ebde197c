"""Completion by sequential Phragmen: after the shares, everybody earns on at the same pace."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import inf
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.rules.graded.run import Run

FUZZ = 2.0**-51
"""Twice what a double precision operation can be off, in parts of its result."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project bought from savings: what each part of the budget has earned until then, in minor units."""

    project: int
    earned: Fraction


@dataclass(slots=True, eq=False)
class Earnings:
    """What is bought after a run.

    Parameters
    ----------
    purchases
        in order.
    draws
        exact ties, by their place in ``purchases``: the tied projects in the order that settles them.
    too_dear
        what was left of the budget when it first no longer covered a project, for each such project.
    """

    purchases: list[Purchase] = field(default_factory=list)
    draws: dict[int, tuple[int, ...]] = field(default_factory=dict)
    too_dear: dict[int, int] = field(default_factory=dict)


def earn(run: Run, budget: int) -> Earnings:
    """Buy projects as savings grow, until no project fits what is left of the budget.

    Everybody keeps what the shares left them and from then on earns at the same pace (by parts of the budget, where
    they differ). As soon as the supporters of a project have its cost together, it is bought and they have nothing
    left. Projects that exceed what is left of the budget, or that constraints shut out, are out; one that waits for
    others can be bought from the moment on when they are funded.

    Parameters
    ----------
    run
        finished; it stays as it is.
    budget
        of the election, in minor units.
    """
    return _Savings(run, budget).buy_all()


class _Savings:
    """Who has what since when.

    Somebody whose savings were spent has earned since that purchase; ``spent_at`` has its place, 0 for whom the shares
    left nothing, -1 for whom they left something that is still there. The time at which a project can be bought never
    falls, so that a lower bound holds for good.
    """

    def __init__(self, run: Run, budget: int) -> None:
        self._run = run
        self._people = run.ledger.people
        self._left = budget - run.cost
        self._earnings = Earnings()
        self._times = [Fraction(0)]
        self._spent_at = np.where(run.ledger.budgets > 0, -1, 0)
        self._unit = run.ledger.to_money(1.0)
        self._saved = run.ledger.budgets * self._unit  # less what was earned before the last purchase
        self._heap: list[tuple[float, int]] = []
        self._waiting = [project for project in self._people.candidates if project not in run.funded]
        self._admit()

    @property
    def _funded(self) -> list[int]:
        return [*self._run.funded, *(purchase.project for purchase in self._earnings.purchases)]

    def buy_all(self) -> Earnings:
        """Buy one project after the other."""
        while found := self._contenders():
            times = {project: self._time(project) for project, _ in found}
            least = min(times.values())
            tied = sorted(
                (project for project, time in times.items() if time == least), key=self._people.precedence.__getitem__
            )
            if len(tied) > 1:
                self._earnings.draws[len(self._earnings.purchases)] = tuple(tied)
            for project, low in found:
                if project != tied[0]:
                    heappush(self._heap, (low, project))
            self._buy(tied[0], least)
        return self._earnings

    def _buy(self, project: int, time: Fraction) -> None:
        rows = self._people.crowds[project].rows
        self._spent_at[rows] = len(self._times)
        self._times.append(time)
        self._saved[rows] = -float(time) * self._people.parts[rows]
        self._left -= self._people.costs[project]
        self._earnings.purchases.append(Purchase(project, time))
        self._admit()

    def _admit(self) -> None:
        """Drop what is out by now, and let in what waits no longer."""
        entries = [*self._heap, *((-inf, project) for project in self._waiting)]
        self._heap, self._waiting = [], []
        for low, project in entries:
            bar = self._people.admission.bar(project, self._funded)
            if bar is not None and bar.is_final:
                continue
            if self._people.costs[project] > self._left:
                self._earnings.too_dear[project] = self._left
            elif bar is not None:
                self._waiting.append(project)
            else:
                self._heap.append((low, project))
        heapify(self._heap)

    def _contenders(self) -> list[tuple[int, float]]:
        """Take from the heap the projects that may be the next, each with a lower bound of its time."""
        ceiling, found, far = inf, [], []
        while self._heap and self._heap[0][0] <= ceiling:
            _, project = heappop(self._heap)
            low, high = self._bounds(project)
            ceiling = min(ceiling, high)
            found.append((project, low))
        for project, low in found:
            if low > ceiling:
                far.append((low, project))
        for entry in far:
            heappush(self._heap, entry)
        return [(project, low) for project, low in found if low <= ceiling]

    def _bounds(self, project: int) -> tuple[float, float]:
        """Return between which numbers the time of a project lies (statement 7)."""
        people, crowd = self._people, self._people.crowds[project]
        saved, cost = self._saved[crowd.rows], people.costs[project]
        parts = int((crowd.weights * people.parts[crowd.rows]).sum())
        size = crowd.total(np.abs(saved)) + cost
        alive = crowd.total((self._spent_at[crowd.rows] < 0).astype(np.float64))
        doubt = alive * self._run.ledger.band * self._unit + size * (len(saved) + 16) * FUZZ
        time = (cost - crowd.total(saved)) / parts
        width = doubt / parts * (1 + FUZZ) + abs(time) * FUZZ
        now = float(self._times[-1])
        return max(time - width, now * (1 - FUZZ)), max(time + width, now * (1 + FUZZ))

    def _time(self, project: int) -> Fraction:
        """Return when the supporters of a project have its cost together, or now if they have it already; exactly."""
        people, crowd = self._people, self._people.crowds[project]
        parts = crowd.weights * people.parts[crowd.rows]
        spent_at: NDArray[np.intp] = self._spent_at[crowd.rows]
        missing = people.costs[project] - self._run.ledger.held_exactly(crowd.rows[spent_at < 0])
        for place in np.unique(spent_at[spent_at >= 0]).tolist():
            missing += int(parts[spent_at == place].sum()) * self._times[place]
        return max(missing / int(parts.sum()), self._times[-1])
