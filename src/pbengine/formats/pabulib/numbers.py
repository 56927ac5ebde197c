"""Numbers as ``.pb`` files write them, read exactly."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"-?[0-9]{1,18}(?:[.,](?P<decimals>[0-9]{1,18}))?")
_ANY_LENGTH = re.compile(r"-?(?:[0-9]{19,}(?:[.,][0-9]+)?|[0-9]+[.,][0-9]{19,})")


def read_number(text: str) -> Fraction | None:
    """Return the number that the text is, with a decimal point or, as old files have it, a decimal comma; else None.

    Examples
    --------
    >>> read_number("827838.5"), read_number("0,25"), read_number("ten"), read_number("1e9")
    (Fraction(1655677, 2), Fraction(1, 4), None, None)
    """
    return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def number_needed(kind: str, text: str) -> str:
    """Say what kind of number is needed where this text is none, and what is wrong with one that is too long.

    Examples
    --------
    >>> number_needed("a number, at least 0", "ten")
    'a number, at least 0'
    >>> number_needed("a number", "1" * 19)
    'a number with at most 18 digits before the point and after it'
    """
    return f"{kind} with at most 18 digits before the point and after it" if _ANY_LENGTH.fullmatch(text) else kind


def has_decimal_comma(text: str) -> bool:
    """Say whether the text is a number with a decimal comma."""
    return "," in text and _NUMBER.fullmatch(text) is not None


def whole_scale(numbers: Iterable[Fraction]) -> int:
    """Return the least power of ten by which each of the numbers, all written in decimals, becomes whole.

    Examples
    --------
    >>> whole_scale([Fraction(3), Fraction(1, 4)]), whole_scale([])
    (100, 1)
    """
    scale = 1
    parts = {number.denominator for number in numbers}
    while any(scale % part for part in parts):
        scale *= 10
    return scale


def money_scale(amounts: Iterable[str]) -> int:
    """Return how many minor units one unit of the currency has: 1, or 100 where an amount is written with decimals.

    Three or more decimals ask for as many; text that is no number is left out. What counts is what is written, so that
    a file of round sums in pounds and pence comes back in pence.

    Examples
    --------
    >>> money_scale(["400000", "50"]), money_scale(["400000.0", "50"]), money_scale(["0.125"])
    (1, 100, 1000)
    """
    written = (match["decimals"] or "" for amount in amounts if (match := _NUMBER.fullmatch(amount)))
    digits = max(map(len, written), default=0)
    return 10 ** max(digits, 2) if digits else 1
