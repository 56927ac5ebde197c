"""Greedy without skipping: the count ends at the first project that no longer fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.registry import Reads, Source, rule
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import SCORED_BALLOTS, STOPPING_CARRIES, outcome_of, ranking, stop, walk, withdrawn

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="greedy-no-skip",
    name="Greedy without skipping",
    summary="Projects are taken by their votes or points, most first, until one costs more than is left.",
    ballots=SCORED_BALLOTS,
    reads=Reads.SCORES,
    source=Source("Pabulib, .pb File Format", "META, rule greedy-no-skip", "https://pabulib.org/format"),
    carries=STOPPING_CARRIES,
    properties=(
        promises.IN_ORDER,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MORE_MONEY_HELPS,
        promises.MONEY_MAY_BE_LEFT,
        promises.MAJORITY_TAKES_ALL,
    ),
)
def greedy_no_skip(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Fund the projects by score, highest first, until one costs more than is left.

    Only a project that could be funded if there were more money stops the count: not one that is withdrawn, that a
    funded one excludes, that needs one not funded, or that would break a cap.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; scores are :meth:`~pbengine.voting.profile.Profile.scores`.
    lot
        settles equal scores.

    References
    ----------
    Pabulib, *.pb File Format*, META field ``rule``, value ``greedy-no-skip``, https://pabulib.org/format.

    Examples
    --------
    ``tree`` would fit, but the count ends at ``hall``.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 2]])
    >>> outcome = greedy_no_skip(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.reasons["tree"].code, outcome.reasons["tree"].figures["blocker"]
    (('park',), 'after-stop', 'hall')
    """
    way = walk(ranking(instance, profile, lot=lot), Treasury.of(instance), stop)
    others = withdrawn(instance, profile)
    return outcome_of(way, rule="greedy-no-skip", options={}, instance=instance, others=others)
