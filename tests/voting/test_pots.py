from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from pbengine.voting import (
    Action,
    BallotKind,
    Band,
    Constraints,
    Instance,
    InstanceError,
    OptionsError,
    Pot,
    Profile,
    Project,
    Standing,
    find_rule,
)
from pbengine.voting.lot import Lot, ballot_order
from pbengine.voting.pots import ballots_on

POTS = (Pot("north", ("bench", "hall"), 60), Pot("south", ("tree", "pond"), 40))
CITY = Instance(
    (Project("bench", 30), Project("tree", 30), Project("hall", 50), Project("pond", 20)),
    budget=100,
    constraints=Constraints(pots=POTS),
)
BALLOTS = Profile.from_ballots(BallotKind.APPROVAL, 4, [[0, 2], [0], [2, 1], [0, 3], [], [1]])


def test_each_pot_is_counted_by_itself() -> None:
    outcome = find_rule("greedy").tally(CITY, BALLOTS, lot=ballot_order(CITY))
    assert outcome.funded == ("bench", "tree")
    assert outcome.cost == 60
    assert outcome.reasons["hall"].code == "not-affordable"
    assert dict(outcome.reasons["hall"].figures) == {"score": 2, "cost": 50, "left": 30, "pot": "north"}
    assert dict(outcome.reasons["pond"].figures) == {"score": 1, "cost": 20, "left": 10, "pot": "south"}
    assert [(step.action, step.project, step.figures["pot"]) for step in outcome.steps] == [
        (Action.FUND, "bench", "north"),
        (Action.SKIP, "hall", "north"),
        (Action.FUND, "tree", "south"),
        (Action.SKIP, "pond", "south"),
    ]
    assert list(outcome.reasons) == ["bench", "tree", "hall", "pond"]


def test_the_voters_of_a_pot_are_those_who_name_one_of_its_projects() -> None:
    outcome = find_rule("equal-shares").tally(CITY, BALLOTS, lot=ballot_order(CITY))
    # North: 4 voters with 15 each; three pay for the bench. South: 3 voters with 40/3 each; two have 80/3 for the tree.
    assert outcome.funded == ("bench",)
    assert outcome.reasons["tree"].figures["left"] == Fraction(80, 3)


def test_a_comparison_in_one_pot_takes_nothing_from_another() -> None:
    # In the south three of four want the lake, which shares do not cover; in the north shares decide.
    instance = Instance(
        (Project("lake", 10), Project("a", 1), Project("bench", 10)),
        budget=20,
        constraints=Constraints(pots=(Pot("north", ("bench",), 10), Pot("south", ("lake", "a"), 10))),
    )
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [0], [0], [1], [2]])
    outcome = find_rule("equal-shares").tally(instance, ballots, lot=ballot_order(instance), comparison="yes")
    assert outcome.funded == ("bench", "lake")
    assert outcome.replay() == outcome.funded
    assert [step.action for step in outcome.steps].count(Action.REPLACE) == 1


def test_rankings_close_their_gaps_within_a_pot() -> None:
    ranked = Profile(
        kind=BallotKind.ORDINAL,
        project_count=4,
        starts=np.array([0, 4, 5, 8], dtype=np.int64),
        choices=np.array([3, 0, 2, 1, 1, 0, 1, 2], dtype=np.int32),
        weights=np.array([2, 1, 1], dtype=np.int64),
        ranks=4,
        tied=np.array([False, False, True, True, False, False, True, True]),
        endowments=np.array([1, 5, 2], dtype=np.int64),
    )
    part = ballots_on(ranked, [0, 2])
    assert [ballot for _, ballot in part] == [(0, 1), (0, 1)]
    assert part.places.tolist() == [0, 0, 0, 0]  # what stood between them and was level with both is gone
    assert (part.ranks, part.weights.tolist()) == (2, [2, 1])
    assert part.endowments is not None
    assert part.endowments.tolist() == [1, 2]
    assert ballots_on(ranked, [3, 1]).places.tolist() == [0, 1, 0, 0]


