"""Copeland: the projects by the contests that they win against the others, one to one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.pairwise.contests import contests
from pbengine.voting.rules.pairwise.ranking import by_value
from pbengine.voting.rules.pairwise.result import PAIRWISE_CARRIES, Verdict, outcome_down

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.pairwise.contests import Contests


def copeland_scores(compared: Contests) -> tuple[int | Fraction, ...]:
    """Return one for each contest won and a half for each that is tied, by project."""
    wins, losses = compared.beats.sum(axis=1).tolist(), compared.beats.sum(axis=0).tolist()
    halves = [len(compared.ids) - 1 + won - lost for won, lost in zip(wins, losses, strict=True)]
    return tuple(half // 2 if half % 2 == 0 else Fraction(half, 2) for half in halves)


@rule(
    id="copeland",
    name="Copeland",
    summary=(
        "Each project meets each other one: the one that more voters rank above the other gets a point, "
        "and at equality both get half a point. Projects are taken by their points as far as the money goes."
    ),
    ballots=(BallotKind.ORDINAL,),
    source=Source(
        "A. H. Copeland, A 'reasonable' social welfare function, seminar on mathematics in social sciences, "
        "University of Michigan, 1951; P. C. Fishburn, Condorcet Social Choice Functions, "
        "SIAM Journal on Applied Mathematics 33(3), 1977",
        "function C3, with a half for a tie",
        "https://doi.org/10.1137/0133030",
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
def copeland(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Rank the projects by contests won, a tie counting a half, and fund down the ranking what still fits.

    Parameters
    ----------
    instance, profile
        the projects and the rankings; unnamed projects rank equally below all that are named.
    lot
        settles equal scores.

    References
    ----------
    P. C. Fishburn, *Condorcet Social Choice Functions*, SIAM Journal on Applied Mathematics 33(3), 1977, function C3.

    Examples
    --------
    Ben wins against both others, although Ada has the most first places.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> race = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=1)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1], [0, 1], [1, 2], [2, 1], [2, 1]])
    >>> outcome = copeland(race, ballots, lot=ballot_order(race))
    >>> outcome.funded, outcome.steps[0].figures["scores"]
    (('Ben',), (0, 2, 1))
    """
    compared = contests(instance, profile, lot=lot)
    scores = copeland_scores(compared)
    verdict = Verdict("copeland", {}, compared, by_value(scores), {"scores": scores})
    return outcome_down(verdict, instance, profile)
