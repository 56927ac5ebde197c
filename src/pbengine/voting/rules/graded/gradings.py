"""Who values what how much, arranged by project and by voter: what all runs of a count share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.profile import by_column
from pbengine.voting.rules.admission import Admission
from pbengine.voting.rules.graded.support import Support, support_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile

EXACT = 2**53
"""Sums of whole numbers below this are exact in double precision, in whatever order they are added up."""


@dataclass(frozen=True, eq=False)
class Crowd:
    """The supporters of one project.

    Parameters
    ----------
    rows
        of the profile, rising.
    values
        shape ``(rows,)``, int64: how much each values the project.
    rates
        the values as double precision numbers, each rounded once.
    weights, heads
        shape ``(rows,)``: voters behind each row, as int64 and as double precision numbers (None: one each).
    stakes
        the values of all voters of each row together, int64.
    """

    rows: NDArray[np.intp]
    values: NDArray[np.int64]
    rates: NDArray[np.float64]
    weights: NDArray[np.int64]
    heads: NDArray[np.float64] | None
    stakes: NDArray[np.int64]

    def total(self, amounts: NDArray[np.float64]) -> float:
        """Return what the supporters give together when each voter of a row gives its amount."""
        return float((amounts if self.heads is None else amounts * self.heads).sum())

    def value_of(self, chosen: NDArray[np.bool_]) -> int:
        """Return the utility that one unit of the price buys from the chosen supporters: their values added up."""
        return int(np.where(chosen, self.stakes, 0).sum())

    @cached_property
    def value(self) -> int:
        """The values of all supporters together."""
        return int(self.stakes.sum())

    @cached_property
    def kinds(self) -> tuple[list[int], NDArray[np.intp]]:
        """The different values, rising, and which of them each row has."""
        kinds, kind_of = np.unique(self.values, return_inverse=True)
        return kinds.tolist(), kind_of.reshape(-1)

    def voters_of(self, chosen: NDArray[np.bool_]) -> int:
        """Return how many voters the chosen rows are."""
        return int(self.weights[chosen].sum())


@dataclass(frozen=True, eq=False)
class Gradings:
    """The supporters of each project by column of the instance, and the projects of each row.

    Parameters
    ----------
    costs
        of each project, in minor units.
    worths
        what a value of 1 stands for in utility: the project's cost, or 1. The price of a project is what a supporter
        pays for a value of 1; divided by the worth it is rho. What costs nothing has worth 1 and price 0.
    values_scale
        how many values make one point.
    crowds
        supporters of each project.
    votes
        of each project, in voters.
    support, weights, parts
        the entries by row; voters behind each row; how many equal parts each voter of a row has of the budget.
    voters
        how many there are, those who support nothing included.
    standing
        projects that stand, in the order that settles ties: lower cost, more votes, the lot.
    admission
        what exclusions, dependencies and caps admit.
    """

    costs: tuple[int, ...]
    worths: tuple[int, ...]
    values_scale: int
    crowds: tuple[Crowd, ...]
    votes: tuple[int, ...]
    support: Support
    weights: NDArray[np.int64]
    parts: NDArray[np.int64]
    voters: int
    standing: tuple[int, ...]
    admission: Admission

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.weights)

    @cached_property
    def precedence(self) -> dict[int, int]:
        """Place of each standing project in the order that settles ties."""
        return {project: place for place, project in enumerate(self.standing)}

    @cached_property
    def candidates(self) -> tuple[int, ...]:
        """Projects that stand and have a supporter, in the order that settles ties."""
        return tuple(project for project in self.standing if self.votes[project])

    def is_closed(self, funded: Sequence[int]) -> bool:
        """Say whether no candidate is left that constraints admit beside what is funded."""
        rest = (project for project in self.candidates if project not in funded)
        return all(self.admission.bar(project, funded) is not None for project in rest)

    @cached_property
    def all_parts(self) -> int:
        """The parts that the budget has."""
        return int((self.weights * self.parts).sum())

    @cached_property
    def entry_rows(self) -> NDArray[np.intp]:
        """Shape ``(entries,)``: the row of each entry of the support."""
        return np.repeat(np.arange(self.rows, dtype=np.intp), np.diff(self.support.starts))

    @cached_property
    def _entry_values(self) -> NDArray[np.int64]:
        return self.support.values * self.weights[self.entry_rows]

    def values_by_project(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return for each project the values of these rows added up, weights counted."""
        among = self._entries_of(rows)
        columns, values = self.support.choices[among], self._entry_values[among]
        if self._is_small:
            sums = np.bincount(columns, weights=values, minlength=len(self.costs))
            return sums.astype(np.int64)
        sums = np.zeros(len(self.costs), dtype=np.int64)
        np.add.at(sums, columns, values)
        return sums

    def _entries_of(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the places of the entries of these rows."""
        starts, ends = self.support.starts[rows], self.support.starts[rows + 1]
        before = np.cumsum(ends - starts) - (ends - starts)
        return np.repeat(starts - before, ends - starts) + np.arange((ends - starts).sum())

    @cached_property
    def _is_small(self) -> bool:
        return float(self._entry_values.astype(np.float64).sum()) < EXACT / 2


def gradings_of(instance: Instance, profile: Profile, *, lot: Lot, utility: str) -> Gradings:
    """Arrange a profile by project.

    Parameters
    ----------
    utility
        ``cost``, ``cardinality``, ``points`` or ``borda``; one that the ballots have.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 30)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 2, [[0, 1], [1]], ranks=2)
    >>> people = gradings_of(town, ballots, lot=ballot_order(town), utility="borda")
    >>> [(crowd.rows.tolist(), crowd.values.tolist()) for crowd in people.crowds], people.candidates
    ([([0], [2]), ([0, 1], [1, 2])], (1, 0))
    """
    support = support_of(profile, utility)
    crowds = _crowds(profile, support)
    costs = tuple(project.cost for project in instance.projects)
    votes = tuple(int(crowd.weights.sum()) for crowd in crowds)
    places = lot.places(instance)
    standing = (column for column, project in enumerate(instance.projects) if project.standing is Standing.STANDING)
    return Gradings(
        costs=costs,
        worths=tuple(cost if cost and utility == "cost" else 1 for cost in costs),
        values_scale=profile.points_scale if utility == "points" else 1,
        crowds=crowds,
        votes=votes,
        support=support,
        weights=profile.weights,
        parts=_parts(profile),
        voters=profile.voters,
        standing=tuple(sorted(standing, key=lambda column: (costs[column], -votes[column], places[column]))),
        admission=Admission(instance),
    )


def _parts(profile: Profile) -> NDArray[np.int64]:
    """Return how many equal parts of the budget the voters of each row have, parts that are as large as can be."""
    if profile.endowments is None or not profile.ballots:
        return np.ones(profile.ballots, dtype=np.int64)
    return np.asarray(profile.endowments // np.gcd.reduce(profile.endowments), dtype=np.int64)


def _crowds(profile: Profile, support: Support) -> tuple[Crowd, ...]:
    order, spans = by_column(support.choices, profile.project_count)
    rows = np.repeat(np.arange(profile.ballots, dtype=np.intp), np.diff(support.starts))[order]
    values = support.values[order]
    is_one_each = profile.voters == profile.ballots
    crowds = []
    for span in spans:
        chosen, weights = rows[span], profile.weights[rows[span]]
        heads = None if is_one_each else weights.astype(np.float64)
        worth = values[span]
        crowds.append(Crowd(chosen, worth, worth.astype(np.float64), weights, heads, worth * weights))
    return tuple(crowds)
