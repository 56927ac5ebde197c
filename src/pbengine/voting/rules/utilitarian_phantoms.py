"""Moving phantoms, utilitarian: the truthful division of a budget that pleases most."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.outcome import Action, Step
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.divisible.dividing import outcome_of
from pbengine.voting.rules.divisible.levels import Level, raise_together
from pbengine.voting.rules.divisible.portions import division_of, portions_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.divisible.portions import Portions

RULE = "utilitarian-phantoms"


@rule(
    id=RULE,
    name="Moving phantoms, utilitarian",
    summary=(
        "Voters say how they would divide the whole budget. Each purpose gets a share that is a median of what they "
        "said, so that the outcome is as close as can be to all of them together, and nobody gains by exaggerating."
    ),
    ballots=(BallotKind.CUMULATIVE,),
    source=Source(
        "R. Freeman, D. Pennock, D. Peters, J. Wortman Vaughan, Truthful Aggregation of Budget Proposals, "
        "Journal of Economic Theory 193, 2021",
        "section 4, moving phantom mechanisms; section 5, the mechanism that maximises welfare",
        "https://arxiv.org/abs/1905.00457",
    ),
    properties=(promises.TRUTHFUL_DIVISION, promises.CLOSEST_DIVISION, promises.SINGLE_MINDED_MAY_GET_NOTHING),
)
def utilitarian_phantoms(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Divide the budget so that the sum of distances to the ballots is least; among such divisions the most equal.

    With n voters, n + 1 phantoms f_k(t) = min(1, max(0, (n + 1)t - k)) stand beside the votes for each project. Its
    share is the median of the 2n + 1 numbers, at the t at which the shares add up to 1. While one phantom moves, the k
    before it are 1 and those after it 0, so the share is its position, but no less than the k-th smallest vote and no
    more than the next. What the projects cost is not looked at.

    Parameters
    ----------
    instance, profile
        each ballot's points are divided by their sum. Costs are not looked at: the projects are purposes that can use
        any amount.
    lot
        orders equal amounts.

    References
    ----------
    R. Freeman, D. Pennock, D. Peters, J. Wortman Vaughan, *Truthful Aggregation of Budget Proposals*, Journal of
    Economic Theory 193, 2021, arXiv:1905.00457, sections 4 and 5.

    Examples
    --------
    Two voters give everything to a, one to b.

    >>> import numpy as np
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("a", 90), Project("b", 90)), budget=90)
    >>> ballots = Profile(
    ...     BallotKind.CUMULATIVE,
    ...     2,
    ...     starts=np.array([0, 1, 2]),
    ...     choices=np.array([0, 1], dtype=np.int32),
    ...     weights=np.array([2, 1]),
    ...     points=np.array([10, 10]),
    ... )
    >>> utilitarian_phantoms(town, ballots, lot=ballot_order(town)).amounts
    mappingproxy({'a': Fraction(90, 1)})
    """
    given = portions_of(instance, profile)
    voters = given[0].all_voters if given else 0
    shares = [Fraction(0)] * len(given)
    moved = 0
    if voters:
        moved = _last_affordable(given, voters)
        levels = [
            Level(column, portions.smallest(moved), portions.smallest(moved + 1), 0)
            for column, portions in enumerate(given)
        ]
        left = 1 - sum((level.start for level in levels), Fraction(0))
        shares = [level.start + raised for level, raised in zip(levels, raise_together(levels, left), strict=True)]
    step = Step(Action.COUNT, figures=MappingProxyType({"voters": voters, "phantoms": moved}))
    division = division_of(instance.budget, given, shares, step)
    return outcome_of(division, instance, profile, lot=lot, rule=RULE, options={})


def _last_affordable(given: Sequence[Portions], voters: int) -> int:
    """Return the largest place at which the votes in that place, project by project, add up to no more than 1."""
    low, high = 0, voters
    while low < high:
        middle = (low + high + 1) // 2
        if sum(portions.smallest(middle) for portions in given) <= 1:
            low = middle
        else:
            high = middle - 1
    return low
