from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.voting import (
    Action,
    BallotKind,
    Constraints,
    Instance,
    Lot,
    Outcome,
    Profile,
    Project,
    Settled,
    Standing,
    Tie,
    ballot_order,
    find_rule,
)


def votes(*counts: int) -> Profile:
    ballots = [[column] for column, count in enumerate(counts) for _ in range(count)]
    return Profile.from_ballots(BallotKind.APPROVAL, len(counts), ballots)


def in_line(costs: list[int], budget: int, **options: Fraction) -> Outcome:
    """Count with as many votes less for each project as it stands further back."""
    instance = Instance(tuple(Project(f"p{place}", cost) for place, cost in enumerate(costs, 1)), budget)
    ballots = votes(*range(len(costs), 0, -1))
    return find_rule("greedy-cover").tally(instance, ballots, lot=ballot_order(instance), **options)


def test_poznan_district_12_of_2023() -> None:
    outcome = in_line([398650, 777000, 590000, 800000], 1700000)
    assert outcome.funded == ("p1", "p2", "p3")
    assert (outcome.cost, dict(outcome.amounts)) == (1700000, {"p3": 524350})
    assert outcome.reasons["p3"].code == "funded-by-cover"
    assert outcome.reasons["p3"].figures == {"place": 3, "score": 2, "cost": 590000, "left": 524350, "reserve": 65650}
    assert outcome.reasons["p4"].code == "after-stop"
    assert outcome.reasons["p4"].figures["blocker"] == "p3"


def test_poznan_district_1_of_2023() -> None:
    outcome = in_line([769000, 800000, 50], 1170000)
    assert outcome.funded == ("p1",)
    assert outcome.steps[-1].action is Action.STOP


@pytest.mark.parametrize(("left", "is_funded"), [(80, True), (79, False)])
def test_four_fifths_are_just_enough(left: int, is_funded: bool) -> None:  # noqa: FBT001 - what is expected
    assert ("p2" in in_line([20, 100], 20 + left).funded) == is_funded


def test_the_share_is_compared_exactly() -> None:
    cost = 3 * 10**17 + 1
    assert in_line([cost], 2 * 10**17, cover=Fraction(2, 3)).funded == ()
    assert in_line([cost], 2 * 10**17 + 1, cover=Fraction(2, 3)).funded == ("p1",)


def test_what_is_withdrawn_or_excluded_is_not_the_first_that_does_not_fit() -> None:
    projects = (Project("a", 50), Project("rival", 60), Project("gone", 70, Standing.WITHDRAWN), Project("last", 60))
    instance = Instance(projects, 100, constraints=Constraints(exclusions=(("a", "rival"),)))
    outcome = find_rule("greedy-cover").tally(instance, votes(4, 3, 2, 1), lot=ballot_order(instance))
    assert outcome.funded == ("a", "last")
    assert dict(outcome.amounts) == {"last": 50}


def test_a_tie_for_the_reserve_decides_the_outcome() -> None:
    instance = Instance((Project("a", 90), Project("b", 100)), 80)
    outcome = find_rule("greedy-cover").tally(instance, votes(1, 1), lot=Lot(("b", "a")))
    assert outcome.funded == ("b",)
    assert outcome.ties == (Tie(("b", "a"), Settled.LOT, "b", "outcome"),)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(0, 30))
def test_a_share_of_one_is_greedy_that_stops(costs: list[int], budget: int) -> None:
    covered = in_line(costs, budget, cover=Fraction(1))
    instance = Instance(tuple(Project(f"p{place}", cost) for place, cost in enumerate(costs, 1)), budget)
    stopped = find_rule("greedy-no-skip").tally(instance, votes(*range(len(costs), 0, -1)), lot=ballot_order(instance))
    assert (covered.funded, covered.steps, covered.reasons) == (stopped.funded, stopped.steps, stopped.reasons)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(0, 30), st.fractions(0, 1, max_denominator=9))
def test_only_the_first_that_does_not_fit_is_covered(costs: list[int], budget: int, cover: Fraction) -> None:
    outcome, left, expected = in_line(costs, budget, cover=cover), budget, []
    for place, cost in enumerate(costs, 1):
        if cost > left and left < cover * cost:
            break
        expected.append((f"p{place}", min(cost, left)))
        left -= min(cost, left)
        if cost > expected[-1][1]:
            break
    asked = {f"p{place}": cost for place, cost in enumerate(costs, 1)}
    assert [(id_, outcome.amounts.get(id_, asked[id_])) for id_ in outcome.funded] == expected
