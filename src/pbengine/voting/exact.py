"""Exact results at the speed of machine integers: fixed point with a proven band, fractions where it cannot tell.

Money that is a fraction is kept as a 64-bit integer number of *units*, ``2**-bits`` of a minor unit each, next to a
bound on its error, the *band*: the exact amount, in units, lies within ``band`` of the integer. Sums, minima and
comparisons of integers are exact, so a band grows only where a price is divided and rounded, and by how much is known.
A comparison whose bands overlap is left to fractions. There is no floating point anywhere. The proofs are in
``docs/proofs/float-filter.md``; the names of its statements stand beside the code that uses them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

TOP = 62
"""No sum of money may reach ``2**62`` units, so that 64-bit integers never overflow."""


def decimal_text(scaled: int, digits: int) -> str:
    """Write ``scaled / 10**digits`` with exactly that many digits after the point.

    Examples
    --------
    >>> decimal_text(-1205, 2), decimal_text(7, 0)
    ('-12.05', '7')
    """
    if digits == 0:
        return str(scaled)
    whole, rest = divmod(abs(scaled), 10**digits)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{digits}d}"


@dataclass(frozen=True, slots=True)
class Scale:
    """How finely money is kept: a minor unit is ``2**bits`` units; ``bits`` is negative where sums are enormous."""

    bits: int

    @classmethod
    def for_total(cls, total: int | Fraction) -> Scale:
        """Return the finest scale at which ``total`` minor units, and any part of them, can be added up.

        Examples
        --------
        >>> Scale.for_total(2**30).bits, Scale.for_total(2**70).bits
        (30, -10)
        """
        return cls(TOP - 1 - (int(total) + 1).bit_length())

    def units(self, amount: int | Fraction) -> int:
        """Return an amount of minor units in units, rounded down: too low by less than one.

        Examples
        --------
        >>> Scale(4).units(Fraction(1, 3)), Scale(-2).units(7)
        (5, 1)
        """
        numerator, denominator = amount.numerator, amount.denominator
        return (numerator << self.bits) // denominator if self.bits >= 0 else numerator // (denominator << -self.bits)


class Split(NamedTuple):  # a hundred thousand are made in a count, and tuples are made quickest
    """Supporters of a project divided into those who give all they have and those who share the rest equally.

    Parameters
    ----------
    held
        units that the first kind hold together, by their integers.
    poor, rich
        voters of the first and of the second kind.
    band
        how much more than its integer says each voter of the first kind may hold, in units.
    """

    held: int
    poor: int
    rich: int
    band: int

    def price_floor(self, cost: int) -> int | None:
        """Return a lower bound of the price of a project that costs ``cost`` units; None if it cannot be paid for.

        Whatever the division, nobody of the first kind gives more than they have, so each of the second must give at
        least an equal part of the rest (lemma 1).

        Examples
        --------
        Two voters hold 10 each, three share the rest of 100; the band costs two units at most.

        >>> Split(held=20, poor=2, rich=3, band=0).price_floor(100), Split(20, 2, 3, band=2).price_floor(100)
        (26, 25)
        >>> Split(held=20, poor=2, rich=0, band=2).price_floor(100) is None
        True
        """
        held, poor, rich, band = self
        rest = cost - held - poor * band
        if rich:
            return rest // rich if rest > 0 else 0
        return None if rest > 0 else 0

    def widened(self, by: int) -> Split:
        """Return the split as it holds where everybody may have ``by`` units more (lemma 4)."""
        held, poor, rich, band = self
        return Split(held, poor, rich, band + by)


def price_error(poor: int, band: int, rich: int) -> int:
    """Return how far the quotient of integers may be from the exact price that a split gives, in units (lemma 2).

    Parameters
    ----------
    poor
        voters who give all they have and have something, each known within ``band``.
    rich
        voters who share the rest.

    Examples
    --------
    Nobody is poor: the cost was rounded down and so was the quotient.

    >>> price_error(0, 10, 3), price_error(6, 10, 3)
    (2, 22)
    """
    return (poor * band + 1) // rich + 2


class Prices:
    """The exact prices of the projects funded so far, as integers over one common denominator.

    A voter who still has money has paid the full price of every funded project that they support, so that what such
    voters hold together needs only how many of them support which project.

    Examples
    --------
    Two voters start with 10; both paid 3, one of them also paid 7/2.

    >>> prices = Prices(Fraction(10))
    >>> prices.append(Fraction(3)), prices.append(Fraction(7, 2))
    (None, None)
    >>> prices.held(2, [2, 1])
    Fraction(21, 2)
    """

    def __init__(self, endowment: Fraction) -> None:
        self._denominator = endowment.denominator
        self._endowment = endowment.numerator
        self._numerators: list[int] = []

    def __len__(self) -> int:
        return len(self._numerators)

    def __getitem__(self, place: int) -> Fraction:
        return Fraction(self._numerators[place], self._denominator)

    def append(self, price: Fraction) -> None:
        """Add the price of the project funded next."""
        factor = price.denominator // gcd(self._denominator, price.denominator)
        if factor > 1:
            self._denominator *= factor
            self._endowment *= factor
            self._numerators = [numerator * factor for numerator in self._numerators]
        self._numerators.append(price.numerator * (self._denominator // price.denominator))

    def held(self, voters: int, payers: Sequence[int]) -> Fraction:
        """Return what ``voters`` voters hold together, ``payers[k]`` of whom paid the price of the k-th project."""
        spent = sum(count * numerator for count, numerator in zip(payers, self._numerators, strict=False))
        return Fraction(voters * self._endowment - spent, self._denominator)
