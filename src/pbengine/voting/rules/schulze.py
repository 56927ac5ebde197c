"""Schulze: the projects by the strongest chains of majorities that lead from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.pairwise.contests import STRENGTH, contests
from pbengine.voting.rules.pairwise.ranking import by_order
from pbengine.voting.rules.pairwise.result import PAIRWISE_CARRIES, Verdict, outcome_down, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


def strongest_paths(strengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the strength of the strongest path from each project to each other, 0 where there is none.

    A path is as strong as the weakest of its majorities.

    Examples
    --------
    >>> strongest_paths(np.array([[0, 9, 0], [0, 0, 7], [0, 0, 0]])).tolist()
    [[0, 9, 7], [0, 0, 7], [0, 0, 0]]
    """
    paths = strengths.copy()
    for middle in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, middle, None], paths[middle]), out=paths)
    np.fill_diagonal(paths, 0)
    return paths


@rule(
    id="schulze",
    name="Schulze",
    summary=(
        "Each project meets each other one. A project comes before another if the strongest chain of majorities "
        "from it to the other is stronger than any chain back. Projects are taken in that order as far as the money "
        "goes."
    ),
    ballots=(BallotKind.ORDINAL,),
    options=(STRENGTH,),
    source=Source(
        "M. Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner "
        "election method, Social Choice and Welfare 36(2), 2011",
        "sections 2.2 and 2.3; the lot orders what the relation leaves open",
        "https://doi.org/10.1007/s00355-010-0475-4",
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
def schulze(instance: Instance, profile: Profile, *, lot: Lot, strength: str = "winning-votes") -> Outcome:
    """Rank the projects by their strongest paths, and fund down the ranking what still fits.

    One project is above another if its strongest path to the other is stronger than the other's to it. That relation is
    transitive, but may leave pairs open; then the first by lot of those with none above them comes next.

    Parameters
    ----------
    instance, profile
        the projects and the rankings; unnamed projects rank equally below all that are named.
    lot
        settles what the relation leaves open.
    strength
        what a majority is measured by: its ``winning-votes``, or its ``margins``.

    References
    ----------
    M. Schulze, *A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
    method*, Social Choice and Welfare 36(2), 2011, sections 2.2 and 2.3.

    Examples
    --------
    A cycle: Ada beats Ben by 7 to 2, Ben beats Cleo by 6 to 3, and Cleo beats Ada by 5 to 4. Ada's way to Cleo, by Ben,
    has the strength 6; Cleo's way to Ada has 5.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> race = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=1)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2]] * 4 + [[1, 2, 0]] * 2 + [[2, 0, 1]] * 3)
    >>> outcome = schulze(race, ballots, lot=ballot_order(race))
    >>> outcome.funded, outcome.steps[0].figures["ranking"], outcome.steps[0].figures["paths"]
    (('Ada',), ('Ada', 'Ben', 'Cleo'), ((0, 7, 6), (5, 0, 6), (5, 5, 0)))
    """
    compared = contests(instance, profile, lot=lot)
    paths = strongest_paths(compared.strengths(strength))
    figures = {"paths": table(paths.tolist())}
    verdict = Verdict("schulze", {"strength": strength}, compared, by_order(paths > paths.T), figures)
    return outcome_down(verdict, instance, profile)
