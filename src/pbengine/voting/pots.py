"""What is seen to before any rule counts: each pot is an election of its own, and what lacks votes has no part.

A rule never meets a pot or a minimum of votes. It is given the projects, the money, the voters and the constraints of
one pot at a time, and what it returns is joined.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.constraints import Constraints
from pbengine.voting.instance import Instance, Standing
from pbengine.voting.lot import Lot, ballot_order
from pbengine.voting.outcome import Outcome, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from pbengine.voting.outcome import Step
    from pbengine.voting.profile import Profile

    Count = Callable[[Instance, Profile, Lot], Outcome]


@dataclass(frozen=True, slots=True)
class Part:
    """What a rule is given of an election to count one pot."""

    name: str
    instance: Instance
    profile: Profile
    lot: Lot


def count_by_pots(instance: Instance, profile: Profile, *, lot: Lot, count: Count) -> Outcome:
    """Count each pot by itself, without the projects that lack votes, and join the outcomes in the order of the pots.

    A pot's projects are funded from its money alone; what it leaves lapses. Its voters are those who name one of its
    projects, and their ballots are as if they had been asked for these projects only. A project below the minimum of
    votes is counted as if it had been withdrawn, and has the reason ``below-minimum``. Steps and reasons carry the
    pot's name in the figure ``pot``; places are places within the pot.

    Parameters
    ----------
    instance, profile, lot
        the whole election.
    count
        counts one pot; it meets neither pots nor a minimum of votes among the constraints.

    References
    ----------
    D. Peters, P. Skowron, https://equalshares.net, on city-wide and district elections held as one and apart.

    Examples
    --------
    Each district has 10, so that the tree is funded although the two benches have more votes.

    >>> from pbengine.voting.constraints import Pot
    >>> from pbengine.voting.instance import Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> from pbengine.voting.rules.greedy import greedy
    >>> pots = (Pot("north", ("bench", "seat"), 10), Pot("south", ("tree",), 10))
    >>> projects = (Project("bench", 9), Project("tree", 8), Project("seat", 9))
    >>> town = Instance(projects, budget=20, constraints=Constraints(pots=pots))
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 2], [0, 2], [1]])
    >>> outcome = count_by_pots(
    ...     town, ballots, lot=ballot_order(town), count=lambda part, voters, lot: greedy(part, voters, lot=lot)
    ... )
    >>> outcome.funded, outcome.reasons["seat"].figures["pot"], outcome.reasons["seat"].figures["left"]
    (('bench', 'tree'), 'north', 1)
    """
    if not (instance.constraints.pots or instance.constraints.minimum_votes):
        return count(instance, profile, lot)
    below = _below_minimum(instance, profile)
    admitted = _without(instance, below)
    if parts := list(_parts(admitted, profile, lot)):
        outcomes = [(part.name, count(part.instance, part.profile, part.lot)) for part in parts]
        return _with_reasons(_joined(admitted, outcomes), below)
    return _with_reasons(count(admitted, profile, lot), below)


def parts_of(instance: Instance, profile: Profile) -> tuple[Part, ...]:
    """Return the elections that are counted one by one: one a pot, or the whole where there are no pots.

    Projects below the minimum of votes are withdrawn in them; the lot is the order of the ballot.
    """
    lot = ballot_order(instance)
    admitted = _without(instance, _below_minimum(instance, profile))
    return tuple(_parts(admitted, profile, lot)) or (Part("", admitted, profile, lot),)


def _below_minimum(instance: Instance, profile: Profile) -> dict[str, Reason]:
    """Return the reason of each standing project that too few voters name."""
    minimum = instance.constraints.minimum_votes
    return {
        project.id: Reason("below-minimum", MappingProxyType({"votes": votes, "minimum": minimum}))
        for project, votes in zip(instance.projects, profile.votes().tolist(), strict=True)
        if project.standing is Standing.STANDING and votes < minimum
    }


def _without(instance: Instance, below: Collection[str]) -> Instance:
    """Return the election without a minimum of votes, in which what is below it cannot be carried out."""
    projects = tuple(
        replace(project, standing=Standing.WITHDRAWN) if project.id in below else project
        for project in instance.projects
    )
    return replace(instance, projects=projects, constraints=replace(instance.constraints, minimum_votes=0))


def _with_reasons(outcome: Outcome, below: Mapping[str, Reason]) -> Outcome:
    reasons = dict(outcome.reasons)
    for id_, reason in below.items():
        pot = {name: figure for name, figure in reasons[id_].figures.items() if name == "pot"}
        reasons[id_] = Reason(reason.code, MappingProxyType({**reason.figures, **pot}))
    return replace(outcome, reasons=MappingProxyType(reasons))


def _parts(instance: Instance, profile: Profile, lot: Lot) -> Iterator[Part]:
    """Yield each pot that has projects as an election of its own."""
    position = instance.position
    for pot in instance.constraints.pots:
        ids = frozenset(pot.projects)
        columns = [position[project.id] for project in instance.projects if project.id in ids]
        if columns:
            yield Part(
                pot.name,
                replace(
                    instance,
                    projects=tuple(instance.projects[column] for column in columns),
                    budget=pot.money,
                    constraints=constraints_within(instance.constraints, ids),
                ),
                ballots_on(profile, columns),
                Lot(tuple(id_ for id_ in lot.order if id_ in ids)),
            )


def constraints_within(constraints: Constraints, ids: frozenset[str]) -> Constraints:
    """Return what is asked of the projects of a pot; no constraint of an instance crosses its pots."""
    return Constraints(
        minimum_votes=constraints.minimum_votes,
        exclusions=tuple(group for group in constraints.exclusions if ids & set(group)),
        dependencies=tuple(pair for pair in constraints.dependencies if pair[0] in ids),
        bands=tuple(band for band in constraints.bands if ids & set(band.projects)),
        parts=tuple((id_, amounts) for id_, amounts in constraints.parts if id_ in ids),
    )


def ballots_on(profile: Profile, columns: Sequence[int]) -> Profile:
    """Return the ballots as if voters had been asked for these projects only; who names none of them is left out.

    Rankings close their gaps, and the base of positional points is no longer than the projects there are.

    Parameters
    ----------
    columns
        of the projects that stay, in their new order.

    Examples
    --------
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> ranked = Profile.from_ballots(BallotKind.ORDINAL, 3, [[2, 1, 0], [1], [0, 2]], ranks=3)
    >>> [(weight, ballot) for weight, ballot in ballots_on(ranked, [0, 2])], ballots_on(ranked, [0, 2]).ranks
    ([(1, (1, 0)), (1, (0, 1))], 2)
    """
    place = np.full(profile.project_count, -1, dtype=np.int32)
    place[columns] = np.arange(len(columns), dtype=np.int32)
    kept = np.flatnonzero(place[profile.choices] >= 0)
    lengths = np.bincount(profile.rows[kept], minlength=profile.ballots)
    rows = np.flatnonzero(lengths)
    return replace(
        profile,
        project_count=len(columns),
        starts=np.concatenate(([0], np.cumsum(lengths[rows]))).astype(np.int64),
        choices=place[profile.choices[kept]],
        weights=profile.weights[rows],
        points=None if profile.points is None else profile.points[kept],
        ranks=min(profile.ranks, len(columns)),
        tied=None if profile.tied is None else _tied_among(profile, kept),
        endowments=None if profile.endowments is None else profile.endowments[rows],
    )


def _tied_among(profile: Profile, kept: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of the entries that stay have the rank of the one that now stands before them."""
    tied = np.zeros(len(kept), dtype=np.bool_)
    rows, places = profile.rows[kept], profile.places[kept]
    tied[1:] = (rows[1:] == rows[:-1]) & (places[1:] == places[:-1])
    return tied


def _joined(instance: Instance, outcomes: Sequence[tuple[str, Outcome]]) -> Outcome:
    """Return the outcomes of the pots as one; every project has its reason, in ballot order."""
    reasons = {id_: _in_pot(reason, pot) for pot, outcome in outcomes for id_, reason in outcome.reasons.items()}
    amounts = {id_: amount for _, outcome in outcomes for id_, amount in outcome.amounts.items()}
    return replace(
        outcomes[0][1],
        funded=tuple(id_ for _, outcome in outcomes for id_ in outcome.funded),
        cost=sum(outcome.cost for _, outcome in outcomes),
        steps=tuple(_step_in_pot(step, pot) for pot, outcome in outcomes for step in outcome.steps),
        ties=tuple(tie for _, outcome in outcomes for tie in outcome.ties),
        reasons=MappingProxyType({project.id: reasons[project.id] for project in instance.projects}),
        amounts=MappingProxyType(amounts),
    )


def _in_pot(reason: Reason, pot: str) -> Reason:
    return Reason(reason.code, MappingProxyType({**reason.figures, "pot": pot}))


def _step_in_pot(step: Step, pot: str) -> Step:
    return replace(step, figures=MappingProxyType({**step.figures, "pot": pot}))
