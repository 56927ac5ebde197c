"""Greedy against pabutools, an implementation by others, on hundreds of elections with ties."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pabutools import election as peer
from pabutools.rules import greedy_utilitarian_welfare
from pabutools.tiebreaking import TieBreakingRule

from pbengine.voting import BallotKind, Instance, Lot, Profile, Project, find_rule

SATISFACTIONS = {"score": peer.Cost_Sat, "score-per-cost": peer.Cardinality_Sat}
"""pabutools ranks by satisfaction for each unit of cost: with cost satisfaction that is the number of votes."""


@pytest.mark.parametrize("order", SATISFACTIONS)
@settings(max_examples=200)
@given(data=st.data())
def test_greedy_funds_what_pabutools_funds(order: str, data: st.DataObject) -> None:
    costs = data.draw(st.lists(st.integers(1, 9), min_size=1, max_size=6))
    ballots = data.draw(st.lists(st.lists(st.integers(0, len(costs) - 1), unique=True), max_size=8))
    ids = [f"p{column}" for column in range(len(costs))]
    instance = Instance(tuple(Project(id_, cost) for id_, cost in zip(ids, costs, strict=True)), data.draw(BUDGETS))
    lot = Lot(tuple(data.draw(st.permutations(ids))))
    profile = Profile.from_ballots(BallotKind.APPROVAL, len(ids), ballots)
    outcome = find_rule("greedy").tally(instance, profile, lot=lot, order=order)
    assert sorted(outcome.funded) == theirs(instance, ballots, lot, order)


BUDGETS = st.integers(1, 30)


def theirs(instance: Instance, ballots: list[list[int]], lot: Lot, order: str) -> list[str]:
    projects = [peer.Project(project.id, cost=project.cost) for project in instance.projects]
    town = peer.Instance(projects, budget_limit=instance.budget)
    profile = peer.ApprovalProfile([peer.ApprovalBallot(projects[c] for c in b) for b in ballots], instance=town)
    ties = TieBreakingRule(lambda _, __, project: lot.order.index(project.name))
    funded = greedy_utilitarian_welfare(town, profile, sat_class=SATISFACTIONS[order], tie_breaking=ties)
    return sorted(project.name for project in funded)
