"""Equal shares with points and ranks against pabutools, an implementation by others."""

from collections.abc import Iterable

import numpy as np
import pytest
from pabutools import election as peer
from pabutools.election.satisfaction import Additive_Borda_Sat
from pabutools.rules import exhaustion_by_budget_increase, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

from pbengine.voting import Standing, find_rule
from pbengine.voting.instance import Instance, Project
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind, Profile
from tests.voting.graded_elections import Made, several

RULE = find_rule("equal-shares")
NEVER = "never"  # a project that costs more than there is
EVERY_KIND = pytest.mark.parametrize("kind", ["ordinary", "tied", "nearly tied"])


def ties(instance: Instance, profile: Profile, lot: Lot) -> TieBreakingRule:
    votes = dict(zip(instance.position, profile.votes().tolist(), strict=True))
    places = {id_: place for place, id_ in enumerate(lot.order)}
    return TieBreakingRule(lambda _, __, p: (p.cost, -votes.get(p.name, 0), places.get(p.name, len(places))))


class Theirs:
    """An election with points as pabutools holds it; free and withdrawn projects are left out."""

    def __init__(self, election: Made) -> None:
        self.projects = {
            column: peer.Project(project.id, cost=project.cost)
            for column, project in enumerate(election.instance.projects)
            if project.standing is Standing.STANDING and project.cost
        }
        self.instance = peer.Instance(self.projects.values(), budget_limit=election.instance.budget)
        self.profile = peer.CardinalProfile(
            [
                peer.CardinalBallot({project: row[column] for column, project in self.projects.items() if row[column]})
                for row in election.graded.values
            ],
            instance=self.instance,
        )
        order = ties(election.instance, election.profile, election.lot)
        self.settings = {"sat_class": peer.Additive_Cardinal_Sat, "tie_breaking": order}

    def plain(self) -> list[str]:
        return names(method_of_equal_shares(self.instance, self.profile, **self.settings))

    def raised(self, increment: int, *, stop: bool) -> list[str]:
        return names(
            exhaustion_by_budget_increase(
                self.instance,
                self.profile,
                method_of_equal_shares,
                self.settings,
                exhaustive_stop=stop,
                budget_step=len(self.profile) * increment,
            )
        )


def names(projects: Iterable[peer.Project]) -> list[str]:
    return [project.name for project in projects]


def comparable(kind: str, number: int, seed: int) -> list[Made]:
    """Return elections in which all voters have the same, as pabutools knows no other."""
    return [election for election in several(kind, number, seed) if not election.graded.parts]


@EVERY_KIND
def test_by_points_both_fund_the_same_in_the_same_order(kind: str) -> None:
    for election in comparable(kind, 80, seed=89):
        free = {project.id for project in election.instance.projects if not project.cost}
        ours = [id_ for id_ in election.count(RULE).funded if id_ not in free]
        assert ours == Theirs(election).plain()


@EVERY_KIND
@pytest.mark.parametrize("stop", ["no", "yes"])
def test_with_raised_endowments_both_fund_the_same(kind: str, stop: str) -> None:
    for election in comparable(kind, 20, seed=97):
        if any(not project.cost for project in election.instance.projects):
            continue
        increment = max(1, max(election.graded.costs) // 12)
        ours = election.count(RULE, completion="add1", increment=increment, exhaustive_stop=stop)
        assert set(ours.funded) == set(Theirs(election).raised(increment, stop=stop == "yes"))


def test_by_ranks_both_fund_the_same_once_the_last_place_counts_alike() -> None:
    """Pabutools gives the last of a ballot nothing; so each ballot there ends with a project that costs too much."""
    rng = np.random.default_rng(101)
    for _ in range(80):
        count = int(rng.integers(2, 8))
        length = int(rng.integers(1, count + 1))
        costs, budget = rng.integers(1, 30, count).tolist(), int(rng.integers(1, 80))
        rankings = [rng.permutation(count)[:length].tolist() for _ in range(int(rng.integers(1, 10)))]
        instance = Instance(tuple(Project(f"p{n}", cost) for n, cost in enumerate(costs)), budget)
        lot = Lot(tuple(reversed(tuple(instance.position))))
        profile = Profile.from_ballots(BallotKind.ORDINAL, count, rankings, ranks=length)
        ours = RULE.tally(instance, profile, lot=lot, utility="borda")
        projects = [peer.Project(f"p{n}", cost=cost) for n, cost in enumerate(costs)]
        never = peer.Project(NEVER, cost=10 * budget)
        theirs = peer.Instance([*projects, never], budget_limit=budget)
        ballots = [peer.OrdinalBallot([*(projects[column] for column in ranking), never]) for ranking in rankings]
        funded = method_of_equal_shares(
            theirs,
            peer.OrdinalProfile(ballots, instance=theirs).as_multiprofile(),
            sat_class=Additive_Borda_Sat,
            tie_breaking=ties(instance, profile, lot),
        )
        assert list(ours.funded) == names(funded)
