"""Greedy where some projects exclude each other."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.errors import OptionsError
from pbengine.voting.outcome import Action, Reason
from pbengine.voting.registry import Groups, Source, rule
from pbengine.voting.rules.walk import (
    SCORED_BALLOTS,
    Candidate,
    Refusal,
    affordable,
    outcome_of,
    ranking,
    walk,
    withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


def rivals_of(groups: str, instance: Instance) -> Mapping[str, tuple[str, ...]]:
    """Return the projects that each project excludes.

    Raises
    ------
    OptionsError
        if a group names a project that is not on the ballot.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> town = Instance((Project("a", 1), Project("b", 1), Project("c", 1)), budget=1)
    >>> rivals_of("a+b,b+c", town)
    {'a': ('b',), 'b': ('a', 'c'), 'c': ('b',)}
    """
    known = instance.position
    listed = [group.split("+") for group in groups.split(",") if group]
    strangers = sorted({id_ for group in listed for id_ in group if id_ not in known})
    if strangers:
        faults = tuple(f"groups name project {id_!r}, which is not on the ballot" for id_ in strangers)
        raise OptionsError("greedy-exclusive", faults)
    rivals: dict[str, tuple[str, ...]] = {}
    for group in listed:
        for id_ in group:
            rivals[id_] = rivals.get(id_, ()) + tuple(rival for rival in group if rival != id_)
    return rivals


@rule(
    id="greedy-exclusive",
    name="Greedy with exclusions",
    summary="As greedy, but at most one project of each group of projects that exclude each other is funded.",
    ballots=SCORED_BALLOTS,
    options=(Groups("groups", "the projects that exclude each other"),),
    source=Source("Pabulib, .pb File Format", "META, rule greedy-exclusive", "https://pabulib.org/format"),
)
def greedy_exclusive(instance: Instance, profile: Profile, *, lot: Lot, groups: str = "") -> Outcome:
    """Fund the projects by score, skipping what costs more than is left and what a funded project excludes.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; scores are :meth:`~pbengine.voting.profile.Profile.scores`.
    lot
        settles equal scores.
    groups
        groups of ids such as ``7+12,3+4+5``: of each group at most one project is funded.

    Raises
    ------
    OptionsError
        if a group names a project that is not on the ballot.

    References
    ----------
    Pabulib, *.pb File Format*, META field ``rule``, value ``greedy-exclusive``, https://pabulib.org/format.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 50), Project("lake", 40), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 2]])
    >>> outcome = greedy_exclusive(town, ballots, lot=ballot_order(town), groups="park+lake")
    >>> outcome.funded, outcome.reasons["lake"].code, outcome.reasons["lake"].figures["rival"]
    (('park', 'tree'), 'excluded-by', 'park')
    """
    rivals = rivals_of(groups, instance)

    def judge(candidate: Candidate, left: int, funded: Sequence[str]) -> Refusal | None:
        rival = next((id_ for id_ in funded if id_ in rivals.get(candidate.id, ())), None)
        if rival is None:
            return affordable(candidate, left, funded)
        figures = MappingProxyType({"rival": rival, **candidate.figures(left)})
        return Refusal(Action.SKIP, Reason("excluded-by", figures))

    way = walk(ranking(instance, profile, lot=lot), instance.budget, judge)
    others = withdrawn(instance, profile)
    return outcome_of(way, rule="greedy-exclusive", options={"groups": groups}, instance=instance, others=others)
