"""Made-up residents and how they vote: each lives somewhere, cares for something, and chooses accordingly.

Everything comes from the town's seed, so that every demonstration shows the same people and the same ballots.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.cli.demo.town import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.cli.demo.town import Idea, PlannedRound, Town

INTERESTS = 2
NEAR, SHARED = 0.34, 0.10
"""How much likelier a choice becomes where the project is near, and for each interest it speaks to."""
SPREAD = 0.08


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident of the made-up town."""

    name: str
    email: str
    neighbourhood: str
    interests: frozenset[str]


def residents_of(town: Town) -> tuple[Resident, ...]:
    """Return the residents, without those who have a ready-made sign-in.

    Examples
    --------
    >>> from pbengine.cli.demo.town import read_town
    >>> people = residents_of(read_town())
    >>> people == residents_of(read_town()), len({person.email for person in people}) == len(people)
    (True, True)
    """
    chance = random.Random(f"{town.seed}/residents")  # noqa: S311 - the same people each time, nothing secret
    names = [f"{first} {last}" for first in town.first_names for last in town.last_names]
    places, shares = list(town.neighbourhoods), list(town.neighbourhoods.values())
    return tuple(
        Resident(
            name=name,
            email=f"{name.lower().replace(' ', '.')}@larkmouth.example",
            neighbourhood=chance.choices(places, shares)[0],
            interests=frozenset(chance.sample(town.themes, INTERESTS)),
        )
        for name in chance.sample(names, town.residents)
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """A resident comes to vote: who (place in the list), when (as a part of the time so far), and what is chosen."""

    resident: int
    moment: float
    choices: tuple[int, ...]


def visits_of(town: Town, planned: PlannedRound, residents: Sequence[Resident], ideas: Sequence[Idea]) -> list[Visit]:
    """Return who votes on these ideas, in order of time; choices are places in ``ideas``."""
    chance = random.Random(f"{town.seed}/{planned.slug}")  # noqa: S311 - the same ballots each time, nothing secret
    visits = []
    for place, resident in enumerate(residents):
        if chance.random() < planned.turnout:
            choices = _choices(resident, ideas, planned.max_choices, chance)
            visits.append(Visit(place, chance.random(), choices))
    return sorted(visits, key=lambda visit: (visit.moment, visit.resident))


def _choices(resident: Resident, ideas: Sequence[Idea], most: int, chance: random.Random) -> tuple[int, ...]:
    """Return what a resident chooses: what is liked more than a throw of the dice, at most so many, at least one."""
    liking = [_liking(resident, idea) + chance.gauss(0, SPREAD) for idea in ideas]
    liked = [place for place, liked in enumerate(liking) if liked > chance.random()]
    best_first = sorted(liked or [liking.index(max(liking))], key=lambda place: -liking[place])
    return tuple(sorted(best_first[:most]))


def _liking(resident: Resident, idea: Idea) -> float:
    near = NEAR if idea.near == resident.neighbourhood else 0.0
    elsewhere = 0.0 if idea.near in {EVERYWHERE, resident.neighbourhood} else 0.12
    return idea.appeal + near + SHARED * len(idea.themes & resident.interests) - elsewhere
