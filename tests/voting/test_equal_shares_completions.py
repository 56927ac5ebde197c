"""What equal shares does with the money left: by everybody's help, by savings, by votes; and what it promises."""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import Instance, Outcome, Profile, ballot_order, find_rule
from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.instance import Project
from pbengine.voting.profile import BallotKind
from pbengine.voting.rules.graded import ledger
from pbengine.voting.rules.graded.gradings import gradings_of
from pbengine.voting.rules.graded.raising import raise_endowment
from pbengine.voting.rules.graded.run import count
from tests.oracles import graded_shares as oracle
from tests.voting.graded_elections import KINDS, Made, made, several

RULE = find_rule("equal-shares")
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
EVERY_DEPTH = pytest.mark.parametrize("digits", [51, 14])  # of all the money, in whole numbers


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch, digits: int) -> None:
    monkeypatch.setattr(ledger, "DIGITS", digits)


def seats(ballots: list[str], seats_: int) -> tuple[Instance, Profile]:
    """Return an election of candidates, named by letters, to seats that cost 1 each."""
    names = sorted(set("".join(ballots)))
    instance = Instance(tuple(Project(name, 1) for name in names), seats_)
    columns = [[names.index(letter) for letter in ballot] for ballot in ballots]
    return instance, Profile.from_ballots(BallotKind.APPROVAL, len(names), columns)


def earned(outcome: Outcome) -> dict[str, object]:
    """Return what was earned when each project was bought from savings."""
    steps = [step for step in outcome.steps if "earned" in step.figures]
    return {str(step.project): step.figures["earned"] for step in steps}


def test_savings_buy_what_the_textbook_says() -> None:
    """Examples 11 and 12 of Lackner, Skowron, Multi-Winner Voting with Approval Preferences, as abcvoting has them."""
    instance, profile = seats(["ab"] * 3 + ["ac"] * 3 + ["ad"] * 2 + ["bcf", "e", "f", "g"], 4)
    outcome = RULE.tally(instance, profile, lot=ballot_order(instance), completion="phragmen")
    assert outcome.funded == ("a", "b", "c", "d")
    assert earned(outcome) == {"b": Fraction(1, 96), "c": Fraction(37, 384), "d": Fraction(7, 24)}
    assert [(tie.between, tie.chosen) for tie in outcome.ties] == [(("b", "c"), "b")]

    instance, profile = seats(["cd"] * 3 + ["ab"] * 2 + ["ac"] * 2 + ["bd"], 3)
    outcome = RULE.tally(instance, profile, lot=ballot_order(instance), completion="phragmen")
    assert outcome.funded == ("c", "a", "d")
    assert earned(outcome) == {"d": Fraction(1, 40)}


@EVERY_KIND
@EVERY_DEPTH
@pytest.mark.usefixtures("coarse")
def test_savings_buy_what_the_definition_buys(kind: str) -> None:
    bought = 0
    for election in several(kind, 120, seed=53):
        outcome = election.count(RULE, completion="phragmen")
        expected = oracle.with_earnings(election.graded, election.graded.equal_share)
        assert outcome.funded == election.ids(expected.funded)
        times = expected.rhos[len(expected.funded) - len(earned(outcome)) :]
        assert list(earned(outcome).values()) == times
        assert [tie.between for tie in outcome.ties] == [election.ids(tied) for tied in expected.ties]
        bought += len(times)
    assert bought > 20


@EVERY_KIND
@EVERY_DEPTH
@pytest.mark.usefixtures("coarse")
def test_everybody_helps_as_the_definition_has_it(kind: str) -> None:
    helped = 0
    for election in several(kind, 120, seed=59):
        outcome = election.count(RULE, completion="epsilon")
        expected = oracle.with_others(election.graded, election.graded.equal_share)
        assert outcome.funded == election.ids(expected.funded)
        for place, step in enumerate(outcome.steps):
            if "levy" in step.figures:
                helped += 1
                budgets = expected.budgets[place]
                supporters = election.graded.supporters(election.instance.position[str(step.project)])
                assert step.figures["levy"] == expected.rhos[place]
                assert step.figures["held"] == sum(budgets[voter] for voter in supporters)
        assert [tie.between for tie in outcome.ties] == [election.ids(tied) for tied in expected.ties]
    assert helped > 20


@EVERY_KIND
def test_with_everybodys_help_nothing_more_fits_the_budget(kind: str) -> None:
    for election in several(kind, 150, seed=61):
        outcome = election.count(RULE, completion="epsilon")
        position = election.instance.position
        rest = election.graded.admitted([position[id_] for id_ in outcome.funded])
        assert all(outcome.cost + election.graded.costs[column] > election.instance.budget for column in rest)


