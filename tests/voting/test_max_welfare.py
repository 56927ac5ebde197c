from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order, find_rule
from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.instance import Standing
from pbengine.voting.lot import Lot
from pbengine.voting.optimum import welfare
from pbengine.voting.optimum.frontier import Best, Item, best_set
from pbengine.voting.optimum.program import Program, whole
from pbengine.voting.optimum.search import Aim, Search
from pbengine.voting.outcome import Settled
from pbengine.voting.rules.walk import points
from tests.oracles import optimum as oracle

RULE = find_rule("max-welfare")


def votes(counts: list[int]) -> Profile:
    """Return ballots of one project each, as many as are asked for each project."""
    return Profile(
        kind=BallotKind.APPROVAL,
        project_count=len(counts),
        starts=np.arange(sum(map(bool, counts)) + 1, dtype=np.int64),
        choices=np.array([column for column, count in enumerate(counts) if count], dtype=np.int32),
        weights=np.array([count for count in counts if count], dtype=np.int64),
    )


def town(*costs: int, budget: int, constraints: Constraints | None = None) -> Instance:
    projects = tuple(Project("abcdefgh"[column], cost) for column, cost in enumerate(costs))
    return Instance(projects, budget=budget, constraints=constraints or Constraints())


def by_search(items: list[Item], budget: int) -> Best:
    """Find the best set by branch and bound instead."""
    items = sorted(items, key=lambda item: item.place)
    program = Program(len(items), (), ({at: item.cost for at, item in enumerate(items)},), (budget,))
    times = budget + 1

    def worth(chosen: tuple[int, ...]) -> int | None:
        cost = sum(items[at].cost for at in chosen)
        return None if cost > budget else sum(items[at].value for at in chosen) * times - cost

    objective = whole([item.value * times - item.cost for item in items])
    search = Search(program, objective, worth)
    best = search.best()
    assert best is not None
    first = search.reaching(best.value, Aim.FIRST)
    assert first is not None
    taken = [items[at] for at in first.chosen]
    return Best(
        sum(item.value for item in taken), sum(item.cost for item in taken), tuple(item.place for item in taken)
    )


def by_table(items: list[Item], budget: int) -> tuple[int, int]:
    """Return the highest value and its least cost by the classical table over every cost."""
    best = np.full(budget + 1, -1, dtype=np.int64)
    best[0] = 0
    for item in items:
        if item.cost <= budget:
            moved = np.where(best[: budget + 1 - item.cost] >= 0, best[: budget + 1 - item.cost] + item.value, -1)
            best[item.cost :] = np.maximum(best[item.cost :], moved)
    return int(best.max()), int(best.argmax())


