import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pbengine.formats.tally_json import read_reason, tally_document
from pbengine.voting.instance import Instance, Project
from pbengine.voting.outcome import Action, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.profile import BallotKind, Profile

INSTANCE = Instance(
    (Project("bench", 30050), Project("trees", 50000), Project("Ł/2", 20000)), budget=70000, minor_units=100
)
PROFILE = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [1], [0, 1], [0], []])
OUTCOME = Outcome(
    rule="greedy",
    options={"order": "score", "share": Fraction(1, 3), "increment": 1},
    funded=("bench",),
    cost=30050,
    steps=(
        Step(Action.FUND, "bench", {"score": 3, "cost": 30050, "left": 39950}),
        Step(Action.SKIP, "trees", {"score": 3, "cost": 50000, "left": 39950}),
        Step(Action.RAISE, None, {"increments": 4, "endowment": Fraction(70000, 3)}),
    ),
    ties=(Tie(("bench", "trees"), Settled.LOT, "bench"),),
    reasons={
        "bench": Reason("funded-by-score", {"place": 1, "score": 3, "cost": 30050, "left": 70000}),
        "trees": Reason("not-affordable", {"score": 3, "cost": 50000, "left": 39950}),
        "Ł/2": Reason("no-votes"),
    },
)


def test_the_document_is_what_the_interfaces_promise() -> None:
    document = tally_document(INSTANCE, PROFILE, OUTCOME)
    assert json.loads(json.dumps(document)) == document
    assert {
        key: document[key] for key in ("rule", "options", "exact", "projects", "votes", "budget", "cost", "funded")
    } == {
        "rule": "greedy",
        "options": {"increment": "1", "order": "score", "share": "1/3"},
        "exact": True,
        "projects": 3,
        "votes": 5,
        "budget": "700",
        "cost": "300.5",
        "funded": ["bench"],
    }
    assert document["steps"] == [
        {"action": "fund", "project": "bench", "score": "3", "cost": "300.5", "left": "399.5"},
        {"action": "skip", "project": "trees", "score": "3", "cost": "500", "left": "399.5"},
        {"action": "raise", "increments": "4", "endowment": "700/3"},
    ]
    assert document["ties"] == [
        {"between": ["bench", "trees"], "settled": "lot", "chosen": "bench", "effect": "outcome"}
    ]


def test_each_project_has_its_figures_and_its_sentence_in_ballot_order() -> None:
    details = tally_document(INSTANCE, PROFILE, OUTCOME)["projects_detail"]
    assert list(details) == ["bench", "trees", "Ł/2"]
    assert details["bench"] == {
        "funded": True,
        "cost": "300.5",
        "votes": "3",
        "score": "3",
        "reason": "Funded, first: 3 of you chose it; it costs 300.50, and 700 is left at its turn.",
        "reason_code": "funded-by-score",
        "figures": {"place": "1", "score": "3", "cost": "300.5", "left": "700"},
    }
    assert details["Ł/2"]["figures"] == {}


def test_points_are_given_in_points() -> None:
    profile = Profile(
        kind=BallotKind.CUMULATIVE,
        project_count=3,
        starts=np.array([0, 2], dtype=np.int64),
        choices=np.array([0, 1], dtype=np.int32),
        weights=np.array([1], dtype=np.int64),
        points=np.array([15, 5], dtype=np.int64),
        points_scale=10,
    )
    details = tally_document(INSTANCE, profile, OUTCOME)["projects_detail"]
    assert details["bench"]["score"] == "1.5"
    assert details["bench"]["votes"] == "1"


def test_a_reason_reads_back_from_the_document() -> None:
    details = tally_document(INSTANCE, PROFILE, OUTCOME)["projects_detail"]
    assert read_reason(details["trees"]).figures == {"score": 3, "cost": 500, "left": Fraction(799, 2)}
    assert read_reason({"reason_code": "excluded-by", "figures": {"rival": "12"}}).figures == {"rival": "12"}


def _walk(value: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _walk(part)]
    return [leaf for part in value for leaf in _walk(part)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("unwanted", [float, type(None)])
def test_nothing_in_the_document_is_a_float_or_a_null(unwanted: type) -> None:
    assert not [leaf for leaf in _walk(tally_document(INSTANCE, PROFILE, OUTCOME)) if isinstance(leaf, unwanted)]
