"""What holds for every rule, whatever it is: a rule that is registered is tested here without another line."""

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting.instance import Instance, Standing
from pbengine.voting.lot import Lot
from pbengine.voting.outcome import BY_PROJECT, Figure, Outcome, Step
from pbengine.voting.profile import Profile
from pbengine.voting.registry import Rule, Source, rule, rules
from tests.voting.made_elections import elections

RULES = pytest.mark.parametrize("counted_rule", rules(), ids=lambda entry: entry.id)
SOME = settings(max_examples=60)  # for each rule and property


def figures(outcome: Outcome) -> list[Figure]:
    """Return every figure of an outcome."""
    listed = [*outcome.options.values(), *outcome.amounts.values(), outcome.cost]
    listed += chain.from_iterable(step.figures.values() for step in outcome.steps)
    listed += chain.from_iterable(reason.figures.values() for reason in outcome.reasons.values())
    return listed


def is_exact(figure: object) -> bool:
    """Say whether a figure is a Python integer, a fraction, a text or a tuple of those: no float, no numpy number."""
    if type(figure) is tuple:
        return all(map(is_exact, figure))
    return type(figure) in (int, Fraction, str)


def by_id(outcome: Outcome, instance: Instance) -> list[object]:
    """Return all of an outcome, with figures that stand in ballot order under the ids of the projects."""
    steps = [
        (step.action, step.project, name, dict(zip(ids_of(step, instance), figure, strict=True)))
        if name in BY_PROJECT and isinstance(figure, tuple)
        else (step.action, step.project, name, figure)
        for step in outcome.steps
        for name, figure in step.figures.items()
    ]
    return [replace(outcome, steps=()), len(outcome.steps), steps]


def ids_of(step: Step, instance: Instance) -> list[str]:
    """Return the projects that a step is about, in ballot order: those of its pot, if it has one."""
    pots = {pot.name: pot.projects for pot in instance.constraints.pots}
    ids = [project.id for project in instance.projects]
    return [id_ for id_ in ids if id_ in pots.get(str(step.figures.get("pot")), ids)]


def content(profile: Profile) -> list[bytes]:
    """Return the bytes of a profile's arrays."""
    arrays = (profile.starts, profile.choices, profile.weights, profile.points, profile.tied, profile.endowments)
    return [array.tobytes() for array in arrays if array is not None]


@RULES
@SOME
@given(data=st.data())
def test_what_is_funded_stands_fits_the_budget_and_has_its_reason(counted_rule: Rule, data: st.DataObject) -> None:
    election = data.draw(elections(counted_rule))
    outcome = election.count(counted_rule)
    projects = {project.id: project for project in election.instance.projects}
    assert len(set(outcome.funded)) == len(outcome.funded)
    assert {projects[id_].standing for id_ in outcome.funded} <= {Standing.STANDING}
    amounts = {id_: outcome.amounts.get(id_, projects[id_].cost) for id_ in outcome.funded}
    assert outcome.cost == sum(amounts.values()) <= election.instance.budget
    assert set(outcome.amounts) <= set(outcome.funded)
    assert set(outcome.reasons) == set(projects)
    for id_, reason in outcome.reasons.items():
        assert reason.code.startswith(("funded-", "elected-")) == (id_ in outcome.funded)
        assert (reason.code == "withdrawn") == (projects[id_].standing is Standing.WITHDRAWN)


@RULES
@SOME
@given(data=st.data())
def test_the_evidence_is_exact_and_replays_to_the_outcome(counted_rule: Rule, data: st.DataObject) -> None:
    election = data.draw(elections(counted_rule))
    outcome = election.count(counted_rule)
    assert outcome.replay() == outcome.funded
    assert outcome.rule == counted_rule.id
    assert dict(outcome.options) == dict(counted_rule.settings(election.options))
    assert [figure for figure in figures(outcome) if not is_exact(figure)] == []
    standing = {project.id for project in election.instance.standing}
    for tie in outcome.ties:
        assert len(tie.between) > 1
        assert tie.chosen in tie.between
        assert set(tie.between) <= standing


