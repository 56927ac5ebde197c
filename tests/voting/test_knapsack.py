from pathlib import Path

import pytest

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import BallotKind, BallotsError, Instance, Profile, Project, ballot_order, find_rule

RULE = find_rule("knapsack")
TOWN = Instance((Project("park", 60), Project("hall", 50), Project("tree", 40)), budget=100)


def baskets(*rows: list[int]) -> Profile:
    return Profile.from_ballots(BallotKind.APPROVAL, 3, rows)


def test_the_projects_in_most_baskets_come_first_and_what_does_not_fit_is_skipped() -> None:
    outcome = RULE.tally(TOWN, baskets([0, 2], [0, 2], [1], [1, 2], [1]), lot=ballot_order(TOWN))
    assert outcome.funded == ("hall", "tree")
    assert outcome.reasons["park"].code == "not-affordable"


def test_baskets_can_be_weighed_by_cost() -> None:
    outcome = RULE.tally(
        TOWN, baskets([0], [0], [0], [1], [1], [2], [2]), lot=ballot_order(TOWN), order="score-per-cost"
    )
    assert outcome.funded == ("park", "tree")
    assert [step.project for step in outcome.steps] == ["park", "tree", "hall"]


def test_baskets_that_cost_more_than_the_budget_are_refused_by_row() -> None:
    with pytest.raises(BallotsError, match="2 baskets cost more than the budget") as caught:
        RULE.tally(TOWN, baskets([0, 1], [0, 2], [0, 1, 2]), lot=ballot_order(TOWN))
    assert caught.value.rows == (0, 2)


def test_a_real_knapsack_election_is_counted(shared_data: Path) -> None:
    file = read_pabulib((shared_data / "pabulib" / "Netherlands_Amsterdam_252.pb").read_bytes())
    lot = ballot_order(file.instance)
    assert (
        RULE.tally(file.instance, file.profile, lot=lot).funded
        == find_rule("greedy").tally(file.instance, file.profile, lot=lot).funded
    )