def test_points_go_with_their_projects() -> None:
    profile = Profile(
        kind=BallotKind.CUMULATIVE,
        project_count=3,
        starts=np.array([0, 3, 4], dtype=np.int64),
        choices=np.array([2, 0, 1, 1], dtype=np.int32),
        weights=np.array([1, 1], dtype=np.int64),
        points=np.array([7, 5, 3, 9], dtype=np.int64),
    )
    assert ballots_on(profile, [0, 2]).scores().tolist() == [5, 7]
    assert ballots_on(profile, [0, 2]).voters == 1


def test_a_pot_without_projects_funds_nothing_and_its_money_lapses() -> None:
    pots = (Pot("north", ("a",), 5), Pot("nobody", (), 7))
    instance = Instance((Project("a", 6),), budget=12, constraints=Constraints(pots=pots))
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 1, [[0]])
    outcome = find_rule("greedy").tally(instance, ballots, lot=ballot_order(instance))
    assert outcome.funded == ()
    assert dict(outcome.reasons["a"].figures) == {"score": 1, "cost": 6, "left": 5, "pot": "north"}


def test_what_lacks_votes_has_no_part_and_stops_nothing() -> None:
    instance = Instance(
        (Project("dear", 90), Project("few", 30), Project("gone", 10, Standing.WITHDRAWN), Project("tree", 10)),
        budget=50,
        constraints=Constraints(minimum_votes=2),
    )
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 4, [[3, 1], [3], [2], [0]])
    outcome = find_rule("greedy-no-skip").tally(instance, ballots, lot=Lot(("dear", "few", "gone", "tree")))
    assert outcome.funded == ("tree",)
    assert outcome.reasons["few"].code == outcome.reasons["dear"].code == "below-minimum"
    assert dict(outcome.reasons["few"].figures) == {"votes": 1, "minimum": 2}
    assert outcome.reasons["gone"].code == "withdrawn"
    assert {step.project for step in outcome.steps} == {"tree"}


def test_a_minimum_and_pots_go_together() -> None:
    instance = replace(CITY, constraints=replace(CITY.constraints, minimum_votes=3))
    outcome = find_rule("greedy").tally(instance, BALLOTS, lot=ballot_order(CITY))
    assert outcome.funded == ("bench",)
    assert dict(outcome.reasons["pond"].figures) == {"votes": 1, "minimum": 3, "pot": "south"}


def test_what_crosses_pots_is_refused() -> None:
    crossing = Constraints(
        pots=POTS,
        exclusions=(("bench", "tree"), ("bench", "hall")),
        dependencies=(("pond", "hall"), ("pond", "tree")),
        bands=(Band("green", ("pond", "bench"), cap=50), Band("built", ("bench", "hall"), cap=50)),
    )
    with pytest.raises(InstanceError) as refused:
        replace(CITY, constraints=crossing)
    assert refused.value.faults == (
        "band 'green' crosses pots, each of which is counted by itself",
        "the exclusion of bench and tree crosses pots, each of which is counted by itself",
        "the need of pond for hall crosses pots, each of which is counted by itself",
    )


def test_groups_given_as_an_option_stay_within_a_pot() -> None:
    rule = find_rule("greedy-exclusive")
    outcome = rule.tally(CITY, BALLOTS, lot=ballot_order(CITY), groups="tree+pond,bench+hall")
    assert outcome.options == {"groups": "tree+pond,bench+hall"}
    assert outcome.reasons["pond"].code == outcome.reasons["hall"].code == "excluded-by"
    with pytest.raises(OptionsError) as refused:
        rule.tally(CITY, BALLOTS, lot=ballot_order(CITY), groups="tree+bench,hall+moat")
    assert refused.value.faults == (
        "groups name tree and bench, which stand in different pots",
        "groups name project 'moat', which is not on the ballot",
    )
