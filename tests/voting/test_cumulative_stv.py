"""Cumulative STV: worked examples, money for every voter and project, another implementation, real elections."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from pabutools import election as peer
from pabutools import fractions as peer_fractions

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import Instance, Outcome, Profile, Project, Standing, ballot_order, find_rule
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind
from pbengine.voting.rules.purses import amounts
from tests.oracles import cumulative_stv as oracle

RULE = find_rule("cumulative-stv")
peer_rule = import_module("pabutools.rules.cstv")  # its package has a function of the same name
CHOICES = ("excess", "ratio", "support")
TRANSFERS = ("minimal", "elimination")


@dataclass(frozen=True)
class Made:
    """An election with the points of each voter."""

    instance: Instance
    points: tuple[dict[int, int], ...]
    parts: tuple[int, ...]
    lot: Lot

    @property
    def profile(self) -> Profile:
        columns = [list(ballot) for ballot in self.points]
        plain = Profile.from_ballots(BallotKind.APPROVAL, len(self.instance.projects), columns)
        return Profile(
            BallotKind.CUMULATIVE,
            len(self.instance.projects),
            plain.starts,
            plain.choices,
            plain.weights,
            points=np.array([value for ballot in self.points for value in ballot.values()], dtype=np.int64),
            endowments=np.array(self.parts, dtype=np.int64),
        )

    def question(self, choice: str) -> oracle.Question:
        projects = self.instance.projects
        return oracle.Question(
            tuple(project.cost for project in projects),
            self.points,
            self.parts,
            self.instance.budget,
            tuple(self.instance.position[id_] for id_ in self.lot.order),
            frozenset(c for c, project in enumerate(projects) if project.standing is Standing.STANDING),
            choice,
        )


def elections(number: int, seed: int, *, plain: bool = False) -> Iterator[Made]:
    """Draw elections with few points and costs, so that amounts are often equal; ``plain`` ones for a peer."""
    rng = np.random.default_rng(seed)
    for _ in range(number):
        count, voters = int(rng.integers(1, 6)), int(rng.integers(1, 6))
        listed = tuple(
            Project(
                f"p{c}",
                int(rng.integers(1 if plain else 0, 9)),
                Standing.WITHDRAWN if not plain and rng.random() < 0.07 else Standing.STANDING,
            )
            for c in range(count)
        )
        points = []
        for _ in range(voters):
            named = rng.permutation(count)[: int(rng.integers(1 if plain else 0, count + 1))].tolist()
            points.append({project: int(rng.integers(1 if plain else 0, 5)) for project in named})
        parts = [1] * voters if plain or rng.random() < 0.7 else rng.integers(1, 4, voters).tolist()
        lot = Lot(tuple(f"p{c}" for c in rng.permutation(count)))
        yield Made(Instance(listed, int(rng.integers(1, 20))), tuple(points), tuple(parts), lot)


def ours(election: Made, **options: str) -> Outcome:
    return RULE.tally(election.instance, election.profile, lot=election.lot, **options)


def test_unused_points_do_not_cost_a_voter_anything() -> None:
    town = Instance((Project("a", 6), Project("b", 4)), budget=10)
    made = Made(town, ({0: 1}, {0: 7, 1: 3}), (1, 1), ballot_order(town))
    fewer = Made(town, ({0: 10}, {0: 70, 1: 30}), (1, 1), ballot_order(town))
    assert ours(made).steps == ours(fewer).steps


def test_approvals_are_equal_points() -> None:
    town = Instance((Project("a", 6), Project("b", 4), Project("c", 3)), budget=10)
    approvals = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 2], [0]])
    made = Made(town, ({0: 1, 1: 1}, {0: 1, 2: 1}, {0: 1}), (1, 1, 1), ballot_order(town))
    assert RULE.tally(town, approvals, lot=made.lot).funded == ours(made).funded


def test_what_was_eliminated_last_comes_back_first() -> None:
    town = Instance((Project("a", 9), Project("b", 8), Project("c", 4)), budget=12)
    made = Made(town, ({0: 1}, {1: 1}, {2: 1}), (1, 1, 1), ballot_order(town))
    outcome = ours(made, transfers="elimination")
    assert outcome.funded == ("c", "b")
    assert [(step.action.value, step.project) for step in outcome.steps] == [
        ("fund", "c"),
        ("exclude", "a"),
        ("fund", "b"),
    ]
    assert ours(made, transfers="elimination", finish="none").funded == ("c",)


@pytest.mark.parametrize("digits", [(128, 1024, None), (3, None), (None,)])
@pytest.mark.parametrize(("choice", "transfers"), list(product(CHOICES, TRANSFERS)))
def test_it_is_what_money_on_every_project_gives(
    monkeypatch: pytest.MonkeyPatch, digits: tuple[int | None, ...], choice: str, transfers: str
) -> None:
    monkeypatch.setattr(amounts, "DIGITS", digits)
    for election, finish in product(elections(60, seed=67), ("exhaustive", "none")):
        told = oracle.run(election.question(choice), minimal=transfers == "minimal", exhaustive=finish == "exhaustive")
        outcome = ours(election, choice=choice, transfers=transfers, finish=finish)
        ids = [project.id for project in election.instance.projects]
        assert outcome.funded == tuple(ids[column] for column in told.funded)
        assert [tie.between for tie in outcome.ties] == [tuple(ids[c] for c in tied) for tied in told.ties]


def theirs(election: Made, choice: str, transfers: str) -> list[str]:
    """Count with pabutools, without its completions."""
    projects = [peer.Project(project.id, cost=project.cost) for project in election.instance.projects]
    town = peer.Instance(projects, budget_limit=election.instance.budget)
    voters, budget = len(election.points), election.instance.budget
    ballots = [
        {projects[c]: peer_fractions.frac(budget * value, voters * sum(points.values())) for c, value in points.items()}
        for points in election.points
    ]
    full = [peer.CumulativeBallot({p: ballot.get(p, 0) for p in projects}) for ballot in ballots]
    found = peer_rule.cstv(
        town,
        peer.CumulativeProfile(full, instance=town),
        select_project_to_fund_func=getattr(
            peer_rule, {"excess": "select_project_ge", "ratio": "select_project_gsc"}[choice]
        ),
        eligible_projects_func=peer_rule.is_eligible_ge,
        no_eligible_project_func=getattr(
            peer_rule, {"minimal": "minimal_transfer", "elimination": "elimination_with_transfers"}[transfers]
        ),
        exhaustiveness_postprocess_func=lambda *_: None,
    )
    return [project.name for project in found]


@pytest.mark.filterwarnings("ignore:You are using minimal transfers with exact fractions")
@pytest.mark.parametrize(
    ("choice", "transfers"), [("excess", "minimal"), ("ratio", "minimal"), ("excess", "elimination")]
)
def test_it_agrees_with_pabutools_where_nothing_is_tied(choice: str, transfers: str) -> None:
    asked = 0
    for election in elections(60, seed=73, plain=True):
        outcome = ours(election, choice=choice, transfers=transfers, finish="none")
        if not outcome.ties:
            assert theirs(election, choice, transfers) == list(outcome.funded)
            asked += 1
    assert asked >= 40


@pytest.mark.parametrize("transfers", TRANSFERS)
@pytest.mark.parametrize(
    "name",
    ["Poland_Czestochowa_2020_Bleszno.pb", "France_Toulouse_2019.pb", "Switzerland_Zurich_D10.pb"],
)
def test_real_points_are_counted_with_few_digits(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch, name: str, transfers: str
) -> None:
    monkeypatch.setattr(amounts, "DIGITS", (128, 128))  # so that fractions are not reached
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    outcome = RULE.tally(file.instance, file.profile, lot=ballot_order(file.instance), transfers=transfers)
    left = file.instance.budget - outcome.cost
    assert outcome.funded
    assert all(project.cost > left for project in file.instance.projects if project.id not in outcome.funded)
