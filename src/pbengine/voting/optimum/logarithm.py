"""Logarithms to the base 2 as whole numbers that are never too low, worked out without floats."""

from __future__ import annotations

from itertools import pairwise

BITS = 40
_GUARD = 24


def log2_up(number: int, bits: int = BITS) -> int:
    """Return a whole number that is at least ``2**bits * log2(number)``, and too high by less than 2.

    The digits come one by one: squaring doubles the logarithm. Each square is rounded up, with so many guard digits
    that all roundings together move the result by far less than 1.

    Examples
    --------
    >>> log2_up(8, bits=10), log2_up(3, bits=10)  # log2(3) is 1.58496..., times 1024 is 1623.0005...
    (3072, 1624)
    """
    whole, scale = number.bit_length() - 1, bits + _GUARD
    mantissa = -((-number << scale) >> whole) if whole else number << scale
    digits = 0
    for _ in range(bits):
        mantissa = -(-(mantissa * mantissa) >> scale)
        digits <<= 1
        if mantissa >= 2 << scale:
            digits += 1
            mantissa = -(-mantissa >> 1)
    exact = number == 1 << whole
    return (whole << bits) + (0 if exact else digits + 1)


def log2_gains(count: int) -> list[int]:
    """Return what ``log2(1 + n)`` gains with each n from 1 to ``count``, rounded so that all sums are never too low."""
    logs = [log2_up(n) for n in range(1, count + 2)]
    return [after - before for before, after in pairwise(logs)]
