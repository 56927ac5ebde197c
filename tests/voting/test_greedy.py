from fractions import Fraction

import numpy as np
import pytest

from pbengine.voting.errors import OptionsError
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.lot import Lot, ballot_order
from pbengine.voting.outcome import Action, Settled, Step, Tie
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.registry import find_rule
from pbengine.voting.rules.greedy import greedy
from pbengine.voting.rules.greedy_exclusive import greedy_exclusive
from pbengine.voting.rules.greedy_no_skip import greedy_no_skip
from pbengine.voting.rules.greedy_threshold import greedy_threshold

SENTINEL = 999_999_999


def town(costs: dict[str, int], budget: int, *, withdrawn: str = "") -> Instance:
    return Instance(
        tuple(
            Project(id_, cost, Standing.WITHDRAWN if id_ in withdrawn else Standing.STANDING)
            for id_, cost in costs.items()
        ),
        budget=budget,
    )


def votes(*counts: int) -> Profile:
    """Make approval ballots that give each project, in order, this many votes."""
    ballots = [[column] for column, count in enumerate(counts) for _ in range(count)]
    return Profile.from_ballots(BallotKind.APPROVAL, len(counts), ballots)


def test_greedy_goes_on_after_what_does_not_fit() -> None:
    instance = town({"a": 60, "b": 70, "c": 40}, 100)
    outcome = greedy(instance, votes(3, 2, 1), lot=ballot_order(instance))
    assert outcome.funded == ("a", "c")
    assert outcome.cost == 100
    assert [(step.action, step.project) for step in outcome.steps] == [
        (Action.FUND, "a"),
        (Action.SKIP, "b"),
        (Action.FUND, "c"),
    ]
    assert outcome.steps[2] == Step(Action.FUND, "c", {"place": 2, "score": 1, "cost": 40, "left": 40})
    assert outcome.reasons["c"].figures == {"place": 2, "score": 1, "cost": 40, "left": 40}
    assert outcome.ties == ()