def test_a_small_epsilon_funds_what_its_limit_funds() -> None:
    """Where nothing is level, what nobody supports is worth 2**-40 of a point, and the plain rule is counted."""
    compared = 0
    for election in several("ordinary", 120, seed=67):
        graded, fine = election.graded, 2**40
        limit = oracle.with_others(graded, graded.equal_share)
        if limit.ties or not graded.standing or graded.parts or 0 in graded.costs:
            continue
        values = tuple(tuple(value * fine or 1 for value in row) for row in graded.values)
        near = oracle.Graded(graded.costs, values, graded.budget, graded.order, graded.standing)
        count = oracle.run(near, graded.equal_share)
        if not count.ties:
            assert election.ids(count.funded) == election.count(RULE, completion="epsilon").funded
            compared += 1
    assert compared > 20


@EVERY_KIND
@pytest.mark.parametrize("completion", ["epsilon", "greedy", "phragmen"])
def test_a_completion_keeps_what_the_shares_fund(kind: str, completion: str) -> None:
    for election in several(kind, 60, seed=71):
        plain, completed = election.count(RULE), election.count(RULE, completion=completion)
        assert completed.funded[: len(plain.funded)] == plain.funded
        assert completed.steps[: len(plain.steps)] == plain.steps
        assert {id_: completed.reasons[id_] for id_ in plain.funded} == {
            id_: plain.reasons[id_] for id_ in plain.funded
        }


def test_what_is_left_goes_by_points_where_points_count() -> None:
    """Shares of 5 pay for nothing; by points ``p1`` (7) comes before ``p0`` (6), and then 4 is left."""
    election = made([6, 6, 4], np.array([[6, 0, 0], [0, 7, 1]]), 10)
    outcome = election.count(RULE, completion="greedy")
    assert election.count(RULE).funded == ("p2",)
    assert outcome.funded == ("p2", "p1")
    assert outcome.reasons["p1"].code == "funded-by-completion"


def test_a_late_project_that_waited_is_bought_when_what_it_needs_is() -> None:
    """Two voters get 4 each. ``top`` (2) needs ``base`` (6), which one wants who has 4 and saves 2 more."""
    projects = (Project("base", 6), Project("top", 2))
    needs = Constraints(dependencies=(("top", "base"),))
    town = Instance(projects, 8, constraints=needs)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [1]])
    outcome = RULE.tally(town, ballots, lot=ballot_order(town), completion="phragmen")
    assert earned(outcome) == {"base": 2, "top": 2}
    outcome = RULE.tally(town, ballots, lot=ballot_order(town), completion="epsilon")
    assert outcome.funded == ("base", "top")
    assert outcome.reasons["base"].code == "funded-with-others"
    assert outcome.reasons["top"].code == "funded-by-shares"


@pytest.mark.parametrize("completion", ["none", "add1", "epsilon", "greedy", "phragmen"])
def test_what_a_funded_project_shuts_out_stays_out(completion: str) -> None:
    """The cap leaves room for one of two; the other's supporters could pay for it and may not."""
    projects = (Project("one", 4), Project("two", 4), Project("far", 9))
    asked = Constraints(exclusions=(("far", "one"),), bands=(Band("halls", ("one", "two"), cap=5),))
    town = Instance(projects, 20, constraints=asked)
    ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 2], [1], [0, 1]], ranks=3)
    outcome = RULE.tally(town, ballots, lot=ballot_order(town), completion=completion, utility="borda")
    assert outcome.funded == ("one",)
    assert {id_: reason.code for id_, reason in outcome.reasons.items() if id_ != "one"} == {
        "two": "over-cap",
        "far": "excluded-by",
    }


def _is_ejr_up_to_one(election: Made, funded: list[int]) -> bool:
    """Test extended justified representation up to one project by its definition, all groups and all sets.

    A group is (alpha, T)-cohesive if its share of the budget pays for T and each member gives each project of T at
    least alpha of it. Then some member's utility is at least the sum of alpha, or exceeds it with one project more.
    """
    graded = election.graded
    share, standing = graded.equal_share, sorted(graded.standing)
    gains = [sum(row[p] for p in funded) for row in graded.values]
    best = [max((row[p] for p in standing if p not in funded), default=0) for row in graded.values]
    for size in range(1, len(standing) + 1):
        for wanted in combinations(standing, size):
            cost = sum(graded.costs[p] for p in wanted)
            for heads in range(1, len(graded.values) + 1):
                if share * heads < cost:
                    continue
                for group in combinations(graded.voters, heads):
                    due = sum(min(graded.values[v][p] for v in group) for p in wanted)
                    satisfied = any(gains[v] >= due or gains[v] + best[v] > due for v in group)
                    if due and not satisfied:
                        return False
    return True


