"""Ranked pairs: majorities are locked, the strongest first, unless they contradict stronger ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.pairwise.contests import STRENGTH, contests
from pbengine.voting.rules.pairwise.locking import lock_majorities
from pbengine.voting.rules.pairwise.result import PAIRWISE_CARRIES, Verdict, outcome_down

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="ranked-pairs",
    name="Ranked pairs",
    summary=(
        "Each project meets each other one. The majorities are gone through from the strongest to the weakest, "
        "and each is kept unless it contradicts those kept before. What is kept puts the projects in order, "
        "and they are taken as far as the money goes."
    ),
    ballots=(BallotKind.ORDINAL,),
    options=(STRENGTH,),
    source=Source(
        "T. N. Tideman, Independence of clones as a criterion for voting rules, Social Choice and Welfare 4(3), 1987; "
        "T. M. Zavist, T. N. Tideman, Complete independence of clones in the ranked pairs rule, "
        "Social Choice and Welfare 6(2), 1989",
        "1987, section on ranked pairs; 1989, the order of equal pairs by a tie-breaking ranking, here the lot",
        "https://doi.org/10.1007/BF00303170",
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
def ranked_pairs(instance: Instance, profile: Profile, *, lot: Lot, strength: str = "winning-votes") -> Outcome:
    """Rank the projects by locking majorities, strongest first, and fund down the ranking what still fits.

    Parameters
    ----------
    instance, profile
        the projects and the rankings; unnamed projects rank equally below all that are named.
    lot
        the tie-breaking ranking: of equal majorities the one whose winner it puts first is locked first, and after all
        majorities it puts the two sides of each tied contest in order, unless that contradicts what is locked.
    strength
        what a majority is measured by: its ``winning-votes``, or its ``margins``.

    References
    ----------
    T. N. Tideman, *Independence of clones as a criterion for voting rules*, Social Choice and Welfare 4(3), 1987;
    T. M. Zavist, T. N. Tideman, *Complete independence of clones in the ranked pairs rule*, Social Choice and Welfare
    6(2), 1989.

    Examples
    --------
    A cycle: Ada beats Ben by 7 to 2, Ben beats Cleo by 6 to 3; that Cleo beats Ada by 5 to 4 contradicts both, and is
    dropped.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> race = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=1)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2]] * 4 + [[1, 2, 0]] * 2 + [[2, 0, 1]] * 3)
    >>> outcome = ranked_pairs(race, ballots, lot=ballot_order(race))
    >>> outcome.funded, outcome.steps[0].figures["ranking"], outcome.steps[0].figures["dropped"]
    (('Ada',), ('Ada', 'Ben', 'Cleo'), (('Cleo', 'Ada'),))
    """
    compared = contests(instance, profile, lot=lot)
    ranking, dropped = lock_majorities(compared, strength)
    figures = {"dropped": tuple(compared.named(list(pair)) for pair in dropped)}
    verdict = Verdict("ranked-pairs", {"strength": strength}, compared, ranking, figures)
    return outcome_down(verdict, instance, profile)