@RULES
@SOME
@given(data=st.data())
def test_counting_twice_gives_the_same_and_changes_nothing(counted_rule: Rule, data: st.DataObject) -> None:
    election = data.draw(elections(counted_rule))
    instance, profile, lot = replace(election.instance), election.profile, replace(election.lot)
    before = content(profile)
    first = counted_rule.tally(instance, profile, lot=lot, **election.options)
    second = counted_rule.tally(instance, profile, lot=lot, **election.options)
    assert first == second
    assert content(profile) == before
    assert (instance, lot) == (election.instance, election.lot)


@RULES
@SOME
@given(data=st.data())
def test_it_does_not_matter_who_casts_a_ballot(counted_rule: Rule, data: st.DataObject) -> None:
    election = data.draw(elections(counted_rule))
    one_by_one = [(ballot, 1) for ballot, weight in election.ballots for _ in range(weight)]
    shuffled = replace(election, ballots=tuple(data.draw(st.permutations(one_by_one))))
    assert shuffled.count(counted_rule) == election.count(counted_rule)


@RULES
@SOME
@given(data=st.data())
def test_it_does_not_matter_where_a_project_stands_on_the_ballot(counted_rule: Rule, data: st.DataObject) -> None:
    election = data.draw(elections(counted_rule))
    order = data.draw(st.permutations(range(len(election.instance.projects))))
    moved = election.reordered(order)
    assert by_id(moved.count(counted_rule), moved.instance) == by_id(election.count(counted_rule), election.instance)


@RULES
@pytest.mark.parametrize("voters", [0, 2])
def test_an_election_without_projects_is_counted(counted_rule: Rule, voters: int) -> None:
    for kind in counted_rule.ballots:
        ballots = Profile(
            kind=kind,
            project_count=0,
            starts=np.zeros(voters + 1, dtype=np.int64),
            choices=np.zeros(0, dtype=np.int32),
            weights=np.ones(voters, dtype=np.int64),
            points=np.zeros(0, dtype=np.int64),
        )
        outcome = counted_rule.tally(Instance((), budget=3), ballots, lot=Lot(()))
        assert (outcome.funded, outcome.cost, dict(outcome.reasons)) == ((), 0, {})


@RULES
def test_a_rule_says_what_it_is(counted_rule: Rule) -> None:
    assert counted_rule.name
    assert counted_rule.summary.endswith(".")
    assert counted_rule.source.citation
    assert counted_rule.source.section
    assert counted_rule.ballots
    assert len(set(counted_rule.ballots)) == len(counted_rule.ballots)
    assert counted_rule.count.__doc__
    assert "References\n" in counted_rule.count.__doc__
    assert ">>>" in counted_rule.count.__doc__
    for option in counted_rule.options:
        assert option.meaning
        assert option.bounds
        assert option.read(option.default) == option.default
    assert set(counted_rule.settings({})) == {option.name for option in counted_rule.options}


@RULES
def test_an_id_is_given_once(counted_rule: Rule) -> None:
    with pytest.raises(ValueError, match="already a rule"):
        rule(id=counted_rule.id, name="Twin", summary="The same.", ballots=(), source=Source("Nobody", "nowhere"))


HASHED = """
from pbengine.voting import Instance, Profile, BallotKind, Project, lot_from_seed
from pbengine.voting.registry import rules
town = Instance(tuple(Project(f"p{n}", 10 + n % 3) for n in range(12)), budget=60)
ballots = Profile.from_ballots(BallotKind.APPROVAL, 12, [[n % 12, n * 5 % 12, n * 7 % 12] for n in range(1, 12)])
lot = lot_from_seed(b"seed", town.position)
for rule in rules():
    if BallotKind.APPROVAL in rule.ballots:
        print(rule.id, rule.tally(town, ballots, lot=lot))
"""


def test_no_result_depends_on_the_order_in_which_python_hashes_text() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", HASHED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    ]
    assert said[0]
    assert len(set(said)) == 1
