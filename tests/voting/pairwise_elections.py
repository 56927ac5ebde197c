"""Elections by ranking, written as people write them, read from files of the vectors, and made by hypothesis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from pbengine.voting import Instance, Outcome, Profile, Project, Standing, find_rule
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind
from tests.oracles.pairwise import Ballot, Slow

if TYPE_CHECKING:
    from pathlib import Path

    from pbengine.voting.outcome import Figure
    from pbengine.voting.registry import OptionValue


@dataclass(frozen=True)
class Ranked:
    """Projects, and rankings of them with their weights; the order of the projects is also that of the lot."""

    projects: tuple[Project, ...]
    ballots: tuple[tuple[int, Ballot], ...]
    budget: int = 1

    @property
    def instance(self) -> Instance:
        return Instance(self.projects, self.budget)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(project.id for project in self.projects)

    @property
    def profile(self) -> Profile:
        column = {name: number for number, name in enumerate(self.names)}
        flat = [
            [(name, place > 0) for group in ballot for place, name in enumerate(group)] for _, ballot in self.ballots
        ]
        tied = [mark for ballot in flat for _, mark in ballot]
        return Profile(
            kind=BallotKind.ORDINAL,
            project_count=len(self.projects),
            starts=np.cumsum([0, *map(len, flat)], dtype=np.int64),
            choices=np.array([column[name] for ballot in flat for name, _ in ballot], dtype=np.int32),
            weights=np.array([weight for weight, _ in self.ballots], dtype=np.int64),
            tied=np.array(tied, dtype=bool) if any(tied) else None,
        )

    @property
    def slow(self) -> Slow:
        standing = tuple(project.id for project in self.instance.standing)
        return Slow(standing, self.ballots)

    def count(self, rule: str, **options: OptionValue) -> Outcome:
        return find_rule(rule).tally(self.instance, self.profile, lot=Lot(self.names), **options)

    def ranks(self, rule: str, **options: OptionValue) -> tuple[str, ...]:
        """Return the whole ranking of a rule."""
        ranking = told(self.count(rule, **options), "ranking")
        return tuple(map(str, ranking))


def told(outcome: Outcome, name: str) -> tuple[Figure, ...]:
    """Return a figure of the step that ranks."""
    figure = outcome.steps[0].figures[name]
    assert isinstance(figure, tuple)
    return figure


def candidates(names: str) -> tuple[Project, ...]:
    return tuple(Project(name, 1) for name in names.split())


def election(names: str, text: str, *, budget: int = 1) -> Ranked:
    """Read lines such as ``42 M>N=C>K``."""
    lines = [line.split(maxsplit=1) for line in text.strip().splitlines()]
    return Ranked(candidates(names), tuple((int(weight), groups(ranking)) for weight, ranking in lines), budget)


def groups(ranking: str) -> Ballot:
    return tuple(tuple(part.strip() for part in group.split("=")) for group in ranking.split(">") if group.strip())


def read_abif(path: Path) -> Ranked:
    """Read what Burlington's file has of the format: candidates, and ballots with ``>`` and ``=``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    names = [found[1] for line in lines if (found := re.match(r"=([^:]+):\[", line))]
    ballots = [(int(found[1]), groups(found[2])) for line in lines if (found := re.match(r"(\d+):(.*)", line))]
    return Ranked(candidates(" ".join(names)), tuple(ballots))


def read_alaska(path: Path) -> Ranked:
    """Read ``(Begich_ Nick,Palin_ Sarah) : 27070`` below three lines of head; a candidate is known by surname."""
    head, _, _, *lines = path.read_text(encoding="utf-8").splitlines()
    names = [name.split("_")[0] for name in head.split(",")]
    found = [re.fullmatch(r"\((.*)\) : (\d+)", line) for line in lines if line.strip()]
    ballots = [
        (int(entry[2]), tuple((name.split("_")[0],) for name in entry[1].split(",") if name))
        for entry in found
        if entry is not None
    ]
    assert len(ballots) == len(found)
    return Ranked(candidates(" ".join(names)), tuple(ballots))


@st.composite
def ranked_elections(draw: st.DrawFn, *, seats: bool = False, most: int = 5) -> Ranked:
    """Draw rankings with equal ranks, short ones, empty ones; few ballots of small weights, so that ties are common."""
    names = [f"p{number}" for number in range(draw(st.integers(1, most)))]
    costs = st.just(1) if seats else st.integers(1, 6)
    standings = st.sampled_from([Standing.STANDING] * 7 + [Standing.WITHDRAWN])
    projects = tuple(Project(name, draw(costs), draw(standings)) for name in names)
    ballots = tuple((draw(st.integers(1, 3)), draw(_rankings(names))) for _ in range(draw(st.integers(0, 6))))
    return Ranked(projects, ballots, draw(st.integers(0, 3 if seats else 12)))


@st.composite
def _rankings(draw: st.DrawFn, names: list[str]) -> Ballot:
    named = draw(st.permutations(names))[: draw(st.integers(0, len(names)))]
    ranking: list[tuple[str, ...]] = []
    for name in named:
        if ranking and draw(st.integers(0, 3)) == 0:
            ranking[-1] = (*ranking[-1], name)
        else:
            ranking.append((name,))
    return tuple(ranking)
