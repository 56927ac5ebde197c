"""One run of equal shares at one endowment where supporters value a project differently."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heapify, heappop, heappush
from math import inf
from typing import TYPE_CHECKING

from pbengine.voting.rules.graded.ledger import SLOP, Ledger, Payment
from pbengine.voting.rules.graded.levels import Bounds, Level, bounds_of, exact_level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from pbengine.voting.rules.graded.gradings import Gradings


class Ended(StrEnum):
    """How a run ended."""

    COMPLETE = "complete"
    OVERSPENT = "overspent"
    UNPROVEN = "unproven"


@dataclass(slots=True, eq=False)
class Run:
    """What one run did.

    Parameters
    ----------
    ledger
        who paid what.
    funded
        columns in the order of funding.
    draws
        exact ties, by their place in ``funded``: the tied projects in the order that settles them.
    cost
        of what is funded, in minor units.
    """

    ledger: Ledger
    funded: list[int] = field(default_factory=list)
    draws: dict[int, tuple[int, ...]] = field(default_factory=dict)
    cost: int = 0
    ended: Ended = Ended.COMPLETE

    @property
    def endowment(self) -> Fraction:
        """Endowment of a voter with one part of the budget, in minor units."""
        return self.ledger.endowment

    def fund(self, payment: Payment, tied: Sequence[int]) -> None:
        """Take the payment for the first of the tied projects."""
        if len(tied) > 1:
            self.draws[len(self.funded)] = tuple(tied)
        self.ledger.pay(payment)
        self.funded.append(payment.project)
        self.cost += self.ledger.people.costs[payment.project]


def count(people: Gradings, endowment: Fraction, *, limit: int | None = None, earlier: Run | None = None) -> Run:
    """Count one run.

    Parameters
    ----------
    endowment
        of a voter with one part of the budget, in minor units.
    limit
        the run ends as OVERSPENT once it has spent more than this.
    earlier
        a run at a lower endowment. Then this one is to prove that every run in between funds the same as both: each
        round it must fund what the earlier run did, with every rival behind even at the price that the earlier run
        paid, and no project may be left at the end that can be paid for. Otherwise it ends as UNPROVEN (statement 6).
    """
    rounds = Rounds(people, endowment, earlier)
    while rounds.fund_next():
        if limit is not None and rounds.run.cost > limit:
            rounds.run.ended = Ended.OVERSPENT
            break
    return rounds.run


class Rounds:
    """The rounds of a run.

    Budgets only fall, so that a lower bound of a project's rho holds in every later round: the bounds, in a heap, say
    which projects need no looking at (statement 5). They are in minor units for each unit of utility.
    """

    def __init__(self, people: Gradings, endowment: Fraction, earlier: Run | None = None) -> None:
        self.run = Run(Ledger(people, endowment))
        self._people = people
        self._earlier = earlier
        bars = {project: people.admission.bar(project, ()) for project in people.candidates}
        self._waiting = {project for project, bar in bars.items() if bar is not None and not bar.is_final}
        self._heap = [self._entry(project) for project, bar in bars.items() if bar is None]
        heapify(self._heap)

    def _entry(self, project: int) -> tuple[float, int]:
        return self._rho(project, self._first_price(project)), project

    def _first_price(self, project: int) -> float:
        """Return a lower bound of the price: what it is where nobody is poor."""
        crowd, ledger = self._people.crowds[project], self.run.ledger
        return ledger.costs[project] / crowd.value * (1 - SLOP)

    def _rho(self, project: int, price: float) -> float:
        return self.run.ledger.to_money(price) / self._people.worths[project]

    def _price(self, project: int, rho: float) -> float:
        return rho * self._people.worths[project] / self.run.ledger.to_money(1.0)

    def fund_next(self) -> bool:
        """Fund the next project; say whether there was one."""
        levels, others = self._contenders()
        if self._earlier is not None and not self._is_proven(self._earlier, levels):
            self.run.ended = Ended.UNPROVEN
            return False
        if not levels:
            return False
        least = min(self._exact_rho(level) for level in levels)
        tied = sorted(
            (level for level in levels if self._exact_rho(level) == least),
            key=lambda level: self._people.precedence[level.project],
        )
        winner = tied[0]
        payment = Payment(winner.project, winner.price, winner.emptied)
        self.run.fund(payment, [level.project for level in tied])
        for entry in others:
            if entry[1] != winner.project:
                heappush(self._heap, entry)
        self.admit_after(winner.project)
        return True

    def admit_after(self, funded: int) -> None:
        """Drop what is shut out by what was just funded, and let in what waited for it."""
        admission = self._people.admission
        for project in admission.touched(funded):
            bar = admission.bar(project, self.run.funded)
            if bar is None and project in self._waiting:
                self._waiting.discard(project)
                heappush(self._heap, self._entry(project))
            elif bar is not None and bar.is_final:
                self._waiting.discard(project)
                self._heap = [entry for entry in self._heap if entry[1] != project]
                heapify(self._heap)

    def _exact_rho(self, level: Level) -> Fraction:
        return level.price / self._people.worths[level.project]

    def _contenders(self) -> tuple[list[Level], list[tuple[float, int]]]:
        """Return the exact levels of the projects that may have the least rho, and all that were looked at."""
        ceiling, bar = inf, self._bar()
        looked_at: list[tuple[float, int]] = []
        while self._heap and self._heap[0][0] <= max(ceiling, bar):
            rho, project = heappop(self._heap)
            bounds = self._bounds(project, rho, max(ceiling, bar))
            if bounds is None:
                continue
            low = max(rho, self._rho(project, bounds.low) * (1 - SLOP))
            looked_at.append((low, project))
            if bounds.high is not None:
                ceiling = min(ceiling, self._rho(project, bounds.high) * (1 + SLOP))
        near = [entry for entry in looked_at if entry[0] <= max(ceiling, bar)]
        far = [entry for entry in looked_at if entry[0] > max(ceiling, bar)]
        levels = []
        for rho, project in near:
            level = exact_level(self.run.ledger, project, floor=self._price(project, rho) * (1 - SLOP))
            if level is not None:
                levels.append(level)
                far.append((rho, project))
        return levels, far

    def _bounds(self, project: int, rho: float, ceiling: float) -> Bounds | None:
        ledger = self.run.ledger
        return bounds_of(
            self._people.crowds[project],
            ledger.amounts(project),
            ledger.costs[project],
            band=ledger.band,
            floor=self._price(project, rho) * (1 - SLOP),
            ceiling=self._price(project, ceiling) * (1 + SLOP),
        )

    def _bar(self) -> float:
        """Return above what rho no project needs looking at beside the earlier run's; 0 where there is none."""
        place = len(self.run.funded)
        if self._earlier is None:
            return 0.0
        if place >= len(self._earlier.funded):
            return inf
        paid = self._earlier.ledger.payments[place]
        return float(paid.price / self._people.worths[paid.project]) * (1 + SLOP)

    def _is_proven(self, earlier: Run, levels: list[Level]) -> bool:
        place = len(self.run.funded)
        if place >= len(earlier.funded):
            return not levels
        paid, precedence = earlier.ledger.payments[place], self._people.precedence
        if paid.project not in [level.project for level in levels]:
            return False
        before = (paid.price / self._people.worths[paid.project], precedence[paid.project])
        rivals = [level for level in levels if level.project != paid.project]
        return all(before < (self._exact_rho(rival), precedence[rival.project]) for rival in rivals)
