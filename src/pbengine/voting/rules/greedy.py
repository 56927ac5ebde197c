"""Greedy: the projects with the highest scores first, skipping what no longer fits."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.registry import Choice, Reads, Source, rule
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import (
    SCORED_BALLOTS,
    WALK_CARRIES,
    Candidate,
    by_score,
    outcome_of,
    ranking,
    walk,
    withdrawn,
)

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


def by_score_per_cost(candidate: Candidate) -> tuple[int, Fraction]:
    """Value a candidate by its score for each unit of cost, exactly; what costs nothing comes before everything else.

    Examples
    --------
    >>> by_score_per_cost(Candidate("a", 30, 10)) == by_score_per_cost(Candidate("b", 60, 20))
    True
    """
    if candidate.cost == 0:
        return 1, Fraction(candidate.score)
    return 0, Fraction(candidate.score) / candidate.cost


VALUES = {"score": by_score, "score-per-cost": by_score_per_cost}


@rule(
    id="greedy",
    name="Greedy",
    summary=(
        "Projects are taken by their votes or points, most first; one that costs more than is left is skipped, "
        "and the count goes on."
    ),
    ballots=SCORED_BALLOTS,
    reads=Reads.SCORES,
    options=(
        Choice(
            "order", "what ranks the projects: their votes or points, or these for each unit of cost", tuple(VALUES)
        ),
    ),
    source=Source(
        "N. Talmon, P. Faliszewski, A Framework for Approval-Based Budgeting Methods, AAAI 2019",
        "greedy rules, by votes and by votes per cost; Pabulib's format page, rule greedy",
        "https://arxiv.org/abs/1809.04382",
    ),
    carries=WALK_CARRIES,
    properties=(
        promises.EXHAUSTIVE,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MORE_MONEY_MAY_HURT,
        promises.MAJORITY_TAKES_ALL,
        promises.TACTICS_MAY_HELP,
    ),
)
def greedy(instance: Instance, profile: Profile, *, lot: Lot, order: str = "score") -> Outcome:
    """Fund the projects by score, highest first, skipping what costs more than is left.

    Under constraints (:mod:`~pbengine.voting.rules.treasury`) a project is skipped, too, that a funded one excludes,
    that needs one not funded, or that would break a cap; money that a floor keeps for other projects is not spent on it
    while these may still need it; and one that does not fit in full gets the largest of its parts that fits.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; scores are :meth:`~pbengine.voting.profile.Profile.scores`.
    lot
        settles equal scores.
    order
        ``score``, or ``score-per-cost`` (compared as exact fractions; a project that costs nothing comes first).

    References
    ----------
    N. Talmon, P. Faliszewski, *A Framework for Approval-Based Budgeting Methods*, AAAI 2019, arXiv:1809.04382.

    Examples
    --------
    Three voters; ``hall`` has the most votes and does not fit after ``park``, so ``tree`` comes next.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 2]])
    >>> outcome = greedy(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.cost
    (('park', 'tree'), 70)
    >>> outcome.reasons["hall"].code, dict(outcome.reasons["hall"].figures)
    ('not-affordable', {'score': 2, 'cost': 70, 'left': 40})
    """
    way = walk(ranking(instance, profile, lot=lot, value=VALUES[order]), Treasury.of(instance))
    others = withdrawn(instance, profile)
    return outcome_of(way, rule="greedy", options={"order": order}, instance=instance, others=others)