def test_no_group_is_owed_more_than_one_project() -> None:
    """EJR up to one project (Peters, Pierczynski, Skowron 2021, theorem 2), by brute force on small elections."""
    rng = np.random.default_rng(73)
    for _ in range(80):
        projects, voters = int(rng.integers(2, 5)), int(rng.integers(2, 6))
        values = np.where(rng.random((voters, projects)) < 0.7, rng.integers(1, 5, (voters, projects)), 0)
        costs = rng.integers(1, 9, projects).tolist()
        election = made(costs, values, int(rng.integers(1, sum(costs) + 1)))
        for completion in ("none", "epsilon", "phragmen"):
            outcome = election.count(RULE, completion=completion)
            position = election.instance.position
            assert _is_ejr_up_to_one(election, [position[id_] for id_ in outcome.funded])


def test_the_brute_force_test_of_what_is_owed_can_fail() -> None:
    """One of two voters is owed the half of the budget: funding nothing of theirs fails."""
    election = made([2, 2, 2], np.array([[1, 1, 0], [0, 0, 3]]), 4)
    assert _is_ejr_up_to_one(election, [0, 2])
    election = made([1, 1, 1, 1], np.array([[1, 1, 0, 0], [0, 0, 1, 1]]), 4)
    assert not _is_ejr_up_to_one(election, [2, 3])


def test_voters_compare_by_points_where_points_count() -> None:
    """Three voters get 2 each. Shares fund ``p1`` for the first and ``p2`` for the others, greedy ``p0`` for these.

    By number only the first sees a difference; by points the others have 5 to 1 and 6 to 1 against it.
    """
    election = made([6, 2, 4], np.array([[0, 10, 0], [5, 0, 1], [6, 0, 1]]), 6)
    assert election.count(RULE).funded == ("p1", "p2")
    for utility, expected, prefer in (("points", ("p0",), (1, 2)), ("cardinality", ("p1", "p2"), (1, 0))):
        outcome = election.count(RULE, comparison="yes", utility=utility)
        assert outcome.funded == expected
        said = next(step.figures for step in outcome.steps if step.project is None)
        assert (said["prefer_shares"], said["prefer_greedy"]) == prefer


FILES = ("Poland_Krakow_2021.pb", "Poland_Czestochowa_2025_Stare_Miasto.pb", "Switzerland_Zurich_D10.pb")


@pytest.mark.parametrize("name", FILES)
def test_real_points_and_ranks_are_counted_with_every_completion(name: str, shared_data: Path) -> None:
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    utility = "borda" if file.profile.kind is BallotKind.ORDINAL else "points"
    lot = ballot_order(file.instance)
    outcomes = {
        completion: RULE.tally(file.instance, file.profile, lot=lot, utility=utility, completion=completion)
        for completion in ("none", "add1", "epsilon", "greedy", "phragmen")
    }
    costs = {completion: outcome.cost for completion, outcome in outcomes.items()}
    assert all(costs["none"] <= cost <= file.instance.budget for cost in costs.values())
    rest = [project for project in file.instance.standing if project.id not in outcomes["epsilon"].funded]
    assert all(costs["epsilon"] + project.cost > file.instance.budget for project in rest)


@pytest.mark.parametrize("name", FILES[1:])
def test_on_real_ballots_a_leap_passes_over_no_increment_that_changes_something(name: str, shared_data: Path) -> None:
    """Every single increment is counted, and so is one more, which overspends."""
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    lot = ballot_order(file.instance)
    outcome = RULE.tally(file.instance, file.profile, lot=lot, utility="points", completion="add1")
    people = gradings_of(file.instance, file.profile, lot=lot, utility="points")
    start = Fraction(file.instance.budget, people.all_parts)
    increments = outcome.steps[0].figures["increments"]
    assert isinstance(increments, int)
    runs = [count(people, start + more * file.instance.minor_units) for more in range(increments + 2)]
    assert [run.cost > file.instance.budget for run in runs] == [False] * (increments + 1) + [True]
    assert tuple(file.instance.projects[column].id for column in runs[-2].funded) == outcome.funded
    assert increments > 50


@pytest.mark.parametrize("name", ["Poland_Wieliczka_2023_Green_Budget.pb", "Poland_Swiecie_2023.pb"])
def test_the_graded_engine_gives_the_official_results_of_approvals_too(name: str, shared_data: Path) -> None:
    """As held: utility cost, add1; each project is worth the same to all, so that either engine will do."""
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    people = gradings_of(file.instance, file.profile, lot=ballot_order(file.instance), utility="cost")
    start = Fraction(file.instance.budget, people.all_parts)
    raised = raise_endowment(people, start, increment=file.instance.minor_units, budget=file.instance.budget)
    ids = {file.instance.projects[column].id for column in count(people, raised.endowment).funded}
    outcome = RULE.tally(file.instance, file.profile, lot=ballot_order(file.instance), completion="add1")
    assert ids == set(outcome.funded)
    assert outcome.steps[0].figures["increments"] == raised.increments
    assert raised.increments == {"Poland_Wieliczka_2023_Green_Budget.pb": 164, "Poland_Swiecie_2023.pb": 242}[name]
