"""Whatever rule a round is counted by, each step and each tie of its count can be told."""

from dataclasses import replace

import numpy as np
import pytest

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.formats.tally_json import tally_document
from pbengine.process.tallies import Result
from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order
from pbengine.voting.constraints import Feature
from pbengine.voting.outcome import Settled
from pbengine.voting.registry import find_rule, rules
from pbengine.web.language import Currency
from pbengine.web.pages.results.counted import Counted
from pbengine.web.pages.results.pictures import pictures_of
from pbengine.web.pages.results.step_words import step_sentence
from pbengine.web.pages.results.steps import SETTLED, _exact, _step_lines, _tie

TITLES = {"a": "Ash", "b": "Beech", "c": "Cedar", "d": "Dogwood"}
BALLOTS = ([0, 1, 2], [0, 1], [1, 0], [2], [2, 3], [3, 2], [0, 1], [1, 2, 0])
COSTS, SEATS = (600, 500, 400, 300), (1, 1, 1, 1)


def counted_by(rule_id: str, *, costs: tuple[int, ...]) -> Counted:
    """Count the ballots by a rule, of the first kind that it takes."""
    rule = find_rule(rule_id)
    kind = rule.ballots[0]
    projects = tuple(Project(id_, cost) for id_, cost in zip(TITLES, costs, strict=True))
    instance = Instance(projects, budget=1500 if costs is COSTS else 3, minor_units=100 if costs is COSTS else 1)
    profile = Profile.from_ballots(kind, 4, BALLOTS, ranks=4) if kind in PLAIN else with_points(kind)
    outcome = rule.tally(instance, profile, lot=ballot_order(instance))
    return Counted(
        Result(tally_document(instance, profile, outcome), b"", b"", ""),
        Currency("GBP", instance.minor_units),
        TITLES,
        {},
    )


PLAIN = (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE, BallotKind.ORDINAL)


def with_points(kind: BallotKind) -> Profile:
    """Return the ballots with a point for each project they name, and one more for the first."""
    named = [column for ballot in BALLOTS for column in ballot]
    starts = np.cumsum([0, *map(len, BALLOTS)])
    points = [2 if place == 0 else 1 for ballot in BALLOTS for place in range(len(ballot))]
    return Profile(
        kind,
        4,
        starts=starts,
        choices=np.array(named, dtype=np.int32),
        weights=np.ones(len(BALLOTS), dtype=np.int64),
        points=np.array(points),
    )


EVERY = [
    (rule.id, costs) for rule in rules() for costs in (COSTS, SEATS) if costs is SEATS or Feature.COSTS in rule.carries
]


@pytest.mark.parametrize(("rule_id", "costs"), EVERY)
def test_every_step_of_every_rule_can_be_told(rule_id: str, costs: tuple[int, ...]) -> None:
    counted = counted_by(rule_id, costs=costs)
    steps = counted.document["steps"]
    assert steps
    for step in steps:
        told = step_sentence(step, counted)
        assert told.endswith(".")
        assert "%(" not in told
    assert len(list(_step_lines(counted, steps))) == len(steps)
    assert all(_tie(counted, tie).sentence for tie in counted.document["ties"])


def test_every_way_to_settle_a_tie_has_its_sentence() -> None:
    assert set(SETTLED) == set(Settled)


def test_stages_of_a_count_of_votes_say_whose_votes_move() -> None:
    counted = counted_by("scottish-stv", costs=SEATS)
    told = [step_sentence(step, counted) for step in counted.document["steps"]]
    assert told[0] == "The first preferences are counted. The quota is 3."
    assert "“Ash” is elected, with 3 votes." in told
    assert any("is out of the count. Its ballots go on to the next choices." in sentence for sentence in told)


def test_exact_figures_with_an_entry_for_each_project_are_named() -> None:
    counted = counted_by("scottish-stv", costs=SEATS)
    assert _exact("votes", counted.document["steps"][0]["votes"], counted).startswith("Ash: 3.00000, Beech: 2.00000")


@pytest.mark.parametrize(
    ("rule_id", "told"),
    [
        ("kemeny", "“Ash” is next in the common ranking. It costs £6 and £15 is left, so it is funded."),
        (
            "expanding-approvals",
            "“Beech” is funded: 5 voters rank it in place 2 or better, and their shares cover its cost of £5.",
        ),
        ("cumulative-stv", "“Cedar” is funded: £4.68 of the voters’ money is on it, and it costs £4."),
        ("knapsack-per-dollar", "“Ash” gets £2; it costs £6."),
        ("max-coverage", "“Beech” belongs to the best selection that there is by this rule. It costs £5."),
    ],
)
def test_the_first_project_that_is_funded_is_told_in_the_words_of_its_rule(rule_id: str, told: str) -> None:
    counted = counted_by(rule_id, costs=COSTS)
    first = next(step for step in counted.document["steps"] if step["action"] == "fund")
    assert step_sentence(first, counted) == told


def test_a_project_that_gets_a_part_of_its_cost_is_drawn_and_told_with_that_part() -> None:
    counted = replace(counted_by("knapsack-per-dollar", costs=COSTS), currency=Currency("GBP", 100))
    lines = [line for line in counted.lines() if line.funded]
    assert {line.title: (line.gets, line.cost) for line in lines}["Ash"] == (200, 600)
    assert sum(line.gets for line in lines) == counted.cost
    bars = pictures_of(counted, counted.lines()).budget.bars
    assert [bar.row.value for bar in bars] == [line.gets for line in lines]
