from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting import BallotKind, Constraints, Instance, Pot, Profile, Project, ballot_order, find_rule
from pbengine.voting.measures.ballots_more import with_ballots_for
from pbengine.voting.measures.groups import shares_of_groups
from pbengine.voting.measures.margins import Margin, change_point, margins
from pbengine.voting.measures.prices import price_system
from pbengine.voting.measures.representation import neglected_groups
from pbengine.voting.registry import OptionValue

COSTS = st.lists(st.integers(1, 9), min_size=1, max_size=5)


@st.composite
def towns(draw: st.DrawFn) -> tuple[Instance, Profile]:
    costs = draw(COSTS)
    town = Instance(tuple(Project(f"p{n}", cost) for n, cost in enumerate(costs)), budget=draw(st.integers(0, 20)))
    columns = st.lists(st.integers(0, len(costs) - 1), unique=True)
    return town, Profile.from_ballots(BallotKind.APPROVAL, len(costs), draw(st.lists(columns, max_size=6)))


def tally(rule: str, town: Instance, ballots: Profile, **options: OptionValue) -> tuple[str, ...]:
    return find_rule(rule).tally(town, ballots, lot=ballot_order(town), **options).funded


def is_neglected(town: Instance, ballots: Profile, funded: tuple[str, ...], project: str) -> bool:
    """Try every group of supporters, by the definition."""
    costs = {one.id: one.cost for one in town.projects}
    ids = list(costs)
    voters = [{ids[column] for column in columns} for weight, columns in ballots for _ in range(weight)]
    supporters = [named for named in voters if project in named]
    return any(
        all(
            sum(costs[id_] for id_ in named & set(funded)) + costs[project]
            <= Fraction(len(group) * town.budget, len(voters))
            for named in group
        )
        for size in range(1, len(supporters) + 1)
        for group in combinations(supporters, size)
    )


@settings(max_examples=200)
@given(town=towns(), data=st.data())
def test_the_groups_found_are_those_of_the_definition(town: tuple[Instance, Profile], data: st.DataObject) -> None:
    instance, ballots = town
    ids = [project.id for project in instance.projects]
    funded = tuple(data.draw(st.lists(st.sampled_from(ids), unique=True)))
    found = {group.project for group in neglected_groups(instance, ballots, funded)}
    assert found == {id_ for id_ in ids if id_ not in funded and is_neglected(instance, ballots, funded, id_)}


@settings(max_examples=300)
@given(town=towns())
def test_equal_shares_neglects_nobody(town: tuple[Instance, Profile]) -> None:
    assert neglected_groups(*town, tally("equal-shares", *town)) == ()


def test_greedy_neglects_a_minority() -> None:
    town = Instance(tuple(Project(f"p{n}", 20) for n in range(6)), budget=100)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 6, [[0, 1, 2, 3, 4]] * 3 + [[5]] * 2)
    (group,) = neglected_groups(town, ballots, tally("greedy", town, ballots))
    assert (group.project, group.voters, group.due, group.most) == ("p5", 2, Fraction(40), 0)


def test_sums_beyond_sixty_four_bits_are_compared_exactly() -> None:
    huge = 2**62
    town = Instance((Project("a", huge), Project("b", huge)), budget=2 * huge)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [1]])
    assert [group.project for group in neglected_groups(town, ballots, ["a"])] == ["b"]
    assert neglected_groups(replace(town, budget=2 * huge - 1), ballots, ["a"]) == ()


@settings(max_examples=200)
@given(town=towns(), utility=st.sampled_from(["cost", "cardinality"]), completion=st.sampled_from(["none", "add1"]))
def test_every_count_by_shares_comes_with_a_price_system(
    town: tuple[Instance, Profile], utility: str, completion: str
) -> None:
    instance, ballots = town
    rule = find_rule("equal-shares")
    outcome = rule.tally(instance, ballots, lot=ballot_order(instance), utility=utility, completion=completion)
    prices = price_system(instance, ballots, outcome)
    if not outcome.funded:
        assert prices is None
        return
    assert prices is not None
    costs = {project.id: project.cost for project in instance.projects}
    assert [paid.project for paid in prices.paid] == list(outcome.funded)
    assert all(paid.payment * paid.in_full + paid.by_part == costs[paid.project] for paid in prices.paid)
    given_back = sum((left for _, left in prices.unaffordable), Fraction(0))
    assert given_back <= len(instance.projects) * prices.endowment * ballots.voters


