"""Borda: points by place on each ranking, and the projects by their points."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from pbengine.voting import promises
from pbengine.voting.constraints import Feature
from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Action, Step
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.pairwise.ranking import by_value
from pbengine.voting.rules.seats import as_election, is_for_seats
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import WALK_CARRIES, Candidate, outcome_of, walk, withdrawn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile

UNRANKED = Choice(
    "unranked",
    "what a ranking of k projects out of m gives: m-1, m-2, ... and zero to the rest; or to each of the rest "
    "the average of the points that remain; or, modified, k, k-1, ..., 1 and zero to the rest",
    ("zero", "average", "modified"),
)


def borda_scores(profile: Profile, standing: NDArray[np.bool_], unranked: str) -> list[int | Fraction]:
    """Return the points of each project in the order of the ballot; projects that do not stand are passed over.

    Equal ranks share the points of their places equally. Points are added as whole numbers of halves.

    Examples
    --------
    Three projects, two rankings: the first of all, the second of the last alone.

    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2], [2]])
    >>> all_stand = np.ones(3, dtype=bool)
    >>> for unranked in UNRANKED.values:
    ...     print(unranked, *borda_scores(ballots, all_stand, unranked))
    zero 2 1 2
    average 5/2 3/2 2
    modified 3 2 2
    """
    kept = standing[profile.choices]
    choices, rows = profile.choices[kept], profile.rows[kept]
    lengths = np.bincount(rows, minlength=profile.ballots)
    others = int(np.count_nonzero(standing)) - 1
    first, size = _ranks(rows, profile.places[kept])
    place = first - (np.cumsum(lengths) - lengths)[rows]
    top = lengths[rows] if unranked == "modified" else others
    halves = 2 * (top - place) - (size - 1)
    kind = np.int64 if 2 * profile.voters * (others + 2) < 2**62 else np.object_
    weights: NDArray[Any] = profile.weights.astype(kind)
    sums: NDArray[Any] = np.zeros(profile.project_count, dtype=kind)
    np.add.at(sums, choices, halves * weights[rows])
    if unranked == "average":
        share = (others - lengths) * weights  # halves that a ballot gives to each project that it does not name
        sums += share.sum()
        np.subtract.at(sums, choices, share[rows])
    return [half // 2 if half % 2 == 0 else Fraction(half, 2) for half in sums.tolist()]


def _ranks(rows: NDArray[np.int64], places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each entry the first of those with its rank, and how many have it."""
    entries = np.arange(len(rows))
    opens = np.ones(len(rows), dtype=bool)
    opens[1:] = (rows[1:] != rows[:-1]) | (places[1:] != places[:-1])
    first = np.maximum.accumulate(np.where(opens, entries, 0))
    return first, np.bincount(first, minlength=len(rows))[first] if len(rows) else first


@rule(
    id="borda",
    name="Borda",
    summary=(
        "Each ranking gives points by place, the first place the most. Projects are taken by their points, "
        "highest first; one that costs more than is left is skipped."
    ),
    ballots=(BallotKind.ORDINAL,),
    options=(UNRANKED,),
    source=Source(
        "J.-C. de Borda, Mémoire sur les élections au scrutin, Histoire de l'Académie Royale des Sciences, 1781; "
        "P. Emerson, The original Borda count and partial voting, Social Choice and Welfare 40(2), 2013",
        "points by place; what short rankings give: the three conventions that Emerson compares",
        "https://doi.org/10.1007/s00355-011-0603-9",
    ),
    carries=(*WALK_CARRIES, Feature.EQUAL_RANKS),
    properties=(
        promises.RAISING_HELPS,
        promises.COMPLETE_LOSER_LOSES,
        promises.MAJORITY_MAY_LOSE,
        promises.CONDORCET_MAY_LOSE,
        promises.MAJORITY_TAKES_ALL,
        promises.TACTICS_MAY_HELP,
    ),
)
def borda(instance: Instance, profile: Profile, *, lot: Lot, unranked: str = "zero") -> Outcome:
    """Fund the projects by points for their places, highest first, skipping what costs more than is left.

    Parameters
    ----------
    instance, profile
        the projects and the rankings; withdrawn projects are passed over, as if nobody had named them.
    lot
        settles equal scores.
    unranked
        what a ranking of ``k`` out of ``m`` projects gives: with ``zero`` ``m - 1, m - 2, ...``, and nothing to the
        rest; with ``average`` the same, and to each of the rest the average of the points that remain; with
        ``modified`` ``k, k - 1, ..., 1``, and nothing to the rest.

    References
    ----------
    J.-C. de Borda, *Mémoire sur les élections au scrutin*, Histoire de l'Académie Royale des Sciences, 1781;
    P. Emerson, *The original Borda count and partial voting*, Social Choice and Welfare 40(2), 2013.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2], [1, 0, 2], [0, 2]])
    >>> outcome = borda(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.steps[0].figures["scores"]
    (('park', 'tree'), (5, 3, 1))
    """
    standing = np.array([project.standing is Standing.STANDING for project in instance.projects], dtype=bool)
    scores = borda_scores(profile, standing, unranked)
    places = lot.places(instance)
    listed = sorted((place, column) for column, place in enumerate(places) if standing[column])
    candidates = [
        Candidate(project.id, project.cost, scores[column])
        for column, project in ((column, instance.projects[column]) for _, column in listed)
    ]
    ranking = by_value([candidate.score for candidate in candidates])
    way = walk([[candidates[index] for index in block] for block in ranking.blocks], Treasury.of(instance))
    figures = {
        "ranking": tuple(candidates[index].id for index in ranking.order),
        "projects": tuple(candidate.id for candidate in candidates),
        "scores": tuple(candidate.score for candidate in candidates),
    }
    way.steps.insert(0, Step(Action.RANK, None, MappingProxyType(figures)))
    others = withdrawn(instance, profile)
    outcome = outcome_of(way, rule="borda", options={"unranked": unranked}, instance=instance, others=others)
    return as_election(outcome) if is_for_seats(instance) else outcome
