"""Made elections with points: drawn from a seed, with ties, near ties, large sums, weights and unequal endowments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.rules.graded.gradings import Gradings, gradings_of
from tests.oracles.graded_shares import Graded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pbengine.voting import Outcome
    from pbengine.voting.registry import OptionValue, Rule


@dataclass(frozen=True)
class Made:
    """An election for the rules, with the same for the oracle."""

    instance: Instance
    profile: Profile
    lot: Lot
    graded: Graded

    @property
    def people(self) -> Gradings:
        return gradings_of(self.instance, self.profile, lot=self.lot, utility="points")

    def ids(self, columns: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.instance.projects[column].id for column in columns)

    def count(self, rule: Rule, **options: OptionValue) -> Outcome:
        named: dict[str, OptionValue] = {"utility": "points"}
        named |= {name.replace("_", "-"): value for name, value in options.items()}
        return rule.tally(self.instance, self.profile, lot=self.lot, **named)


def made(
    costs: Sequence[int],
    values: NDArray[np.int64],
    budget: int,
    *,
    weights: Sequence[int] | None = None,
    parts: Sequence[int] | None = None,
    withdrawn: Sequence[int] = (),
) -> Made:
    """Make an election of cumulative ballots, one a row of values; the lot is the order of the ballot turned round."""
    projects = tuple(
        Project(f"p{column}", cost, Standing.WITHDRAWN if column in withdrawn else Standing.STANDING)
        for column, cost in enumerate(costs)
    )
    rows, columns = np.nonzero(values)
    counted = np.array([1] * len(values) if weights is None else weights, dtype=np.int64)
    profile = Profile(
        kind=BallotKind.CUMULATIVE,
        project_count=len(costs),
        starts=np.concatenate(([0], np.cumsum((values > 0).sum(axis=1)))).astype(np.int64),
        choices=columns.astype(np.int32),
        weights=counted,
        points=values[rows, columns].astype(np.int64),
        endowments=None if parts is None else np.array(parts, dtype=np.int64),
    )
    order = tuple(reversed(range(len(costs))))
    graded = Graded(
        costs=tuple(costs),
        values=tuple(
            tuple(row) for row, weight in zip(values.tolist(), counted.tolist(), strict=True) for _ in range(weight)
        ),
        budget=budget,
        order=order,
        standing=frozenset(range(len(costs))) - frozenset(withdrawn),
        parts=() if parts is None else tuple(np.repeat(np.array(parts), counted).tolist()),
    )
    lot = Lot(tuple(projects[column].id for column in order))
    return Made(Instance(projects, budget), profile, lot, graded)


def ordinary(rng: np.random.Generator) -> Made:
    """Anything small: free, unwanted and withdrawn projects, empty ballots, weights, parts, values of any size."""
    projects, voters = int(rng.integers(1, 8)), int(rng.integers(1, 12))
    costs = rng.integers(0, 40, projects).tolist()
    top = int(rng.choice([2, 4, 20, 1000, 10**7]))
    values = np.where(rng.random((voters, projects)) < rng.random(), rng.integers(1, top, (voters, projects)), 0)
    weights = rng.integers(1, 4, voters).tolist() if rng.random() < 0.5 else None
    parts = rng.integers(1, 4, voters).tolist() if rng.random() < 0.3 else None
    withdrawn = np.flatnonzero(rng.random(projects) < 0.1).tolist()
    budget = int(rng.integers(1, sum(costs) + 2))
    return made(costs, values, budget, weights=weights, parts=parts, withdrawn=withdrawn)


def tied(rng: np.random.Generator) -> Made:
    """Few different costs and ballots, twin projects: equal values in every round."""
    projects, voters = int(rng.integers(3, 8)), int(rng.integers(2, 9))
    costs = (rng.integers(1, 4, projects) * 12).tolist()
    costs[1] = costs[0]
    kinds = np.where(rng.random((3, projects)) < 0.6, rng.integers(1, 4, (3, projects)), 0)
    kinds[:, 1] = kinds[:, 0]
    return made(costs, kinds[rng.integers(0, 3, voters)], int(rng.integers(2, 8)) * 12)


def nearly_tied(rng: np.random.Generator) -> Made:
    """Costs one minor unit apart, of a size that leaves the whole numbers little room."""
    projects, voters = int(rng.integers(3, 8)), int(rng.integers(4, 12))
    size = 10 ** int(rng.integers(3, 16))
    costs = (size + rng.integers(-1, 2, projects)).tolist()
    values = np.where(rng.random((voters, projects)) < 0.5, rng.integers(1, 3, (voters, projects)), 0)
    return made(costs, values, size * int(rng.integers(1, projects + 1)) + int(rng.integers(-1, 2)))


def constrained(rng: np.random.Generator) -> Made:
    """An ordinary one in which some projects exclude each other, some need another, and some share a cap."""
    plain = ordinary(rng)
    columns = range(len(plain.instance.projects))
    pairs = [(one, other) for one in columns for other in columns if one < other]
    chosen = [pairs[place] for place in rng.permutation(len(pairs))[:3]] if pairs else []
    asked = [(pair, str(rng.choice(["exclusion", "need", "turned need", "cap"]))) for pair in chosen]
    exclusions = tuple(pair for pair, what in asked if what == "exclusion")
    needs = tuple(pair if what == "need" else pair[::-1] for pair, what in asked if "need" in what)
    most = max(plain.graded.costs)
    caps = tuple((pair, int(rng.integers(0, 2 * most + 1))) for pair, what in asked if what == "cap")
    constraints = Constraints(
        exclusions=tuple(plain.ids(pair) for pair in exclusions),
        dependencies=tuple((plain.ids(pair)[0], plain.ids(pair)[1]) for pair in needs),
        bands=tuple(Band(f"band {place}", plain.ids(pair), cap=cap) for place, (pair, cap) in enumerate(caps)),
    )
    return replace(
        plain,
        instance=replace(plain.instance, constraints=constraints),
        graded=replace(plain.graded, exclusions=exclusions, needs=needs, caps=caps),
    )


KINDS: dict[str, Callable[[np.random.Generator], Made]] = {
    "ordinary": ordinary,
    "tied": tied,
    "nearly tied": nearly_tied,
    "constrained": constrained,
}


def several(kind: str, number: int, seed: int) -> list[Made]:
    """Return some elections of a kind."""
    rng = np.random.default_rng(seed)
    return [KINDS[kind](rng) for _ in range(number)]
