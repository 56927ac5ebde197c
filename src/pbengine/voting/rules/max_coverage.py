"""Coverage: as many voters as possible have at least one funded project, proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.optimum.covering import most_covered
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.reach import NAMING_BALLOTS, REACH_CARRIES, Reach, backing_of

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="max-coverage",
    name="Something for most voters",
    summary="Of all selections that the money is enough for, the one that gives most voters at least one project.",
    ballots=NAMING_BALLOTS,
    carries=REACH_CARRIES,
    source=Source(
        "N. Talmon, P. Faliszewski, A Framework for Approval-Based Budgeting Methods, AAAI 2019",
        "max rules with the satisfaction of Chamberlin and Courant: 1 for a voter with any funded project",
        "https://arxiv.org/abs/1809.04382",
    ),
    properties=(
        promises.MOST_COVERED,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MONEY_MAY_BE_LEFT,
        promises.MORE_MONEY_MAY_HURT,
        promises.TACTICS_MAY_HELP,
    ),
)
def max_coverage(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Fund the set of projects under which most voters have at least one of the projects they named.

    Of sets that reach as many the cheapest is funded, so that money which reaches nobody else stays; of those the first
    in the lot: the one that has the first project, in the order of the lot, which only one of the two has.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; a voter backs what the ballot names, with points above 0 where there are points.
    lot
        settles sets of equal reach and cost.

    Raises
    ------
    EffortError
        if there are more than some 12,000 different ballots, or the proof would take minutes.

    References
    ----------
    N. Talmon, P. Faliszewski, *A Framework for Approval-Based Budgeting Methods*, AAAI 2019, arXiv:1809.04382.
    J. R. Chamberlin, P. N. Courant, *Representative Deliberations and Representative Decisions*, American Political
    Science Review 77(3), 1983.

    Examples
    --------
    ``park`` and ``hall`` have the most votes, from the same people; ``park`` and ``tree`` reach everybody.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 50), Project("hall", 50), Project("tree", 40)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 1], [2]])
    >>> outcome = max_coverage(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.reasons["hall"].code, outcome.reasons["hall"].figures["without"]
    (('park', 'tree'), 'reaches-no-more', 0)
    """
    backing = backing_of(instance, profile, lot)
    reach = Reach(instance, profile, backing, most_covered(backing), "reaches-no-more")
    return reach.outcome("max-coverage", {})
