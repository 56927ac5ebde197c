"""What every voter has left, by the history of what they paid."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.rules.purses.amounts import CONSTANT, Histories, Terms, plus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile

    Ranges = tuple[NDArray[np.float64], NDArray[np.float64]]
    Kind = tuple[int, Fraction, int, NDArray[np.intp]]  # history, part, stake, rows


class Purses:
    """The budget divided among the voters, and what is left to them after payments in proportion.

    Money is counted in units of which each minor unit has as many as there are parts of the budget, so that everybody
    starts with a whole number of them.

    Examples
    --------
    Three voters share 9. The first two have 6 together; a project of 4 takes two thirds of what they have.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 1, [[0], [0], []])
    >>> purses = Purses(Instance((Project("a", 4),), budget=9), ballots, bits=None)
    >>> rows, one = np.array([0, 1]), np.ones(2, dtype=np.int64)
    >>> purses.pay(4, rows, one, one)
    >>> purses.shown(purses.held(rows, one, one))
    Fraction(2, 1)
    """

    def __init__(self, instance: Instance, profile: Profile, *, bits: int | None) -> None:
        parts = np.ones(profile.ballots, dtype=np.int64) if profile.endowments is None else profile.endowments
        self._stakes = profile.weights * parts
        self.units = max(1, int(self._stakes.sum()))
        self.histories = Histories(instance.budget, bits=bits)
        self._of = np.zeros(profile.ballots, dtype=np.int64)

    def cost(self, cost: int) -> Terms:
        """Return an amount of minor units."""
        return {CONSTANT: Fraction(cost * self.units)} if cost else {}

    def ranges(self, columns: NDArray[np.intp], rows: NDArray[np.intp], parts: NDArray[np.float64]) -> Ranges:
        """Return bounds of what voters have together by column, of each the part that is given, rounded once.

        Every term is positive and is rounded at most five times before it is added, so that a sum of n terms, in
        whatever order, is off by less than (n + 6) roundings of it (``docs/proofs/purses.md``).

        Parameters
        ----------
        columns, rows, parts
            shape ``(entries,)`` each.
        """
        slack = (len(rows) + 8) * 2.0**-52
        known = self.histories.ranges[self._of[rows]] * (self._stakes[rows] * parts)[:, np.newaxis]
        count = int(columns.max(initial=-1)) + 1
        lows = np.bincount(columns, weights=known[:, 0], minlength=count) * (1 - slack)
        highs = np.bincount(columns, weights=known[:, 1], minlength=count) * (1 + slack)
        return lows.astype(np.float64), highs.astype(np.float64)

    def held(self, rows: NDArray[np.intp], points: NDArray[np.int64], of: NDArray[np.int64]) -> Terms:
        """Return what the voters of these rows have together, of each the part ``points / of``."""
        kinds, starts, order = self._sorted(rows, points, of)
        stakes = np.add.reduceat(self._stakes[rows[order]], starts).tolist() if len(starts) else []
        parts: dict[int, dict[int, int]] = {}
        for (history, point, whole), stake in zip(kinds, stakes, strict=True):
            of_history = parts.setdefault(history, {})
            of_history[whole] = of_history.get(whole, 0) + point * stake
        return self.histories.simplified({history: _total(shares) for history, shares in parts.items()})

    def _sorted(
        self, rows: NDArray[np.intp], points: NDArray[np.int64], of: NDArray[np.int64]
    ) -> tuple[list[list[int]], NDArray[np.intp], NDArray[np.intp]]:
        """Return kinds of rows (history, points, whole) in lowest terms, and the rows' order with each kind's start."""
        divisors = np.gcd(points, of)
        columns = np.stack([self._of[rows], points // divisors, of // divisors])
        order = np.lexsort(columns[::-1])
        columns = columns[:, order]
        changes = (columns[:, 1:] != columns[:, :-1]).any(axis=0)
        starts = np.flatnonzero(np.concatenate(([len(rows) > 0], changes)))
        return columns[:, starts].T.tolist(), starts, order

    def _kinds(self, rows: NDArray[np.intp], points: NDArray[np.int64], of: NDArray[np.int64]) -> list[Kind]:
        """Return the rows that have the same history and part together."""
        if not len(rows):
            return []
        kinds, starts, order = self._sorted(rows, points, of)
        stakes = np.add.reduceat(self._stakes[rows[order]], starts).tolist()
        groups = np.split(rows[order], starts[1:])
        return [
            (history, Fraction(point, whole), stake, group)
            for (history, point, whole), stake, group in zip(kinds, stakes, groups, strict=True)
        ]

    def pay(self, cost: int, rows: NDArray[np.intp], points: NDArray[np.int64], of: NDArray[np.int64]) -> None:
        """Take a cost from these voters at one rate: each gives that many times their part, or all they have.

        The rate is the least at which the cost is covered; they must have as much together.
        """
        if cost == 0:
            return
        kinds = sorted(self._kinds(rows, points, of), key=lambda kind: -kind[1])
        spent: Terms = {}
        while kinds:
            missing, backing, largest = plus(self.cost(cost), spent, -1), _backing(kinds), kinds[0][1]
            # the rate is missing / backing; where it is at least 1 / largest, those with the largest part give all
            if self.histories.sign(plus(missing, backing, -1 / largest)) < 0:
                self._pay_in_part(kinds, self.histories.ratio(missing, backing))
                return
            while kinds and kinds[0][1] == largest:
                history, _, stake, group = kinds.pop(0)
                spent = plus(spent, {history: Fraction(stake)})
                self._of[group] = self.histories.nothing

    def _pay_in_part(self, kinds: Sequence[Kind], rate: tuple[Fraction, Fraction]) -> None:
        low, high = rate
        for history, share, _, group in kinds:
            self._of[group] = self.histories.paid(history, (low * share, high * share))

    def shown(self, terms: Terms) -> Fraction:
        """Return an amount in minor units for the evidence, to the nearest millionth."""
        return self.histories.shown(terms, self.units)


def _backing(kinds: Sequence[Kind]) -> Terms:
    """Return what these have ready for a project."""
    backing: Terms = {}
    for history, share, stake, _ in kinds:
        backing[history] = backing.get(history, Fraction(0)) + share * stake
    return backing


def _total(shares: dict[int, int]) -> Fraction:
    """Return the sum of whole numbers over whole numbers, given by what they are over."""
    over = lcm(*shares)
    return Fraction(sum(share * (over // whole) for whole, share in shares.items()), over)
