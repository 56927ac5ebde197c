"""Made elections for the rules that share loads: small, with ties, weights, endowments and constraints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pabutools import election as peer
from pabutools.tiebreaking import TieBreakingRule

from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind, Profile

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Made:
    """An election, and what every count of it needs."""

    instance: Instance
    profile: Profile
    lot: Lot

    @property
    def costs(self) -> tuple[int, ...]:
        return tuple(project.cost for project in self.instance.projects)

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(self.instance.position[id_] for id_ in self.lot.order)

    @property
    def standing(self) -> frozenset[int]:
        return frozenset(c for c, p in enumerate(self.instance.projects) if p.standing is Standing.STANDING)

    @property
    def voters(self) -> list[frozenset[int]]:
        return [frozenset(columns) for weight, columns in self.profile for _ in range(weight)]

    @property
    def speeds(self) -> list[int]:
        parts = self.profile.endowments
        rows = np.ones(self.profile.ballots, dtype=np.int64) if parts is None else parts
        return [int(part) for part in np.repeat(rows, self.profile.weights)]


def made(rng: np.random.Generator, *, endowed: bool = False, free: bool = True) -> Made:
    """Draw an election: coarse costs, so that levels are often equal."""
    projects, rows = int(rng.integers(1, 8)), int(rng.integers(1, 10))
    unit = int(rng.choice([1, 1, 6]))
    costs = (rng.integers(0 if free else 1, 9, projects) * unit).tolist()
    ballots = [np.flatnonzero(rng.random(projects) < rng.random()).tolist() for _ in range(rows)]
    plain = Profile.from_ballots(BallotKind.APPROVAL, projects, ballots)
    weights = rng.integers(1, 4, rows) if rng.random() < 0.5 else np.ones(rows)
    parts = rng.integers(1, 4, rows).astype(np.int64) if endowed else None
    profile = Profile(
        BallotKind.APPROVAL, projects, plain.starts, plain.choices, weights.astype(np.int64), endowments=parts
    )
    listed = tuple(
        Project(f"p{c}", cost, Standing.WITHDRAWN if rng.random() < 0.07 else Standing.STANDING)
        for c, cost in enumerate(costs)
    )
    lot = Lot(tuple(f"p{c}" for c in rng.permutation(projects)))
    return Made(Instance(listed, budget=int(rng.integers(1, 30)) * unit), profile, lot)


def elections(number: int, seed: int, *, endowed: bool = False, free: bool = True) -> Iterator[Made]:
    rng = np.random.default_rng(seed)
    return (made(rng, endowed=endowed, free=free) for _ in range(number))


class Theirs:
    """An election as pabutools holds it, without withdrawn projects and without projects that nobody named."""

    def __init__(self, election: Made) -> None:
        named = {column for ballot in election.voters for column in ballot} & election.standing
        self.projects = {
            column: peer.Project(project.id, cost=project.cost)
            for column, project in enumerate(election.instance.projects)
            if column in named
        }
        self.instance = peer.Instance(self.projects.values(), budget_limit=election.instance.budget)
        self.profile = peer.ApprovalProfile(
            [peer.ApprovalBallot(self.projects[c] for c in sorted(b) if c in named) for b in election.voters],
            instance=self.instance,
        )
        places = {id_: place for place, id_ in enumerate(election.lot.order)}
        self.ties = TieBreakingRule(lambda _instance, _profile, project: places[project.name])
