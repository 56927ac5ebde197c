"""Moving phantoms by the definition: medians of votes and phantoms, at a position found by halving."""

from collections.abc import Callable, Sequence
from fractions import Fraction

Phantoms = Callable[[int, int, Fraction], Fraction]


def independent_markets(k: int, voters: int, position: Fraction) -> Fraction:
    return min(Fraction(1), position * (voters - k))


def utilitarian(k: int, voters: int, position: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), (voters + 1) * position - k))


def medians(ballots: Sequence[Sequence[Fraction]], phantoms: Phantoms, position: Fraction) -> list[Fraction]:
    """Return the median of votes and phantoms for each project."""
    voters = len(ballots)
    standing = [phantoms(k, voters, position) for k in range(voters + 1)]
    return [sorted([*votes, *standing])[voters] for votes in zip(*ballots, strict=True)]


def shares(ballots: Sequence[Sequence[Fraction]], phantoms: Phantoms) -> list[Fraction]:
    """Return the shares at which the medians add up to 1, within 2**-60, by halving."""
    low, high = Fraction(0), Fraction(1)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(medians(ballots, phantoms, middle)) <= 1 else (low, middle)
    return medians(ballots, phantoms, low)