def test_prices_that_do_not_add_up_are_no_price_system() -> None:
    town = Instance((Project("park", 60), Project("hall", 30)), budget=100)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [0], [1]])
    outcome = find_rule("equal-shares").tally(town, ballots, lot=ballot_order(town))
    assert price_system(town, ballots, outcome) is not None
    first, *rest = outcome.steps
    dearer = replace(first, figures=MappingProxyType({**first.figures, "payment": Fraction(31)}))
    assert price_system(town, ballots, replace(outcome, steps=(dearer, *rest))) is None
    assert price_system(town, ballots, replace(outcome, steps=(first,))) is None  # the hall could be paid for


def test_greedy_has_no_price_system() -> None:
    town = Instance((Project("park", 60),), budget=100)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 1, [[0]])
    assert price_system(town, ballots, find_rule("greedy").tally(town, ballots, lot=ballot_order(town))) is None


RULES: Mapping[str, Mapping[str, OptionValue]] = {
    "greedy": {},
    "greedy-no-skip": {},
    "greedy-threshold": {"threshold": 2},
    "equal-shares": {"completion": "add1u"},
}


def at_cost(town: Instance, project: str, cost: int) -> Instance:
    projects = tuple(replace(one, cost=cost) if one.id == project else one for one in town.projects)
    return replace(town, projects=projects)


def without(ballots: Profile, column: int, votes: int) -> Profile:
    """Return the ballots as lists again, the first few that name the project without it."""
    kept: list[tuple[int, ...]] = []
    for weight, columns in ballots:
        for _ in range(weight):
            drop = column in columns and votes > 0
            votes -= drop
            kept.append(tuple(one for one in columns if not drop or one != column))
    return Profile.from_ballots(BallotKind.APPROVAL, ballots.project_count, kept)


def check(margin: Margin, rule: str, town: Instance, ballots: Profile) -> None:
    """Count on both sides of the margin."""
    options, id_ = RULES[rule], margin.project
    column = town.position[id_]
    if margin.cost is not None:
        assert id_ in tally(rule, at_cost(town, id_, margin.cost), ballots, **options)
        assert id_ not in tally(rule, at_cost(town, id_, margin.cost + 1), ballots, **options)
    votes = None if margin.votes is None else int(margin.votes)
    if votes is not None and margin.is_funded:
        assert id_ not in tally(rule, town, without(ballots, column, votes), **options)
        assert id_ in tally(rule, town, without(ballots, column, votes - 1), **options)
    elif votes is not None:
        assert id_ in tally(rule, town, with_ballots_for(ballots, column, votes), **options)
        one_fewer = with_ballots_for(ballots, column, votes - 1) if votes > 1 else ballots
        assert id_ not in tally(rule, town, one_fewer, **options)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=60)
@given(town=towns())
def test_on_the_other_side_of_a_margin_the_fate_is_another(rule: str, town: tuple[Instance, Profile]) -> None:
    instance, ballots = town
    lot = ballot_order(instance)
    listed = list(margins(find_rule(rule), instance, ballots, lot=lot, options=RULES[rule]))
    assert [margin.project for margin in listed if margin.is_funded] == sorted(
        tally(rule, instance, ballots, **RULES[rule])
    )
    for margin in listed:
        check(margin, rule, instance, ballots)


def test_margins_of_rankings_are_points_of_score() -> None:
    town = Instance((Project("park", 60), Project("hall", 60)), budget=100)
    ballots = Profile.from_ballots(BallotKind.ORDINAL, 2, [[0, 1], [0, 1], [1, 0]], ranks=2)  # 5 and 4
    park, hall = margins(find_rule("greedy"), town, ballots, lot=ballot_order(town), options={})
    assert (park.votes, hall.votes) == (2, 2)


@given(edge=st.integers(1, 1000), end=st.integers(1, 1000))
def test_a_single_change_is_found_where_it_is(edge: int, end: int) -> None:
    assert change_point(lambda number: number < edge, 0, end) == min(edge, end)


def test_groups_without_money_or_votes_have_no_share() -> None:
    town = Instance((Project("park", 60), Project("hall", 70)), budget=0)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[]])
    outcome = find_rule("greedy").tally(town, ballots, lot=ballot_order(town))
    shares = shares_of_groups(town, ballots, outcome, {"park": ["green"], "hall": ["culture"]})
    assert [(share.name, share.spent, share.share_of_money, share.share_of_votes) for share in shares] == [
        ("culture", 0, Fraction(0), Fraction(0)),
        ("green", 0, Fraction(0), Fraction(0)),
    ]


def test_a_further_voter_gives_as_many_points_as_anybody() -> None:
    ballots = Profile(
        BallotKind.CUMULATIVE,
        2,
        starts=np.array([0, 2]),
        choices=np.array([0, 1], dtype=np.int32),
        weights=np.array([1]),
        points=np.array([3, 7]),
    )
    assert with_ballots_for(ballots, 0, 2).scores().tolist() == [17, 7]


