"""Each project against each other: how many voters rank the one above the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.registry import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile

BLOCK = 2**16
"""Rows that are compared at a time, so that memory does not grow with the number of ballots."""

STRENGTH = Choice(
    "strength",
    "how strong a majority is: the votes of the side that wins, or how many more they are than those of the other side",
    ("winning-votes", "margins"),
)


@dataclass(frozen=True, eq=False, slots=True)
class Contests:
    """The standing projects, each against each other.

    Parameters
    ----------
    ids
        in the order of the lot, so that of two that are equal in everything the lower index comes first.
    preferred
        shape ``(projects, projects)``, int64: how many voters rank the first above the second.
    """

    ids: tuple[str, ...]
    preferred: NDArray[np.int64]

    @property
    def beats(self) -> NDArray[np.bool_]:
        """Shape ``(projects, projects)``: whether more voters rank the first above the second than below it."""
        return self.preferred > self.preferred.T

    def strengths(self, strength: str) -> NDArray[np.int64]:
        """Return the strength of each majority, shape ``(projects, projects)``; 0 where there is none."""
        of_winners = self.preferred if strength == "winning-votes" else self.preferred - self.preferred.T
        return np.where(self.beats, of_winners, 0)

    def named(self, indices: list[int]) -> tuple[str, ...]:
        """Return the ids at these indices."""
        return tuple(self.ids[index] for index in indices)


def contests(instance: Instance, profile: Profile, *, lot: Lot) -> Contests:
    """Compare the standing projects two at a time.

    A project that a ballot does not name ranks below all that it names, and equal to the others that it does not name;
    equal ranks count for neither side.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import Lot
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> race = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=1)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2], [1], []])
    >>> compared = contests(race, ballots, lot=Lot(("Ben", "Ada", "Cleo")))
    >>> compared.ids, compared.preferred.tolist()
    (('Ben', 'Ada', 'Cleo'), [[0, 1, 2], [1, 0, 1], [0, 0, 0]])
    """
    places = lot.places(instance)
    standing = [column for column, project in enumerate(instance.projects) if project.standing is Standing.STANDING]
    standing.sort(key=lambda column: places[column])
    ids = tuple(instance.projects[column].id for column in standing)
    return Contests(ids, preference_counts(profile, standing))


def preference_counts(profile: Profile, columns: list[int]) -> NDArray[np.int64]:
    """Return how many voters rank each of the columns above each other, shape ``(columns, columns)``."""
    counts = np.zeros((len(columns), len(columns)), dtype=np.int64)
    for ranks, weights in _blocks(profile, columns):
        alone = int(np.count_nonzero(weights == 1))  # the rows of one voter stand first, and need no weights
        for one, upper in enumerate(ranks):
            for other, lower in enumerate(ranks):
                above = upper < lower
                counts[one, other] += np.count_nonzero(above[:alone]) + int(above[alone:].dot(weights[alone:]))
    return counts


def _blocks(profile: Profile, columns: list[int]) -> Iterator[tuple[NDArray[np.unsignedinteger], NDArray[np.int64]]]:
    """Yield places by project and row, unnamed projects last, with the rows' weights; those of weight 1 stand first."""
    unnamed = int(np.diff(profile.starts).max(initial=0))
    for first in range(0, profile.ballots, BLOCK):
        weights = profile.weights[first : first + BLOCK]
        last = first + len(weights)
        entries = slice(profile.starts[first], profile.starts[last])
        order = np.argsort(weights > 1, kind="stable")
        row = np.empty_like(order)
        row[order] = np.arange(len(order))
        ranks = np.full((profile.project_count, len(weights)), unnamed, dtype=np.min_scalar_type(unnamed))
        ranks[profile.choices[entries], row[profile.rows[entries] - first]] = profile.places[entries]
        yield ranks[columns], weights[order]


def reached(relation: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what each reaches in any number of steps of a relation, itself included.

    Examples
    --------
    >>> reached(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)).astype(int).tolist()
    [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
    """
    reach = relation | np.eye(len(relation), dtype=bool)
    for middle in range(len(relation)):
        reach |= np.outer(reach[:, middle], reach[middle])
    return reach


def tiers(compared: Contests) -> tuple[tuple[int, ...], ...]:
    """Divide the projects so that each of a tier beats each of every later tier, as finely as that can be.

    The first tier is the Smith set. It is made of the components of the relation "at least as many voters rank the one
    above the other as below it", which are in a line because each pair is related in one direction at least.

    Examples
    --------
    >>> tiers(Contests(("a", "b", "c"), np.array([[0, 2, 1], [1, 0, 1], [2, 2, 0]])))
    ((2,), (0,), (1,))
    """
    reach = reached(compared.preferred >= compared.preferred.T)
    sizes = reach.sum(axis=1).tolist()  # the same within a tier, and falling from tier to tier
    return tuple(
        tuple(index for index, own in enumerate(sizes) if own == size) for size in sorted(set(sizes), reverse=True)
    )
