from collections import Counter

import pytest

from pbengine.cli.demo.town import EVERYWHERE, PlannedRound, Town, read_town
from pbengine.cli.demo.voters import residents_of, visits_of
from pbengine.voting.instance import Instance, Project
from pbengine.voting.lot import ballot_order
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.registry import find_rule


@pytest.fixture(scope="module")
def town() -> Town:
    return read_town()


def rounds_with_ballots() -> list[PlannedRound]:
    return [planned for planned in read_town().rounds if planned.turnout]


def test_the_town_has_a_round_in_each_phase_that_a_visitor_can_see(town: Town) -> None:
    streets, youth, green = (planned.days for planned in town.rounds)
    assert streets["voting_until"] < 0
    assert youth["voting_from"] < 0 < youth["voting_until"]
    assert green["proposals_from"] < 0 < green["review_from"]


def test_the_town_has_a_sign_in_for_each_role(town: Town) -> None:
    assert [account.role for account in town.accounts] == ["resident", "facilitator", "auditor"]


def test_each_round_has_a_dozen_ideas_or_more_all_of_them_somewhere_and_about_something(town: Town) -> None:
    for planned in town.rounds:
        assert 12 <= len(planned.ideas) <= 18
        for idea in planned.ideas:
            assert idea.near in {*town.neighbourhoods, EVERYWHERE}
            assert idea.themes <= set(town.themes)
            assert idea.themes


def test_residents_are_many_and_each_is_somebody_else(town: Town) -> None:
    people = residents_of(town)
    assert len(people) == len({person.email for person in people}) == len({person.name for person in people}) == 300
    shares = Counter(person.neighbourhood for person in people)
    assert set(shares) == set(town.neighbourhoods)


@pytest.mark.parametrize("planned", rounds_with_ballots(), ids=lambda planned: planned.slug)
def test_ballots_keep_to_the_rules_of_their_round_and_are_the_same_each_time(planned: PlannedRound) -> None:
    town = read_town()
    people = residents_of(town)
    ideas = [idea for idea in planned.ideas if idea.cost]
    visits = visits_of(town, planned, people, ideas)
    assert visits == visits_of(town, planned, people, ideas)
    assert len({visit.resident for visit in visits}) == len(visits) > 200
    assert all(1 <= len(set(visit.choices)) == len(visit.choices) <= planned.max_choices for visit in visits)


@pytest.mark.parametrize("planned", rounds_with_ballots(), ids=lambda planned: planned.slug)
def test_equal_shares_and_greedy_decide_differently_so_that_there_is_something_to_see(planned: PlannedRound) -> None:
    town = read_town()
    ideas = [idea for idea in planned.ideas if idea.cost]
    instance = Instance(tuple(Project(idea.title, idea.cost or 0) for idea in ideas), planned.budget)
    visits = visits_of(town, planned, residents_of(town), ideas)
    profile = Profile.from_ballots(BallotKind.APPROVAL, len(ideas), [visit.choices for visit in visits])
    lot = ballot_order(instance)
    shares = find_rule(planned.rule).tally(instance, profile, lot=lot, **planned.options)
    greedy = find_rule("greedy").tally(instance, profile, lot=lot)
    assert set(shares.funded) != set(greedy.funded)
    near = {idea.title: idea.near for idea in ideas}
    assert len({near[title] for title in shares.funded}) > len({near[title] for title in greedy.funded})
