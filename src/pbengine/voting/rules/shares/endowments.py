"""Add1: runs at higher and higher endowments, until the next one would spend more than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting.exact import Scale
from pbengine.voting.rules.climb import Raised, climb
from pbengine.voting.rules.shares.board import Board
from pbengine.voting.rules.shares.guide import Guide, Purpose
from pbengine.voting.rules.shares.run import Effort, Ended, Run, count

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from pbengine.voting.rules.shares.electorate import Electorate

HEADROOM = 4
"""A scale serves endowments up to this many times the one that it was made for."""
IN_A_ROW = 6
"""Increments that must change nothing before leaps are tried."""


def raise_endowment(
    people: Electorate,
    start: Fraction,
    *,
    increment: int,
    budget: int,
    is_exhaustive: Callable[[Run], bool] = lambda _: False,
    effort: Effort | None = None,
) -> Raised:
    """Return the last endowment before the first whose run spends more than the budget.

    Every increment is looked at in turn, or proven to fund what its neighbours fund (lemma 5): what a run costs goes up
    and down with the endowment, so that no bisection would find the first that overspends. The first run that funds all
    candidates, or leaves only such as exclusions, dependencies and caps shut out, is the last: more money is of no use.

    Parameters
    ----------
    start
        endowment of the first run, in minor units; its run costs no more than the budget.
    increment
        what is added to each endowment from run to run, in minor units.
    is_exhaustive
        whether to stop at a run although it did not overspend; asked of each different set of funded projects.
    """
    return climb(_Search(people, start, increment, budget, effort or Effort()), people, is_exhaustive)


class _Search:
    """The way up: ``run`` is the one after ``increments`` raises, and none up to there has overspent.

    Where several increments in a row change nothing, leaps are tried, each twice as long as the one before. One that
    cannot be proven is halved, and until its end, the ``doubtful`` increment, is passed, a leap goes half the way to
    it. After a change, leaps start at an eighth of the way since the change before.
    """

    def __init__(self, people: Electorate, start: Fraction, increment: int, budget: int, effort: Effort) -> None:
        self._people = people
        self._start = start
        self._increment = increment
        self._budget = budget
        self._effort = effort
        self._step = 1
        self._doubtful: int | None = None
        self._changed = 0
        self.increments = 0
        self._rescale()

    def _endowment(self, increments: int) -> Fraction:
        return self._start + increments * self._increment

    def _rescale(self) -> None:
        """Choose a scale with headroom and count the present run in it, since a guide needs a run of the same scale."""
        self._highest = self._endowment(self.increments + 1) * HEADROOM
        self._board = Board(self._people, Scale.for_total(self._people.parts * self._highest))
        self.run = count(self._board, self._endowment(self.increments), effort=self._effort)

    def advance(self) -> bool:
        """Go on by one increment, or by as many as are proven to change nothing; say whether that did not overspend."""
        if self._endowment(self.increments + 1) > self._highest:
            self._rescale()
        while self._step > 1:
            if self._leap():
                return True
        run = self._count(self.increments + 1, Purpose.SPEED)
        if run.ended is Ended.OVERSPENT:
            return False
        is_same = run.funded == self.run.funded
        self._arrive(run, self.increments + 1)
        if not is_same:
            self._step = max(1, (self.increments - self._changed) // 8)
            self._changed, self._doubtful = self.increments, None
        return True

    def _leap(self) -> bool:
        """Try to prove that the next ``step`` increments change nothing."""
        target = self.increments + self._step
        run = self._count(target, Purpose.BRACKET) if self._endowment(target) <= self._highest else None
        if run is None or run.ended is not Ended.COMPLETE:
            self._doubtful = target
            self._step //= 2
            return False
        self._arrive(run, target)
        return True

    def _arrive(self, run: Run, increments: int) -> None:
        self.run, self.increments = run, increments
        if self._doubtful is None or self._doubtful <= increments:
            self._doubtful = None
            if increments - self._changed >= IN_A_ROW:
                self._step *= 2
        else:
            self._step = max(1, (self._doubtful - increments) // 2)

    def _count(self, increments: int, purpose: Purpose) -> Run:
        endowment = self._endowment(increments)
        guide = Guide(self.run, endowment, purpose)
        return count(self._board, endowment, guide=guide, limit=self._budget, effort=self._effort)
