from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.voting.ballots import BallotFault, BallotLimits, check_ballots
from pbengine.voting.ballots.limits import CHECKS, ballot_check
from pbengine.voting.errors import ProfileError
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.profile import BallotKind, Profile

TOWN = Instance((Project("a", 10), Project("b", 20), Project("c", 30)), budget=100)


def ballots(
    kind: BallotKind, rows: list[list[int]], points: list[list[int]] | None = None, *, projects: int = 3
) -> Profile:
    given = [[1] * len(row) for row in rows] if points is None else points
    return Profile(
        kind=kind,
        project_count=projects,
        starts=np.cumsum([0, *map(len, rows)], dtype=np.int64),
        choices=np.array([column for row in rows for column in row], dtype=np.int32),
        weights=np.ones(len(rows), dtype=np.int64),
        points=np.array([value for row in given for value in row], dtype=np.int64),
    )


def found(profile: Profile, limits: BallotLimits, instance: Instance = TOWN) -> list[tuple[int, str, dict[str, int]]]:
    return [(fault.row, fault.code, dict(fault.figures)) for fault in check_ballots(profile, limits, instance)]


def test_every_kind_of_ballot_has_its_check() -> None:
    assert set(CHECKS) == set(BallotKind)


def test_a_second_check_of_a_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="checked already"):
        ballot_check(BallotKind.APPROVAL)(CHECKS[BallotKind.APPROVAL])


@pytest.mark.parametrize("kind", list(BallotKind))
def test_a_ballot_within_every_limit_has_no_fault(kind: BallotKind) -> None:
    profile = ballots(kind, [[], [0], [1]])
    assert check_ballots(profile, BallotLimits(), TOWN) == ()


@pytest.mark.parametrize("kind", [kind for kind in BallotKind if kind is not BallotKind.CHOOSE_ONE])
def test_lengths_and_repeats_are_checked(kind: BallotKind) -> None:
    profile = ballots(kind, [[0, 1, 2], [], [0, 1], [2, 0, 2]])
    assert found(profile, BallotLimits(min_length=1, max_length=2)) == [
        (0, "too-many", {"length": 3, "most": 2}),
        (1, "too-few", {"length": 0, "least": 1}),
        (3, "too-many", {"length": 3, "most": 2}),
        (3, "repeated", {"project": 2}),
    ]


@pytest.mark.parametrize("kind", [kind for kind in BallotKind if kind is not BallotKind.CHOOSE_ONE])
def test_the_cost_of_a_ballot_is_checked(kind: BallotKind) -> None:
    profile = ballots(kind, [[0, 1], [1, 2], [0]])
    assert found(profile, BallotLimits(min_sum_cost=20, max_sum_cost=30)) == [
        (1, "over-cost", {"cost": 50, "most": 30}),
        (2, "under-cost", {"cost": 10, "least": 20}),
    ]


def test_costs_beyond_64_bits_are_added_exactly() -> None:
    dear = Instance(tuple(replace(project, cost=2**70 + project.cost) for project in TOWN.projects), budget=1)
    limits = BallotLimits(max_sum_cost=2 * 2**70 + 30)
    assert found(ballots(BallotKind.APPROVAL, [[0, 1], [0, 2]]), limits, dear) == [
        (1, "over-cost", {"cost": 2 * 2**70 + 40, "most": 2 * 2**70 + 30})
    ]


def test_a_withdrawn_projects_cost_is_not_counted_against_a_ballot() -> None:
    gone = Project("c", 999_999_999, Standing.WITHDRAWN)
    instance = Instance((*TOWN.projects[:2], gone), budget=100)
    profile = ballots(BallotKind.APPROVAL, [[0, 2], [0]])
    assert found(profile, BallotLimits(min_sum_cost=11, max_sum_cost=15), instance) == [
        (1, "under-cost", {"cost": 10, "least": 11})
    ]


@pytest.mark.parametrize("limits", [BallotLimits(), BallotLimits(max_length=5)])
def test_a_choose_1_ballot_never_holds_two(limits: BallotLimits) -> None:
    assert found(ballots(BallotKind.CHOOSE_ONE, [[0], [0, 1]]), limits) == [(1, "too-many", {"length": 2, "most": 1})]