def test_score_per_cost_is_compared_exactly() -> None:
    # 2**60 / (2**60 + 1) and its neighbour differ in the 36th digit: as floats they are equal
    big = 2**60
    instance = town({"a": big + 1, "b": big + 2}, 2 * big + 3)
    profile = Profile(
        kind=BallotKind.SCORING,
        project_count=2,
        starts=np.array([0, 2], dtype=np.int64),
        choices=np.array([0, 1], dtype=np.int32),
        weights=np.array([1], dtype=np.int64),
        points=np.array([big // 4, big // 4 + 1], dtype=np.int64),
    )
    outcome = greedy(instance, profile, lot=ballot_order(instance), order="score-per-cost")
    assert (big // 4) * (big + 2) < (big // 4 + 1) * (big + 1)
    assert outcome.funded == ("b", "a")
    assert outcome.ties == ()


def test_equal_scores_per_cost_are_a_tie_and_a_free_project_comes_first() -> None:
    instance = town({"a": 30, "b": 60, "free": 0}, 60)
    outcome = greedy(instance, votes(1, 2, 0), lot=Lot(("b", "a", "free")), order="score-per-cost")
    assert outcome.funded == ("free", "b")
    assert outcome.ties == (Tie(("b", "a"), Settled.LOT, "b", "outcome"),)


@pytest.mark.parametrize(
    ("costs", "budget", "effect"),
    [
        ({"a": 50, "b": 50}, 100, "order"),  # both are funded
        ({"a": 50, "b": 60}, 100, "outcome"),  # whoever comes first
        ({"a": 150, "b": 50}, 100, "order"),  # a never fits
        ({"a": 150, "b": 160}, 100, "order"),  # neither fits
    ],
)
def test_a_tie_says_whether_another_lot_funds_other_projects(costs: dict[str, int], budget: int, effect: str) -> None:
    instance = town(costs, budget)
    forth, back = (greedy(instance, votes(1, 1), lot=Lot(order)) for order in (("a", "b"), ("b", "a")))
    assert forth.ties == (Tie(("a", "b"), Settled.LOT, "a", "outcome" if effect == "outcome" else "order"),)
    assert (set(forth.funded) != set(back.funded)) == (effect == "outcome")
    assert forth.ties[0].effect == back.ties[0].effect


@pytest.mark.parametrize(
    ("costs", "effect"),
    [
        ({"a": 50, "b": 50}, "order"),
        ({"a": 50, "b": 150}, "outcome"),  # b first stops the count
        ({"a": 150, "b": 160}, "order"),
    ],
)
def test_a_tie_may_decide_where_the_count_stops(costs: dict[str, int], effect: str) -> None:
    instance = town(costs, 100)
    outcomes = [greedy_no_skip(instance, votes(1, 1), lot=Lot(order)) for order in (("a", "b"), ("b", "a"))]
    assert {outcome.ties[0].effect for outcome in outcomes} == {effect}
    assert (set(outcomes[0].funded) != set(outcomes[1].funded)) == (effect == "outcome")


def test_no_skip_stops_and_says_what_stopped_it() -> None:
    instance = town({"a": 60, "b": 70, "c": 10, "d": 5}, 100)
    outcome = greedy_no_skip(instance, votes(3, 2, 1, 1), lot=ballot_order(instance))
    assert outcome.funded == ("a",)
    assert outcome.steps[-1] == Step(Action.STOP, "b", {"score": 2, "cost": 70, "left": 40})
    assert outcome.reasons["b"].code == "not-affordable"
    for id_, cost in (("c", 10), ("d", 5)):
        assert outcome.reasons[id_].code == "after-stop"
        assert outcome.reasons[id_].figures == {"blocker": "b", "score": 1, "cost": cost, "left": 40}
    assert outcome.ties == ()


@pytest.mark.parametrize("rule_id", ["greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive"])
def test_a_withdrawn_project_is_out_of_the_count_and_stops_nothing(rule_id: str) -> None:
    instance = town({"a": 60, "gone": SENTINEL, "c": 40}, 100, withdrawn="gone")
    outcome = find_rule(rule_id).tally(instance, votes(2, 9, 2), lot=Lot(("gone", "c", "a")))
    assert outcome.funded == ("c", "a")
    assert outcome.reasons["gone"].code == "withdrawn"
    assert outcome.reasons["gone"].figures == {"votes": 9}
    assert outcome.ties == (Tie(("c", "a"), Settled.LOT, "c", "order"),)
    assert "gone" not in {step.project for step in outcome.steps}


def test_a_score_equal_to_the_threshold_is_enough() -> None:
    instance = town({"a": 1, "b": 1, "c": 1}, 9)
    outcome = greedy_threshold(instance, votes(3, 2, 1), lot=ballot_order(instance), threshold=2)
    assert outcome.funded == ("a", "b")
    assert outcome.reasons["c"].code == "below-threshold"
    assert outcome.reasons["c"].figures == {"score": 1, "threshold": 2}


def test_scores_in_parts_of_points_are_compared_with_the_threshold_exactly() -> None:
    instance = town({"a": 1, "b": 1}, 9)
    profile = Profile(
        kind=BallotKind.CUMULATIVE,
        project_count=2,
        starts=np.array([0, 2], dtype=np.int64),
        choices=np.array([0, 1], dtype=np.int32),
        weights=np.array([1], dtype=np.int64),
        points=np.array([11, 10], dtype=np.int64),
        points_scale=100,
    )
    outcome = greedy_threshold(instance, profile, lot=ballot_order(instance), threshold=Fraction(11, 100))
    assert outcome.funded == ("a",)
    assert outcome.reasons["a"].figures["score"] == Fraction(11, 100)
    assert outcome.reasons["b"].figures["score"] == Fraction(1, 10)


def test_of_each_group_only_the_first_is_funded() -> None:
    instance = town({"a": 10, "b": 10, "c": 10, "d": 10}, 100)
    outcome = greedy_exclusive(instance, votes(4, 3, 2, 1), lot=ballot_order(instance), groups="a+b,b+c")
    assert outcome.funded == ("a", "c", "d")
    assert outcome.reasons["b"].code == "excluded-by"
    assert outcome.reasons["b"].figures["rival"] == "a"


def test_a_project_that_did_not_fit_excludes_nothing() -> None:
    instance = town({"a": 200, "b": 10}, 100)
    outcome = greedy_exclusive(instance, votes(2, 1), lot=ballot_order(instance), groups="a+b")
    assert outcome.funded == ("b",)


def test_a_tie_between_rivals_decides_the_outcome() -> None:
    instance = town({"a": 10, "b": 10}, 100)
    outcome = greedy_exclusive(instance, votes(1, 1), lot=ballot_order(instance), groups="a+b")
    assert outcome.ties == (Tie(("a", "b"), Settled.LOT, "a", "outcome"),)


def test_groups_that_name_a_stranger_are_refused() -> None:
    instance = town({"a": 10, "b": 10}, 100)
    with pytest.raises(OptionsError) as caught:
        find_rule("greedy-exclusive").tally(instance, votes(1, 1), lot=ballot_order(instance), groups="a+x,b+y")
    assert len(caught.value.faults) == 2