def by_solver(values: list[int], costs: list[int], budget: int) -> int:
    """Return the highest value by a peer: scipy's mixed-integer solver, told to leave no gap."""
    answer = milp(
        -np.array(values, dtype=float),
        constraints=LinearConstraint(np.array([costs], dtype=float), ub=budget),
        integrality=np.ones(len(values), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    assert answer.x is not None
    return sum(value for value, taken in zip(values, answer.x.tolist(), strict=True) if round(taken))


def test_the_example_of_quadratic_voting_has_the_two_that_are_worth_more_together() -> None:
    outcome = RULE.tally(town(60, 50, 50, 10, budget=100), votes([30, 28, 27, 0]), lot=Lot(tuple("abcd")))
    assert outcome.funded == ("b", "c")
    assert outcome.reasons["a"].code == "worse-set"
    assert outcome.reasons["a"].figures["short"] == 25
    assert outcome.reasons["d"].code == "no-votes"


def test_of_equal_sets_the_cheaper_is_funded() -> None:
    outcome = RULE.tally(town(60, 50, budget=100), votes([5, 5]), lot=Lot(("a", "b")))
    assert outcome.funded == ("b",)
    assert outcome.reasons["a"].code == "dearer-set"
    assert outcome.reasons["a"].figures["more"] == 10
    assert [(tie.between, tie.settled, tie.chosen) for tie in outcome.ties] == [(("a", "b"), Settled.LOWER_COST, "b")]


@pytest.mark.parametrize("order", ["abc", "bca", "cab"])
def test_of_equally_cheap_sets_the_lot_takes_the_first(order: str) -> None:
    outcome = RULE.tally(town(50, 50, 50, budget=100), votes([5, 5, 5]), lot=Lot(tuple(order)))
    assert outcome.funded == tuple(order[:2])
    assert outcome.reasons[order[2]].code == "set-by-lot"
    assert [(set(tie.between), tie.settled, tie.chosen) for tie in outcome.ties] == [
        ({order[1], order[2]}, Settled.LOT, order[1])
    ]


def test_a_unique_best_set_has_no_tie() -> None:
    outcome = RULE.tally(town(60, 50, 50, budget=100), votes([30, 28, 27]), lot=Lot(("a", "b", "c")))
    assert outcome.ties == ()


def test_what_costs_more_than_there_is_says_so() -> None:
    outcome = RULE.tally(town(60, 150, budget=100), votes([1, 99]), lot=Lot(("a", "b")))
    assert outcome.funded == ("a",)
    assert outcome.reasons["b"].code == "over-budget"


def test_free_projects_with_votes_are_in_and_those_without_are_out() -> None:
    outcome = RULE.tally(town(0, 0, 10, budget=5), votes([2, 0, 7]), lot=Lot(("a", "b", "c")))
    assert outcome.funded == ("a",)
    assert outcome.reasons["b"].code == "no-votes"


def test_points_are_added_exactly() -> None:
    profile = Profile(
        kind=BallotKind.CUMULATIVE,
        project_count=2,
        starts=np.array([0, 2], dtype=np.int64),
        choices=np.array([0, 1], dtype=np.int32),
        weights=np.array([1], dtype=np.int64),
        points=np.array([31, 32], dtype=np.int64),
        points_scale=10,
    )
    outcome = RULE.tally(town(10, 10, budget=10), profile, lot=Lot(("a", "b")))
    assert outcome.funded == ("b",)
    assert outcome.reasons["a"].figures["short"] == Fraction(1, 10)


@st.composite
def knapsacks(draw: st.DrawFn) -> tuple[list[Item], int]:
    large = draw(st.sampled_from([1, 1, 1, 10**6, 10**19]))  # of 64 bits, and beyond
    count = draw(st.integers(0, 12))
    values, costs = st.integers(1, draw(st.sampled_from([3, 30]))), st.integers(1, 12)
    items = [Item(place, draw(values) * large, draw(costs) * large + draw(st.integers(0, 1))) for place in range(count)]
    return items, draw(st.integers(0, 60)) * large


@settings(max_examples=400)
@given(knapsacks())
def test_the_frontier_and_the_search_find_the_set_that_trying_all_finds(made: tuple[list[Item], int]) -> None:
    items, budget = made
    instance = Instance(tuple(Project(f"{item.place:02}", item.cost) for item in items), budget=budget)
    scores = {f"{item.place:02}": item.value for item in items}
    choice, _ = oracle.best_choice(
        instance, scores, Lot(tuple(scores)), lambda chosen: sum(scores[id_] for id_ in chosen)
    )
    best = best_set(items, budget)
    assert best.places == tuple(sorted(int(id_) for id_ in choice))
    assert (best.value, best.cost) == (sum(scores[id_] for id_ in choice), sum(choice.values()))
    if items:
        assert by_search(items, budget) == best


def recipe() -> list[tuple[list[Item], int, int]]:
    """Return the forty instances of the reference: ten of each size, drawn in this order."""
    draw, made = np.random.default_rng(0), []
    for count, step, budget in (
        (30, 1000, 10**6),
        (100, 1000, 2 * 10**6),
        (200, 100, 5 * 10**6),
        (1000, 1000, 2 * 10**7),
    ):
        for _ in range(10):
            costs = (np.floor(draw.lognormal(10.5, 1, count) / step).astype(np.int64) + 1) * step
            values = np.floor(draw.lognormal(6, 1, count) * np.sqrt(costs / 30000)).astype(np.int64)
            items = [
                Item(place, max(1, int(value)), int(cost))
                for place, (value, cost) in enumerate(zip(values, costs, strict=True))
            ]
            made.append((items, step, budget))
    return made


@pytest.mark.parametrize("number", range(40))
def test_the_recipe_of_the_reference_agrees_with_a_table_and_a_solver(number: int) -> None:
    items, step, budget = recipe()[number]
    best = best_set(items, budget)
    assert (best.value, best.cost) == (
        sum(items[place].value for place in best.places),
        sum(items[place].cost for place in best.places),
    )
    small = [Item(item.place, item.value, item.cost // step) for item in items]
    assert (best.value, best.cost // step) == by_table(small, budget // step)
    assert by_solver([item.value for item in items], [item.cost for item in items], budget) == best.value


def test_a_thousand_made_knapsacks_have_the_same_set_by_frontier_and_by_search() -> None:
    draw = np.random.default_rng(7)
    for _ in range(1000):
        count = int(draw.integers(2, 16))
        values, costs = draw.integers(1, 40, count).tolist(), draw.integers(1, 60, count).tolist()
        items = [Item(place, value, cost) for place, (value, cost) in enumerate(zip(values, costs, strict=True))]
        budget = int(draw.integers(1, sum(costs) + 1))
        assert by_search(items, budget) == best_set(items, budget)


@st.composite
def constrained(draw: st.DrawFn) -> tuple[Instance, Profile, Lot]:
    count = draw(st.integers(1, 5))
    ids = [f"p{column}" for column in range(count)]
    standing = st.sampled_from([Standing.STANDING] * 5 + [Standing.WITHDRAWN])
    projects = tuple(Project(id_, draw(st.integers(0, 6)), draw(standing)) for id_ in ids)
    some = st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True).map(tuple)
    bands = tuple(
        Band(f"band {number}", draw(some), floor, floor + draw(st.integers(0, 5)) if draw(st.booleans()) else None)
        for number, floor in enumerate(draw(st.lists(st.integers(0, 5), max_size=2)))
    )
    parts = tuple(
        (project.id, tuple(range(1, project.cost, draw(st.integers(1, 2)))))
        for project in projects
        if project.cost > 1 and draw(st.booleans())
    )
    pairs = list(combinations(draw(st.permutations(ids)), 2))  # in one order, so that none needs itself in the end
    constraints = Constraints(
        exclusions=tuple(draw(st.lists(some, max_size=2))),
        dependencies=tuple(draw(st.lists(st.sampled_from(pairs), max_size=2))) if pairs else (),
        bands=bands,
        parts=parts,
    )
    instance = Instance(projects, budget=draw(st.integers(0, 14)), constraints=constraints)
    profile = votes(draw(st.lists(st.integers(0, 4), min_size=count, max_size=count)))
    return instance, profile, Lot(tuple(draw(st.permutations(ids))))


@settings(max_examples=300)
@given(constrained())
def test_under_every_constraint_the_set_is_the_one_that_trying_all_finds(made: tuple[Instance, Profile, Lot]) -> None:
    instance, profile, lot = made
    scores = dict(zip(instance.position, points(profile), strict=True))
    choice, tied = oracle.best_choice(
        instance,
        scores,
        lot,
        lambda chosen: oracle.welfare(instance, scores, chosen),
    )
    outcome = RULE.tally(instance, profile, lot=lot)
    costs = {project.id: project.cost for project in instance.projects}
    assert {id_: outcome.amounts.get(id_, costs[id_]) for id_ in outcome.funded} == choice
    assert outcome.cost == sum(choice.values())
    assert bool(outcome.ties) <= tied


@pytest.mark.parametrize("patience", [0, 10])
@settings(max_examples=60)
@given(made=constrained())
def test_what_a_project_lacks_is_what_the_best_set_with_it_lacks(
    patience: int, made: tuple[Instance, Profile, Lot]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(welfare, "PATIENCE", patience)
        assert_what_is_lacking(made)


def assert_what_is_lacking(made: tuple[Instance, Profile, Lot]) -> None:
    instance, profile, lot = made
    asked = replace(instance.constraints, bands=tuple(replace(band, floor=0) for band in instance.constraints.bands))
    instance = replace(instance, constraints=asked)
    scores = dict(zip(instance.position, points(profile), strict=True))
    outcome = RULE.tally(instance, profile, lot=lot)
    choices = [
        choice
        for choice in oracle.allowed(instance, oracle.candidates(instance, scores))
        if not oracle.needless(instance, scores, choice)
    ]
    best = max(oracle.welfare(instance, scores, choice) for choice in choices)
    for id_, reason in outcome.reasons.items():
        having = [oracle.welfare(instance, scores, choice) for choice in choices if id_ in choice]
        if reason.code == "worse-set":
            assert reason.figures["short"] == best - max(having) > 0
        if reason.code == "worse-set-at-least":
            assert 0 < Fraction(str(reason.figures["short"])) <= best - max(having)
        if reason.code in ("dearer-set", "set-by-lot"):
            assert max(having) == best
        if reason.code in ("over-budget", "no-set-with-it"):
            assert not having


@pytest.mark.parametrize(
    ("file", "value", "cost"),
    [
        ("Poland_Warszawa_2024.pb", 412_685, 30_419_481),
        ("Hungary_Budapest_2024.pb", 117_957, 1_000_000_000),
        ("Poland_Krakow_2021.pb", 161_165, 6_993_190),
    ],
)
def test_real_elections_have_the_value_that_a_solver_finds(shared_data: Path, file: str, value: int, cost: int) -> None:
    election = read_pabulib((shared_data / "pabulib" / file).read_bytes())
    outcome = RULE.tally(election.instance, election.profile, lot=ballot_order(election.instance))
    scores = dict(zip(election.instance.position, points(election.profile), strict=True))
    assert sum(scores[id_] for id_ in outcome.funded) == value
    assert outcome.cost == cost
    standing = [
        (int(scores[project.id]), project.cost)
        for project in election.instance.projects
        if project.standing is Standing.STANDING
    ]
    assert (
        by_solver([score for score, _ in standing], [price for _, price in standing], election.instance.budget) == value
    )
