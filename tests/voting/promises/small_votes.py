"""Small votes on which a promise is tried: drawn by hypothesis, changed a little, and counted again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from pbengine.voting import Instance, Profile, Project, find_rule
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pbengine.voting import Outcome
    from pbengine.voting.registry import OptionValue

LETTERS = "abcdef"
NO_OPTIONS: Mapping[str, OptionValue] = MappingProxyType({})


@dataclass(frozen=True)
class Vote:
    """Projects ``a``, ``b``, ... by their costs, one ballot a voter, and the order of the lot.

    A ballot is columns, best first where they are ranked; with points it has one number for each project instead.
    """

    kind: BallotKind
    costs: tuple[int, ...]
    budget: int
    ballots: tuple[tuple[int, ...], ...]
    lot: str
    options: Mapping[str, OptionValue] = field(default_factory=lambda: NO_OPTIONS)

    @property
    def ids(self) -> str:
        return LETTERS[: len(self.costs)]

    @property
    def instance(self) -> Instance:
        projects = tuple(Project(id_, cost) for id_, cost in zip(self.ids, self.costs, strict=True))
        return Instance(projects, self.budget)

    @property
    def has_points(self) -> bool:
        return self.kind in (BallotKind.CUMULATIVE, BallotKind.SCORING)

    @property
    def profile(self) -> Profile:
        width = len(self.costs)
        ranks = width if self.kind is BallotKind.ORDINAL else 0
        if not self.has_points:
            return Profile.from_ballots(self.kind, width, self.ballots, ranks=ranks)
        return Profile(
            kind=self.kind,
            project_count=width,
            starts=np.arange(0, width * len(self.ballots) + 1, width, dtype=np.int64),
            choices=np.array([*range(width)] * len(self.ballots), dtype=np.int32),
            weights=np.ones(len(self.ballots), dtype=np.int64),
            points=np.array([number for ballot in self.ballots for number in ballot], dtype=np.int64),
        )

    def count(self, rule: str) -> Outcome:
        return find_rule(rule).tally(self.instance, self.profile, lot=Lot(tuple(self.lot)), **self.options)

    def funded(self, rule: str) -> frozenset[str]:
        return frozenset(self.count(rule).funded)

    def cost_of(self, funded: Iterable[str]) -> int:
        return sum(self.costs[self.ids.index(id_)] for id_ in funded)

    def with_cost(self, column: int, cost: int) -> Vote:
        """Return the vote with another cost of one project."""
        return replace(self, costs=(*self.costs[:column], cost, *self.costs[column + 1 :]))

    def with_ballot(self, voter: int, ballot: tuple[int, ...]) -> Vote:
        """Return the vote with another ballot of one voter."""
        return replace(self, ballots=(*self.ballots[:voter], ballot, *self.ballots[voter + 1 :]))


def written(kind: BallotKind, costs: str, budget: int, ballots: str) -> Vote:
    """Return a vote written by hand: ``"3 2 2"`` for the costs, ``"4 ab, 1 c"`` for ballots with their numbers.

    A letter is a point where ballots have points; the lot is the alphabet.

    Examples
    --------
    >>> written(BallotKind.APPROVAL, "3 2", 4, "2 ab, 1 b").ballots
    ((0, 1), (0, 1), (1,))
    >>> written(BallotKind.CUMULATIVE, "3 2", 4, "1 ab, 1 bb").ballots
    ((1, 1), (0, 2))
    """
    paid = tuple(map(int, costs.split()))
    words = [entry.split() for entry in ballots.split(",")]
    cast = [word for many, word in words for _ in range(int(many))]
    if kind in (BallotKind.CUMULATIVE, BallotKind.SCORING):
        columns = [tuple(word.count(letter) for letter in LETTERS[: len(paid)]) for word in cast]
    else:
        columns = [tuple(map(LETTERS.index, word)) for word in cast]
    return Vote(kind, paid, budget, tuple(columns), LETTERS[: len(paid)])


@st.composite
def towns(draw: st.DrawFn, kind: BallotKind, options: Mapping[str, OptionValue] = NO_OPTIONS) -> Vote:
    """Draw a vote on projects of different costs."""
    count = draw(st.integers(2, 5))
    sizes = st.lists(st.integers(1, 6), min_size=count, max_size=count)
    ballot = st.lists(st.integers(-2 if kind is BallotKind.SCORING else 0, 4), min_size=count, max_size=count)
    cast = ballot.map(tuple) if kind in (BallotKind.CUMULATIVE, BallotKind.SCORING) else _listed(count)
    ballots = draw(st.lists(st.tuples(cast, st.integers(1, 2)), min_size=1, max_size=5))
    return Vote(
        kind,
        tuple(draw(sizes)),
        draw(st.integers(1, 12)),
        tuple(one for one, many in ballots for _ in range(many)),
        "".join(draw(st.permutations(LETTERS[:count]))),
        options,
    )


@st.composite
def wards(draw: st.DrawFn, kind: BallotKind, *, seats: int = 1, complete: bool = False) -> Vote:
    """Draw rankings of candidates for one seat, or for up to some."""
    count = draw(st.integers(2, 4))
    cast = st.permutations(range(count)).map(tuple) if complete else _listed(count)
    ballots = draw(st.lists(st.tuples(cast, st.integers(1, 4)), min_size=1, max_size=5))
    return Vote(
        kind,
        (1,) * count,
        draw(st.integers(1, seats)),
        tuple(one for one, many in ballots for _ in range(many)),
        "".join(draw(st.permutations(LETTERS[:count]))),
    )


SIMPLEX = [parts for parts in product(range(5), repeat=3) if sum(parts) == 4]


@st.composite
def divisions(draw: st.DrawFn, kind: BallotKind) -> Vote:
    """Draw wishes for the division of 4 units among three purposes."""
    ballots = draw(st.lists(st.sampled_from(SIMPLEX), min_size=1, max_size=5))
    return Vote(kind, (4, 4, 4), 4, tuple(ballots), "".join(draw(st.permutations(LETTERS[:3]))))


def _listed(count: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Draw some columns in some order."""
    columns = st.permutations(range(count))
    return st.tuples(columns, st.integers(0, count)).map(lambda drawn: tuple(drawn[0][: drawn[1]]))
