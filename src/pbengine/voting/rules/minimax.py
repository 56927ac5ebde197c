"""Minimax: the projects by how bad their worst defeat is, the least bad first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.pairwise.contests import STRENGTH, contests
from pbengine.voting.rules.pairwise.ranking import by_value
from pbengine.voting.rules.pairwise.result import PAIRWISE_CARRIES, Verdict, outcome_down

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="minimax",
    name="Minimax",
    summary=(
        "Each project meets each other one. Projects are taken by their worst defeat, the smallest first, "
        "as far as the money goes."
    ),
    ballots=(BallotKind.ORDINAL,),
    options=(STRENGTH,),
    source=Source(
        "P. B. Simpson, On Defining Areas of Voter Choice, Quarterly Journal of Economics 83(3), 1969; "
        "G. H. Kramer, A dynamical model of political equilibrium, Journal of Economic Theory 16(2), 1977",
        "the max-min set; a project without defeat has a worst defeat of 0",
        "https://doi.org/10.2307/1880533",
    ),
    carries=PAIRWISE_CARRIES,
    properties=(
        promises.MAJORITY_WINS,
        promises.CONDORCET_WINS,
        promises.RAISING_HELPS,
        promises.CONDORCET_LOSER_MAY_WIN,
        promises.MAJORITY_TAKES_ALL,
        promises.TACTICS_MAY_HELP,
    ),
)
def minimax(instance: Instance, profile: Profile, *, lot: Lot, strength: str = "winning-votes") -> Outcome:
    """Rank the projects by their worst defeat, smallest first, and fund down the ranking what still fits.

    Parameters
    ----------
    instance, profile
        the projects and the rankings; unnamed projects rank equally below all that are named.
    lot
        settles equal defeats.
    strength
        what a defeat is measured by: ``winning-votes`` of the other side, or ``margins``.

    References
    ----------
    P. B. Simpson, *On Defining Areas of Voter Choice*, Quarterly Journal of Economics 83(3), 1969.

    Examples
    --------
    A cycle: Ada beats Ben by 7 to 2, Ben beats Cleo by 6 to 3, and Cleo beats Ada by 5 to 4, the smallest defeat.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> race = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=1)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2]] * 4 + [[1, 2, 0]] * 2 + [[2, 0, 1]] * 3)
    >>> outcome = minimax(race, ballots, lot=ballot_order(race))
    >>> outcome.funded, outcome.steps[0].figures["worst_defeats"]
    (('Ada',), (5, 7, 6))
    """
    compared = contests(instance, profile, lot=lot)
    worst = compared.strengths(strength).max(axis=0, initial=0).tolist()
    ranking = by_value([-defeat for defeat in worst])
    verdict = Verdict("minimax", {"strength": strength}, compared, ranking, {"worst_defeats": tuple(worst)})
    return outcome_down(verdict, instance, profile)
