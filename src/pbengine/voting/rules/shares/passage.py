"""The way from one endowment to a higher one: prices and budgets in between, enclosed by straight lines (lemma 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.rules.shares.ledger import Level
    from pbengine.voting.rules.shares.run import Run

WIDENINGS = 4
"""How often a margin that was guessed too narrow is doubled."""


class Passage:
    """Two runs that fund the same projects in the same order, gone through together round by round.

    Between them prices lie at most ``rise`` above the line from the earlier run's price to the later one's. Budgets lie
    at most on the line from the earlier run's plus ``below`` to the later one's, and where the earlier run left
    something, at least on the line from the earlier run's to the later one's less ``above``. All are units.
    """

    def __init__(self, earlier: Run) -> None:
        self._earlier = earlier
        self._people = earlier.ledger.people
        self._costs = earlier.ledger.costs
        self._budgets = earlier.ledger.fresh()
        self._band = 1
        self._caught_up = 0
        self._entered = 0
        self.above = 0
        self.below = 0

    def are_behind(self, rivals: Sequence[Level], expected: Level, paid: Sequence[Level]) -> bool:
        """Say whether the rivals come after the expected project at every endowment in between.

        Parameters
        ----------
        rivals, expected
            levels of this round of the later run.
        paid
            levels of its rounds so far.
        """
        while self._entered < len(paid):
            later = paid[self._entered]
            rise = self.rise(self._entered, later)
            if rise is None or not self._go_on(self._entered, later, rise):
                return False
            self._entered += 1
        rise = self.rise(len(paid), expected)
        return rise is not None and all(self._is_behind(rival, len(paid), expected, rise) for rival in rivals)

    def rise(self, place: int, later: Level) -> int | None:
        """Return how far prices may lie above the line in a round; None where that cannot be told."""
        earlier = self._earlier.levels[place]
        if self._is_level(earlier, later):
            return 0
        if not len(earlier.amounts) or not len(later.amounts):
            return None
        people, project, band = self._people, later.project, later.split.band
        new = (earlier.amounts == 0) & (later.amounts > 0)
        held = np.minimum(later.amounts + band, later.high)
        lost = people.money(project, np.where(new, held, 0))
        rich = ~_poor(later) & (earlier.amounts > 0)
        guess = 0
        for _ in range(WIDENINGS):
            safe = rich & (later.amounts >= later.high + band + self.above + guess)
            heads = people.heads(project, safe)
            if not heads:
                return None
            others = people.heads(project, ~safe & (earlier.amounts > 0))
            needed = -(-(lost + others * self.above) // heads)
            if needed <= guess:
                return needed
            guess = 2 * needed
        return None

    def _go_on(self, place: int, later: Level, rise: int) -> bool:
        """Take the payments of a round into account; say whether that can be told."""
        earlier = self._earlier.levels[place]
        if self._is_level(earlier, later):
            return True
        people, project, band = self._people, later.project, earlier.split.band
        rich, has_any = ~_poor(later), later.amounts > 0
        heads = people.heads(project, rich)
        if not heads:
            return False
        moved = np.where(rich, earlier.high - earlier.amounts + band, earlier.amounts + band - earlier.low)
        moved[~has_any | ((earlier.amounts == 0) & ~rich)] = 0
        fallen = people.money(project, np.maximum(moved, 0))
        fallen += people.heads(project, ~rich & has_any) * self.below
        self.above += rise
        self.below += -(-fallen // heads)
        return True

    def _is_behind(self, rival: Level, place: int, later: Level, rise: int) -> bool:
        """Say whether a rival comes after the project of this round, at both ends and hence in between."""
        people, project, worths = self._people, rival.project, self._people.worths
        earlier = self._earlier.levels[place]
        first, last = (
            -(-price * worths[project] // worths[later.project]) + 1 for price in (earlier.high, later.high + rise)
        )
        poor = rival.amounts < last
        givers = poor & (rival.amounts > 0)
        rich = people.votes[project] - people.heads(project, poor)
        given = people.money(project, np.where(givers, rival.amounts + rival.split.band, 0))
        if given + rich * last >= self._costs[project]:
            return False
        self._catch_up(place)
        before = self._budgets[people.supporters[project]] + (self._band + self.below)
        return people.money(project, np.where(givers, before, 0)) + rich * first < self._costs[project]

    def _is_level(self, earlier: Level, later: Level) -> bool:
        """Say whether all supporters pay the same in both runs, and in between as well."""
        if not self._costs[later.project]:
            return True
        return not (earlier.split.poor or later.split.poor or self.above or self.below)

    def _catch_up(self, place: int) -> None:
        """Make the budgets those of the earlier run before this round, within a band of its own."""
        for level in self._earlier.levels[self._caught_up : place]:
            if level.price:
                rows = self._people.supporters[level.project]
                left = np.maximum(self._budgets[rows] - level.price, 1)
                if level.split.poor or level.givers is not None:
                    left[_poor(level) if level.givers is None else level.givers.poor | level.givers.even] = 0
                self._budgets[rows] = left
            self._band += level.error
        self._caught_up = place


def _poor(level: Level) -> NDArray[np.bool_]:
    return level.amounts < level.price if level.givers is None else level.givers.poor
