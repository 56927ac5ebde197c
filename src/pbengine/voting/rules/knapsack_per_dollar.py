"""Knapsack voting counted by the dollar: each unit of money is voted on, and the best supported units are spent."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.outcome import Action, Settled, Step, Tie
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.divisible.dividing import Division, outcome_of
from pbengine.voting.rules.divisible.levels import Level, levels_of, raise_together, wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile

RULE = "knapsack-per-dollar"
Shares = dict[int, Fraction]
Wishes = list[list[tuple[Fraction, int]]]


def increasing(levels: Sequence[Level], left: Fraction) -> Shares:
    """Give the smallest parts first, whole while they fit; the next gets what is left. They come in that order."""
    given: Shares = {}
    for level in levels:
        given[level.column] = min(level.size, left)
        left -= given[level.column]
    return given


def fractional(levels: Sequence[Level], left: Fraction) -> Shares:
    """Give every part the same fraction."""
    wanted = sum((level.size for level in levels), Fraction(0))
    return {level.column: level.size * left / wanted for level in levels}


def equalizing(levels: Sequence[Level], left: Fraction) -> Shares:
    """Bring the projects as close to each other as their parts let them."""
    return dict(zip((level.column for level in levels), raise_together(levels, left), strict=True))


PARTIAL: dict[str, Callable[[Sequence[Level], Fraction], Shares]] = {
    "increasing": increasing,
    "fractional": fractional,
    "equalizing": equalizing,
}


@rule(
    id=RULE,
    name="Knapsack by the dollar",
    summary=(
        "Each unit of money in each project counts the voters who gave the project at least that much; "
        "the budget is spent on the units that most voters want."
    ),
    ballots=(BallotKind.CUMULATIVE, BallotKind.APPROVAL, BallotKind.CHOOSE_ONE),
    options=(
        Choice(
            "partial",
            "how money is divided where what is left does not cover all that is wanted equally: the smallest parts "
            "first; in proportion; or so that the projects come as close to each other as they can",
            tuple(PARTIAL),
        ),
    ),
    source=Source(
        "A. Goel, A. K. Krishnaswamy, S. Sakshuwong, T. Aitamurto, Knapsack Voting for Participatory Budgeting, "
        "ACM Transactions on Economics and Computation 7(2), 2019",
        "section 3, per-dollar aggregation; partial levels as in the Stanford Participatory Budgeting Platform",
        "https://arxiv.org/abs/2009.06856",
    ),
    properties=(
        promises.MOST_MONEY_AS_WANTED,
        promises.TRUTHFUL_WHEN_EQUALIZING,
        promises.SMALL_PARTS_MAY_HELP,
        promises.SINGLE_MINDED_MAY_GET_NOTHING,
    ),
)
def knapsack_per_dollar(instance: Instance, profile: Profile, *, lot: Lot, partial: str = "increasing") -> Outcome:
    """Spend the budget on the units of money that most voters want.

    A voter who gives a project an amount wants each of its units up to it. Units wanted by equally many are spent
    together where the money lasts; where it does not, ``partial`` divides what is left.

    Parameters
    ----------
    instance, profile
        ballots of points are amounts in units of the currency; an approval gives a project its whole cost. Nothing is
        given beyond a project's cost.
    lot
        settles which of equally large parts comes first when the smallest come first.
    partial
        ``increasing``, ``fractional`` or ``equalizing``.

    References
    ----------
    A. Goel, A. K. Krishnaswamy, S. Sakshuwong, T. Aitamurto, *Knapsack Voting for Participatory Budgeting*, ACM
    Transactions on Economics and Computation 7(2), 2019, arXiv:2009.06856, section 3. The ways to divide a part level:
    Stanford Crowdsourced Democracy Team, *Participatory Budgeting Platform*; equalizing is due to R. Freeman,
    D. Pennock, D. Peters, J. Wortman Vaughan, *Truthful Aggregation of Budget Proposals*, Journal of Economic Theory
    193, 2021.

    Examples
    --------
    Three voters give a, b and c: 4, 5, 1; 3, 5, 2; and 0, 0, 10. Of 13, one unit is wanted by all, nine by two of them;
    three are left for one unit of a and eight of c that one voter wants.

    >>> import numpy as np
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("a", 10), Project("b", 10), Project("c", 10)), budget=13)
    >>> ballots = Profile(
    ...     BallotKind.CUMULATIVE,
    ...     3,
    ...     starts=np.array([0, 3, 6, 7]),
    ...     choices=np.array([0, 1, 2, 0, 1, 2, 2], dtype=np.int32),
    ...     weights=np.array([1, 1, 1]),
    ...     points=np.array([4, 5, 1, 3, 5, 2, 10]),
    ... )
    >>> for partial in PARTIAL:
    ...     outcome = knapsack_per_dollar(town, ballots, lot=ballot_order(town), partial=partial)
    ...     print(partial, {id_: str(amount) for id_, amount in sorted(outcome.amounts.items())})
    increasing {'a': '4', 'b': '5', 'c': '4'}
    fractional {'a': '10/3', 'b': '5', 'c': '14/3'}
    equalizing {'a': '4', 'b': '5', 'c': '4'}
    """
    listed = wishes(instance, profile)
    division = _spend(instance, listed, partial, lot.places(instance))
    return outcome_of(division, instance, profile, lot=lot, rule=RULE, options={"partial": partial})


def _spend(instance: Instance, listed: Wishes, partial: str, places: Sequence[int]) -> Division:
    """Go down the levels of support while money is left."""
    levels = [level for column, amounts in enumerate(listed) for level in levels_of(column, amounts)]
    levels.sort(key=lambda level: (-level.supporters, level.size, places[level.column]))
    amounts, left = [Fraction(0)] * len(listed), Fraction(instance.budget)
    steps: list[Step] = []
    ties: list[Tie] = []
    for supporters, group in groupby(levels, key=lambda level: level.supporters):
        parts = list(group)
        wanted = sum((level.size for level in parts), Fraction(0))
        figures = MappingProxyType({"supporters": supporters, "wanted": wanted, "left": left})
        steps.append(Step(Action.COUNT, figures=figures))
        if wanted > left:
            shares = PARTIAL[partial](parts, left)
            ties = _ties(instance, parts, shares) if partial == "increasing" else []
        else:
            shares = {level.column: level.size for level in parts}
        for column, amount in shares.items():
            amounts[column] += amount
            left -= amount
        if not left:
            break
    voters = [{"supporters": sum(count for _, count in given)} for given in listed]
    return Division(amounts, voters, ("funded-by-units", "no-units"), steps, ties)


def _ties(instance: Instance, parts: Sequence[Level], shares: Shares) -> list[Tie]:
    """Return the tie between equally large parts that the lot gave different amounts."""
    cut = next((level for level in parts if shares[level.column] < level.size), None)
    equal = [level for level in parts if cut is not None and level.size == cut.size]
    if len({shares[level.column] for level in equal}) < 2:  # noqa: PLR2004 - all the same
        return []
    ids = tuple(instance.projects[level.column].id for level in equal)
    return [Tie(ids, Settled.LOT, ids[0])]
