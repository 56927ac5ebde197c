from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting import (
    Action,
    BallotKind,
    Band,
    Constraints,
    Feature,
    FeatureError,
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
from tests.oracles.greedy_constraints import Pencil
from tests.voting.made_constraints import constraints

WALKED = frozenset({Feature.EXCLUSIONS, Feature.DEPENDENCIES, Feature.CAPS, Feature.FLOORS, Feature.PARTS})


def town(costs: dict[str, int], budget: int, asked: Constraints) -> Instance:
    return Instance(tuple(Project(id_, cost) for id_, cost in costs.items()), budget, constraints=asked)


def votes(*counts: int) -> Profile:
    ballots = [[column] for column, count in enumerate(counts) for _ in range(count)]
    return Profile.from_ballots(BallotKind.APPROVAL, len(counts), ballots)


def in_line(costs: dict[str, int], budget: int, asked: Constraints, rule: str = "greedy") -> Outcome:
    """Count with as many votes less for each project as it stands further back."""
    instance = town(costs, budget, asked)
    return find_rule(rule).tally(instance, votes(*range(len(costs), 0, -1)), lot=ballot_order(instance))


def code(outcome: Outcome, id_: str) -> str:
    return outcome.reasons[id_].code


def test_what_a_funded_project_excludes_is_passed_over_under_every_rule_of_the_family() -> None:
    asked = Constraints(exclusions=(("park", "lake"),))
    for rule in ("greedy", "greedy-threshold", "greedy-no-skip", "greedy-exclusive"):
        outcome = in_line({"park": 50, "lake": 200, "tree": 10}, 100, asked, rule)
        assert outcome.funded == ("park", "tree")
        assert (code(outcome, "lake"), outcome.reasons["lake"].figures["rival"]) == ("excluded-by", "park")


def test_what_waits_takes_its_turn_at_once_when_what_it_needs_is_funded() -> None:
    asked = Constraints(dependencies=(("cafe", "hall"), ("terrace", "cafe")))
    outcome = in_line({"terrace": 5, "cafe": 20, "pool": 150, "hall": 60, "tree": 20}, 100, asked)
    assert outcome.funded == ("hall", "cafe", "terrace")
    assert code(outcome, "tree") == "not-affordable"
    assert [(step.action, step.project) for step in outcome.steps] == [
        (Action.SKIP, "terrace"),
        (Action.SKIP, "cafe"),
        (Action.SKIP, "pool"),
        (Action.FUND, "hall"),
        (Action.FUND, "cafe"),
        (Action.FUND, "terrace"),
        (Action.SKIP, "tree"),
    ]


def test_of_several_that_wait_the_first_in_rank_comes_first() -> None:
    asked = Constraints(dependencies=(("a", "z"), ("b", "z")))
    outcome = in_line({"a": 30, "b": 30, "z": 50}, 100, asked)
    assert outcome.funded == ("z", "a")
    assert code(outcome, "b") == "not-affordable"
    assert outcome.reasons["b"].figures["left"] == 20


def test_what_waits_in_vain_says_what_it_still_lacks_in_the_end() -> None:
    asked = Constraints(dependencies=(("cafe", "hall"), ("cafe", "pool")))
    outcome = in_line({"cafe": 5, "hall": 60, "pool": 150}, 100, asked)
    assert outcome.funded == ("hall",)
    assert code(outcome, "cafe") == "waits-for"
    assert outcome.reasons["cafe"].figures == {"needs": ("pool",), "score": 3, "cost": 5, "left": 100}
    assert outcome.steps[0].figures["needs"] == ("hall", "pool")


def test_two_that_need_each_other_are_never_funded() -> None:
    outcome = in_line({"a": 1, "b": 1}, 100, Constraints(dependencies=(("a", "b"), ("b", "a"))))
    assert outcome.funded == ()
    assert code(outcome, "a") == code(outcome, "b") == "waits-for"


def test_a_need_that_is_withdrawn_is_never_met() -> None:
    projects = (Project("cafe", 5), Project("hall", 60, Standing.WITHDRAWN))
    instance = Instance(projects, 100, constraints=Constraints(dependencies=(("cafe", "hall"),)))
    outcome = find_rule("greedy").tally(instance, votes(1, 1), lot=ballot_order(instance))
    assert code(outcome, "cafe") == "waits-for"


def test_a_cap_is_kept_and_says_what_was_spent() -> None:
    asked = Constraints(bands=(Band("green", ("park", "tree", "bush"), cap=60),))
    outcome = in_line({"park": 50, "tree": 20, "bush": 10, "hall": 30}, 100, asked)
    assert outcome.funded == ("park", "bush", "hall")
    assert code(outcome, "tree") == "over-cap"
    expected = {"band": "green", "cap": 60, "spent": 50, "score": 3, "cost": 20, "left": 50}
    assert outcome.reasons["tree"].figures == expected


def test_what_would_break_a_cap_does_not_stop_a_count_that_stops() -> None:
    asked = Constraints(bands=(Band("green", ("park", "lake"), cap=60),))
    outcome = in_line({"park": 50, "lake": 200, "hall": 60, "tree": 10}, 100, asked, "greedy-no-skip")
    assert outcome.funded == ("park",)
    assert (code(outcome, "lake"), code(outcome, "hall"), code(outcome, "tree")) == (
        "over-cap",
        "not-affordable",
        "after-stop",
    )


def test_a_floor_keeps_money_for_a_group_and_the_reason_says_so() -> None:
    asked = Constraints(bands=(Band("youth", ("skate",), floor=40),))
    outcome = in_line({"hall": 70, "tree": 60, "skate": 40}, 100, asked)
    assert outcome.funded == ("tree", "skate")
    assert code(outcome, "hall") == "kept-for"
    expected = {"band": "youth", "kept": 40, "score": 3, "cost": 70, "left": 100}
    assert outcome.reasons["hall"].figures == expected


def test_what_a_group_cannot_use_is_free_again_and_goes_down_the_ranking() -> None:
    asked = Constraints(bands=(Band("youth", ("skate", "swing"), floor=40),))
    outcome = in_line({"hall": 90, "tree": 70, "skate": 130, "swing": 10}, 100, asked)
    assert outcome.funded == ("swing", "hall")
    assert outcome.reasons["hall"].figures["left"] == 90
    assert code(outcome, "tree") == "kept-for"  # at its own turn the money was kept


def test_a_group_that_can_still_use_its_floor_keeps_it_when_another_gives_its_own_up() -> None:
    bands = (Band("youth", ("skate",), floor=30), Band("sports", ("court",), floor=30))
    outcome = in_line({"hall": 30, "skate": 40, "court": 20}, 60, Constraints(bands=bands))
    # First pass: hall may use 0, skate 30, court 30. Sports has nothing more to fund: its 10 are free for skate only.
    assert outcome.funded == ("court", "skate")


def test_where_two_groups_keep_money_from_each_other_the_higher_rank_decides() -> None:
    bands = (Band("youth", ("skate",), floor=60), Band("sports", ("court",), floor=60))
    outcome = in_line({"skate": 50, "court": 60}, 100, Constraints(bands=bands))
    assert outcome.funded == ("skate",)


def test_what_does_not_fit_in_full_gets_the_largest_part_that_fits() -> None:
    asked = Constraints(parts=(("hall", (20, 35, 50)),))
    outcome = in_line({"park": 60, "hall": 80, "tree": 5}, 100, asked)
    assert outcome.funded == ("park", "hall", "tree")
    assert dict(outcome.amounts) == {"hall": 35}
    assert outcome.cost == 100
    assert code(outcome, "hall") == "funded-in-part"
    assert outcome.reasons["hall"].figures == {"place": 2, "score": 2, "cost": 80, "left": 40, "amount": 35}


def test_a_part_may_be_what_a_cap_leaves() -> None:
    asked = Constraints(parts=(("hall", (20, 35)),), bands=(Band("built", ("hall", "park"), cap=90),))
    outcome = in_line({"park": 60, "hall": 40}, 1000, asked)
    assert dict(outcome.amounts) == {"hall": 20}


def test_a_rule_that_stops_refuses_floors_and_parts() -> None:
    asked = Constraints(bands=(Band("youth", ("a",), floor=4),), parts=(("a", (4,)),))
    with pytest.raises(FeatureError) as refused:
        in_line({"a": 5}, 100, asked, "greedy-no-skip")
    assert refused.value.features == ("floors", "parts")


def test_a_tie_that_is_decided_when_both_have_waited_is_told() -> None:
    asked = Constraints(dependencies=(("a", "z"), ("b", "z")))
    instance = town({"a": 30, "b": 30, "z": 50}, 100, asked)
    outcome = find_rule("greedy").tally(instance, votes(3, 3, 1), lot=Lot(("b", "a", "z")))
    assert outcome.funded == ("z", "b")
    assert outcome.ties == (Tie(("b", "a"), Settled.LOT, "b", "outcome"),)


def both(instance: Instance, profile: Profile, rule: str, forth: str, back: str) -> tuple[Outcome, Outcome]:
    """Count with two lots that order the projects by their letters so."""
    forwards, backwards = (find_rule(rule).tally(instance, profile, lot=Lot(tuple(lot))) for lot in (forth, back))
    return forwards, backwards


def test_a_tie_decides_where_what_breaks_a_cap_would_have_stopped_the_count_before() -> None:
    instance = town({"a": 10, "b": 110}, 100, Constraints(bands=(Band("green", ("a", "b"), cap=110),)))
    forth, back = both(instance, votes(1, 1), "greedy-no-skip", "ab", "ba")
    assert (forth.funded, back.funded) == (("a",), ())
    assert forth.ties[0].effect == back.ties[0].effect == "outcome"


def test_a_tie_decides_where_one_who_waits_would_come_before_the_other() -> None:
    instance = town({"w": 30, "b": 50, "c": 30}, 100, Constraints(dependencies=(("w", "b"),)))
    forth, back = both(instance, votes(2, 1, 1), "greedy", "wcb", "wbc")
    assert (forth.funded, back.funded) == (("c", "b"), ("b", "w"))
    assert forth.ties[0].effect == back.ties[0].effect == "outcome"


def test_a_tie_decides_where_a_project_of_two_groups_frees_more_than_it_takes() -> None:
    floors = (Band("green", ("a",), floor=30), Band("youth", ("a",), floor=30))
    instance = town({"a": 50, "x": 20, "y": 25, "z": 10}, 100, Constraints(bands=floors))
    forth, back = both(instance, votes(2, 2, 2, 1), "greedy", "ayxz", "yxaz")
    assert (set(forth.funded), set(back.funded)) == ({"a", "x", "y"}, {"a", "y", "z"})
    assert forth.ties[0].effect == back.ties[0].effect == "outcome"


COSTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), min_size=1)


