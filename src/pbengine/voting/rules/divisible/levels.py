"""How many voters gave each project how much: the curves that rules of divisible money are made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile


@dataclass(frozen=True, slots=True)
class Level:
    """A part of a project that the same voters want: the money above ``start`` up to ``end``, in minor units."""

    column: int
    start: Fraction
    end: Fraction
    supporters: int

    @property
    def size(self) -> Fraction:
        """How much money it is."""
        return self.end - self.start


def wishes(instance: Instance, profile: Profile) -> list[list[tuple[Fraction, int]]]:
    """Return for each project the distinct amounts that voters gave it, rising, each with its number of voters.

    Amounts are minor units: points are units of the currency, an approval is the project's whole cost. What a ballot
    gives beyond a project's cost is not counted. Withdrawn projects have none.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 30)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0, 1], [0]])
    >>> wishes(town, ballots)
    [[(Fraction(60, 1), 2)], [(Fraction(30, 1), 1)]]
    """
    pairs, voters = _pairs(profile)
    listed: list[dict[Fraction, int]] = [{} for _ in instance.projects]
    for (column, points), count in zip(pairs.tolist(), voters.tolist(), strict=True):
        project = instance.projects[column]
        amount = Fraction(project.cost)
        if profile.points is not None:
            amount = min(amount, Fraction(points * instance.minor_units, profile.points_scale))
        if amount > 0 and project.standing is Standing.STANDING:
            listed[column][amount] = listed[column].get(amount, 0) + count
    return [sorted(amounts.items()) for amounts in listed]


def _pairs(profile: Profile) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct pairs of column and stored points, and how many voters gave each."""
    points = np.ones(len(profile.choices), dtype=np.int64) if profile.points is None else profile.points
    pairs, which = np.unique(np.stack([profile.choices.astype(np.int64), points], axis=1), axis=0, return_inverse=True)
    voters = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(voters, which.reshape(-1), profile.weights[profile.rows])
    return pairs, voters


def levels_of(column: int, amounts: list[tuple[Fraction, int]]) -> list[Level]:
    """Cut a project where the number of voters who want more of it changes; the lowest part has most supporters.

    Examples
    --------
    Three voters give 4, 3 and 3: all want the first 3, one of them wants a fourth.

    >>> [(str(level.end), level.supporters) for level in levels_of(0, [(Fraction(3), 2), (Fraction(4), 1)])]
    [('3', 3), ('4', 1)]
    """
    supporters = sum(count for _, count in amounts)
    start = Fraction(0)
    levels: list[Level] = []
    for end, count in amounts:
        levels.append(Level(column, start, end, supporters))
        start, supporters = end, supporters - count
    return levels


def raise_together(levels: Sequence[Level], money: Fraction) -> list[Fraction]:
    """Spread money over the levels, to the lowest first, until all stand equally high or at the end of their level.

    Parameters
    ----------
    levels
        of different projects.
    money
        at least 0.

    Returns
    -------
    list[Fraction]
        what each level gets; together the money, or all that the levels hold if that is less.

    Examples
    --------
    From 3 and 2: the second is raised to 3 with the first unit; two more raise both to 4.

    >>> parts = [Level(0, Fraction(3), Fraction(4), 1), Level(2, Fraction(2), Fraction(10), 1)]
    >>> [str(amount) for amount in raise_together(parts, Fraction(3))]
    ['1', '2']
    """
    marks = sorted({level.start for level in levels} | {level.end for level in levels})
    for low, high in pairwise(marks):
        rising = sum(level.start <= low < level.end for level in levels)
        if rising and (high - low) * rising >= money:
            height = low + money / rising
            return [min(max(height, level.start), level.end) - level.start for level in levels]
        money -= (high - low) * rising
    return [level.size for level in levels]
