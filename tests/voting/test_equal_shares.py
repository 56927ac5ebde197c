"""Equal shares against its definition, on hundreds of elections, step by step."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from pbengine.voting import Action, Outcome, find_rule
from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.outcome import Figure
from pbengine.voting.registry import OptionValue
from pbengine.voting.rules.shares import apart
from tests.oracles import equal_shares as oracle
from tests.voting.shares_elections import KINDS, Made, made

RULE = find_rule("equal-shares")
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
EACH_UTILITY = pytest.mark.parametrize("utility", ["cost", "cardinality"])
STEPS = 60  # nobody raises an oracle's endowment more often than this


def count(election: Made, **options: OptionValue) -> Outcome:
    named = {name.replace("_", "-"): value for name, value in options.items()}
    return RULE.tally(election.instance, election.profile, lot=election.lot, **named)


def ids(election: Made, columns: list[int] | tuple[int, ...]) -> tuple[str, ...]:
    return tuple(election.instance.projects[column].id for column in columns)


def expected_steps(election: Made, question: oracle.Question, run: oracle.Count) -> list[dict[str, Figure]]:
    return [
        {
            "project": election.instance.projects[project].id,
            "round": place,
            "cost": question.costs[project],
            "supporters": len(question.supporters(project)),
            "payers": payers,
            "payment": payment,
            "effective_votes": question.costs[project] / payment if payment else len(question.supporters(project)),
            "rho": payment / (question.worth(project) or 1),
            "endowment": run.endowment,
        }
        for place, (project, payment, payers) in enumerate(zip(run.funded, run.payments, run.payers, strict=True), 1)
    ]


def expected_losers(question: oracle.Question, run: oracle.Count) -> dict[int, Mapping[str, Figure]]:
    losers: dict[int, Mapping[str, Figure]] = {}
    for project in question.admitted(run.funded):
        supporters = question.supporters(project)
        held = [sum((budgets[voter] for voter in supporters), Fraction(0)) for budgets in run.budgets]
        if supporters:
            losers[project] = {
                "supporters": len(supporters),
                "cost": question.costs[project],
                "left": held[-1],
                "round": next(place for place, money in enumerate(held) if money < question.costs[project]),
            }
    return losers


def assert_same(election: Made, outcome: Outcome, question: oracle.Question, run: oracle.Count) -> None:
    assert outcome.funded == ids(election, run.funded)
    assert outcome.cost == run.cost(question)
    steps = [{"project": step.project, **step.figures} for step in outcome.steps if step.action is Action.FUND]
    assert steps == expected_steps(election, question, run)
    assert [tie.between for tie in outcome.ties] == [ids(election, tied) for tied in run.ties]
    assert [tie.chosen for tie in outcome.ties] == [ids(election, tied)[0] for tied in run.ties]
    for tie in outcome.ties:
        assert (tie.effect == "order") == set(outcome.funded).issuperset(tie.between)
    losers = {column: outcome.reasons[f"p{column}"].figures for column in expected_losers(question, run)}
    assert losers == expected_losers(question, run)
    assert {id_ for id_, reason in outcome.reasons.items() if reason.code == "not-covered"} == set(
        ids(election, [*losers])
    )
    for project in question.standing - set(run.funded):
        if question.supporters(project) and (bars := question.bars(project, run.funded)):
            assert outcome.reasons[f"p{project}"].code == bars[0]


@EVERY_KIND
@EACH_UTILITY
def test_every_step_is_that_of_the_definition(kind: str, utility: str) -> None:
    rng = np.random.default_rng(7)
    for _ in range(60):
        election = KINDS[kind](rng)
        question = election.question(utility)
        assert_same(election, count(election, utility=utility), question, oracle.run(question, election.equal_share))


@EVERY_KIND
@EACH_UTILITY
@pytest.mark.parametrize("exhaustive_stop", ["no", "yes"])
def test_raised_endowments_are_those_of_the_definition(kind: str, utility: str, exhaustive_stop: str) -> None:
    rng = np.random.default_rng(11)
    for _ in range(25):
        election = KINDS[kind](rng)
        question = election.question(utility)
        increment = max(1, max(question.costs) // int(rng.integers(4, STEPS)))
        start = str(rng.choice(["exact", "floor"]))
        outcome = count(
            election,
            utility=utility,
            completion="add1",
            start=start,
            increment=increment,
            exhaustive_stop=exhaustive_stop,
        )
        share = election.equal_share if start == "exact" else Fraction(int(election.equal_share))
        increments, stop, run = oracle.add1(
            question, share, increment=increment, exhaustive_stop=exhaustive_stop == "yes"
        )
        assert_same(election, outcome, question, run)
        figures = outcome.steps[0].figures
        assert (figures["increments"], figures["stop"]) == (increments, stop)
        assert figures["endowment"] == share + increments * increment
        if stop == "overspent":
            following = oracle.run(question, share + (increments + 1) * increment)
            assert figures["spent"] == following.cost(question) > election.instance.budget


@EVERY_KIND
def test_what_is_left_is_filled_by_votes_and_compared_with_greedy(kind: str) -> None:
    rng = np.random.default_rng(13)
    seen: set[Action] = set()
    for _ in range(40):
        election = KINDS[kind](rng)
        question = election.question("cost")
        increment = max(1, max(question.costs) // 20)
        options: dict[str, OptionValue] = {"completion": "add1u", "increment": increment}
        _, _, run = oracle.add1(question, election.equal_share, increment=increment, exhaustive_stop=False)
        filled = run.funded + oracle.fill(question, run.funded)
        assert count(election, **options).funded == ids(election, filled)
        outcome = count(election, comparison="yes", **options)
        greedy = oracle.fill(question, [])
        ahead, behind, same = oracle.preferences(question, filled, greedy)
        (step,) = [step for step in outcome.steps if step.action in (Action.KEEP, Action.REPLACE)]
        seen.add(step.action)
        assert dict(step.figures) == {"prefer_shares": ahead, "prefer_greedy": behind, "indifferent": same}
        assert outcome.funded == ids(election, greedy if behind > ahead else filled)
        assert outcome.replay() == outcome.funded
        assert set(outcome.reasons) == {project.id for project in election.instance.projects}
    assert Action.KEEP in seen


def test_what_constraints_shut_out_has_its_reason_with_the_figures() -> None:
    """Four voters have 30 each: p0 is paid, and shuts out all others but p4, which it lets in."""
    election = made([40, 30, 30, 20, 20], [[0, 1, 4], [0, 2, 4], [0, 3, 4], [0, 4]], 120)
    constraints = Constraints(
        exclusions=(("p1", "p0"),),
        dependencies=(("p3", "p1"), ("p4", "p0"), ("p3", "p2")),
        bands=(Band("green", ("p0", "p2", "p4"), cap=60),),
    )
    outcome = count(replace(election, instance=replace(election.instance, constraints=constraints)))
    assert outcome.funded == ("p0", "p4")
    told = {id_: (reason.code, dict(reason.figures)) for id_, reason in outcome.reasons.items()}
    by_one = {"supporters": 1, "score": 1}
    assert told["p1"] == ("excluded-by", {**by_one, "cost": 30, "rival": "p0"})
    assert told["p2"] == ("over-cap", {**by_one, "cost": 30, "band": "green", "cap": 60, "spent": 60})
    assert told["p3"] == ("waits-for", {**by_one, "cost": 20, "needs": ("p1", "p2")})


def test_raising_ends_where_constraints_admit_nothing_more() -> None:
    election = made([40, 40], [[0], [1], [0, 1], [0]], 200)
    constraints = Constraints(exclusions=(("p0", "p1"),))
    outcome = count(replace(election, instance=replace(election.instance, constraints=constraints)), completion="add1")
    assert outcome.funded == ("p0",)
    assert outcome.steps[0].figures["stop"] == "nothing-admitted"
    assert count(election, completion="add1").steps[0].figures["stop"] == "everything-funded"


def test_a_voter_with_two_parts_has_as_much_as_two_voters() -> None:
    """Of 90 in three parts the first voter has two: 60 pay for p0, where three equal voters would have 30 each."""
    election = made([60, 40], [[0], [1]], 90)
    endowed = replace(election, profile=replace(election.profile, endowments=np.array([4, 2])))
    assert count(endowed).funded == ("p0",)
    assert count(election).funded == ("p1",)
    assert count(endowed).steps[0].figures["endowment"] == 30


def test_more_voters_may_prefer_greedy() -> None:
    election = made([10, 4, 4], [[0], [0], [0], [1], [2]], 10)
    outcome = count(election, comparison="yes")
    assert count(election).funded == ()
    assert outcome.funded == ("p0",)
    assert [step.action for step in outcome.steps] == [Action.REPLACE, Action.FUND, Action.SKIP, Action.SKIP]
    assert outcome.reasons["p0"].code == "funded-by-completion"
    assert outcome.reasons["p1"].code == "not-affordable"


def test_nobody_voted() -> None:
    election = made([10, 0], [], 10)
    for completion in ("none", "add1"):
        outcome = count(election, completion=completion)
        assert outcome.funded == ()
        assert {reason.code for reason in outcome.reasons.values()} == {"no-votes"}


def test_there_is_no_project() -> None:
    assert count(made([], [[], []], 10), completion="add1u", comparison="yes").funded == ()


def test_there_is_no_money() -> None:
    assert count(made([0, 1], [[0, 1]], 0)).funded == ("p0",)


def test_what_costs_nothing_is_funded_if_anybody_wants_it() -> None:
    outcome = count(made([0, 0, 5], [[0, 2], [2]], 10))
    assert outcome.funded == ("p0", "p2")
    assert outcome.reasons["p1"].code == "no-votes"
    assert outcome.steps[0].figures["effective_votes"] == 1


def test_a_withdrawn_project_takes_no_part() -> None:
    outcome = count(made([5, 5], [[0], [0], [1]], 6, withdrawn=[0]))
    assert outcome.reasons["p0"].code == "withdrawn"
    assert outcome.reasons["p0"].figures["votes"] == 2


def test_the_increment_is_in_units_of_the_currency() -> None:
    pounds = made([60, 30, 20], [[0, 1], [0, 2], [0, 2], [1]], 100)
    pence = made([6000, 3000, 2000], [[0, 1], [0, 2], [0, 2], [1]], 10000)
    scaled = Made(type(pence.instance)(pence.instance.projects, 10000, 100), pence.profile, pence.lot)
    steps = [count(election, completion="add1").steps[0].figures["increments"] for election in (pounds, scaled, pence)]
    assert steps == [4, 4, 499]


def test_identical_ballots_may_be_merged() -> None:
    rng = np.random.default_rng(17)
    for _ in range(30):
        election = KINDS["ordinary"](rng)
        alone = [columns for weight, columns in election.profile for _ in range(weight)]
        withdrawn = [c for c, project in enumerate(election.instance.projects) if project.standing != "standing"]
        costs = [project.cost for project in election.instance.projects]
        apart = made(costs, alone, election.instance.budget, withdrawn=withdrawn)
        assert count(apart, completion="add1") == count(election, completion="add1")


@pytest.fixture
def merged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave identical ballots merged however few they are."""
    monkeypatch.setattr(apart, "FEW", 0)
    monkeypatch.setattr(apart, "MOST", 0)


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("kind", ["ordinary", "constrained", "endowed"])
def test_rows_that_are_several_voters_count_as_many(kind: str) -> None:
    rng = np.random.default_rng(23)
    for _ in range(60):
        election = KINDS[kind](rng)
        question = election.question("cost")
        assert_same(election, count(election), question, oracle.run(question, election.equal_share))
        increment = max(1, max(question.costs) // 12)
        _, _, run = oracle.add1(question, election.equal_share, increment=increment, exhaustive_stop=False)
        assert_same(election, count(election, completion="add1", increment=increment), question, run)


@pytest.mark.usefixtures("merged")
def test_rows_may_be_hundreds_of_voters() -> None:
    """What is left is counted by the digits of the rows' weights."""
    rng = np.random.default_rng(19)
    for _ in range(12):
        projects, rows = 7, 70
        ballots = [np.flatnonzero(rng.random(projects) < 0.4).tolist() for _ in range(rows)]
        weights = np.where(rng.random(rows) < 0.8, 1, rng.integers(1, 300, rows)).tolist()
        costs = rng.integers(500, 4000, projects).tolist()
        election = made(costs, ballots, int(sum(costs) * rng.uniform(0.3, 0.8)), weights=weights)
        question = election.question("cost")
        assert_same(election, count(election), question, oracle.run(question, election.equal_share))


def test_more_projects_than_a_machine_word_has_bits_can_win() -> None:
    projects = 200
    ballots = [sorted({column, (column * 7 + 1) % projects, (column * 3 + 2) % projects}) for column in range(projects)]
    election = made([100 + column % 13 for column in range(projects)], ballots, 200 * projects)
    question = election.question("cost")
    outcome = count(election)
    assert len(outcome.funded) > 128
    assert_same(election, outcome, question, oracle.run(question, election.equal_share))
