"""What each voter has left in one run: whole numbers within a band, and exact amounts where they are asked for.

Amounts are whole numbers of *units*, ``2**-bits`` of a minor unit, kept in double precision and so few that all of them
together stay below ``2**52``: every sum of them is exact. Each is within ``band`` of the exact amount, and 0 only where
nothing is left. Statements named in the code are proven in ``docs/proofs/graded-shares.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.exact import Prices, Scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.rules.graded.gradings import Gradings

DIGITS = 51
"""Binary digits for all the money in units."""
SLOP = 2.0**-48
"""More than what a handful of double precision operations can be off, in parts of their result."""
FIRST_BAND = 2
"""Amounts are rounded down at first; and a payment is never known better than within 2."""


@dataclass(frozen=True, slots=True, eq=False)
class Payment:
    """What the voters paid for a project.

    Parameters
    ----------
    price
        exact, in minor units for a value of 1; a supporter pays it times the value, or all that is left.
    emptied
        shape ``(supporters,)``: whose last money it took.
    levy
        None where supporters alone pay. Else they give all that they have, and everybody else gives the levy or all
        that they have; then ``price`` says nothing and ``emptied`` has the shape ``(rows,)``.
    """

    project: int
    price: Fraction
    emptied: NDArray[np.bool_]
    levy: Fraction | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Who holds less than their limit, and who holds just that; shape ``(rows,)`` each."""

    less: NDArray[np.bool_]
    even: NDArray[np.bool_]


class Ledger:
    """What the voters have left, payment by payment.

    Whoever has money left paid every price times their value of that project, and every levy: so exact amounts need
    only how much such voters value the funded projects together (statement 1).
    """

    def __init__(self, people: Gradings, endowment: Fraction) -> None:
        self.people = people
        self.endowment = endowment
        total = people.all_parts * endowment
        self.scale = Scale(DIGITS - (int(total) + 1).bit_length())
        self.costs = [float(self.scale.units(cost)) for cost in people.costs]
        self._in_full: list[int] = []
        self.payments: list[Payment] = []
        self.levied = Fraction(0)
        self.band = FIRST_BAND
        self._prices = Prices(endowment)
        kinds, kind_of = np.unique(people.parts, return_inverse=True)
        tops = [max(self.scale.units(endowment * kind), 1) if endowment else 0 for kind in kinds.tolist()]
        self.budgets = np.array(tops, dtype=np.float64)[kind_of.reshape(-1)]

    @property
    def funded(self) -> list[int]:
        """Columns of what is paid for, in order."""
        return [payment.project for payment in self.payments]

    def amounts(self, project: int) -> NDArray[np.float64]:
        """Return what the supporters of a project have left by the whole numbers, shape ``(supporters,)``."""
        return self.budgets[self.people.crowds[project].rows]

    def in_units(self, price: Fraction) -> float:
        """Return an exact price in units, rounded once or twice."""
        bits = self.scale.bits
        return float(price * 2**bits if bits >= 0 else price / 2**-bits)

    def to_money(self, units: float) -> float:
        """Return units in minor units; exact unless the number leaves the range of double precision."""
        return units * 2.0**-self.scale.bits

    def pay(self, payment: Payment) -> None:
        """Take a payment. Whoever is not emptied by it keeps something (statement 2)."""
        if payment.levy is not None:
            self._pay_levy(payment, payment.levy)
        else:
            self._pay_price(payment)
        self.payments.append(payment)
        self.band += 2

    def _pay_price(self, payment: Payment) -> None:
        crowd = self.people.crowds[payment.project]
        left = self.budgets[crowd.rows] - np.floor(self.in_units(payment.price) * crowd.rates)
        np.maximum(left, 1, out=left)
        left[payment.emptied] = 0
        self.budgets[crowd.rows] = left
        self._prices.append(payment.price)
        self._in_full.append(payment.project)

    def _pay_levy(self, payment: Payment, levy: Fraction) -> None:
        left = self.budgets - np.floor(self.in_units(levy))
        np.maximum(left, 1, out=left)
        left[payment.emptied | (self.budgets == 0)] = 0
        self.budgets = left
        self.levied += levy

    def held_exactly(self, rows: NDArray[np.intp]) -> Fraction:
        """Return what the voters of these rows have left together, exactly."""
        alive = rows[self.budgets[rows] > 0]
        if len(alive) == 0:
            return Fraction(0)
        people = self.people
        weights = people.weights[alive]
        parts = int((weights * people.parts[alive]).sum())
        values = people.values_by_project(alive)[self._in_full].tolist()
        return self._prices.held(parts, values) - int(weights.sum()) * self.levied

    def held_by_supporters(self, project: int, poor: NDArray[np.bool_] | None = None) -> Fraction:
        """Return what the supporters of a project, or some of them, have left together, exactly."""
        rows = self.people.crowds[project].rows
        return self.held_exactly(rows if poor is None else rows[poor])

    def holdings(self, rows: NDArray[np.intp]) -> tuple[list[Fraction], NDArray[np.intp]]:
        """Return the exact amounts that one voter of these rows can have, and which of them each row has.

        The rows must have money left.
        """
        people = self.people
        place = np.full(people.rows, -1, dtype=np.intp)
        place[rows] = np.arange(len(rows))
        paid = np.zeros((len(rows), len(self._in_full) + 1), dtype=np.int64)
        paid[:, -1] = people.parts[rows]
        for column, project in enumerate(self._in_full):
            crowd = people.crowds[project]
            met = place[crowd.rows]
            paid[met[met >= 0], column] = crowd.values[met >= 0]
        kinds, kind_of = np.unique(paid, axis=0, return_inverse=True)
        held = [self._prices.held(parts, values) - self.levied for *values, parts in kinds.tolist()]
        return held, kind_of.reshape(-1)

    def compare(self, rows: NDArray[np.intp], limits: Sequence[Fraction], limit_of: NDArray[np.intp]) -> Weighed:
        """Return who of these rows holds less than a limit of their own, and who holds just that; exactly.

        Parameters
        ----------
        rows
            with money left.
        limits, limit_of
            the limits there are, in minor units, and which of them each row has.
        """
        near = np.array([self.in_units(limit) for limit in limits], dtype=np.float64)[limit_of]
        amounts = self.budgets[rows]
        doubt = self.band + 2 + near * SLOP
        less, even = amounts < near - doubt, np.zeros(len(rows), dtype=np.bool_)
        doubtful = np.flatnonzero(np.abs(amounts - near) <= doubt)
        if len(doubtful):
            kinds, kind_of = self.holdings(rows[doubtful])
            pairs, pair_of = np.unique(np.stack([kind_of, limit_of[doubtful]]), axis=1, return_inverse=True)
            signs = np.array([_sign(kinds[kind] - limits[limit]) for kind, limit in pairs.T.tolist()])
            less[doubtful] = (signs < 0)[pair_of.reshape(-1)]
            even[doubtful] = (signs == 0)[pair_of.reshape(-1)]
        return Weighed(less, even)


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
