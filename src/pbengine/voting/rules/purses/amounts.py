"""Sums of what voters have left, known as closely as is needed to compare them, and proven equal where they are.

When voters pay in proportion to what they have, the exact amounts are fractions whose length doubles with every
project that is funded. So an amount is kept as two whole numbers between which it lies. A comparison whose intervals
meet is decided by form: the same parts of the same histories of payment are the same amount. What neither tells is
counted again with more digits, and at last with fractions. The proofs are in ``docs/proofs/purses.md``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

Bound = int | Fraction
Terms = dict[int, Fraction]
"""How much of each history an amount holds; the key CONSTANT counts whole units of money."""

CONSTANT = -1
DIGITS: tuple[int | None, ...] = (128, 1024, None)
"""Binary digits after the point, attempt by attempt; None is exact."""
SHOWN = 10**6
"""Amounts in the evidence are rounded to a millionth of a minor unit."""

Found = TypeVar("Found")


class UnsureError(ArithmeticError):
    """Two amounts cannot be told apart with so many digits."""


def with_enough_digits(count: Callable[[int | None], Found]) -> Found:
    """Return what a count finds with the least digits that decide all its comparisons.

    Examples
    --------
    >>> def count(bits):
    ...     if bits is not None and bits < 1000:
    ...         raise UnsureError
    ...     return bits
    >>> with_enough_digits(count)
    1024
    """
    for bits in DIGITS[:-1]:
        try:
            return count(bits)
        except UnsureError:
            continue
    return count(None)


def plus(one: Mapping[int, Fraction], other: Mapping[int, Fraction], times: int | Fraction = 1) -> Terms:
    """Return one amount and a multiple of another together.

    Examples
    --------
    >>> plus({0: Fraction(1), 2: Fraction(3)}, {2: Fraction(3)}, times=-1)
    {0: Fraction(1, 1)}
    """
    total = dict(one)
    for history, part in other.items():
        total[history] = total.get(history, Fraction(0)) + part * times
    return {history: part for history, part in total.items() if part}


class Histories:
    """What one part of the budget is worth after each history of payments, within bounds.

    Parameters
    ----------
    start
        units of money in a part that has paid nothing: history 0.
    bits
        binary digits after the point; None for exact fractions.

    Examples
    --------
    A part of 6 pays two thirds of itself, then half of the rest.

    >>> histories = Histories(6, bits=None)
    >>> once = histories.paid(0, (Fraction(2, 3), Fraction(2, 3)))
    >>> twice = histories.paid(once, (Fraction(1, 2), Fraction(1, 2)))
    >>> histories.bounds({twice: Fraction(3), CONSTANT: Fraction(1)})
    (Fraction(4, 1), Fraction(4, 1))
    """

    def __init__(self, start: int, *, bits: int | None) -> None:
        self._is_exact = bits is None
        self._one: Bound = Fraction(1) if bits is None else 1 << bits
        self._start = start
        self._bounds: list[tuple[Bound, Bound]] = []
        self._ranges: list[tuple[float, float]] = []
        self._append(start * self._one, start * self._one)
        self.nothing = self._append(0 * self._one, 0 * self._one)

    def _append(self, low: Bound, high: Bound) -> int:
        self._bounds.append((low, high))
        self._ranges.append((float(low / self._one), float(high / self._one)))  # each rounded once
        return len(self._bounds) - 1

    def paid(self, history: int, part: tuple[Fraction, Fraction]) -> int:
        """Return the history of those who then pay a part of what they have that lies between two bounds."""
        low, high = self._bounds[history]
        least, most = part
        return self._append(self._divided(low, 1 - min(most, Fraction(1))), -self._divided(-high, 1 - least))

    def _divided(self, amount: Bound, part: Fraction) -> Bound:
        """Return a part of an amount, rounded down where there are digits."""
        return amount * part if self._is_exact else amount * part.numerator // part.denominator

    def bounds(self, terms: Mapping[int, Fraction]) -> tuple[Bound, Bound]:
        """Return bounds of an amount."""
        low = high = 0 * self._one
        for history, part in terms.items():
            least, most = self._bounds[history] if history != CONSTANT else (self._one, self._one)
            if part.numerator < 0:
                least, most = most, least
            if self._is_exact:
                low, high = low + least * part, high + most * part
            else:
                low += least * part.numerator // part.denominator
                high -= -most * part.numerator // part.denominator
        return low, high

    @property
    def ranges(self) -> NDArray[np.float64]:
        """Shape ``(histories, 2)``: bounds of what a part is worth after each history, each off by one rounding."""
        return np.array(self._ranges)

    def simplified(self, terms: Mapping[int, Fraction]) -> Terms:
        """Return the same amount with all that is known exactly as a constant."""
        constant = terms.get(CONSTANT, Fraction(0)) + terms.get(0, Fraction(0)) * self._start
        varied = {h: part for h, part in terms.items() if h > self.nothing and part}
        return {**varied, CONSTANT: constant} if constant else varied

    def sign(self, terms: Mapping[int, Fraction]) -> int:
        """Return 1, 0 or -1 as the amount is above, exactly, or below nothing.

        Raises
        ------
        UnsureError
            if there are too few digits to tell.
        """
        known = self.simplified(terms)
        low, high = self.bounds(known)
        if not known or low == high == 0:
            return 0
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        raise UnsureError

    def ratio(self, over: Mapping[int, Fraction], under: Mapping[int, Fraction]) -> tuple[Fraction, Fraction]:
        """Return bounds of the quotient of two amounts that are not negative.

        Raises
        ------
        UnsureError
            if there are too few digits to tell the divisor from nothing.
        """
        low, high = self.bounds(self.simplified(over))
        least, most = self.bounds(self.simplified(under))
        if least <= 0:
            raise UnsureError
        return Fraction(max(low, 0 * self._one)) / Fraction(most), Fraction(high) / Fraction(least)

    def largest(self, amounts: Mapping[int, Terms], order: Sequence[int]) -> tuple[int, ...]:
        """Return the keys of the largest amount, in the given order; several only where they are exactly equal."""
        bounds = {key: self.bounds(terms) for key, terms in amounts.items()}
        floor = max(low for low, _ in bounds.values())
        tied: list[int] = []
        for key in _ranked((key for key, (_, high) in bounds.items() if high >= floor), order):
            ahead = self.sign(plus(amounts[key], amounts[tied[0]], -1)) if tied else 1
            if ahead > 0:
                tied = []
            if ahead >= 0:
                tied.append(key)
        return tuple(tied)

    def shown(self, terms: Mapping[int, Fraction], units: int) -> Fraction:
        """Return an amount in minor units for the evidence, ``units`` units each, to the nearest millionth."""
        low, high = self.bounds(self.simplified(terms))
        exact = Fraction(low + high) / (2 * self._one * units)
        return Fraction(round(exact * SHOWN), SHOWN)


def _ranked(keys: Iterable[int], order: Sequence[int]) -> list[int]:
    return sorted(keys, key=lambda key: order[key])
