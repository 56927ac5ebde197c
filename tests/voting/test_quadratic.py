from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.voting import BallotKind, BallotsError, Instance, Profile, Project, ballot_order, find_rule

RULE = find_rule("quadratic")
TOWN = Instance((Project("A", 60), Project("B", 50), Project("C", 50), Project("D", 10)), budget=100)


def ballots(rows: list[list[int]], kind: BallotKind = BallotKind.SCORING, scale: int = 1) -> Profile:
    return Profile(
        kind=kind,
        project_count=4,
        starts=np.cumsum([0, *map(len, rows)], dtype=np.int64),
        choices=np.array([column for row in rows for column in range(len(row))], dtype=np.int32),
        weights=np.ones(len(rows), dtype=np.int64),
        points=np.array([vote for row in rows for vote in row], dtype=np.int64),
        points_scale=scale,
    )


EXAMPLE = ballots([[30, 28, 27, -5]])


@pytest.mark.parametrize(
    ("decide", "funded"),
    [("optimum", ("B", "C")), ("votes", ("A",)), ("votes-per-cost", ("B", "C"))],
)
def test_the_example_of_the_reference(decide: str, funded: tuple[str, ...]) -> None:
    outcome = RULE.tally(TOWN, EXAMPLE, lot=ballot_order(TOWN), decide=decide)
    assert outcome.funded == funded
    assert outcome.reasons["D"].code == "no-gain"


def test_each_step_tells_votes_for_and_against_who_cast_them_and_what_they_cost() -> None:
    profile = ballots([[3, 0, 1], [-1, 2, 1], [4]])
    outcome = RULE.tally(TOWN, profile, lot=ballot_order(TOWN), decide="votes")
    (step,) = outcome.steps[:1]
    assert step.project == "A"
    assert dict(step.figures) == {
        "place": 1,
        "score": 6,
        "cost": 60,
        "left": 100,
        "votes_for": 7,
        "votes_against": 1,
        "supporters": 2,
        "opponents": 1,
        "credits": 26,
        "per_cost": Fraction(1, 10),
    }


@pytest.mark.parametrize("votes", [[9, 4, 1, 1], [-9, 4, 1, 1]])
def test_ballots_within_their_credits_are_counted(votes: list[int]) -> None:
    assert RULE.tally(TOWN, ballots([[1], votes]), lot=ballot_order(TOWN), credits=99).funded


@pytest.mark.parametrize("votes", [[9, 4, 2], [-9, -4, -2]])
def test_ballots_over_their_credits_are_refused_by_row(votes: list[int]) -> None:
    with pytest.raises(BallotsError, match="1 ballot spends more than 99 credits") as caught:
        RULE.tally(TOWN, ballots([[1], votes]), lot=ballot_order(TOWN), credits=99)
    assert caught.value.rows == (1,)


@given(st.lists(st.lists(st.integers(-15, 15), max_size=4), max_size=5), st.integers(1, 300), st.sampled_from([1, 10]))
def test_no_ballot_over_its_credits_is_counted(votes: list[list[int]], credits_: int, scale: int) -> None:
    profile = ballots(votes, scale=scale)
    over = tuple(row for row, cast in enumerate(votes) if Fraction(sum(v * v for v in cast), scale**2) > credits_)
    if not over:
        RULE.tally(TOWN, profile, lot=ballot_order(TOWN), credits=credits_)
        return
    with pytest.raises(BallotsError) as caught:
        RULE.tally(TOWN, profile, lot=ballot_order(TOWN), credits=credits_)
    assert caught.value.rows == over


def test_what_a_ballot_gives_by_default_costs_credits_too() -> None:
    profile = replace(ballots([[3]]), default_points=-1)
    RULE.tally(TOWN, profile, lot=ballot_order(TOWN), credits=12)
    with pytest.raises(BallotsError):
        RULE.tally(TOWN, profile, lot=ballot_order(TOWN), credits=11)
    outcome = RULE.tally(TOWN, profile, lot=ballot_order(TOWN))
    assert (outcome.reasons["B"].figures["votes_against"], outcome.reasons["B"].figures["opponents"]) == (1, 1)
