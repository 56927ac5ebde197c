"""Ballots as portions of the whole: how large a share of the budget each voter gives each project."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.rules.divisible.dividing import Division

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.outcome import Figure, Step
    from pbengine.voting.profile import Profile


@dataclass(frozen=True, slots=True)
class Portions:
    """What all voters give one project.

    Parameters
    ----------
    values
        the distinct shares, rising, from 0 to 1.
    voters
        for each how many voters give at most that much.
    """

    values: tuple[Fraction, ...]
    voters: tuple[int, ...]

    def smallest(self, place: int) -> Fraction:
        """Return the share in this place of all voters' shares, rising, from 1; 0 before the first, 1 after the last.

        Examples
        --------
        >>> half = Portions((Fraction(0), Fraction(1, 2)), (2, 3))
        >>> [str(half.smallest(place)) for place in range(5)]
        ['0', '0', '0', '1/2', '1']
        """
        if place < 1:
            return Fraction(0)
        found = bisect_left(self.voters, place)
        return self.values[found] if found < len(self.values) else Fraction(1)

    @property
    def all_voters(self) -> int:
        """How many voters there are."""
        return self.voters[-1] if self.voters else 0

    @property
    def mean(self) -> Fraction:
        """The mean share."""
        total, before = Fraction(0), 0
        for value, voters in zip(self.values, self.voters, strict=True):
            total += value * (voters - before)
            before = voters
        return total / before if before else total


def portions_of(instance: Instance, profile: Profile) -> list[Portions]:
    """Return for each project what the voters give it, each ballot's points divided by their sum.

    Withdrawn projects are taken out first; a ballot that then gives no points has no part.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 30)), budget=100)
    >>> ballots = Profile(
    ...     BallotKind.CUMULATIVE,
    ...     2,
    ...     starts=np.array([0, 2, 3]),
    ...     choices=np.array([0, 1, 1], dtype=np.int32),
    ...     weights=np.array([1, 4]),
    ...     points=np.array([3, 1, 7]),
    ... )
    >>> [(tuple(map(str, given.values)), given.voters) for given in portions_of(town, ballots)]
    [(('0', '3/4'), (4, 5)), (('1/4', '1'), (1, 5))]
    """
    standing = np.array([project.standing is Standing.STANDING for project in instance.projects], dtype=np.bool_)
    points = np.zeros(0, dtype=np.int64) if profile.points is None else profile.points
    given = standing[profile.choices] & (points > 0)
    columns, rows, points = profile.choices[given], profile.rows[given], points[given]
    sums = np.zeros(profile.ballots, dtype=np.int64)
    np.add.at(sums, rows, points)
    ranked, rank = _ranks(points, sums[rows])
    voters = np.zeros((profile.project_count, len(ranked)), dtype=np.int64)
    np.add.at(voters, (columns, rank), profile.weights[rows])
    return [_portions(ranked, counts, int(profile.weights[sums > 0].sum())) for counts in voters.tolist()]


def _portions(ranked: list[Fraction], counts: list[int], voters: int) -> Portions:
    values, running = [Fraction(0)], [voters - sum(counts)]
    for value, count in zip(ranked, counts, strict=True):
        if count:
            values.append(value)
            running.append(running[-1] + count)
    first = 0 if running[0] else 1  # where every voter gives something, nobody gives 0
    return Portions(tuple(values[first:]), tuple(running[first:]))


def _ranks(points: NDArray[np.int64], sums: NDArray[np.int64]) -> tuple[list[Fraction], NDArray[np.int64]]:
    """Return the distinct shares, rising, and the place of each entry's among them; compared exactly."""
    common = np.gcd(points, sums)
    pairs, which = np.unique(np.stack([points // common, sums // common], axis=1), axis=0, return_inverse=True)
    shares = [Fraction(numerator, denominator) for numerator, denominator in pairs.tolist()]
    order = sorted(range(len(shares)), key=shares.__getitem__)
    place = np.zeros(len(shares), dtype=np.int64)
    place[order] = np.arange(len(shares))
    return [shares[index] for index in order], place[which.reshape(-1)]


def division_of(budget: int, given: Sequence[Portions], shares: Sequence[Fraction], step: Step) -> Division:
    """Return the division that gives each project its share of the budget; the mean share is told beside it."""
    figures: list[dict[str, Figure]] = [
        {"share": share, "mean": mean, "mean_amount": budget * mean}
        for share, mean in zip(shares, (portions.mean for portions in given), strict=True)
    ]
    amounts = [budget * share for share in shares]
    return Division(amounts, figures, ("funded-by-median", "no-median"), (step,))
