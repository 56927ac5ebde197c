"""Equal shares against pabutools, an implementation by others, on hundreds of elections with ties."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from pabutools import election as peer
from pabutools.rules import exhaustion_by_budget_increase, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

from pbengine.voting import Outcome, Standing, find_rule
from pbengine.voting.registry import OptionValue
from tests.voting.shares_elections import KINDS, Made

RULE = find_rule("equal-shares")
SATISFACTIONS = {"cost": peer.Cost_Sat, "cardinality": peer.Cardinality_Sat}
PEERS_KINDS = {name: KINDS[name] for name in ("ordinary", "tied", "chained")}
EACH = pytest.mark.parametrize(("kind", "utility"), [(kind, sat) for kind in PEERS_KINDS for sat in SATISFACTIONS])


class Theirs:
    """An election as pabutools holds it; withdrawn projects are left out, as there is no such thing there."""

    def __init__(self, election: Made) -> None:
        self.projects = {
            column: peer.Project(project.id, cost=project.cost)
            for column, project in enumerate(election.instance.projects)
            if project.standing is Standing.STANDING
        }
        self.voters = election.profile.voters
        self.instance = peer.Instance(self.projects.values(), budget_limit=election.instance.budget)
        ballots = [columns for weight, columns in election.profile for _ in range(weight)]
        self.profile = peer.ApprovalProfile(
            [peer.ApprovalBallot(self.projects[c] for c in columns if c in self.projects) for columns in ballots],
            instance=self.instance,
        )
        places = {id_: place for place, id_ in enumerate(election.lot.order)}
        self.ties = TieBreakingRule(
            lambda _, profile, project: (project.cost, -profile.approval_score(project), places[project.name])
        )

    def plain(self, utility: str) -> list[str]:
        return names(
            method_of_equal_shares(
                self.instance, self.profile, sat_class=SATISFACTIONS[utility], tie_breaking=self.ties
            )
        )

    def raised(self, utility: str, increment: int, *, stop: bool) -> list[str]:
        return names(
            exhaustion_by_budget_increase(
                self.instance,
                self.profile,
                method_of_equal_shares,
                {"sat_class": SATISFACTIONS[utility], "tie_breaking": self.ties},
                exhaustive_stop=stop,
                budget_step=self.voters * increment,
            )
        )


def names(projects: Iterable[peer.Project]) -> list[str]:
    return [project.name for project in projects]


def ours(election: Made, **options: OptionValue) -> Outcome:
    named = {name.replace("_", "-"): value for name, value in options.items()}
    return RULE.tally(election.instance, election.profile, lot=election.lot, **named)


def paid_for(election: Made, funded: Iterable[str]) -> list[str]:
    """Return what costs something: what is free comes first here; there it comes first or, worth its cost, never."""
    free = {project.id for project in election.instance.projects if project.cost == 0}
    return [id_ for id_ in funded if id_ not in free]


def elections(make: Callable[[np.random.Generator], Made], number: int, seed: int) -> list[Made]:
    rng = np.random.default_rng(seed)
    return [make(rng) for _ in range(number)]


@EACH
def test_without_completion_both_fund_the_same_in_the_same_order(kind: str, utility: str) -> None:
    for election in elections(PEERS_KINDS[kind], 60, seed=23):
        outcome, theirs = ours(election, utility=utility), Theirs(election).plain(utility)
        assert paid_for(election, outcome.funded) == paid_for(election, theirs)


@EACH
@pytest.mark.parametrize("stop", ["no", "yes"])
def test_with_raised_endowments_both_fund_the_same(kind: str, utility: str, stop: str) -> None:
    for election in elections(PEERS_KINDS[kind], 20, seed=29):
        increment = max(1, max(project.cost for project in election.instance.projects) // 12)
        options: dict[str, OptionValue] = {"completion": "add1", "increment": increment, "exhaustive_stop": stop}
        outcome = ours(election, utility=utility, **options)
        theirs = Theirs(election).raised(utility, increment, stop=stop == "yes")
        assert set(paid_for(election, outcome.funded)) == set(paid_for(election, theirs))
