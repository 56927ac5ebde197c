"""Greedy where some projects exclude each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.registry import Groups, Reads, Source, rule
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import SCORED_BALLOTS, WALK_CARRIES, outcome_of, ranking, walk, withdrawn

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="greedy-exclusive",
    name="Greedy with exclusions",
    summary="As greedy, but at most one project of each group of projects that exclude each other is funded.",
    ballots=SCORED_BALLOTS,
    reads=Reads.SCORES,
    options=(Groups("groups", "the projects that exclude each other"),),
    source=Source("Pabulib, .pb File Format", "META, rule greedy-exclusive", "https://pabulib.org/format"),
    carries=WALK_CARRIES,
    properties=(
        promises.ONE_OF_RIVALS,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MORE_MONEY_MAY_HURT,
        promises.MAJORITY_TAKES_ALL,
        promises.TACTICS_MAY_HELP,
    ),
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
        groups of ids such as ``7+12,3+4+5``: of each group at most one project is funded. They stand beside the
        exclusions that the election itself has, which every rule of this family honours.

    Raises
    ------
    InstanceError
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
    exclusions = (*instance.constraints.exclusions, *Groups.groups(groups))
    town = replace(instance, constraints=replace(instance.constraints, exclusions=exclusions))
    way = walk(ranking(town, profile, lot=lot), Treasury.of(town))
    others = withdrawn(town, profile)
    return outcome_of(way, rule="greedy-exclusive", options={"groups": groups}, instance=town, others=others)
