"""Moving phantoms, independent markets: the truthful division of a budget that is proportional."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.outcome import Action, Step
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.divisible.dividing import outcome_of
from pbengine.voting.rules.divisible.portions import division_of, portions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.divisible.portions import Portions

RULE = "median-phantoms"
HALVINGS = 48
"""How often the position is narrowed down before the exact corners that are left are looked at."""


@rule(
    id=RULE,
    name="Moving phantoms, independent markets",
    summary=(
        "Voters say how they would divide the whole budget. Each purpose gets a share that is a median of what they "
        "said. If everybody gives all to one purpose, the shares are in proportion, and nobody gains by exaggerating."
    ),
    ballots=(BallotKind.CUMULATIVE,),
    source=Source(
        "R. Freeman, D. Pennock, D. Peters, J. Wortman Vaughan, Truthful Aggregation of Budget Proposals, "
        "Journal of Economic Theory 193, 2021",
        "section 4, moving phantom mechanisms; section 6, the independent markets mechanism",
        "https://arxiv.org/abs/1905.00457",
    ),
    properties=(promises.TRUTHFUL_DIVISION, promises.SINGLE_MINDED_SHARES),
)
def median_phantoms(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Divide the budget by medians between the votes and phantoms that are spread evenly.

    With n voters, n + 1 phantoms f_k(t) = min(1, t(n - k)) stand beside the votes for each project. Its share is the
    median of the 2n + 1 numbers, at the t at which the shares add up to 1. That t is found exactly: between two corners
    every median is linear in t. What the projects cost is not looked at.

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
    Economic Theory 193, 2021, arXiv:1905.00457, sections 4 and 6.

    Examples
    --------
    Two voters give everything to a, one to b: two thirds and one third.

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
    >>> outcome = median_phantoms(town, ballots, lot=ballot_order(town))
    >>> {id_: str(amount) for id_, amount in outcome.amounts.items()}
    {'a': '60', 'b': '30'}
    """
    given = portions_of(instance, profile)
    voters = given[0].all_voters if given else 0
    position = _position(given) if voters else Fraction(0)
    shares = [_median(portions, position) for portions in given] if voters else [Fraction(0)] * len(given)
    step = Step(Action.COUNT, figures=MappingProxyType({"voters": voters, "position": position}))
    division = division_of(instance.budget, given, shares, step)
    return outcome_of(division, instance, profile, lot=lot, rule=RULE, options={})


def _median(portions: Portions, position: Fraction) -> Fraction:
    """Return the median between the votes for one project and the phantoms.

    It is the least of max(v, f) over the votes v, where f is the phantom that has as many numbers above it as there are
    votes above v: the votes rise and those phantoms fall.
    """
    voters = portions.all_voters
    low, high = 0, len(portions.values) - 1
    while low < high:
        middle = (low + high) // 2
        if portions.values[middle] >= _phantom(position, voters - portions.voters[middle]):
            high = middle
        else:
            low = middle + 1
    above = voters - (portions.voters[low - 1] if low else 0)
    return min(portions.values[low], _phantom(position, above))


def _phantom(position: Fraction, steps: int) -> Fraction:
    return min(Fraction(1), position * steps)


def _position(given: Sequence[Portions]) -> Fraction:
    """Return a position at which the medians add up to 1, exactly."""
    low, high = Fraction(0), Fraction(1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _total(given, middle) <= 1 else (low, middle)
    corners = sorted({low, high, *(corner for portions in given for corner in _corners(portions, low, high))})
    totals = [_total(given, corner) for corner in corners]
    after = next((place for place, total in enumerate(totals) if total >= 1), len(totals) - 1)
    if after == 0 or totals[after] == 1:
        return corners[after]
    before, rise = corners[after - 1], totals[after] - totals[after - 1]
    return before + (1 - totals[after - 1]) / rise * (corners[after] - before)


def _total(given: Sequence[Portions], position: Fraction) -> Fraction:
    return sum((_median(portions, position) for portions in given), Fraction(0))


def _corners(portions: Portions, low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """Yield the positions between two at which the median of a project turns from still to moving or back.

    While the median stands still at a vote, the phantoms below it are those of the votes above it; a phantom meets the
    vote at the vote divided by its number of steps, and reaches 1 at one divided by it.
    """
    voters = portions.all_voters
    steps = [voters, *(voters - count for count in portions.voters)]
    leaves = [value / step if step else Fraction(2) for value, step in zip(portions.values, steps[1:], strict=True)]
    for place in range(bisect_left(leaves, low), len(leaves)):
        reached = portions.values[place] / steps[place] if steps[place] else Fraction(2)
        if reached > high:
            return
        yield from (corner for corner in (reached, leaves[place]) if low < corner < high)
    yield from (corner for step in steps if step and low < (corner := Fraction(1, step)) < high)
