import numpy as np

from pbengine.voting.instance import Instance, Project
from pbengine.voting.measures.coverage import voters_covered
from pbengine.voting.profile import BallotKind, Profile

TOWN = Instance((Project("a", 1), Project("b", 1), Project("c", 1)), budget=3)


def test_each_voter_is_counted_once_however_many_of_its_projects_are_funded() -> None:
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [1, 2], [2], []])
    assert voters_covered(TOWN, ballots, ["a", "b"]) == 2
    assert voters_covered(TOWN, ballots, []) == 0


def test_a_ballot_that_many_cast_counts_as_many() -> None:
    ballots = Profile(
        BallotKind.APPROVAL, 3, np.array([0, 1, 2]), np.array([0, 1], dtype=np.int32), np.array([40, 2], dtype=np.int64)
    )
    assert voters_covered(TOWN, ballots, ["a"]) == 40


def test_a_project_named_without_points_is_not_supported() -> None:
    ballots = Profile(
        kind=BallotKind.SCORING,
        project_count=3,
        starts=np.array([0, 2, 3]),
        choices=np.array([0, 1, 2], dtype=np.int32),
        weights=np.array([1, 1], dtype=np.int64),
        points=np.array([0, 5, -2], dtype=np.int64),
    )
    assert voters_covered(TOWN, ballots, ["a", "c"]) == 0
    assert voters_covered(TOWN, ballots, ["b"]) == 1
