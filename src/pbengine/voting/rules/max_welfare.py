"""Maximum welfare: of all sets of projects within the budget the one with the most votes together, proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.optimum.offers import offers
from pbengine.voting.optimum.welfare import CARRIED, decide
from pbengine.voting.registry import Reads, Source, rule
from pbengine.voting.rules.best_set import Told
from pbengine.voting.rules.walk import SCORED_BALLOTS, points

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="max-welfare",
    name="Most votes together",
    summary="Of all selections that the money is enough for, the one whose projects have the most votes together.",
    ballots=SCORED_BALLOTS,
    reads=Reads.SCORES,
    carries=CARRIED,
    source=Source(
        "N. Talmon, P. Faliszewski, A Framework for Approval-Based Budgeting Methods, AAAI 2019",
        "max rules: the budget of highest total satisfaction; as an exact 0/1 knapsack",
        "https://arxiv.org/abs/1809.04382",
    ),
    properties=(
        promises.MOST_VOTES,
        promises.EXHAUSTIVE_FOR_WANTED,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MORE_MONEY_MAY_HURT,
        promises.MAJORITY_TAKES_ALL,
    ),
)
def max_welfare(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Fund the set of highest total score that the budget and the constraints allow.

    Of sets with the same total the cheapest is funded, and of those the first in the lot: the one that has the first
    project, in the order of the lot, which only one of the two has. Projects without a positive score are left out,
    unless another project needs them; those that cost nothing are all in, where nothing else forbids it. A part of a
    project is worth the same part of its score. Where money is kept for groups of projects, sets that leave as little
    of it unused as can be come before all others.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; scores are :meth:`~pbengine.voting.profile.Profile.scores`.
    lot
        settles sets of equal score and cost.

    Raises
    ------
    EffortError
        if the proof would take more than the stated limits.

    References
    ----------
    N. Talmon, P. Faliszewski, *A Framework for Approval-Based Budgeting Methods*, AAAI 2019, arXiv:1809.04382.
    G. L. Nemhauser, Z. Ullmann, *Discrete Dynamic Programming and Capital Allocation*, Management Science 15(9), 1969:
    undominated states. H. Kellerer, U. Pferschy, D. Pisinger, *Knapsack Problems*, Springer 2004, chapter 5: bounds.

    Examples
    --------
    ``park`` has the most votes, but the other two have more together.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 50), Project("tree", 50)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 2], [2]])
    >>> outcome = max_welfare(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.cost
    (('hall', 'tree'), 100)
    >>> outcome.reasons["park"].code, outcome.reasons["park"].figures["short"]
    ('worse-set', 1)
    """
    scores = points(profile)
    offered = offers(instance, scores, lot)
    decision = decide(instance, offered.listed)
    told = Told(instance, profile, scores, offers=offered, decision=decision)
    return told.outcome("max-welfare", {})
