from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import log2, prod
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from pbengine.formats.pabulib import PabulibFile, read_pabulib
from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order, find_rule
from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.errors import EffortError
from pbengine.voting.lot import Lot
from pbengine.voting.optimum import backing, covering
from pbengine.voting.optimum.logarithm import compare_products, log2_up
from tests.oracles import optimum as oracle

COVERAGE, LEXIMIN, NASH = find_rule("max-coverage"), find_rule("leximin"), find_rule("max-nash")


def utilities(rows: list[list[int]], choice: oracle.Choice, cost: str = "") -> list[int]:
    """Return what each voter gets, lowest first."""
    return sorted(sum((choice[f"p{c}"] or 1) if cost else 1 for c in row if f"p{c}" in choice) for row in rows)


def value(rule_id: str, rows: list[list[int]]) -> Callable[[oracle.Choice], int | list[int]]:
    """Return what a rule makes of a choice, higher being better."""
    values: dict[str, Callable[[oracle.Choice], int | list[int]]] = {
        "max-coverage": lambda choice: sum(u > 0 for u in utilities(rows, choice)),
        "max-nash": lambda choice: prod(1 + u for u in utilities(rows, choice)),
        "leximin": lambda choice: utilities(rows, choice),
        "leximin-cost": lambda choice: utilities(rows, choice, "cost"),
    }
    return values[rule_id]


@st.composite
def elections(draw: st.DrawFn) -> tuple[Instance, list[list[int]], Lot]:
    count = draw(st.integers(1, 6))
    ids = [f"p{column}" for column in range(count)]
    some = st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True).map(tuple)
    constraints = Constraints(
        exclusions=tuple(draw(st.lists(some, max_size=1))),
        dependencies=((ids[0], ids[-1]),) if count > 1 and draw(st.booleans()) else (),
        bands=tuple(Band("band", ids_, 0, draw(st.integers(0, 8))) for ids_ in draw(st.lists(some, max_size=1))),
    )
    projects = tuple(Project(id_, draw(st.integers(0, 5))) for id_ in ids)
    instance = Instance(projects, budget=draw(st.integers(0, 14)), constraints=constraints)
    ballot = st.lists(st.integers(0, count - 1), unique=True, max_size=4)
    return instance, draw(st.lists(ballot, max_size=8)), Lot(tuple(draw(st.permutations(ids))))


def agrees_with_trying_all(rule_id: str, made: tuple[Instance, list[list[int]], Lot]) -> bool:
    instance, rows, lot = made
    votes = Counter(column for row in rows for column in row)
    scores = {project.id: votes[column] for column, project in enumerate(instance.projects)}
    profile = Profile.from_ballots(BallotKind.APPROVAL, len(scores), rows)
    choice, _ = oracle.best_choice(instance, scores, lot, value(rule_id, rows))
    options = {"utility": "cost"} if rule_id == "leximin-cost" else {}
    outcome = find_rule(rule_id.removesuffix("-cost")).tally(instance, profile, lot=lot, **options)
    return set(outcome.funded) == set(choice)


@pytest.mark.parametrize("rule_id", ["max-coverage", "max-nash", "leximin", "leximin-cost"])
@settings(max_examples=150)
@given(made=elections())
def test_the_set_is_the_one_that_trying_all_finds(rule_id: str, made: tuple[Instance, list[list[int]], Lot]) -> None:
    assert agrees_with_trying_all(rule_id, made)


@settings(max_examples=100)
@given(made=elections())
def test_the_worst_off_come_first_also_level_by_level(made: tuple[Instance, list[list[int]], Lot]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(covering, "MOST_SETS", 0)  # nothing is compared one by one
        assert agrees_with_trying_all("leximin", made)


def test_a_tie_of_the_lot_is_told() -> None:
    town = Instance((Project("a", 50), Project("b", 50), Project("c", 50)), budget=50)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [1]])
    for rule in (COVERAGE, LEXIMIN, NASH):
        outcome = rule.tally(town, ballots, lot=Lot(("b", "c", "a")))
        assert outcome.funded == ("b",)
        assert [(tie.between, tie.chosen) for tie in outcome.ties] == [(("b", "a"), "b")]


def read(name: str, shared_data: Path) -> PabulibFile:
    return read_pabulib((shared_data / "pabulib" / name).read_bytes())


def covered(file: PabulibFile, funded: tuple[str, ...]) -> int:
    chosen = {file.instance.position[id_] for id_ in funded}
    return sum(weight for weight, row in file.profile if chosen & set(row))


