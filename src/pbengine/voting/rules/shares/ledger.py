"""What each voter has left in one run, as integers within a band; exact amounts where they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pbengine.voting.exact import Prices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.exact import Split
    from pbengine.voting.rules.shares.board import Board
    from pbengine.voting.rules.shares.electorate import Electorate


@dataclass(frozen=True, slots=True, eq=False)
class Givers:
    """Which supporters hold less than the exact price, and which hold just the price; shape ``(supporters,)`` each."""

    poor: NDArray[np.bool_]
    even: NDArray[np.bool_]


class Level(NamedTuple):
    """The price at which a project is just paid for: the largest single payment, and who pays less.

    Parameters
    ----------
    price, error
        units; the exact price lies within ``error`` of ``price``.
    split
        its supporters, those who hold less than the price apart.
    amounts
        what the integers say that its supporters hold, shape ``(supporters,)``.
    revision
        of the ledger from which ``amounts`` were read.
    exact
        the exact price in minor units, where it is known.
    givers
        who holds less than the price or just the price, where only exact amounts could tell.
    """

    project: int
    price: int
    error: int
    split: Split
    amounts: NDArray[np.int64]
    revision: int
    exact: Fraction | None = None
    givers: Givers | None = None

    @property
    def low(self) -> int:
        """A lower bound of the exact price, in units."""
        return self.price - self.error

    @property
    def high(self) -> int:
        """An upper bound of the exact price, in units."""
        return self.price + self.error


def per_utility(level: Level, people: Electorate) -> Fraction:
    """Return the exact price per utility of a level whose exact price is known."""
    if level.exact is None:
        message = "only exact levels are compared"
        raise TypeError(message)
    return level.exact / people.worths[level.project]


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """The first rounds of a run, in which every supporter paid the full price: how many, and what was left then.

    At a higher endowment everybody has that much more after the same payments.
    """

    payments: int
    tops: int | NDArray[np.int64]
    band: int
    budgets: NDArray[np.int64]


class Ledger:
    """What the voters have left, payment by payment.

    ``budgets[row]`` is within ``band`` of what each voter of the row has left, in units, and is 0 only where nothing is
    left: nobody's last money is ever lost in rounding (lemma 3).
    """

    def __init__(self, board: Board, endowment: Fraction) -> None:
        self.board = board
        self.people = board.people
        self.endowment = endowment
        self.scale = board.scale
        self.costs = board.costs
        tops = [max(self.scale.units(parts * endowment), 1) if endowment else 0 for parts in self.people.purses]
        self.top = tops[-1]
        purse_of = self.people.purse_of
        self.tops = self.top if purse_of is None else np.array(tops, dtype=np.int64)[purse_of]
        self._budgets = self.fresh()
        self._due: list[Level] = []
        self.opening: Opening | None = None
        self.band = 1
        self.revision = 0
        self.payments: list[Level] = []
        self._prices = Prices(endowment)

    def fresh(self) -> NDArray[np.int64]:
        """Return what each voter starts with, by the integers; shape ``(rows,)``."""
        return np.full(self.people.rows, self.tops, dtype=np.int64)

    @property
    def budgets(self) -> NDArray[np.int64]:
        """What is left to each voter, by the integers; shape ``(rows,)``."""
        if self._due:
            self._pay_what_is_due()
        return self._budgets

    def amounts(self, project: int) -> NDArray[np.int64]:
        """Return what the supporters of a project have left, by the integers; shape ``(supporters,)``."""
        return self.budgets[self.people.supporters[project]]

    def pay(self, level: Level) -> None:
        """Take the payments for a project from its supporters."""
        amounts = level.amounts if level.revision == self.revision else self.amounts(level.project)
        left = amounts - level.price
        if level.givers is None:
            np.maximum(left, 0, out=left)
        else:
            np.maximum(left, 1, out=left)
            left[level.givers.poor | level.givers.even] = 0
        self.budgets[self.people.supporters[level.project]] = left
        self.band += level.error
        self.payments.append(level)

    def pay_in_full(self, level: Level) -> None:
        """Note a payment that every supporter can make and have something left; budgets follow when asked for."""
        self._due.append(level)
        self.band += level.error
        self.payments.append(level)

    def _pay_what_is_due(self) -> None:
        due, self._due = self._due, []
        if self.opening is not None and len(due) == len(self.payments) == self.opening.payments:
            self._budgets = self.opening.budgets + (self.tops - self.opening.tops)
            self.band = self.opening.band + 2  # either top may be off by one
            return
        for level in due:
            rows = self.people.supporters[level.project]
            self._budgets[rows] = np.maximum(self._budgets[rows] - level.price, 1)

    def prices(self) -> Prices:
        """Return the exact price of every payment, working out those that nobody has asked for yet."""
        known, due = len(self._prices), self.payments[len(self._prices) :]
        if not due:
            return self._prices
        labels = np.zeros(self.people.rows, dtype=np.int64)
        for label, level in enumerate(due, start=1):
            if level.exact is None:
                labels[self._poor_rows(level)] = label
        funded = [level.project for level in self.payments]
        payers = self.people.count_by_label(labels, funded).tolist()
        parts = self.people.parts_by_label(labels)
        for label, level in enumerate(due, start=1):
            price = level.exact
            if price is None:
                held = self._prices.held(parts[label], payers[label][: known + label - 1])
                price = (self.people.costs[level.project] - held) / level.split.rich
            self._prices.append(price)
        return self._prices

    def _poor_rows(self, level: Level) -> NDArray[np.intp]:
        poor = level.amounts < level.price if level.givers is None else level.givers.poor
        return self.people.supporters[level.project][poor & (level.amounts > 0)]

    def sharpen(self) -> None:
        """Make the band as narrow as rounding allows, from the exact prices (lemma 3)."""
        prices = self.prices()
        if self.band <= len(self.payments) + 2:
            return
        fresh = self.fresh()
        for place, level in enumerate(self.payments):
            fresh[self.people.supporters[level.project]] -= self.scale.units(prices[place])
        np.maximum(fresh, 1, out=fresh)
        fresh[self.budgets == 0] = 0
        self._budgets = fresh
        self.band = len(self.payments) + 2
        self.revision += 1

    def held_exactly(self, rows: NDArray[np.intp]) -> Fraction:
        """Return what the voters of these rows have left together, exactly; rows without money are left out."""
        labels = np.zeros(self.people.rows, dtype=np.int64)
        labels[rows] = 1
        labels[self.budgets == 0] = 0
        parts = self.people.parts_by_label(labels)
        if len(parts) == 1:
            return Fraction(0)
        funded = [level.project for level in self.payments]
        return self.prices().held(parts[1], self.people.count_by_label(labels, funded)[1].tolist())

    def holdings(self, rows: NDArray[np.intp], rounds: int) -> tuple[list[Fraction], NDArray[np.intp]]:
        """Return what one voter of these rows can have after so many rounds, exactly, and which of that each row has.

        What is negative there is nothing: the voter ran out of money in one of the rounds.
        """
        place = np.full(self.people.rows, -1, dtype=np.intp)
        place[rows] = np.arange(len(rows))
        marks = np.zeros((len(rows), rounds + 1), dtype=np.int32)
        if self.people.purse_of is not None:
            marks[:, rounds] = self.people.purse_of[rows]
        for column, level in enumerate(self.payments[:rounds]):
            met = place[self.people.supporters[level.project]]
            marks[met[met >= 0], column] = 1
        kinds, kind_of = np.unique(marks, axis=0, return_inverse=True)
        prices, purses = self.prices(), self.people.purses
        return [prices.held(purses[purse], paid) for *paid, purse in kinds.tolist()], kind_of.reshape(-1)
