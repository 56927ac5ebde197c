"""Maximin support: worked examples, every part of every set, linear programs by others, real elections."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pabutools.rules import maximin_support
from scipy.optimize import linprog

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import Instance, Outcome, Profile, Project, ballot_order, find_rule
from pbengine.voting.constraints import Constraints
from pbengine.voting.profile import BallotKind
from pbengine.voting.rules.loads.transport import Transport
from tests.oracles import maximin_support as oracle
from tests.oracles.phragmen import Question
from tests.voting.loads_elections import Made, Theirs, elections

RULE = find_rule("maximin-support")


def ours(election: Made) -> Outcome:
    return RULE.tally(election.instance, election.profile, lot=election.lot)


def loads_of(outcome: Outcome) -> list[Fraction]:
    return [Fraction(str(step.figures["load"])) for step in outcome.steps]


def question(election: Made) -> Question:
    return Question(
        election.costs,
        tuple(election.voters),
        tuple(election.speeds),
        election.instance.budget,
        election.order,
        election.standing,
    )


def test_unlike_sequential_phragmen_it_moves_old_payments_to_those_who_share_less() -> None:
    town = Instance((Project("a", 6), Project("b", 6), Project("c", 8)), budget=14)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [0], [0, 1], [0, 1], [1], [2], [2], [2]])
    expected = {"phragmen": (["3/2", "8/3", "3"], "c"), "maximin-support": (["3/2", "12/5"], "b")}
    for id_, (loads, second) in expected.items():
        outcome = find_rule(id_).tally(town, ballots, lot=ballot_order(town))
        assert outcome.funded == ("a", second)
        assert [str(load) for load in loads_of(outcome)] == loads


def test_constraints_take_candidates_away() -> None:
    projects = tuple(Project(id_, 4) for id_ in "abc")
    rules = Constraints(exclusions=(("a", "b"),), dependencies=(("c", "b"),))
    town = Instance(projects, budget=12, constraints=rules)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1, 2], [0]])
    outcome = RULE.tally(town, ballots, lot=ballot_order(town))
    assert outcome.funded == ("a",)
    assert [outcome.reasons[id_].code for id_ in "bc"] == ["excluded-by", "waits-for"]


@pytest.mark.parametrize("endowed", [False, True])
def test_it_is_what_every_part_of_every_set_says(*, endowed: bool) -> None:
    for election in elections(200, seed=41, endowed=endowed):
        funded, loads, ties = oracle.run(question(election))
        outcome = ours(election)
        ids = [project.id for project in election.instance.projects]
        assert outcome.funded == tuple(ids[column] for column in funded)
        scale = int(np.gcd.reduce(election.speeds)) if endowed else 1
        assert [load / scale for load in loads_of(outcome)] == loads
        assert [tie.between for tie in outcome.ties] == [tuple(ids[c] for c in tied) for tied in ties]


def test_numbers_too_large_for_the_machine_are_counted_as_well() -> None:
    size = 10**18
    projects = (Project("a", size + 1), Project("b", size), Project("c", size))
    town = Instance(projects, budget=2 * size + 1)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [0, 1], [1], [2], [2]])
    outcome = RULE.tally(town, ballots, lot=ballot_order(town))
    assert outcome.funded == ("b", "c")
    assert loads_of(outcome) == [Fraction(size, 2), Fraction(size, 2)]


def test_a_proof_that_payments_do_not_suffice_names_projects_that_cost_too_much() -> None:
    rng = np.random.default_rng(43)
    for _ in range(200):
        chosen = rng.random((int(rng.integers(1, 6)), int(rng.integers(1, 8)))) < 0.5
        wanted = np.asarray(rng.integers(0, 9, len(chosen)))
        spare = np.asarray(rng.integers(0, 6, chosen.shape[1]))
        transport = Transport(chosen, wanted, spare.copy(), np.zeros(chosen.shape, dtype=np.int64))
        part = transport.settle()
        if part is not None:
            assert wanted[part].sum() > spare[chosen[part].any(axis=0)].sum()
        else:
            assert (transport.paid.sum(axis=1) == wanted).all()
            assert (transport.paid.sum(axis=0) <= spare).all()
            assert not transport.paid[~chosen].any()
            assert transport.paid.min() >= 0


@pytest.mark.filterwarnings("ignore:.*deprecated.*:DeprecationWarning")
def test_it_agrees_with_pabutools_up_to_its_ties() -> None:
    agreed = 0
    for election in elections(40, seed=47, free=False):
        theirs = Theirs(election)
        outcome = ours(election)
        found = [project.name for project in maximin_support(theirs.instance, theirs.profile, tie_breaking=theirs.ties)]
        if not outcome.ties:  # theirs compares floats, so that what is equal need not be equal there
            assert found == list(outcome.funded)
            agreed += 1
    assert agreed >= 10


def least_largest_load(profile: Profile, instance: Instance, projects: list[int]) -> float:
    """Return what a linear program says, by floats."""
    groups = [(weight, sorted(set(columns) & set(projects))) for weight, columns in profile]
    pairs = [(group, project) for group, (_, columns) in enumerate(groups) for project in columns]
    costs = np.zeros((len(projects), len(pairs) + 1))
    limits = np.zeros((len(groups), len(pairs) + 1))
    for place, (group, project) in enumerate(pairs):
        costs[projects.index(project), place] = limits[group, place] = 1
    limits[:, -1] = [-weight for weight, _ in groups]
    objective = np.zeros(len(pairs) + 1)
    objective[-1] = 1
    wanted = [instance.projects[project].cost for project in projects]
    found = linprog(objective, limits, np.zeros(len(groups)), costs, wanted)
    assert found.fun is not None
    return float(found.fun)


def test_loads_are_those_of_linear_programs_in_a_real_election(shared_data: Path) -> None:
    name = "US_Stanford_Dataset_PB_Long_Beach_District_9_2016_vote_approvals.pb"
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    outcome = RULE.tally(file.instance, file.profile, lot=ballot_order(file.instance))
    columns = [file.instance.position[id_] for id_ in outcome.funded]
    for place, load in enumerate(loads_of(outcome), start=1):
        assert least_largest_load(file.profile, file.instance, columns[:place]) == pytest.approx(float(load), rel=1e-9)


def test_wieliczka_is_counted_to_the_end(shared_data: Path) -> None:
    file = read_pabulib((shared_data / "pabulib" / "Poland_Wieliczka_2023_Green_Budget.pb").read_bytes())
    outcome = RULE.tally(file.instance, file.profile, lot=ballot_order(file.instance))
    assert len(outcome.funded) == 33
    loads = loads_of(outcome)
    assert loads == sorted(loads)
    left = file.instance.budget - outcome.cost
    assert all(project.cost > left for project in file.instance.projects if project.id not in outcome.funded)
