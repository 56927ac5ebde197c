"""Greedy among the projects that reach a score."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.outcome import Reason
from pbengine.voting.registry import Number, Reads, Source, rule
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import SCORED_BALLOTS, WALK_CARRIES, outcome_of, ranking, walk, withdrawn

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="greedy-threshold",
    name="Greedy with a threshold",
    summary="As greedy, among the projects whose score is at least the threshold.",
    ballots=SCORED_BALLOTS,
    reads=Reads.SCORES,
    options=(Number("threshold", "the score that a project needs, in votes or points", Fraction(0), whole="fraction"),),
    source=Source(
        "Pabulib, .pb File Format",
        "META, rule greedy-threshold with min_project_score_threshold",
        "https://pabulib.org/format",
    ),
    carries=WALK_CARRIES,
    properties=(
        promises.AT_LEAST_THE_THRESHOLD,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MORE_MONEY_MAY_HURT,
        promises.MAJORITY_TAKES_ALL,
        promises.TACTICS_MAY_HELP,
    ),
)
def greedy_threshold(
    instance: Instance, profile: Profile, *, lot: Lot, threshold: int | Fraction = Fraction(0)
) -> Outcome:
    """Fund the projects by score among those with at least ``threshold``, skipping what costs more than is left.

    Constraints are carried as by :func:`~pbengine.voting.rules.greedy.greedy`.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; scores are :meth:`~pbengine.voting.profile.Profile.scores`, in points.
    lot
        settles equal scores.
    threshold
        the least score with which a project takes part, in points.

    References
    ----------
    Pabulib, *.pb File Format*, META fields ``rule`` (value ``greedy-threshold``) and ``min_project_score_threshold``,
    https://pabulib.org/format.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 2]])
    >>> outcome = greedy_threshold(town, ballots, lot=ballot_order(town), threshold=2)
    >>> outcome.funded, outcome.reasons["tree"].code, outcome.reasons["hall"].code
    (('park',), 'below-threshold', 'not-affordable')
    """
    groups = ranking(instance, profile, lot=lot)
    way = walk([group for group in groups if group[0].score >= threshold], Treasury.of(instance))
    below = {
        candidate.id: Reason("below-threshold", MappingProxyType({"score": candidate.score, "threshold": threshold}))
        for group in groups
        for candidate in group
        if candidate.score < threshold
    }
    others = below | withdrawn(instance, profile)
    return outcome_of(way, rule="greedy-threshold", options={"threshold": threshold}, instance=instance, others=others)
