"""What a project costs its supporters for a value of 1: by whole numbers where their band allows, else exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.rules.graded.ledger import SLOP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.rules.graded.gradings import Crowd
    from pbengine.voting.rules.graded.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which numbers the price of a project lies, in units for a value of 1; ``high`` None: not known."""

    low: float
    high: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The exact price of a project, in minor units for a value of 1, and whose last money it takes.

    ``emptied`` has the shape ``(supporters,)``: who holds no more than the price times their value.
    """

    project: int
    price: Fraction
    emptied: NDArray[np.bool_]


def given(crowd: Crowd, amounts: NDArray[np.float64], price: float) -> float:
    """Return what the supporters give together at a price, each by whole numbers and within the band (statement 3)."""
    return crowd.total(np.minimum(amounts, np.floor(price * crowd.rates)))


def bounds_of(
    crowd: Crowd, amounts: NDArray[np.float64], cost: float, *, band: int, floor: float, ceiling: float
) -> Bounds | None:
    """Return between which numbers the price of a project lies, or None if the crowd has too little together.

    A bound without ``high`` is all that is known where the price is above the ceiling, or where only exact amounts
    could tell more; the latter has the ``low`` that it was given.

    Parameters
    ----------
    crowd
        who pays; a rate without bounds is of somebody who gives all they have.
    amounts, cost
        what each has left and what is to be paid, in units.
    band
        within which the amounts are known.
    floor, ceiling
        a lower bound of the price, and above what a price is of no interest, in units.
    """
    slack = crowd.total((amounts > 0).astype(np.float64)) * band + 2
    if crowd.total(amounts) + slack < cost:
        return None
    if np.isfinite(ceiling) and given(crowd, amounts, ceiling) + slack < cost:
        raised = _tangent(crowd, amounts, cost - slack, ceiling)
        return None if raised is None else Bounds(max(raised, ceiling, floor), None)
    price = _price(crowd, amounts, cost, floor)
    if price is None:
        return Bounds(floor, None)
    width = 2 * slack / max(crowd.value_of(amounts >= price * crowd.rates), 1) + price * SLOP
    low, high = price - width, price + width
    is_low = low <= 0 or given(crowd, amounts, low) + slack <= cost
    is_high = given(crowd, amounts, high) - slack >= cost
    return Bounds(max(low, floor), high) if is_low and is_high else Bounds(floor, None)


def _tangent(crowd: Crowd, amounts: NDArray[np.float64], cost: float, price: float) -> float | None:
    """Return a lower bound of the price at which ``cost`` is given; None if it never is.

    Whatever the division of the supporters, nobody of the one part gives more than they have and nobody of the other
    more than the price times their value (statement 4).
    """
    rich = amounts >= price * crowd.rates
    rate = crowd.value_of(rich)
    rest = cost - crowd.total(np.where(rich, 0.0, amounts))
    if rate <= 0:
        return None if rest > 0 else price
    return rest / rate * (1 - SLOP)


def _price(crowd: Crowd, amounts: NDArray[np.float64], cost: float, floor: float) -> float | None:
    """Raise a price from the floor until the division of the supporters no longer changes; None if nobody is rich."""
    price, heads = floor, -1
    while True:
        rich = amounts >= price * crowd.rates
        count = int(np.count_nonzero(rich))
        if count == 0:
            return None
        if count == heads:
            return price
        heads = count
        rate = crowd.value_of(rich)
        price = max(price, (cost - crowd.total(np.where(rich, 0.0, amounts))) / rate)


def exact_level(ledger: Ledger, project: int, *, floor: float) -> Level | None:
    """Return the exact price of a project; None if its supporters have too little together.

    Those who certainly hold less than a lower bound of their payment give all they have; the rest would share what is
    missing by their values; who of them cannot pay that, joins the first; and so on until nobody joins.
    """
    people, crowd = ledger.people, ledger.people.crowds[project]
    if people.costs[project] == 0:
        return Level(project, Fraction(0), ledger.amounts(project) == 0)
    amounts = ledger.amounts(project)
    poor = (amounts == 0) | (amounts + ledger.band + 2 < floor * crowd.rates * (1 - SLOP))
    kinds, kind_of = crowd.kinds
    while True:
        rate = crowd.value_of(~poor)
        if rate == 0:
            return None
        price = (people.costs[project] - ledger.held_by_supporters(project, poor)) / rate
        rest = np.flatnonzero(~poor)
        weighed = ledger.compare(crowd.rows[rest], [price * kind for kind in kinds], kind_of[rest])
        if not weighed.less.any():
            emptied = poor.copy()
            emptied[rest[weighed.even]] = True
            return Level(project, price, emptied)
        poor[rest[weighed.less]] = True
