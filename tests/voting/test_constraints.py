from dataclasses import replace

import numpy as np
import pytest

from pbengine.voting import BallotKind, Band, Constraints, FeatureError, Instance, InstanceError, Pot, Profile, Project
from pbengine.voting.constraints import Feature
from pbengine.voting.lot import ballot_order
from pbengine.voting.registry import find_rule

TOWN = Instance((Project("park", 60), Project("lake", 40), Project("tree", 10)), budget=100)
BALLOTS = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [0, 2]])
EVERYTHING = Constraints(
    exclusions=(("park", "lake"),),
    dependencies=(("tree", "lake"),),
    bands=(Band("green", ("park", "tree"), floor=10, cap=60),),
    parts=(("park", (20, 40)),),
)


def test_everything_wrong_with_constraints_is_said_at_once() -> None:
    wrong = Constraints(
        pots=(Pot("north", ("park",), 50),),
        minimum_votes=-1,
        exclusions=(("park", "moat"),),
        bands=(Band("green", ("park",), floor=9, cap=8),),
        parts=(("park", (60,)),),
    )
    with pytest.raises(InstanceError) as refused:
        replace(TOWN, constraints=wrong)
    assert refused.value.faults == (
        "a constraint names project 'moat', which is not on the ballot",
        "the minimum of votes is negative (-1)",
        "'green' has a floor of 9 and a cap of 8",
        "each project stands in one pot",
        "the money of the pots is not the budget divided",
        "the parts of project 'park' do not rise from above 0 to below its cost",
    )


def test_the_features_of_an_election_are_those_it_uses() -> None:
    assert TOWN.features == {Feature.COSTS}
    assert Instance.for_seats(["Ada", "Ben"], seats=1).features == frozenset()
    used = replace(TOWN, constraints=EVERYTHING).features
    assert used == {
        Feature.COSTS,
        Feature.EXCLUSIONS,
        Feature.DEPENDENCIES,
        Feature.CAPS,
        Feature.FLOORS,
        Feature.PARTS,
    }


def test_equal_ranks_and_unequal_endowments_are_features_of_the_ballots() -> None:
    ranked = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2], [2]], ranks=3)
    weak = replace(ranked, tied=np.array([False, True, False, False]), endowments=np.array([1, 2]))
    assert weak.places.tolist() == [0, 0, 2, 0]
    assert weak.features == {Feature.EQUAL_RANKS, Feature.ENDOWMENTS}
    assert ranked.features == frozenset()


def test_a_rule_refuses_everything_that_it_cannot_carry() -> None:
    rule = replace(find_rule("greedy"), carries=frozenset())
    with pytest.raises(FeatureError) as refused:
        rule.tally(replace(TOWN, constraints=EVERYTHING), BALLOTS, lot=ballot_order(TOWN))
    assert refused.value.features == ("caps", "costs", "dependencies", "exclusions", "floors", "parts")
    assert "cannot keep projects that exclude each other apart" in str(refused.value)
