"""What a matching pool adds to contributions: the formulas of quadratic funding, in whole numbers.

Square roots are not fractions, so their rounding is part of the definition: each is cut off after twelve decimal digits
(of the root of minor units). Everything after that is exact.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT_UNITS = 10**12
"""One unit of a root is cut into as many parts."""

Donor = tuple[int, "Mapping[int, int]"]
"""How many voters gave the same, and the root of what each of them gave to which column, in parts."""


def root(amount: Fraction) -> int:
    """Return the square root in parts, cut off.

    Examples
    --------
    >>> root(Fraction(9)) == 3 * ROOT_UNITS, root(Fraction(2))
    (True, 1414213562373)
    """
    return isqrt(amount.numerator * ROOT_UNITS**2 // amount.denominator)


def plain_match(donors: Sequence[Donor], columns: int) -> list[Fraction]:
    """Return the square of the sum of roots less the sum of their squares, for each column.

    Examples
    --------
    Contributions of 9, 4 and 1 make (3 + 2 + 1) squared, 36; 14 of that they brought themselves.

    >>> donors = [(1, {0: root(Fraction(amount))}) for amount in (9, 4, 1)]
    >>> plain_match(donors, 1)
    [Fraction(22, 1)]
    """
    sums, squares = [0] * columns, [0] * columns
    for voters, roots in donors:
        for column, part in roots.items():
            sums[column] += voters * part
            squares[column] += voters * part * part
    return [Fraction(total * total - own, ROOT_UNITS**2) for total, own in zip(sums, squares, strict=True)]


def bounded_match(donors: Sequence[Donor], columns: int, bound: Fraction) -> list[Fraction]:
    """Return the sum over pairs of donors of the product of their roots, less the more the pair agrees elsewhere.

    A pair's products count by M / (M + the sum of its products over all projects), M being the bound.

    Examples
    --------
    Two donors give 1 and 1 to two projects, a third gives 4 to the second.

    >>> one, two = root(Fraction(1)), root(Fraction(4))
    >>> matches = bounded_match([(2, {0: one, 1: one}), (1, {1: two})], 2, Fraction(25))
    >>> [f"{float(match):.10f}" for match in matches]
    ['0.9259259259', '4.6296296296']
    """
    matches = [Fraction(0)] * columns
    unit = ROOT_UNITS**2
    pairs = [(one[0] * other[0], one[1], other[1]) for one, other in combinations(donors, 2)]
    pairs += [(voters * (voters - 1) // 2, roots, roots) for voters, roots in donors if voters > 1]
    for count, one, other in pairs:
        products = {column: part * other[column] for column, part in one.items() if column in other}
        if products:
            weight = count * bound / (bound * unit + sum(products.values()))
            for column, product in products.items():
                matches[column] += _cut(weight * product)
    return matches


def _cut(amount: Fraction) -> Fraction:
    """Cut off after twenty-four digits: sums of thousands of fractions would grow without end."""
    return Fraction(amount.numerator * ROOT_UNITS**2 // amount.denominator, ROOT_UNITS**2)


def share_out(matches: Sequence[Fraction], pool: int, *, cap: Fraction, is_scaled_up: bool) -> list[Fraction]:
    """Divide the pool in proportion to the matches, none getting more than the cap's part of it.

    What a cap cuts off goes to those below it, in proportion, until nobody is newly above it.

    Parameters
    ----------
    cap
        the largest part of the pool for one project, from 0 to 1.
    is_scaled_up
        whether matches that come to less than the pool are raised to it.

    Examples
    --------
    >>> matches = [Fraction(6), Fraction(3), Fraction(1)]
    >>> [str(amount) for amount in share_out(matches, 100, cap=Fraction(1, 2), is_scaled_up=True)]
    ['50', '75/2', '25/2']
    """
    most, amounts = pool * cap, [Fraction(0)] * len(matches)
    free, left = [column for column, match in enumerate(matches) if match > 0], Fraction(pool)
    while free:
        wanted = sum(matches[column] for column in free)
        factor = left / wanted if is_scaled_up or wanted > left else Fraction(1)
        for column in free:
            amounts[column] = matches[column] * factor
        over = [column for column in free if amounts[column] > most]
        for column in over:
            amounts[column] = most
        left -= most * len(over)
        free = [column for column in free if column not in over] if over else []
    return amounts
