"""Knapsack voting for whole projects: each voter fills a basket within the budget; most baskets first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.ballots import BallotLimits, check_ballots
from pbengine.voting.errors import BallotsError
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.greedy import VALUES
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import WALK_CARRIES, outcome_of, ranking, walk, withdrawn

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile

RULE = "knapsack"


@rule(
    id=RULE,
    name="Knapsack",
    summary=(
        "Everybody fills a basket with projects that the budget is enough for. The projects in the most baskets are "
        "taken first; one that costs more than is left is skipped."
    ),
    ballots=(BallotKind.APPROVAL,),
    options=(
        Choice(
            "order",
            "what ranks the projects: the baskets they are in, or the baskets for each unit of cost",
            tuple(VALUES),
        ),
    ),
    source=Source(
        "A. Goel, A. K. Krishnaswamy, S. Sakshuwong, T. Aitamurto, Knapsack Voting for Participatory Budgeting, "
        "ACM Transactions on Economics and Computation 7(2), 2019",
        "section 2, ballots; counted by whole projects as places do (knapsack-per-dollar is the paper's own rule)",
        "https://arxiv.org/abs/2009.06856",
    ),
    carries=WALK_CARRIES,
    properties=(promises.EXHAUSTIVE, promises.CHEAPER_HELPS, promises.MORE_MONEY_MAY_HURT, promises.MAJORITY_TAKES_ALL),
)
def knapsack(instance: Instance, profile: Profile, *, lot: Lot, order: str = "score") -> Outcome:
    """Fund the projects that are in the most baskets, skipping what no longer fits.

    A basket is an approval ballot whose projects together cost no more than the budget.

    Parameters
    ----------
    instance, profile
        the projects and the baskets.
    lot
        settles equal numbers of baskets.
    order
        ``score``, the number of baskets, or ``score-per-cost``, that number for each unit of cost.

    Raises
    ------
    BallotsError
        naming the rows whose projects cost more than the budget together. What a withdrawn project would have cost is
        not counted.

    References
    ----------
    A. Goel, A. K. Krishnaswamy, S. Sakshuwong, T. Aitamurto, *Knapsack Voting for Participatory Budgeting*, ACM
    Transactions on Economics and Computation 7(2):8, 2019, arXiv:2009.06856; section 2.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import Profile
    >>> town = Instance((Project("park", 60), Project("hall", 50), Project("tree", 40)), budget=100)
    >>> baskets = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 2], [0], [1, 2], [2]])
    >>> knapsack(town, baskets, lot=ballot_order(town)).funded
    ('tree', 'park')
    >>> knapsack(town, Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 2], [0, 1]]), lot=ballot_order(town))
    Traceback (most recent call last):
    pbengine.voting.errors.BallotsError: rule 'knapsack': 1 basket costs more than the budget
    """
    faults = check_ballots(profile, BallotLimits(max_sum_cost=instance.budget), instance)
    rows = tuple(fault.row for fault in faults if fault.code == "over-cost")
    if rows:
        said = "1 basket costs" if len(rows) == 1 else f"{len(rows)} baskets cost"
        raise BallotsError(RULE, f"{said} more than the budget", rows)
    way = walk(ranking(instance, profile, lot=lot, value=VALUES[order]), Treasury.of(instance))
    others = withdrawn(instance, profile)
    return outcome_of(way, rule=RULE, options={"order": order}, instance=instance, others=others)
