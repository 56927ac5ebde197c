"""Nash welfare: the highest product of what the voters get, each plus one; proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.optimum.covering import highest_product
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.reach import NAMING_BALLOTS, REACH_CARRIES, Reach, backing_of

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="max-nash",
    name="Highest product",
    summary=(
        "Each voter counts with 1 more than the number of funded projects they named. Of all selections that the money "
        "is enough for, the one for which the product of these numbers is highest: a first project counts most."
    ),
    ballots=NAMING_BALLOTS,
    carries=REACH_CARRIES,
    source=Source(
        "T. Fluschnik, P. Skowron, M. Triphaus, K. Wilker, Fair Knapsack, AAAI 2019",
        "Fair Knapsack: the product of 1 + utility over all voters, here with utility 1 for each funded project named",
        "https://arxiv.org/abs/1711.04520",
    ),
    properties=(
        promises.HIGHEST_PRODUCT,
        promises.EXHAUSTIVE_FOR_WANTED,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MORE_MONEY_MAY_HURT,
    ),
)
def max_nash(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Fund the set of projects with the highest product of 1 + u over all voters, u being their funded projects.

    Only the number of projects is a utility here: with costs or points the winner of the product would depend on the
    unit they are counted in. Products are compared exactly. Of sets with the same product the cheapest is
    funded, and of those the first in the lot: the one that has the first project, in the order of the lot, which only
    one of the two has.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; a voter backs what the ballot names, with points above 0 where there are points.
    lot
        settles sets of equal product and cost.

    Raises
    ------
    EffortError
        if there are more than some 12,000 different ballots, the proof would take minutes, or more
        than 300 sets have as high a product.

    References
    ----------
    T. Fluschnik, P. Skowron, M. Triphaus, K. Wilker, *Fair Knapsack*, AAAI 2019, arXiv:1711.04520.

    Examples
    --------
    With ``park`` and ``hall`` the product is 3 · 3 · 3 · 1 = 27; with ``park`` and ``tree`` 2 · 2 · 2 · 2 = 16.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 50), Project("hall", 50), Project("tree", 50)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 1], [2]])
    >>> outcome = max_nash(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.reasons["tree"].code, outcome.reasons["tree"].figures["without"]
    (('park', 'hall'), 'no-higher-product', 1)
    """
    backing = backing_of(instance, profile, lot)
    reach = Reach(instance, profile, backing, highest_product(backing), "no-higher-product")
    return reach.outcome("max-nash", {})
