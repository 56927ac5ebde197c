"""Sequential Phragmen: worked examples, constraints, the story of the money, another implementation, real elections."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pabutools.rules import sequential_phragmen

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import Instance, Outcome, Profile, Project, ballot_order, find_rule
from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.outcome import Action
from pbengine.voting.profile import BallotKind
from tests.oracles import phragmen as oracle
from tests.voting.loads_elections import Made, Theirs, elections

RULE = find_rule("phragmen")
OVERSHOOT = pytest.mark.parametrize("overshoot", ["stop", "skip"])


def counted(
    costs: dict[str, int], ballots: list[str], budget: int, constraints: Constraints | None = None, **options: str
) -> Outcome:
    """Count an election whose projects have one letter each and whose ballots are words of them."""
    projects = tuple(Project(id_, cost) for id_, cost in costs.items())
    town = Instance(projects, budget, constraints=constraints or Constraints())
    columns = [[town.position[letter] for letter in ballot] for ballot in ballots]
    return RULE.tally(
        town, Profile.from_ballots(BallotKind.APPROVAL, len(projects), columns), lot=ballot_order(town), **options
    )


def ours(election: Made, overshoot: str = "stop") -> Outcome:
    return RULE.tally(election.instance, election.profile, lot=election.lot, overshoot=overshoot)


def test_parties_get_seats_as_by_the_rule_of_d_hondt() -> None:
    parties = {"A": 53, "B": 24, "C": 23}
    projects = {f"{party}{seat}": party for party in parties for seat in range(10)}
    town = Instance.for_seats(projects, seats=10)
    ballots = [
        [town.position[id_] for id_, of in projects.items() if of == party]
        for party, votes in parties.items()
        for _ in range(votes)
    ]
    outcome = RULE.tally(
        town, Profile.from_ballots(BallotKind.APPROVAL, len(projects), ballots), lot=ballot_order(town)
    )
    assert [sum(id_.startswith(party) for id_ in outcome.funded) for party in parties] == [6, 2, 2]


def test_the_count_stops_where_the_next_project_does_not_fit_or_skips_it() -> None:
    costs, ballots = {"a": 6, "b": 6, "c": 5}, ["a", "a", "a", "b", "b", "c"]
    stopped, skipped = (counted(costs, ballots, 11, overshoot=way) for way in ("stop", "skip"))
    assert stopped.funded == ("a",)
    assert stopped.reasons["b"].code == "not-affordable"
    assert (stopped.reasons["c"].code, stopped.reasons["c"].figures["blocker"]) == ("after-stop", "b")
    assert skipped.funded == ("a", "c")
    assert [step.action for step in skipped.steps] == [Action.FUND, Action.SKIP, Action.FUND]


def test_what_costs_more_than_the_whole_budget_stops_nothing() -> None:
    assert counted({"a": 12, "b": 9}, ["a", "a", "b"], 10).funded == ("b",)


def test_a_tie_of_what_fits_and_what_does_not_ends_the_count_whatever_the_lot_says() -> None:
    outcome = counted({"a": 6, "b": 3, "c": 6}, ["a", "b", "c", "c"], 9)
    assert outcome.funded == ("b", "c")  # both at level 3
    assert counted({"a": 6, "b": 6, "c": 4}, ["a", "a", "b", "b", "c"], 11).funded == ("a",)
    assert counted({"z": 4, "a": 8, "b": 4}, ["z", "z", "a", "a", "b"], 11).funded == ("z",)


def test_a_tie_is_told_with_what_it_decided() -> None:
    tied = counted({"a": 6, "b": 6, "c": 1}, ["a", "b"], 6).ties
    assert [(tie.between, tie.chosen, tie.effect) for tie in tied] == [(("a", "b"), "a", "outcome")]
    tied = counted({"a": 6, "b": 6, "c": 1}, ["a", "b"], 12).ties
    assert [(tie.between, tie.effect) for tie in tied] == [(("a", "b"), "order")]


def test_a_rival_of_a_funded_project_is_out() -> None:
    outcome = counted({"a": 4, "b": 4, "c": 4}, ["ab", "ab", "c"], 12, Constraints(exclusions=(("a", "b"),)))
    assert outcome.funded == ("a", "c")
    assert (outcome.reasons["b"].code, outcome.reasons["b"].figures["rival"]) == ("excluded-by", "a")


def test_a_project_over_its_cap_is_out() -> None:
    band = Band("parks", ("a", "b"), cap=7)
    outcome = counted({"a": 4, "b": 4, "c": 4}, ["ab", "ab", "c"], 12, Constraints(bands=(band,)))
    assert outcome.funded == ("a", "c")
    assert dict(outcome.reasons["b"].figures) == {
        "band": "parks",
        "cap": 7,
        "spent": 4,
        "score": 2,
        "cost": 4,
        "left": 8,
    }


def test_who_bears_more_already_pays_nothing_for_a_project_that_had_to_wait() -> None:
    needs = Constraints(dependencies=(("b", "a"),))
    # a brings its only supporter to 10; b waited, and its two supporters bear 10 and 0: the second pays it alone
    outcome = counted({"a": 10, "b": 2, "c": 7}, ["ab", "b", "bc"], 30, needs)
    assert outcome.funded == ("c", "a", "b")
    assert [step.figures["load"] for step in outcome.steps] == [7, 10, 2]
    assert counted({"a": 10, "b": 2}, ["b"], 30, needs).reasons["b"].code == "waits-for"


@OVERSHOOT
@pytest.mark.parametrize("endowed", [False, True])
def test_it_is_the_story_of_voters_who_earn_and_buy(overshoot: str, *, endowed: bool) -> None:
    for election in elections(250, seed=31, endowed=endowed):
        question = oracle.Question(
            election.costs,
            tuple(election.voters),
            tuple(election.speeds),
            election.instance.budget,
            election.order,
            election.standing,
        )
        told = oracle.run(question, stop=overshoot == "stop")
        outcome = ours(election, overshoot)
        ids = [project.id for project in election.instance.projects]
        assert outcome.funded == tuple(ids[column] for column in told.funded)
        assert [tie.between for tie in outcome.ties] == [tuple(ids[c] for c in tied) for tied in told.ties]
        scale = np.gcd.reduce(election.speeds) if endowed else 1
        loads = [Fraction(str(step.figures["load"])) for step in outcome.steps if step.action is Action.FUND]
        assert [load / int(scale) for load in loads] == told.moments


def test_it_agrees_with_pabutools() -> None:
    for election in elections(250, seed=37):
        theirs = Theirs(election)
        found = sequential_phragmen(theirs.instance, theirs.profile, tie_breaking=theirs.ties)
        assert {project.name for project in found} == set(ours(election).funded)


def test_loads_are_worked_out_exactly_where_floats_would_lie() -> None:
    size = 10**17
    assert counted({"a": size + 1, "b": size}, ["a", "b"], 2 * size).funded == ("b",)


def test_warsaw_is_counted_to_the_end(shared_data: Path) -> None:
    file = read_pabulib((shared_data / "pabulib" / "Poland_Warszawa_2024.pb").read_bytes())
    outcome = RULE.tally(file.instance, file.profile, lot=ballot_order(file.instance))
    assert (len(outcome.funded), outcome.cost, outcome.steps[-1].action) == (63, 26_409_881, Action.STOP)
    loads = [Fraction(str(step.figures["load"])) for step in outcome.steps]
    assert loads == sorted(loads)


@pytest.mark.parametrize("name", ["Netherlands_Amsterdam_179.pb", "Poland_Warszawa_2017_Czyste__Mirow.pb"])
def test_real_elections_agree_with_pabutools(shared_data: Path, name: str) -> None:
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    election = Made(file.instance, file.profile, ballot_order(file.instance))
    theirs = Theirs(election)
    found = sequential_phragmen(theirs.instance, theirs.profile, tie_breaking=theirs.ties)
    assert {project.name for project in found} == set(ours(election).funded)
