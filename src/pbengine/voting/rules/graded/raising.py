"""Add1 where supporters value a project differently: runs at higher and higher endowments, none left out unproven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting.rules.climb import Raised, climb
from pbengine.voting.rules.graded.run import Ended, Run, count

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from pbengine.voting.rules.graded.gradings import Gradings

IN_A_ROW = 2
"""Leaps of a length that must go well before longer ones are tried."""


def raise_endowment(
    people: Gradings,
    start: Fraction,
    *,
    increment: int,
    budget: int,
    is_exhaustive: Callable[[Run], bool] = lambda _: False,
) -> Raised:
    """Return the last endowment before the first whose run spends more than the budget.

    Every increment is counted in turn, or proven to fund what its neighbours fund (statement 6 of
    ``docs/proofs/graded-shares.md``); what a run costs goes up and down with the endowment. The first
    run that funds all candidates, or leaves only such as constraints shut out, is the last: more money is of no use.

    Parameters
    ----------
    start
        endowment of the first run, in minor units; its run costs no more than the budget.
    increment
        what is added to each endowment from run to run, in minor units.
    is_exhaustive
        whether to stop at a run although it did not overspend; asked of each different set of funded projects.
    """
    return climb(_Search(people, start, increment, budget), people, is_exhaustive)


class _Search:
    """The way up: ``run`` is the one after ``increments`` raises, and none up to there has overspent.

    Leaps over several increments are tried where single ones change nothing; one that cannot be proven is halved.
    """

    def __init__(self, people: Gradings, start: Fraction, increment: int, budget: int) -> None:
        self._people = people
        self._start = start
        self._increment = increment
        self._budget = budget
        self._step = 1
        self._in_a_row = 0
        self.increments = 0
        self.run = count(people, start)

    def advance(self) -> bool:
        """Go on by one increment, or by as many as are proven to change nothing; say whether that did not overspend."""
        while self._step > 1:
            run = self._count(self._step, earlier=self.run)
            if run.ended is Ended.COMPLETE:
                self._accept(run)
                return True
            self._step, self._in_a_row = self._step // 2, 0
        run = self._count(1)
        if run.ended is Ended.OVERSPENT:
            return False
        if run.funded != self.run.funded:
            self._in_a_row = -1
        self._accept(run)
        return True

    def _count(self, step: int, *, earlier: Run | None = None) -> Run:
        endowment = self._start + (self.increments + step) * self._increment
        return count(self._people, endowment, limit=self._budget, earlier=earlier)

    def _accept(self, run: Run) -> None:
        self.run, self.increments = run, self.increments + self._step
        self._in_a_row += 1
        if self._in_a_row >= IN_A_ROW:
            self._step, self._in_a_row = self._step * 2, 0
