"""Who supports what, in columns, and in which order equal projects come: what all runs of a count share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.profile import by_column
from pbengine.voting.rules.admission import Admission
from pbengine.voting.rules.shares.apart import set_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile


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
        of each project, rows that are rising; identical ballots may be set apart (:mod:`.apart`).
    votes
        of each project, in voters.
    weights
        shape ``(rows,)``, voters behind each row; None where each row is one voter.
    rows, voters
        how many there are, those who support nothing included.
    candidates
        projects that stand and have a supporter, in the order that settles ties: lower cost, more votes, the lot.
    admission
        what exclusions, dependencies and caps admit.
    purses
        the different endowments there are, rising, in equal parts that are as large as can be; 1 where all are equal.
    purse_of
        shape ``(rows,)``, which of these the voters of each row have; None where all are equal.
    """

    costs: tuple[int, ...]
    worths: tuple[int, ...]
    supporters: tuple[NDArray[np.intp], ...]
    votes: tuple[int, ...]
    weights: NDArray[np.int64] | None
    rows: int
    voters: int
    candidates: tuple[int, ...]
    admission: Admission
    purses: tuple[int, ...] = (1,)
    purse_of: NDArray[np.intp] | None = None

    @cached_property
    def precedence(self) -> dict[int, int]:
        """Place of each candidate in the order that settles ties."""
        return {project: place for place, project in enumerate(self.candidates)}

    @cached_property
    def parts(self) -> int:
        """How many equal parts the endowments of all voters have together."""
        return self.parts_of(np.arange(self.rows))

    def parts_of(self, rows: NDArray[np.intp]) -> int:
        """Return how many equal parts the endowments of the voters of these rows have together."""
        if self.purse_of is not None:
            labels = np.zeros(self.rows, dtype=np.int64)
            labels[rows] = 1
            return sum(self.parts_by_label(labels)[1:])
        return len(rows) if self.weights is None else int(self.weights[rows].sum())

    def is_closed(self, funded: Sequence[int]) -> bool:
        """Say whether no candidate is left that constraints admit beside what is funded."""
        rest = (project for project in self.candidates if project not in funded)
        return all(self.admission.bar(project, funded) is not None for project in rest)

    @cached_property
    def _crowds(self) -> tuple[tuple[NDArray[np.intp], NDArray[np.int64]], ...]:
        """For each project which of its supporters' rows are several voters, and how many more than one."""
        weights = np.ones(self.rows, dtype=np.int64) if self.weights is None else self.weights
        more = tuple(weights[rows] - 1 for rows in self.supporters)
        places = tuple(np.flatnonzero(extra) for extra in more)
        return tuple((place, extra[place]) for place, extra in zip(places, more, strict=True))

    def heads(self, project: int, chosen: NDArray[np.bool_]) -> int:
        """Return how many voters the chosen supporters of the project are."""
        heads = int(np.count_nonzero(chosen))
        if self.weights is None:
            return heads
        places, extra = self._crowds[project]
        return heads + int(np.dot(extra, chosen[places]))

    def money(self, project: int, amounts: NDArray[np.int64]) -> int:
        """Return what the supporters of the project give together when each gives the amount of its row."""
        money = int(np.add.reduce(amounts))
        if self.weights is None:
            return money
        places, extra = self._crowds[project]
        return money + int(np.dot(extra, amounts[places]))

    def parts_by_label(self, labels: NDArray[np.int64]) -> list[int]:
        """Return how many equal parts the endowments of the voters with each label have together.

        Parameters
        ----------
        labels
            shape ``(rows,)``, a label from 0 for each row.
        """
        size = int(labels.max(initial=0)) + 1
        if self.purse_of is not None:
            labels = labels * len(self.purses) + self.purse_of
        counts = np.zeros(size * len(self.purses), dtype=np.int64)
        if self.weights is None:
            counts += np.bincount(labels, minlength=len(counts))
        else:
            np.add.at(counts, labels, self.weights)  # bincount would add floats
        by_label = counts.reshape(size, len(self.purses)).tolist()
        return [sum(count * parts for count, parts in zip(heads, self.purses, strict=True)) for heads in by_label]

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
    profile = set_apart(profile)
    order, spans = by_column(profile.choices, profile.project_count)
    rows = profile.rows[order].astype(np.intp, copy=False)
    costs = tuple(project.cost for project in instance.projects)
    supporters = tuple(rows[span] for span in spans)
    weights = None if profile.voters == profile.ballots else profile.weights
    votes = tuple(len(chosen) if weights is None else int(weights[chosen].sum()) for chosen in supporters)
    places = lot.places(instance)
    purses, purse_of = _purses(profile)
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
        admission=Admission(instance),
        purses=purses,
        purse_of=purse_of,
    )


def _purses(profile: Profile) -> tuple[tuple[int, ...], NDArray[np.intp] | None]:
    """Return the different endowments in equal parts, and which of them each row has."""
    if profile.endowments is None or not profile.ballots:
        return (1,), None
    kinds, kind_of = np.unique(profile.endowments, return_inverse=True)
    parts = tuple((kinds // np.gcd.reduce(kinds)).tolist())
    return (parts, kind_of) if len(parts) > 1 else ((1,), None)
