"""Logarithms to the base 2 as whole numbers that are never too low, worked out without floats."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def compare_products(one: Mapping[int, int], other: Mapping[int, int]) -> int:
    """Return 1, 0 or -1 as the product of all numbers to their powers is higher than the other, equal or lower.

    Products of millions of voters are too long to be written out. Equal ones have the same primes as often; of others
    the logarithms differ, and are worked out with more digits until it shows.

    Examples
    --------
    >>> compare_products({2: 3}, {3: 2}), compare_products({6: 10**9}, {2: 10**9, 3: 10**9})
    (-1, 0)
    """
    powers: dict[int, int] = {}
    for product, sign in ((one, 1), (other, -1)):
        for number, power in product.items():
            for prime in _primes_of(number):
                powers[prime] = powers.get(prime, 0) + sign * power
    differing = [(prime, power) for prime, power in powers.items() if power]
    bits = BITS
    while differing:
        logs = [(log2_up(prime, bits), power) for prime, power in differing]
        if sum(power * (log - 2 * (power > 0)) for log, power in logs) > 0:
            return 1
        if sum(power * (log - 2 * (power < 0)) for log, power in logs) < 0:
            return -1
        bits *= 2
    return 0


def _primes_of(number: int) -> Iterator[int]:
    """Yield the prime factors of a number, each as often as it is one; numbers of projects are small."""
    divisor = 2
    while number > 1:
        while number % divisor == 0:
            yield divisor
            number //= divisor
        divisor += 1
