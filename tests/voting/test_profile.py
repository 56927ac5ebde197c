import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.voting.errors import ProfileError
from pbengine.voting.profile import BallotKind, Profile


def profile_of(
    kind: BallotKind, ballots: list[list[tuple[int, int]]], weights: list[int], *, default_points: int = 0
) -> Profile:
    """Make a profile of three projects from (column, points) pairs."""
    return Profile(
        kind=kind,
        project_count=3,
        starts=np.cumsum([0, *map(len, ballots)], dtype=np.int64),
        choices=np.array([column for ballot in ballots for column, _ in ballot], dtype=np.int32),
        weights=np.array(weights, dtype=np.int64),
        points=np.array([points for ballot in ballots for _, points in ballot], dtype=np.int64),
        default_points=default_points,
    )


def test_votes_and_voters_count_weights_and_empty_ballots() -> None:
    profile = profile_of(BallotKind.CUMULATIVE, [[(0, 5), (2, 1)], [], [(2, 3)]], [2, 4, 1])
    assert (profile.ballots, profile.voters) == (3, 7)
    assert profile.votes().tolist() == [2, 0, 3]
    assert profile.scores().tolist() == [10, 0, 5]


def test_ordinal_scores_are_the_ranks_less_the_place() -> None:
    profile = Profile.from_ballots(BallotKind.ORDINAL, 4, [[2, 0, 1], [0], [3, 2]], ranks=3)
    assert profile.scores().tolist() == [2 + 3, 1, 3 + 2, 3]


def test_a_scoring_ballot_gives_the_default_to_what_it_does_not_name() -> None:
    profile = profile_of(BallotKind.SCORING, [[(0, -2)], []], [3, 2], default_points=-1)
    assert profile.scores().tolist() == [3 * -2 + 2 * -1, -5, -5]


def test_rows_come_out_as_they_went_in() -> None:
    ballots = [[1, 0], [], [2]]
    assert list(Profile.from_ballots(BallotKind.APPROVAL, 3, ballots)) == [(1, (1, 0)), (1, ()), (1, (2,))]


def test_arrays_are_kept_as_read_only_views_and_the_callers_stay_as_they_were() -> None:
    weights = np.ones(1, dtype=np.int64)
    profile = Profile(
        kind=BallotKind.APPROVAL,
        project_count=1,
        starts=np.array([0, 1], dtype=np.int64),
        choices=np.zeros(1, dtype=np.int32),
        weights=weights,
    )
    with pytest.raises(ValueError, match="read-only"):
        profile.weights[0] = 2
    assert weights.flags.writeable


@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.integers(0, 2), st.integers(-(10**9), 10**9)), unique_by=lambda pair: pair[0]),
            st.integers(1, 10**6),
        )
    ),
    st.integers(-(10**6), 10**6),
)
def test_scores_are_exact(rows: list[tuple[list[tuple[int, int]], int]], default: int) -> None:
    profile = profile_of(
        BallotKind.SCORING, [ballot for ballot, _ in rows], [weight for _, weight in rows], default_points=default
    )
    expected = [sum(weight * dict(ballot).get(column, default) for ballot, weight in rows) for column in range(3)]
    assert profile.scores().tolist() == expected


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"starts": np.array([0, 1, 2], dtype=np.int64)}, "1 weights need 2 row pointers, not 3"),
        ({"choices": np.array([0, 3], dtype=np.int32)}, "outside 0..2"),
        ({"choices": np.array([0.0, 1.0])}, "choices is one row of int32"),
        ({"weights": np.array([0], dtype=np.int64)}, "a weight is below 1"),
        ({"starts": np.array([0, 1], dtype=np.int64)}, "do not rise from 0 to the 2 entries"),
        ({"points": np.array([1], dtype=np.int64)}, "2 choices need as many points, not 1"),
        ({"kind": BallotKind.SCORING}, "scoring ballots need points"),
        ({"points_scale": 0}, "the points scale is 0"),
        ({"points": np.array([2**62, 1], dtype=np.int64)}, "more than 64 bits"),
        ({"points": np.array([-(2**63), 1], dtype=np.int64)}, "more than 64 bits"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(changes: dict[str, object], fault: str) -> None:
    fields: dict[str, object] = {
        "kind": BallotKind.APPROVAL,
        "project_count": 3,
        "starts": np.array([0, 2], dtype=np.int64),
        "choices": np.array([0, 1], dtype=np.int32),
        "weights": np.array([1], dtype=np.int64),
    }
    with pytest.raises(ProfileError) as caught:
        Profile(**{**fields, **changes})  # type: ignore[arg-type] # wrong on purpose
    assert any(fault in text for text in caught.value.faults)
