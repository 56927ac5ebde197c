"""What a rule says that it carries it honours, and what it does not carry it refuses: for every registered rule."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting.constraints import EVERY_RULE_CARRIES, Band, Constraints, Feature, Pot
from pbengine.voting.errors import FeatureError
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.lot import Lot, ballot_order
from pbengine.voting.outcome import Figure, Outcome
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.registry import Rule, rules
from tests.voting.made_elections import Election, elections

RULES = pytest.mark.parametrize("counted_rule", rules(), ids=lambda entry: entry.id)
SOME = settings(max_examples=60)  # for each rule
FEW = settings(max_examples=20)

Amounts = dict[str, int | Fraction]


def given_to(election: Election, outcome: Outcome) -> Amounts:
    costs = {project.id: project.cost for project in election.instance.projects}
    return {id_: outcome.amounts.get(id_, costs[id_]) for id_ in outcome.funded}


def broken(election: Election, outcome: Outcome) -> list[str]:
    """Return a sentence for each constraint that an outcome does not keep."""
    asked, amounts = election.instance.constraints, given_to(election, outcome)
    said = [f"{pair[0]} is funded and needs {pair[1]}" for pair in asked.dependencies if breaks_need(pair, amounts)]
    said += [f"of {group} more than one is funded" for group in asked.exclusions if len(amounts.keys() & {*group}) > 1]
    for band in asked.bands:
        spent = sum(amounts.get(id_, 0) for id_ in band.projects)
        if band.cap is not None and spent > band.cap:
            said.append(f"band {band.name} ({', '.join(band.projects)}) costs {spent}, its cap is {band.cap}")
    for pot in asked.pots:
        spent = sum(amounts.get(id_, 0) for id_ in pot.projects)
        if spent > pot.money:
            said.append(f"pot {pot.name} ({', '.join(pot.projects)}) costs {spent}, it has {pot.money}")
    votes = dict(zip(election.instance.position, election.profile.votes().tolist(), strict=True))
    few = [id_ for id_ in amounts if votes[id_] < asked.minimum_votes]
    return [*said, *(f"{id_} is funded with {votes[id_]} votes of {asked.minimum_votes}" for id_ in few)]


def breaks_need(pair: tuple[str, str], amounts: Amounts) -> bool:
    return pair[0] in amounts and pair[1] not in amounts


def strange_parts(election: Election, outcome: Outcome) -> list[str]:
    """Return the projects that get neither their cost nor a part at which they may be carried out."""
    parts = dict(election.instance.constraints.parts)
    costs = {project.id: project.cost for project in election.instance.projects}
    amounts = given_to(election, outcome)
    return [id_ for id_ in parts if id_ in amounts and amounts[id_] not in (*parts[id_], costs[id_])]


def unused_floors(election: Election, outcome: Outcome) -> list[str]:
    """Return the projects that were chosen, are not funded, and for which money was kept that is not spent on them.

    Only where no other constraint can be why, and the floors can all be met.
    """
    asked, amounts = election.instance.constraints, given_to(election, outcome)
    floored = [id_ for band in asked.bands for id_ in band.projects]
    floors = Constraints(bands=tuple(replace(band, cap=None) for band in asked.bands))
    met = sum(band.floor for band in asked.bands) <= election.instance.budget
    if asked != floors or len(set(floored)) < len(floored) or not met:
        return []
    chosen = dict(zip(election.instance.position, election.profile.scores().tolist(), strict=True))
    standing = {project.id: project.cost for project in election.instance.standing}
    return [
        f"{id_} costs {standing[id_]}, which is still kept for {band.name}"
        for band in asked.bands
        for id_ in band.projects
        if id_ in standing and id_ not in amounts and chosen[id_] > 0
        if standing[id_] <= band.floor - sum(amounts.get(other, 0) for other in band.projects)
    ]


@RULES
@SOME
@given(data=st.data())
def test_what_a_rule_carries_it_honours(counted_rule: Rule, data: st.DataObject) -> None:
    election = data.draw(elections(counted_rule))
    outcome = election.count(counted_rule)
    assert broken(election, outcome) == []
    if Feature.PARTS in counted_rule.carries:
        assert strange_parts(election, outcome) == []
    if Feature.FLOORS in counted_rule.carries and not set(election.options) & {"groups", "threshold"}:
        assert unused_floors(election, outcome) == []


@RULES
@FEW
@given(data=st.data())
def test_what_lacks_votes_and_where_a_project_was_counted_stand_in_its_reason(
    counted_rule: Rule, data: st.DataObject
) -> None:
    election = data.draw(elections(counted_rule))
    asked, outcome = election.instance.constraints, election.count(counted_rule)
    votes = dict(zip(election.instance.position, election.profile.votes().tolist(), strict=True))
    for project in election.instance.projects:
        reason = outcome.reasons[project.id]
        lacks_votes = project.standing is Standing.STANDING and votes[project.id] < asked.minimum_votes
        assert (reason.code == "below-minimum") == lacks_votes
        assert reason.figures.get("pot") == next((p.name for p in asked.pots if project.id in p.projects), None)


def of_pot(election: Election, pot: Pot) -> Election:
    """Return the election of a pot as a clerk would hold it, with only its projects on the ballot."""
    old = [column for column, project in enumerate(election.instance.projects) if project.id in pot.projects]
    ballots = [
        (tuple((old.index(column), points) for column, points in ballot if column in old), weight)
        for ballot, weight in election.ballots
    ]
    asked, ids = election.instance.constraints, set(pot.projects)
    alone = Constraints(
        minimum_votes=asked.minimum_votes,
        exclusions=tuple(group for group in asked.exclusions if ids & {*group}),
        dependencies=tuple(pair for pair in asked.dependencies if ids & {*pair}),
        bands=tuple(band for band in asked.bands if ids & {*band.projects}),
        parts=tuple(part for part in asked.parts if part[0] in ids),
    )
    projects = tuple(election.instance.projects[column] for column in old)
    groups = ",".join(
        group for group in str(election.options.get("groups", "")).split(",") if group.split("+")[0] in ids
    )
    return replace(
        election,
        instance=replace(election.instance, projects=projects, budget=pot.money, constraints=alone),
        ballots=tuple((ballot, weight) for ballot, weight in ballots if ballot),
        lot=Lot(tuple(id_ for id_ in election.lot.order if id_ in ids)),
        options={**election.options, **({"groups": groups} if "groups" in election.options else {})},
    )


def without_pot(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    return {name: figure for name, figure in figures.items() if name != "pot"}


@RULES
@FEW
@given(data=st.data())
def test_a_pot_is_counted_as_if_it_were_all_there_is(counted_rule: Rule, data: st.DataObject) -> None:
    election = data.draw(elections(counted_rule).filter(lambda drawn: bool(drawn.instance.constraints.pots)))
    election = replace(election, is_endowed=False, is_level=False)  # they follow from the whole of a ballot
    outcome = election.count(counted_rule)
    for pot in election.instance.constraints.pots:
        if not pot.projects:
            continue
        alone = of_pot(election, pot).count(counted_rule)
        assert tuple(id_ for id_ in outcome.funded if id_ in pot.projects) == alone.funded
        assert {id_: amount for id_, amount in outcome.amounts.items() if id_ in pot.projects} == alone.amounts
        for id_, reason in alone.reasons.items():
            assert (reason.code, dict(reason.figures)) == (
                outcome.reasons[id_].code,
                without_pot(outcome.reasons[id_].figures),
            )
        steps = [step for step in outcome.steps if step.figures["pot"] == pot.name]
        assert [replace(step, figures=without_pot(step.figures)) for step in steps] == list(alone.steps)


TOWN = Instance(tuple(Project(id_, 2) for id_ in "abc"), budget=4)
ASKED = {
    Feature.EXCLUSIONS: Constraints(exclusions=(("a", "b"),)),
    Feature.DEPENDENCIES: Constraints(dependencies=(("a", "b"),)),
    Feature.CAPS: Constraints(bands=(Band("green", ("a", "b"), cap=2),)),
    Feature.FLOORS: Constraints(bands=(Band("green", ("a", "b"), floor=2),)),
    Feature.PARTS: Constraints(parts=(("a", (1,)),)),
    Feature.POTS: Constraints(pots=(Pot("north", ("a",), 2), Pot("south", ("b", "c"), 2))),
    Feature.MINIMUM_VOTES: Constraints(minimum_votes=1),
}


def ballots_for(counted_rule: Rule) -> Profile:
    kind = counted_rule.ballots[0]
    plain = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1, 2], [2, 0]], ranks=3)
    has_points = kind not in (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE, BallotKind.ORDINAL)
    return replace(plain, kind=kind, points=np.array([3, 2, 1, 2, 1]) if has_points else None)


@RULES
@pytest.mark.parametrize("feature", Feature)
def test_what_a_rule_does_not_carry_it_refuses_by_name(counted_rule: Rule, feature: Feature) -> None:
    town, ballots = TOWN, ballots_for(counted_rule)
    if feature is Feature.COSTS:
        town = Instance((*TOWN.projects[:2], Project("c", 3)), budget=4)
    elif feature is Feature.ENDOWMENTS:
        ballots = replace(ballots, endowments=np.array([1, 2]))
    elif feature is Feature.EQUAL_RANKS:
        ballots = replace(ballots, tied=np.array([False, True, False, False, False]))
    else:
        town = replace(TOWN, constraints=ASKED[feature])
    if feature in counted_rule.carries | EVERY_RULE_CARRIES:
        assert town.features | ballots.features >= {feature}
        return
    with pytest.raises(FeatureError) as refused:
        counted_rule.tally(town, ballots, lot=ballot_order(town))
    assert refused.value.features == (feature,)
