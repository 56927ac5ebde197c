"""Who supports what, in columns, and in which order equal projects come: what all runs of a count share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile

SHORT = 2**16
"""As many columns have numbers of two bytes, which are sorted by their digits."""


@dataclass(frozen=True, eq=False)
class Electorate:
    """The supporters of each project, by column of the instance.

    Parameters
    ----------
    costs
        of each project, in minor units.
    worths
        the utility of each project to one supporter: its cost, or 1. A project that costs nothing is worth 1 as well:
        its price of 0 comes before everything else.
    supporters
        of each project, rows of the profile, rising.
    votes
        of each project, in voters.
    weights
        shape ``(rows,)``, voters behind each row; None where each row is one voter.
    rows, voters
        how many there are, those who support nothing included.
    candidates
        projects that stand and have a supporter, in the order that settles ties: lower cost, more votes, the lot.
    """

    costs: tuple[int, ...]
    worths: tuple[int, ...]
    supporters: tuple[NDArray[np.intp], ...]
    votes: tuple[int, ...]
    weights: NDArray[np.int64] | None
    rows: int
    voters: int
    candidates: tuple[int, ...]

    @cached_property
    def precedence(self) -> dict[int, int]:
        """Place of each candidate in the order that settles ties."""
        return {project: place for place, project in enumerate(self.candidates)}

    @cached_property
    def all_cost(self) -> int:
        """What all candidates cost together."""
        return sum(self.costs[project] for project in self.candidates)

    @cached_property
    def _crowds(self) -> tuple[tuple[NDArray[np.intp], NDArray[np.int64]], ...]:
        """For each project which of its supporters' rows are several voters, and how many more than one."""
        if self.weights is None:
            return tuple((np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64)) for _ in self.supporters)
        more = tuple(self.weights[rows] - 1 for rows in self.supporters)
        places = tuple(np.flatnonzero(extra) for extra in more)
        return tuple((place, extra[place]) for place, extra in zip(places, more, strict=True))

    def heads(self, project: int, chosen: NDArray[np.bool_]) -> int:
        """Return how many voters the chosen supporters of the project are."""
        places, extra = self._crowds[project]
        return int(np.count_nonzero(chosen)) + (int(np.dot(extra, chosen[places])) if len(places) else 0)

    def money(self, project: int, amounts: NDArray[np.int64]) -> int:
        """Return what the supporters of the project give together when each gives the amount of its row."""
        places, extra = self._crowds[project]
        return int(amounts.sum()) + (int(np.dot(extra, amounts[places])) if len(places) else 0)

    def count_by_label(self, labels: NDArray[np.int64], projects: Sequence[int]) -> NDArray[np.int64]:
        """Return how many voters with each label support each project.

        Parameters
        ----------
        labels
            shape ``(rows,)``, a label from 0 for each row.
        projects
            columns of the instance.

        Returns
        -------
        NDArray[np.int64]
            shape ``(largest label + 1, projects)``.
        """
        size = int(labels.max(initial=0)) + 1
        counts = np.zeros((size, len(projects)), dtype=np.int64)
        for place, project in enumerate(projects):
            rows = self.supporters[project]
            if self.weights is None:
                counts[:, place] = np.bincount(labels[rows], minlength=size)
            else:
                np.add.at(counts[:, place], labels[rows], self.weights[rows])  # bincount would add floats
        return counts


def electorate_of(instance: Instance, profile: Profile, *, lot: Lot, utility: str) -> Electorate:
    """Arrange a profile by project.

    Parameters
    ----------
    utility
        ``cost`` or ``cardinality``.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 30), Project("tree", 30)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [2], [2, 0], []])
    >>> people = electorate_of(town, ballots, lot=ballot_order(town), utility="cost")
    >>> [rows.tolist() for rows in people.supporters], people.candidates
    ([[0, 2], [0], [1, 2]], (2, 1, 0))
    """
    columns = profile.choices if profile.project_count > SHORT else profile.choices.astype(np.uint16)  # sorted quicker
    order = np.argsort(columns, kind="stable")
    rows = profile.rows[order].astype(np.intp, copy=False)
    ends = np.cumsum([0, *np.bincount(profile.choices, minlength=profile.project_count)]).tolist()
    costs = tuple(project.cost for project in instance.projects)
    supporters = tuple(rows[start:end] for start, end in pairwise(ends))
    weights = None if profile.voters == profile.ballots else profile.weights
    votes = tuple(len(chosen) if weights is None else int(weights[chosen].sum()) for chosen in supporters)
    places = lot.places(instance)
    candidates = (
        column
        for column, project in enumerate(instance.projects)
        if project.standing is Standing.STANDING and votes[column]
    )
    return Electorate(
        costs=costs,
        worths=tuple(cost if cost and utility == "cost" else 1 for cost in costs),
        supporters=supporters,
        votes=votes,
        weights=weights,
        rows=profile.ballots,
        voters=profile.voters,
        candidates=tuple(sorted(candidates, key=lambda column: (costs[column], -votes[column], places[column]))),
    )
