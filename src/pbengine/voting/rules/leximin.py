"""Leximin: the voters who have least come first, then the next, and so on; proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.optimum.covering import worst_off_first
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.reach import NAMING_BALLOTS, REACH_CARRIES, Reach, backing_of

if TYPE_CHECKING:
    from typing import Literal

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="leximin",
    name="The worst-off first",
    summary=(
        "Of all selections that the money is enough for, the one that is best for the voters who get least from it; "
        "of those that are equal so far, the one that is best for those who get least but one, and so on."
    ),
    ballots=NAMING_BALLOTS,
    options=(
        Choice(
            "utility",
            "what a voter gets: the number of funded projects named, or what these cost together",
            ("cardinality", "cost"),
        ),
    ),
    carries=REACH_CARRIES,
    source=Source(
        "G. Sreedurga, M. R. Bhardwaj, Y. Narahari, Maxmin Participatory Budgeting, IJCAI 2022",
        "maxmin rule, carried on to the next lowest utility wherever sets are equal",
        "https://arxiv.org/abs/2204.13923",
    ),
    properties=(
        promises.BEST_FOR_THE_LEAST,
        promises.EXHAUSTIVE_FOR_WANTED,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MORE_MONEY_MAY_HURT,
    ),
)
def leximin(
    instance: Instance, profile: Profile, *, lot: Lot, utility: Literal["cardinality", "cost"] = "cardinality"
) -> Outcome:
    """Fund the set whose utilities, sorted from the lowest, come first in lexicographic order.

    Two sets are compared by what their worst-off voters have, then by the next, and so on: so first as few voters as
    possible have nothing, then as few as possible have only one, or the least. Of sets that are equal for everybody
    the cheapest is funded, and of those the first in the lot: the one that has the first project, in the order of the
    lot, which only one of the two has.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; a voter backs what the ballot names, with points above 0 where there are points.
    lot
        settles sets of equal utilities and cost.
    utility
        ``cardinality``: the number of funded projects that a voter backs; ``cost``: what these cost together, 1 for
        what costs nothing.

    Raises
    ------
    EffortError
        if there are more than some 12,000 different ballots, or the proof would take minutes, or,
        with ``cost``, more than 300 sets leave as few voters as possible with nothing.

    References
    ----------
    G. Sreedurga, M. R. Bhardwaj, Y. Narahari, *Maxmin Participatory Budgeting*, IJCAI 2022, arXiv:2204.13923.

    Examples
    --------
    Two projects fit. Whichever they are, three voters have something or more; the fourth needs ``tree``.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 50), Project("hall", 50), Project("tree", 50)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [1], [2]])
    >>> outcome = leximin(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.reasons["park"].code
    (('hall', 'tree'), 'no-better-for-the-least')
    """
    backing = backing_of(instance, profile, lot)
    reach = Reach(instance, profile, backing, worst_off_first(backing, utility), "no-better-for-the-least")
    return reach.outcome("leximin", {"utility": utility})
