"""Who backs what: the ballots as sets of offers, equal ones together, and how many funded projects each voter has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.errors import EffortError
from pbengine.voting.optimum.asked import Asked
from pbengine.voting.optimum.program import Program, whole
from pbengine.voting.optimum.search import MOST_NODES, Search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.optimum.offers import Offer
    from pbengine.voting.optimum.search import Worth
    from pbengine.voting.profile import Profile

MOST_ROWS = 12_000
MOST_ENTRIES = 150_000
"""Elections whose program has more rows or entries than this are refused before the search."""
WORK = 10**11
"""Rows times entries times nodes after which a search is given up: one to three minutes."""


@dataclass(frozen=True, eq=False)
class Backing:
    """An instance with its ballots as sets.

    Parameters
    ----------
    instance, listed
        what is asked, and the offers: one a project, in the order of the lot.
    sets, weights
        each set of columns that voters name, rising, and how many voters name just these.
    """

    instance: Instance
    listed: Sequence[Offer]
    sets: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]

    @classmethod
    def of(cls, instance: Instance, profile: Profile, listed: Sequence[Offer]) -> Backing:
        """Return the ballots as sets of those offers that they name, with points above 0 where there are points."""
        column_of = {offer.project: column for column, offer in enumerate(listed)}
        columns = np.array([column_of.get(project.id, -1) for project in instance.projects], dtype=np.int64)
        named = columns[profile.choices] if len(columns) else np.zeros(0, dtype=np.int64)
        wanted = (named >= 0) & (np.ones(len(named), dtype=bool) if profile.points is None else profile.points > 0)
        weights: Counter[tuple[int, ...]] = Counter()
        for row, weight in enumerate(profile.weights.tolist()):
            entries = slice(profile.starts[row], profile.starts[row + 1])
            weights[tuple(sorted(named[entries][wanted[entries]].tolist()))] += weight
        sets = tuple(sorted(weights))
        return cls(instance, listed, sets, tuple(weights[set_] for set_ in sets))

    @cached_property
    def asked(self) -> Asked:
        """What is asked of a set of offers."""
        return Asked(self.instance, self.listed)

    @cached_property
    def voters(self) -> int:
        """Number of voters, those who name nothing included."""
        return sum(self.weights)

    @cached_property
    def _weights(self) -> NDArray[np.int64]:
        return np.array(self.weights, dtype=np.int64)

    @cached_property
    def _names(self) -> NDArray[np.int64]:
        """Shape ``(sets, offers)``: 1 where a set has the offer."""
        names = np.zeros((len(self.sets), len(self.listed)), dtype=np.int64)
        for row, set_ in enumerate(self.sets):
            names[row, list(set_)] = 1
        return names

    def counts(self, chosen: Sequence[int]) -> dict[int, int]:
        """Return how many voters have how many of the chosen offers; lowest first."""
        had = self._names[:, list(chosen)].sum(axis=1)
        return {level: int(self._weights[had == level].sum()) for level in np.unique(had).tolist()}

    def worths(self, chosen: Sequence[int]) -> dict[int, int]:
        """Return for how many voters the chosen offers that they name cost how much together; lowest first.

        What costs nothing is worth 1, as under equal shares: whoever has it has something.
        """
        amounts: Counter[int] = Counter()
        having = set(chosen)
        for set_, weight in zip(self.sets, self.weights, strict=True):
            amounts[sum(self.listed[column].amount or 1 for column in set_ if column in having)] += weight
        return dict(sorted(amounts.items()))

    def with_at_least(self, chosen: Sequence[int], level: int) -> int:
        """Return how many voters have at least ``level`` of the chosen offers."""
        return int(self._weights[self._names[:, list(chosen)].sum(axis=1) >= level].sum())

    def search(self, gains: Sequence[int], worth: Worth, *, costs: int = 0, reached: Sequence[int] = ()) -> Search:
        """Return the search for the set that gives the voters the most.

        Parameters
        ----------
        gains
            what a voter's first, second, ... funded project adds; further ones add nothing.
        worth
            the exact value of a set, at most what the program gives it.
        costs
            what each minor unit spent takes off.
        reached
            how many voters must have at least one, two, ... funded projects.

        Raises
        ------
        EffortError
            if the program has more than :data:`MOST_ROWS` rows or :data:`MOST_ENTRIES` entries.
        """
        depth, offers = max(len(gains), len(reached)), len(self.listed)
        objective = [-costs * offer.amount for offer in self.listed]
        rows: list[Mapping[int, int]] = [terms for terms, _ in self.asked.rows]
        limits = [limit for _, limit in self.asked.rows]
        levels: list[dict[int, int]] = [{} for _ in range(depth)]
        for set_, weight in zip(self.sets, self.weights, strict=True):
            columns = range(len(objective), len(objective) + min(depth, len(set_)))
            objective += [weight * (gains[level] if level < len(gains) else 0) for level in range(len(columns))]
            if columns:
                rows.append({**dict.fromkeys(set_, -1), **dict.fromkeys(columns, 1)})
                limits.append(0)
            for level, column in enumerate(columns):
                levels[level][column] = -weight
                if level and reached:
                    rows.append({column: 1, column - 1: -1})
                    limits.append(0)
        rows += [terms for terms, _ in zip(levels, reached, strict=False)]
        limits += [-voters for voters in reached]
        entries = sum(map(len, rows))
        for size, most in ((len(rows), MOST_ROWS), (entries, MOST_ENTRIES)):
            if size > most:
                raise EffortError(f"the ballots differ in too many ways, {size:,}", most)
        nodes = min(MOST_NODES, max(40, WORK // max(1, len(rows) * entries)))
        program = Program(offers, (1,) * (len(objective) - offers), tuple(rows), tuple(limits))
        return Search(program, whole(objective), worth, most_nodes=nodes)
