"""Made elections for equal shares: drawn from a seed, with planted ties, near ties and chains of the poor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind, Profile
from tests.oracles.equal_shares import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Made:
    """An election for the rule, which can be put to the oracle as a question."""

    instance: Instance
    profile: Profile
    lot: Lot

    def question(self, utility: str) -> Question:
        position, constraints = self.instance.position, self.instance.constraints
        ballots = tuple(frozenset(columns) for weight, columns in self.profile for _ in range(weight))
        return Question(
            costs=tuple(project.cost for project in self.instance.projects),
            ballots=ballots,
            budget=self.instance.budget,
            order=tuple(position[id_] for id_ in self.lot.order),
            standing=frozenset(
                column for column, project in enumerate(self.instance.projects) if project.standing is Standing.STANDING
            ),
            utility=utility,
            exclusions=tuple(frozenset(position[id_] for id_ in group) for group in constraints.exclusions),
            needs=tuple((position[one], position[needed]) for one, needed in constraints.dependencies),
            caps=tuple(
                (frozenset(position[id_] for id_ in band.projects), band.cap)
                for band in constraints.bands
                if band.cap is not None
            ),
            parts=self.parts,
        )

    @property
    def parts(self) -> tuple[int, ...]:
        """How many equal parts each voter starts with, in lowest terms."""
        given = [1] * self.profile.ballots if self.profile.endowments is None else self.profile.endowments.tolist()
        size = gcd(*given) or 1
        return tuple(
            own // size for own, weight in zip(given, self.profile.weights.tolist(), strict=True) for _ in range(weight)
        )

    @property
    def equal_share(self) -> Fraction:
        return Fraction(self.instance.budget, max(1, sum(self.parts)))


def made(
    costs: Sequence[int],
    ballots: Sequence[Sequence[int]],
    budget: int,
    *,
    weights: Sequence[int] | None = None,
    withdrawn: Sequence[int] = (),
) -> Made:
    """Make an election; the lot is the order of the ballot turned round."""
    projects = tuple(
        Project(f"p{column}", cost, Standing.WITHDRAWN if column in withdrawn else Standing.STANDING)
        for column, cost in enumerate(costs)
    )
    plain = Profile.from_ballots(BallotKind.APPROVAL, len(costs), ballots)
    counted = np.array([1] * len(ballots) if weights is None else weights, dtype=np.int64)
    profile = Profile(BallotKind.APPROVAL, len(costs), plain.starts, plain.choices, counted)
    lot = Lot(tuple(project.id for project in reversed(projects)))
    return Made(Instance(projects, budget), profile, lot)


def bound(costs: Sequence[int], rng: np.random.Generator) -> Constraints:
    """Draw exclusions, dependencies (chains and circles among them) and caps for projects of these costs."""

    def some(least: int) -> list[str]:
        size = int(rng.integers(least, least + 3))
        return [f"p{column}" for column in rng.permutation(len(costs))[:size].tolist()]

    few = len(costs) < 3
    exclusions = [] if few else [tuple(some(2)[:3]) for _ in range(int(rng.integers(0, 3)))]
    pairs = [] if few else [some(2) for _ in range(int(rng.integers(0, 4)))]
    bands = [
        Band(f"band {number}", tuple(some(1)), cap=int(rng.integers(0, sum(costs) + 1)))
        for number in range(int(rng.integers(0, 3)))
    ]
    return Constraints(
        exclusions=tuple(exclusions), dependencies=tuple((pair[0], pair[1]) for pair in pairs), bands=tuple(bands)
    )


def ordinary(rng: np.random.Generator) -> Made:
    """Anything small: free projects, unwanted ones, too dear ones, withdrawn ones, empty ballots, weights."""
    projects, voters = int(rng.integers(1, 8)), int(rng.integers(1, 12))
    costs = rng.integers(0, 40, projects).tolist()
    ballots = [np.flatnonzero(rng.random(projects) < rng.random()).tolist() for _ in range(voters)]
    weights = rng.integers(1, 4, voters).tolist() if rng.random() < 0.5 else None
    withdrawn = np.flatnonzero(rng.random(projects) < 0.1).tolist()
    return made(costs, ballots, int(rng.integers(1, 80)), weights=weights, withdrawn=withdrawn)


def tied(rng: np.random.Generator) -> Made:
    """Few different costs, few different ballots, twin projects: equal values in every round."""
    projects, voters = int(rng.integers(3, 9)), int(rng.integers(2, 9))
    costs = (rng.integers(1, 4, projects) * 12).tolist()
    kinds = [np.flatnonzero(rng.random(projects) < 0.5).tolist() for _ in range(3)]
    twin = {0: 1, 1: 0}
    kinds = [sorted({*kind, *(twin[c] for c in kind if c in twin)}) for kind in kinds]
    costs[1] = costs[0]
    ballots = [kinds[int(rng.integers(0, 3))] for _ in range(voters)]
    return made(costs, ballots, int(rng.integers(2, 9)) * 12)


def nearly_tied(rng: np.random.Generator) -> Made:
    """Costs one minor unit apart, of a size that leaves the integers little room."""
    projects, voters = int(rng.integers(3, 9)), int(rng.integers(4, 14))
    size = 10 ** int(rng.integers(3, 16))
    costs = (size + rng.integers(-1, 2, projects)).tolist()
    ballots = [np.flatnonzero(rng.random(projects) < 0.5).tolist() for _ in range(voters)]
    return made(costs, ballots, size * int(rng.integers(1, projects + 1)) + int(rng.integers(-1, 2)))


def chained(rng: np.random.Generator) -> Made:
    """Each project is paid by many who have little left and a few who are rich, so that errors multiply."""
    links, crowd = int(rng.integers(4, 9)), int(rng.integers(6, 16))
    ballots: list[list[int]] = []
    for link in range(links):
        ballots += [[c for c in range(link, min(link + 3, links)) if rng.random() < 0.9] for _ in range(crowd)]
        ballots.append([link])
    costs = rng.integers(crowd, 3 * crowd, links) * 7 + rng.integers(0, 3, links)
    return made(costs.tolist(), ballots, int(costs.sum() * rng.uniform(0.4, 0.9)))


def constrained(rng: np.random.Generator) -> Made:
    """Any of the others with exclusions, dependencies and caps."""
    election = list(KINDS.values())[int(rng.integers(0, 4))](rng)
    costs = [project.cost for project in election.instance.projects]
    return replace(election, instance=replace(election.instance, constraints=bound(costs, rng)))


def endowed(rng: np.random.Generator) -> Made:
    """Any of the others with voters who start with more than others, now and then with constraints as well."""
    election = list(KINDS.values())[int(rng.integers(0, 5))](rng)
    parts = rng.integers(1, 5, election.profile.ballots) * int(rng.integers(1, 3))
    return replace(election, profile=replace(election.profile, endowments=parts))


KINDS: dict[str, Callable[[np.random.Generator], Made]] = {
    "ordinary": ordinary,
    "tied": tied,
    "nearly tied": nearly_tied,
    "chained": chained,
    "constrained": constrained,
    "endowed": endowed,
}