@settings(max_examples=300)
@given(data=st.data(), costs=COSTS, budget=st.integers(0, 20))
def test_greedy_does_what_a_person_with_a_pencil_does(data: st.DataObject, costs: dict[str, int], budget: int) -> None:
    asked = data.draw(constraints(costs, budget, WALKED))
    line = data.draw(st.permutations(list(costs)))
    instance = town(costs, budget, asked)
    profile = votes(*(len(line) - line.index(id_) for id_ in costs))
    outcome = find_rule("greedy").tally(instance, profile, lot=ballot_order(instance))
    by_hand = Pencil(line, costs, budget, asked).go()
    assert outcome.funded == tuple(by_hand)
    assert {id_: outcome.amounts.get(id_, costs[id_]) for id_ in outcome.funded} == by_hand


@settings(max_examples=150)
@given(data=st.data(), budget=st.integers(0, 20), rule=st.sampled_from(["greedy", "greedy-no-skip", "greedy-cover"]))
def test_where_no_tie_decides_every_lot_funds_the_same(data: st.DataObject, budget: int, rule: str) -> None:
    ids = ["a", "b", "c", "d"]
    costs = {id_: data.draw(st.integers(0, 9)) for id_ in ids}
    features = WALKED if rule == "greedy" else WALKED - {Feature.FLOORS, Feature.PARTS}
    instance = town(costs, budget, data.draw(constraints(costs, budget, features)))
    profile = votes(*(data.draw(st.integers(1, 2)) for _ in ids))
    outcomes = [find_rule(rule).tally(instance, profile, lot=Lot(order)) for order in permutations(ids)]
    if all(tie.effect == "order" for tie in outcomes[0].ties):
        assert {frozenset(outcome.funded) for outcome in outcomes} == {frozenset(outcomes[0].funded)}
        assert {tuple(sorted(outcome.amounts.items())) for outcome in outcomes} == {
            tuple(sorted(outcomes[0].amounts.items()))
        }


@settings(max_examples=100)
@given(data=st.data(), costs=COSTS, budget=st.integers(0, 20))
def test_without_a_word_on_a_group_it_changes_nothing(data: st.DataObject, costs: dict[str, int], budget: int) -> None:
    asked = data.draw(constraints(costs, budget, WALKED))
    line = data.draw(st.permutations(list(costs)))
    profile = votes(*(len(line) - line.index(id_) for id_ in costs))
    instance = town(costs, budget, asked)
    idle = (*asked.bands, Band("idle", tuple(costs), cap=sum(costs.values())))
    other = replace(instance, constraints=replace(asked, bands=idle))
    outcomes = [find_rule("greedy").tally(each, profile, lot=ballot_order(each)) for each in (instance, other)]
    assert outcomes[0] == outcomes[1]
