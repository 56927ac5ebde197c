"""Down a ranking under constraints: what greedy funds that has the same ranking by points, and for the same reasons."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.formats.sentences import sentence
from pbengine.voting import Instance, Outcome, Profile, find_rule
from pbengine.voting.constraints import Constraints
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind
from pbengine.voting.rules.pairwise.result import BY_RANK
from pbengine.voting.rules.walk import WALK_CARRIES
from tests.voting.made_constraints import constraints
from tests.voting.pairwise_elections import Ranked, election, ranked_elections, told

RULES = pytest.mark.parametrize("rule", ["borda", "copeland", "kemeny", "minimax", "ranked-pairs", "schulze"])


def by_points(instance: Instance, ranking: tuple[str, ...], lot: Lot) -> Outcome:
    """Count by greedy what one voter says who gives the projects points by their place in a ranking."""
    column = instance.position
    profile = Profile(
        kind=BallotKind.SCORING,
        project_count=len(column),
        starts=np.array([0, len(ranking)], dtype=np.int64),
        choices=np.array([column[id_] for id_ in ranking], dtype=np.int32),
        weights=np.ones(1, dtype=np.int64),
        points=np.arange(len(ranking), 0, -1, dtype=np.int64),
    )
    return find_rule("greedy").tally(instance, profile, lot=lot)


@RULES
@given(data=st.data())
def test_a_ranking_is_gone_down_as_greedy_goes_down_scores(rule: str, data: st.DataObject) -> None:
    made = data.draw(ranked_elections())
    costs = {project.id: project.cost for project in made.projects}
    asked = data.draw(constraints(costs, made.budget, WALK_CARRIES))
    instance, lot = replace(made.instance, constraints=asked), Lot(made.names)
    outcome = find_rule(rule).tally(instance, made.profile, lot=lot)
    expected = by_points(instance, tuple(map(str, told(outcome, "ranking"))), lot)
    assert (outcome.funded, outcome.cost, outcome.amounts) == (expected.funded, expected.cost, expected.amounts)
    codes = {} if rule == "borda" else BY_RANK
    standing = [project.id for project in instance.standing]
    said = {id_: outcome.reasons[id_].code for id_ in standing}
    seats = {"elected-by-rank": "funded-by-rank", "outranked": "not-affordable-by-rank"}
    seats |= {"elected-by-score": "funded-by-score", "outscored": "not-affordable"}
    expected_codes = {id_: codes.get(expected.reasons[id_].code, expected.reasons[id_].code) for id_ in standing}
    assert {id_: seats.get(code, code) for id_, code in said.items()} == expected_codes
    for id_ in standing:
        text = sentence(outcome.reasons[id_], BallotKind.ORDINAL)
        assert text.startswith(
            ("Funded, ", "Elected, ") if id_ in outcome.funded else ("Not funded: ", "Not elected: ")
        )


def test_a_project_that_waits_or_is_too_dear_says_so_by_rank() -> None:
    town = election("cafe hall tree", "3 cafe>tree>hall\n1 hall>tree>cafe")
    projects = tuple(replace(project, cost=cost) for project, cost in zip(town.projects, (20, 90, 30), strict=True))
    made = Ranked(projects, town.ballots, 50)
    instance = replace(made.instance, constraints=Constraints(dependencies=(("cafe", "hall"),)))
    outcome = find_rule("schulze").tally(instance, made.profile, lot=Lot(made.names))
    assert {id_: sentence(reason, BallotKind.ORDINAL) for id_, reason in outcome.reasons.items()} == {
        "cafe": "Not funded: first in your common ranking; it can be built only with what is not funded: project hall.",
        "hall": "Not funded: third in your common ranking; compared one to one, it wins against 0 of the others and "
        "loses against 2. It costs 90, and 20 is left at its turn.",
        "tree": "Funded, first: second in your common ranking; compared one to one, it wins against 1 of the others "
        "and loses against 1. It costs 30, and 50 is left at its turn.",
    }