def test_a_cumulative_ballot_may_leave_points_unused_and_gives_no_negative_ones() -> None:
    profile = ballots(BallotKind.CUMULATIVE, [[0, 1], [2], [0, 1], [1, 0]], [[3, 2], [1], [4, 2], [2, -1]])
    assert found(profile, BallotLimits(max_points=3, max_sum_points=5)) == [
        (2, "points-range", {"project": 0, "points": 4, "most": 3}),
        (2, "points-sum", {"sum": 6, "most": 5}),
        (3, "points-range", {"project": 0, "points": -1, "least": 0}),
    ]


def test_a_scoring_ballot_may_give_negative_points_within_its_interval() -> None:
    profile = ballots(BallotKind.SCORING, [[0, 1], [2, 0]], [[-2, 2], [-3, -4]])
    assert found(profile, BallotLimits(min_points=-2, max_points=2, min_sum_points=0)) == [
        (1, "points-range", {"project": 2, "points": -3, "least": -2}),
        (1, "points-sum", {"sum": -7, "least": 0}),
    ]


@pytest.mark.parametrize(
    ("kind", "votes", "faults"),
    [
        (BallotKind.CUMULATIVE, [9, 4, 1, 1], []),  # the vectors of the reference: 99 credits
        (BallotKind.CUMULATIVE, [9, 4, 2], ["over-credits"]),
        (BallotKind.CUMULATIVE, [-9, 4, 1, 1], ["points-range"]),
        (BallotKind.SCORING, [-9, 4, 1, 1], []),
        (BallotKind.SCORING, [-9, -4, 2], ["over-credits"]),
    ],
)
def test_a_quadratic_ballot_spends_the_squares_of_its_votes(
    kind: BallotKind, votes: list[int], faults: list[str]
) -> None:
    town = Instance(tuple(Project(f"p{column}", 1) for column in range(4)), budget=4)
    profile = ballots(kind, [list(range(len(votes)))], [votes], projects=4)
    said = check_ballots(profile, BallotLimits(max_sum_squares=99), town)
    assert [fault.code for fault in said] == faults
    assert [dict(fault.figures) for fault in said if fault.code == "over-credits"] == [
        {"squares": 101, "most": 99} for code in faults if code == "over-credits"
    ]


@given(
    st.lists(st.lists(st.integers(-(2**40), 2**40) | st.integers(-12, 12), max_size=3), max_size=4),
    st.integers(0, 300) | st.integers(0, 2**83),
)
def test_no_ballot_over_its_credits_is_accepted_and_none_within_them_refused(
    votes: list[list[int]], credits_: int
) -> None:
    profile = ballots(BallotKind.SCORING, [list(range(len(row))) for row in votes], votes)
    said = check_ballots(profile, BallotLimits(max_sum_squares=credits_), TOWN)
    assert [fault.row for fault in said] == [
        number for number, row in enumerate(votes) if sum(vote * vote for vote in row) > credits_
    ]


def test_the_instance_must_be_the_one_of_the_ballots() -> None:
    profile = ballots(BallotKind.APPROVAL, [[0]])
    with pytest.raises(ProfileError):
        check_ballots(profile, BallotLimits(), Instance((), budget=1))


def slow_faults(profile: Profile, limits: BallotLimits) -> list[tuple[int, str]]:
    """Check ballots one by one; the costs are those of TOWN."""
    faults = []
    for row, (_, columns) in enumerate(profile):
        cost = sum(TOWN.projects[column].cost for column in columns)
        broken = {
            "too-few": len(columns) < limits.min_length,
            "too-many": limits.max_length is not None and len(columns) > limits.max_length,
            "repeated": len(set(columns)) < len(columns),
            "over-cost": limits.max_sum_cost is not None and cost > limits.max_sum_cost,
            "under-cost": cost < limits.min_sum_cost,
        }
        faults += [(row, code) for code, is_broken in broken.items() if is_broken]
    return faults


@given(
    st.lists(st.lists(st.integers(0, 2), max_size=5)),
    st.builds(
        BallotLimits,
        min_length=st.integers(0, 3),
        max_length=st.none() | st.integers(0, 3),
        min_sum_cost=st.integers(0, 60),
        max_sum_cost=st.none() | st.integers(0, 90),
    ),
)
def test_all_ballots_at_once_are_judged_as_one_by_one(rows: list[list[int]], limits: BallotLimits) -> None:
    profile = Profile.from_ballots(BallotKind.APPROVAL, 3, rows)
    faults: tuple[BallotFault, ...] = check_ballots(profile, limits, TOWN)
    assert sorted((fault.row, fault.code) for fault in faults) == sorted(slow_faults(profile, limits))
