"""Kemeny: the ranking that agrees with the voters most often."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting import promises
from pbengine.voting.errors import BallotsError
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.pairwise.agreement import best_rankings, join
from pbengine.voting.rules.pairwise.contests import contests, tiers
from pbengine.voting.rules.pairwise.result import PAIRWISE_CARRIES, Verdict, outcome_down

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Figure, Outcome
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.pairwise.contests import Contests

MOST = 18
"""Projects that a tier may have: each more than that doubles time and memory."""


def kemeny_score(compared: Contests, order: tuple[int, ...]) -> int:
    """Return how often a voter ranks one project above another, and the order does as well."""
    matrix = compared.preferred[np.ix_(order, order)]
    return sum(matrix[np.triu_indices(len(order), 1)].tolist())


@rule(
    id="kemeny",
    name="Kemeny",
    summary=(
        "Of all rankings of the projects the one is found that agrees with yours most often, counted over all pairs "
        "of projects. Projects are taken in that order as far as the money goes."
    ),
    ballots=(BallotKind.ORDINAL,),
    source=Source(
        "J. G. Kemeny, Mathematics without Numbers, Daedalus 88(4), 1959; H. P. Young, A. Levenglick, A Consistent "
        "Extension of Condorcet's Election Principle, SIAM Journal on Applied Mathematics 35(2), 1978",
        "the median of the rankings; the lot's first where several are best",
        "https://doi.org/10.1137/0135023",
    ),
    carries=PAIRWISE_CARRIES,
    properties=(
        promises.CONDORCET_WINS,
        promises.SMITH,
        promises.CONDORCET_LOSER_LOSES,
        promises.RAISING_HELPS,
        promises.MAJORITY_TAKES_ALL,
        promises.TACTICS_MAY_HELP,
    ),
)
def kemeny(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Rank the projects as agrees most often with the voters, and fund down the ranking what still fits.

    The score of a ranking is the number of voters and pairs of projects for which both put the same one above the
    other. A tier of projects each of which beats each of the later ones comes before these in every best ranking, so
    that the tiers are ranked one by one. The evidence says how many rankings are best.

    Parameters
    ----------
    instance, profile
        the projects and the rankings; unnamed projects rank equally below all that are named.
    lot
        settles between best rankings: of the projects that can come next in one of them its first does.

    Raises
    ------
    BallotsError
        if a tier has more than 18 projects: their best ranking would take too long to find.

    References
    ----------
    J. G. Kemeny, *Mathematics without Numbers*, Daedalus 88(4), 1959; the tiers: M. Truchon, *An extension of the
    Condorcet criterion and Kemeny orders*, cahier 98-15, CREFA, Université Laval, 1998.

    Examples
    --------
    A cycle: Ada beats Ben by 7 to 2, Ben beats Cleo by 6 to 3, and Cleo beats Ada by 5 to 4. Ada, Ben, Cleo agrees with
    7 + 6 + 4 votes; the next best, Cleo, Ada, Ben, with 5 + 3 + 7.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> race = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=1)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2]] * 4 + [[1, 2, 0]] * 2 + [[2, 0, 1]] * 3)
    >>> figures = kemeny(race, ballots, lot=ballot_order(race)).steps[0].figures
    >>> figures["ranking"], figures["score"], figures["optima"]
    (('Ada', 'Ben', 'Cleo'), 17, 1)
    """
    compared = contests(instance, profile, lot=lot)
    divided = tiers(compared)
    longest = max(map(len, divided), default=0)
    if longest > MOST:
        message = (
            f"the best ranking of {longest} projects that beat each other in turn cannot be found; {MOST} are the most"
        )
        raise BallotsError("kemeny", message, ())
    parts = [(tier, best_rankings(compared.preferred[np.ix_(tier, tier)])) for tier in divided]
    ranking = join(compared, parts)
    figures: dict[str, Figure] = {
        "score": kemeny_score(compared, ranking.order),
        "optima": prod(best.optima for _, best in parts),
    }
    return outcome_down(Verdict("kemeny", {}, compared, ranking, figures), instance, profile)