def test_each_pot_is_judged_by_its_own_money_and_voters() -> None:
    projects = (Project("bench", 9), Project("seat", 9), Project("tree", 8), Project("pond", 9))
    pots = (Pot("north", ("bench", "seat"), 10), Pot("south", ("tree", "pond"), 10))
    town = Instance(projects, budget=20, constraints=Constraints(pots=pots))
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 4, [[0], [0], [1], [2], [3]])
    assert neglected_groups(town, ballots, ["bench", "tree"]) == ()
    assert [group.project for group in neglected_groups(town, ballots, ["tree"])] == []
    alone = Profile.from_ballots(BallotKind.APPROVAL, 4, [[0], [0], [2]])
    assert [(group.project, group.due) for group in neglected_groups(town, alone, ["tree"])] == [
        ("bench", Fraction(10))
    ]
    assert price_system(town, alone, find_rule("equal-shares").tally(town, alone, lot=ballot_order(town))) is None


def test_what_a_constraint_keeps_out_does_not_spoil_the_price_system() -> None:
    rivals = Constraints(exclusions=(("park", "lake"),))
    town = Instance((Project("park", 50), Project("lake", 20)), budget=100, constraints=rivals)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0, 1], [0, 1], [0]])
    prices = price_system(town, ballots, find_rule("equal-shares").tally(town, ballots, lot=ballot_order(town)))
    assert prices is not None
    assert prices.unaffordable == ()


def test_what_is_spent_on_a_project_is_what_its_supporters_get() -> None:
    town = Instance((Project("park", 60), Project("hall", 50)), budget=100)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0, 1], [0, 1]])
    assert neglected_groups(town, ballots, ["park"]) == ()
    (group,) = neglected_groups(town, ballots, ["park"], {"park": Fraction(99, 2)})
    assert (group.project, group.most) == ("hall", Fraction(99, 2))


def test_a_margin_of_cost_may_lie_beyond_the_budget() -> None:
    town = Instance((Project("park", 90),), budget=100)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 1, [[0]])
    (park,) = margins(find_rule("greedy-cover"), town, ballots, lot=ballot_order(town), options={})
    assert park.cost == 125  # of which 100 are four fifths


def test_there_is_no_margin_of_cost_where_any_cost_would_do() -> None:
    town = Instance((Project("park", 90), Project("hall", 90)), budget=90)
    ballots = points_of(1, [[3, 7], [7, 3]])
    for margin in margins(find_rule("median-phantoms"), town, ballots, lot=ballot_order(town), options={}):
        assert margin.is_funded
        assert margin.cost is None


@pytest.mark.parametrize(("rule", "kind"), [("knapsack", BallotKind.APPROVAL), ("irv", BallotKind.ORDINAL)])
def test_an_election_that_the_rule_would_refuse_is_no_side_of_a_margin(rule: str, kind: BallotKind) -> None:
    town = Instance((Project("park", 50), Project("hall", 50)), budget=100)
    ballots = Profile.from_ballots(kind, 2, [[0, 1], [0, 1], [1]], ranks=2 * (kind is BallotKind.ORDINAL))
    listed = list(margins(find_rule(rule), town, ballots, lot=ballot_order(town), options={}))
    assert [(margin.is_funded, margin.cost) for margin in listed] == [(True, None), (True, None)]


def points_of(scale: int, rows: list[list[int]]) -> Profile:
    """Return ballots that give each of two projects so many parts of a point."""
    return Profile(
        BallotKind.CUMULATIVE,
        2,
        starts=np.arange(0, 2 * len(rows) + 1, 2),
        choices=np.array([0, 1] * len(rows), dtype=np.int32),
        weights=np.ones(len(rows), dtype=np.int64),
        points=np.array(rows).ravel(),
        points_scale=scale,
    )


def test_margins_of_points_are_in_points_and_of_shares_in_voters() -> None:
    town = Instance((Project("park", 60), Project("hall", 60)), budget=100)
    ballots = points_of(10, [[25, 5], [10, 15]])  # 3.5 points and 2
    park, hall = margins(find_rule("greedy"), town, ballots, lot=ballot_order(town), options={})
    assert (park.votes, hall.votes) == (Fraction(8, 5), Fraction(8, 5))
    assert park.in_points
    assert hall.in_points
    shares = margins(find_rule("equal-shares"), town, ballots, lot=ballot_order(town), options={})
    assert not any(margin.in_points for margin in shares)
