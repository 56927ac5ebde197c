"""Greedy that stops, with a reserve for the first project that no longer fits."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.registry import Number, Source, rule
from pbengine.voting.rules.treasury import Grant, Refusal, Treasury
from pbengine.voting.rules.walk import (
    SCORED_BALLOTS,
    STOPPING_CARRIES,
    Candidate,
    outcome_of,
    ranking,
    stop,
    walk,
    withdrawn,
)

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile

RULE = "greedy-cover"
POZNAN = Fraction(4, 5)
"""The share of a project's cost that must be left in Poznan."""


@rule(
    id=RULE,
    name="Greedy with a reserve for the last",
    summary=(
        "Projects are taken by their votes or points, most first, until one costs more than is left. If a stated share "
        "of its cost is left, it is still funded, and a reserve pays the rest."
    ),
    ballots=SCORED_BALLOTS,
    options=(
        Number(
            "cover",
            "the share of its cost that must be left for the first project that does not fit",
            POZNAN,
            most=1,
            whole="fraction",
        ),
    ),
    source=Source(
        "Pabulib, .pb File Format; Poznań's files of 2023 and 2026",
        "META, rule greedy-custom, as the files' comment explains it",
        "https://pabulib.org/format",
    ),
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
def greedy_cover(instance: Instance, profile: Profile, *, lot: Lot, cover: int | Fraction = POZNAN) -> Outcome:
    """Fund the projects by score until one does not fit, and that one, too, if the share ``cover`` of its cost is left.

    It gets what is left of the budget; the rest of its cost, the figure ``reserve``, is money from outside the budget,
    which is taken to be there. Then the count ends. What does not stop
    :func:`~pbengine.voting.rules.greedy_no_skip.greedy_no_skip` is not the first that does not fit here either.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; scores are :meth:`~pbengine.voting.profile.Profile.scores`.
    lot
        settles equal scores.
    cover
        the least share of its cost with which the first project that does not fit is funded; 1 is as without a reserve.

    References
    ----------
    Pabulib, *.pb File Format*, META field ``rule``, value ``greedy-custom``, https://pabulib.org/format; field
    ``comment`` of the files Poland_Poznan_2023 and Poland_Poznan_2026.

    Examples
    --------
    ``hall`` costs 50 and 40 is left: four fifths.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 50), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 2]])
    >>> outcome = greedy_cover(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.cost, dict(outcome.amounts), outcome.reasons["hall"].figures["reserve"]
    (('park', 'hall'), 100, {'hall': 40}, 10)
    >>> outcome.reasons["tree"].code
    'after-stop'
    """

    def fund_the_last(candidate: Candidate, left: int) -> Grant | Refusal:
        if left < cover * candidate.cost:
            return stop(candidate, left)
        figures = MappingProxyType({"reserve": candidate.cost - left})
        return Grant(left, "funded-by-cover", figures, ends=True)

    way = walk(ranking(instance, profile, lot=lot), Treasury.of(instance), fund_the_last)
    others = withdrawn(instance, profile)
    return outcome_of(way, rule=RULE, options={"cover": cover}, instance=instance, others=others)
