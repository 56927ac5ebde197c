"""What one run tells the next: lower bounds that carry over, and the proof that nothing changes in between."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.exact import Split, price_error
from pbengine.voting.rules.shares.ledger import Level, per_utility
from pbengine.voting.rules.shares.passage import Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.voting.rules.shares.ledger import Opening
    from pbengine.voting.rules.shares.run import Run


class Purpose(StrEnum):
    """Why a run is guided."""

    SPEED = "speed"
    BRACKET = "bracket"


class Guide:
    """An earlier run at a lower endowment, read along with a new one at the same scale.

    What is left to a voter is the endowment less the prices of all funded projects that they support, or nothing where
    these are more, in whatever order the projects were funded. So once the new run has funded the first k projects of
    the earlier one, nobody has more than they had there after k rounds, but for the difference of the endowments and
    what became cheaper: the *excess* of k. A split found there holds here with its band widened by that (lemma 4).

    With the purpose BRACKET, the new run must fund what the earlier one did, and in each round every rival must come
    behind even at the price that the earlier run paid. Then every run in between funds the same (lemma 5).

    ``expected`` is the project that the earlier run would fund next, if any; ``certain`` its level where it needs no
    looking at.
    """

    def __init__(self, earlier: Run, endowment: Fraction, purpose: Purpose = Purpose.SPEED) -> None:
        self._earlier = earlier
        self._purpose = purpose
        self._lows: dict[int, int] = {}  # of the prices in the new run
        highest = earlier.ledger.scale.units(earlier.ledger.people.purses[-1] * endowment)
        self._excess = [highest - earlier.ledger.top + 2]
        self._read: dict[int, int] = {}
        self.certain: Level | None = None
        self.expected: int | None = earlier.funded[0] if earlier.funded else None

    @property
    def highest_price_of_expected(self) -> int:
        """The highest price of the expected project that rivals must be compared with, in units; 0 if any will do."""
        if self._purpose is Purpose.SPEED:
            return 0
        return self._earlier.levels[len(self._excess) - 1].high

    @property
    def opening(self) -> Opening | None:
        """The opening of the earlier run."""
        return self._earlier.opening

    def certain_level(self, run: Run) -> Level | None:
        """Return the level of the expected project where it needs no looking at; it is :attr:`certain` from then on.

        As long as the new run has funded what the earlier one did and there nobody was poor, everybody has more here by
        the difference of the endowments, and so nobody is poor here either.
        """
        self.certain = None
        place, opening = len(self._excess) - 1, self._earlier.opening
        if opening is not None and len(run.funded) == place < opening.payments:
            board, project = run.ledger.board, self._earlier.funded[place]
            votes = board.people.votes[project]
            price, exact = board.costs[project] // votes, Fraction(board.people.costs[project], votes)
            unread = np.zeros(0, dtype=np.int64)
            self.certain = Level(project, price, price_error(0, 0, votes), Split(0, 0, votes, 0), unread, -1, exact)
        return self.certain

    def recall(self, project: int) -> Split | None:
        """Return the latest split of a project that holds in the new run by now and was not recalled before."""
        hints = self._earlier.hints.get(project)
        if hints is None:
            return None
        read = start = self._read.get(project, 0)
        known, most = len(self._excess), len(hints)
        while read < most and hints[read][0] < known:
            read += 1
        if read == start:
            return None
        self._read[project] = read
        place, split = hints[read - 1]
        return split.widened(self._excess[place])

    def note(self, winner: Level) -> None:
        """Take note of what the new run funds."""
        self._lows[winner.project] = winner.low
        while self.expected in self._lows:
            matched = len(self._excess) - 1
            cheaper = self._earlier.levels[matched].high - self._lows[self._earlier.funded[matched]]
            self._excess.append(self._excess[-1] + max(0, cheaper))
            funded = self._earlier.funded
            self.expected = funded[matched + 1] if matched + 1 < len(funded) else None

    def cleared(self, contenders: Sequence[Level], run: Run) -> Sequence[Level] | None:
        """Return the contenders that the run may go on with; None where they spoil the bracket that it is to prove."""
        if self._purpose is Purpose.SPEED:
            return contenders
        if self.expected is None:
            return None if contenders else contenders
        own = [level for level in contenders if level.project == self.expected]
        rivals = [level for level in contenders if level.project != self.expected]
        if not own:
            return None
        if not rivals or self._are_behind_exactly(rivals):
            return contenders
        return own if self._passage.are_behind(rivals, own[0], run.levels) else None

    def _are_behind_exactly(self, rivals: Sequence[Level]) -> bool:
        """Say whether the rivals are known to come behind even at the price that the earlier run paid."""
        people, paid = self._earlier.ledger.people, self._earlier.levels[len(self._excess) - 1]
        if paid.exact is None or any(rival.exact is None for rival in rivals):
            return False
        place = people.precedence
        before = (per_utility(paid, people), place[paid.project])
        return all(before < (per_utility(rival, people), place[rival.project]) for rival in rivals)

    @cached_property
    def _passage(self) -> Passage:
        return Passage(self._earlier)
