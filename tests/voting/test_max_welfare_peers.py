"""Most votes together against pabutools, an implementation by others, with both of its searches."""

import numpy as np
import pytest
from pabutools import election as peer
from pabutools.rules import max_additive_utilitarian_welfare
from pabutools.rules.maxwelfare import MaxAddUtilWelfareAlgo

from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order, find_rule


def made(number: int) -> tuple[Instance, Profile]:
    """Return a generated election: up to 14 projects, 30 voters."""
    draw = np.random.default_rng(number)
    count = int(draw.integers(2, 15))
    projects = tuple(Project(f"p{column:02}", int(cost)) for column, cost in enumerate(draw.integers(1, 60, count)))
    rows = [np.flatnonzero(draw.random(count) < draw.uniform(0.1, 0.6)).tolist() for _ in range(30)]
    budget = int(draw.integers(20, 1 + max(21, sum(project.cost for project in projects))))
    return Instance(projects, budget=budget), Profile.from_ballots(BallotKind.APPROVAL, count, rows)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the solver that pabutools calls
@pytest.mark.parametrize("algorithm", list(MaxAddUtilWelfareAlgo), ids=lambda entry: entry.name)
@pytest.mark.parametrize("start", range(0, 60, 20))
def test_the_highest_number_of_votes_is_the_same(algorithm: MaxAddUtilWelfareAlgo, start: int) -> None:
    for number in range(start, start + 20):
        instance, profile = made(number)
        scores = dict(zip(instance.position, profile.scores().tolist(), strict=True))
        theirs = {project.id: peer.Project(project.id, cost=project.cost) for project in instance.projects}
        election = peer.Instance(theirs.values(), budget_limit=instance.budget)
        ids = list(theirs)
        ballots = peer.ApprovalProfile(
            [peer.ApprovalBallot(theirs[ids[column]] for column in columns) for _, columns in profile],
            instance=election,
        )
        allocation = max_additive_utilitarian_welfare(
            election, ballots, sat_class=peer.Cardinality_Sat, inner_algo=algorithm
        )
        ours = find_rule("max-welfare").tally(instance, profile, lot=ballot_order(instance))
        assert sum(scores[project.name] for project in allocation) == sum(scores[id_] for id_ in ours.funded)
        assert sum(project.cost for project in allocation) >= ours.cost