def by_solver(file: PabulibFile) -> int:
    """Return how many voters can be reached by a peer: scipy's mixed-integer solver on every ballot."""
    profile, costs = file.profile, [project.cost for project in file.instance.projects]
    count, voters = len(costs), profile.ballots
    matrix = coo_array(
        (
            np.concatenate((np.ones(voters), -np.ones(len(profile.choices)), np.array(costs, dtype=float))),
            (
                np.concatenate((np.arange(voters), profile.rows, np.full(count, voters))),
                np.concatenate((count + np.arange(voters), profile.choices, np.arange(count))),
            ),
        ),
        shape=(voters + 1, count + voters),
    ).tocsr()
    answer = milp(
        np.concatenate((np.zeros(count), -profile.weights.astype(float))),
        constraints=LinearConstraint(matrix, ub=np.append(np.zeros(voters), float(file.instance.budget))),
        integrality=np.concatenate((np.ones(count, dtype=np.int64), np.zeros(voters, dtype=np.int64))),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    assert answer.x is not None
    ids = [project.id for project in file.instance.projects]
    return covered(file, tuple(id_ for id_, taken in zip(ids, answer.x.tolist(), strict=False) if round(taken)))


@pytest.mark.parametrize(
    ("name", "voters"),
    [
        ("Poland_Wieliczka_2023_Green_Budget.pb", 5776),
        ("Poland_Warszawa_2017_Ursynow_Wysoki_Poludniowy.pb", 3158),
        ("Poland_Lodz_2022_Karolew-Retkinia_Wschod.pb", 4109),
    ],
)
def test_real_elections_reach_as_many_voters_as_a_solver_finds(shared_data: Path, name: str, voters: int) -> None:
    file = read(name, shared_data)
    outcome = COVERAGE.tally(file.instance, file.profile, lot=ballot_order(file.instance))
    assert covered(file, outcome.funded) == voters == by_solver(file)
    fairest = LEXIMIN.tally(file.instance, file.profile, lot=ballot_order(file.instance))
    assert covered(file, fairest.funded) == voters


def test_the_product_of_a_real_election_is_no_lower_than_that_of_other_rules(shared_data: Path) -> None:
    file = read("Poland_Swiecie_2023.pb", shared_data)
    lot = ballot_order(file.instance)

    def product(funded: tuple[str, ...]) -> int:
        chosen = {file.instance.position[id_] for id_ in funded}
        return prod((1 + len(chosen & set(row))) ** weight for weight, row in file.profile)

    best = product(NASH.tally(file.instance, file.profile, lot=lot).funded)
    for other in ("greedy", "max-welfare", "max-coverage", "equal-shares"):
        assert product(find_rule(other).tally(file.instance, file.profile, lot=lot).funded) <= best


def test_the_solver_prints_nothing(shared_data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = read("Poland_Swiecie_2023.pb", shared_data)
    for rule in (COVERAGE, LEXIMIN, NASH):
        rule.tally(file.instance, file.profile, lot=ballot_order(file.instance))
    assert capfd.readouterr() == ("", "")


def test_what_would_take_too_long_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Instance((Project("a", 1), Project("b", 1)), budget=1)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0, 1], [0], [1]])
    monkeypatch.setattr(backing, "MOST_ENTRIES", 3)
    with pytest.raises(EffortError, match=r"the ballots differ in too many ways, 9 \(the limit is 3\)"):
        COVERAGE.tally(town, ballots, lot=ballot_order(town))


def test_too_many_equal_sets_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Instance(tuple(Project(name, 1) for name in "abcd"), budget=2)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 4, [[0, 1, 2, 3]])
    monkeypatch.setattr(covering, "MOST_SETS", 2)
    with pytest.raises(EffortError, match="too many selections leave as few voters without a project"):
        LEXIMIN.tally(town, ballots, lot=ballot_order(town), utility="cost")
    with pytest.raises(EffortError, match="too many selections have as high a product"):
        NASH.tally(town, ballots, lot=ballot_order(town))
    assert LEXIMIN.tally(town, ballots, lot=ballot_order(town)).funded == ("a", "b")


@given(st.integers(1, 10**6))
def test_a_logarithm_is_never_too_low_and_hardly_too_high(number: int) -> None:
    up = log2_up(number, bits=6)
    # 2**(up/64) >= number  and  2**((up-2)/64) < number, in whole numbers
    assert 2**up >= number**64
    assert 2 ** max(0, up - 2) < number**64 or number == 1
    assert abs(Fraction(log2_up(number), 2**40) - Fraction(log2(number))) < Fraction(1, 10**9)


PRODUCTS = st.dictionaries(st.integers(1, 30), st.integers(1, 40), max_size=4)


@given(one=PRODUCTS, other=PRODUCTS)
def test_products_stand_to_each_other_as_when_they_are_written_out(one: dict[int, int], other: dict[int, int]) -> None:
    first, second = (prod(number**power for number, power in product.items()) for product in (one, other))
    assert compare_products(one, other) == (first > second) - (first < second)
    assert compare_products(one, one) == 0


def test_products_of_whole_nations_are_compared() -> None:
    town = Instance((Project("park", 1), Project("hall", 1)), budget=1)
    ballots = replace(Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [1]]), weights=np.array([10**9, 10**9 + 1]))
    assert NASH.tally(town, ballots, lot=ballot_order(town)).funded == ("hall",)
