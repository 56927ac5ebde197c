"""Expanding approvals: published examples, fractions for every voter, every coalition, another implementation."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from pabutools import election as peer
from pabutools.rules.pb_ear import pb_ear

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import Instance, Outcome, Profile, Project, Standing, ballot_order, find_rule
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind
from pbengine.voting.rules.purses import amounts
from tests.oracles import expanding_approvals as oracle

RULE = find_rule("expanding-approvals")


@dataclass(frozen=True)
class Made:
    """An election, and the same put to the oracle."""

    instance: Instance
    profile: Profile
    lot: Lot
    question: oracle.Question


def profile_of(rankings: list[oracle.Ranking], projects: int, parts: list[int] | None = None) -> Profile:
    """Return rankings with equal ranks in columns."""
    flat = [list(chain.from_iterable(ranking)) for ranking in rankings]
    tied = [place > 0 for ranking in rankings for level in ranking for place in range(len(level))]
    plain = Profile.from_ballots(BallotKind.ORDINAL, projects, flat, ranks=projects)
    return Profile(
        BallotKind.ORDINAL,
        projects,
        plain.starts,
        plain.choices,
        plain.weights,
        ranks=projects,
        tied=np.array(tied, dtype=np.bool_),
        endowments=None if parts is None else np.array(parts, dtype=np.int64),
    )


def made(rng: np.random.Generator, *, strict: bool = False, endowed: bool = False) -> Made:
    """Draw a small election; with strict rankings for a peer that knows no others, and everything standing."""
    projects, voters = int(rng.integers(1, 6)), int(rng.integers(1, 7))
    costs = tuple(rng.integers(1 if strict else 0, 7, projects).tolist())
    rankings: list[oracle.Ranking] = []
    for _ in range(voters):
        named = rng.permutation(projects)[: int(rng.integers(0, projects + 1))]
        named = np.sort(named) if rng.random() < 0.3 else named
        levels: list[list[int]] = []
        for project in named.tolist():
            if levels and not strict and rng.random() < 0.3:
                levels[-1].append(project)
            else:
                levels.append([project])
        rankings.append(tuple(map(tuple, levels)))
    parts = rng.integers(1, 4, voters).tolist() if endowed else [1] * voters
    gone = frozenset() if strict else frozenset(np.flatnonzero(rng.random(projects) < 0.1).tolist())
    listed = tuple(
        Project(f"p{c}", cost, Standing.WITHDRAWN if c in gone else Standing.STANDING) for c, cost in enumerate(costs)
    )
    order = tuple(rng.permutation(projects).tolist())
    budget = int(rng.integers(1, 16))
    question = oracle.Question(costs, tuple(rankings), tuple(parts), budget, order, frozenset(range(projects)) - gone)
    lot = Lot(tuple(f"p{c}" for c in order))
    return Made(Instance(listed, budget), profile_of(rankings, projects, parts if endowed else None), lot, question)


def elections(number: int, seed: int, *, strict: bool = False, endowed: bool = False) -> Iterator[Made]:
    rng = np.random.default_rng(seed)
    return (made(rng, strict=strict, endowed=endowed) for _ in range(number))


def ours(election: Made) -> Outcome:
    return RULE.tally(election.instance, election.profile, lot=election.lot)


def words(costs: dict[str, int], ballots: dict[str, int], budget: int) -> Outcome:
    """Count ballots that are words of projects with one letter, each with its number of voters."""
    town = Instance(tuple(Project(id_, cost) for id_, cost in costs.items()), budget)
    columns = [[town.position[letter] for letter in word] for word, voters in ballots.items() for _ in range(voters)]
    profile = Profile.from_ballots(BallotKind.ORDINAL, len(costs), columns, ranks=len(costs))
    return RULE.tally(town, profile, lot=ballot_order(town))


def test_unit_costs_give_a_b_and_c_in_this_order() -> None:
    assert words(dict.fromkeys("abcd", 1), {"abcd": 6, "dcba": 2, "cabd": 1}, 3).funded == ("a", "b", "c")


def test_costs_decide_who_can_pay_for_what() -> None:
    outcome = words({"a": 50, "b": 30, "c": 30, "d": 40}, {"abcd": 30, "dcba": 70}, 100)
    assert outcome.funded == ("d", "b", "c")


def test_thresholds_are_not_cut_off_to_whole_numbers() -> None:
    letters = "abcdefghi"
    costs = dict.fromkeys(letters + letters.upper(), 1)
    outcome = words(costs, {letters: 10, letters.upper(): 9}, 10)
    assert outcome.funded == ("a", "A", "b", "B", "c", "C", "d", "D", "e")
    assert outcome.reasons["E"].figures["left"] == pytest.approx(1.4 * 10 / 19, abs=1e-6)


def test_the_rest_is_used_by_score_if_that_was_decided() -> None:
    town = Instance((Project("a", 5), Project("b", 5)), budget=10)
    profile = Profile.from_ballots(BallotKind.ORDINAL, 2, [[0], [0], [0, 1]], ranks=2)
    plain, filled = (RULE.tally(town, profile, lot=ballot_order(town), completion=way) for way in ("none", "greedy"))
    assert (plain.funded, plain.reasons["b"].code) == (("a",), "not-covered")
    assert (filled.funded, filled.reasons["b"].code) == (("a", "b"), "funded-by-completion")


def test_it_fills_seats_as_well() -> None:
    town = Instance.for_seats("abc", seats=2)
    profile = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1], [0, 1], [2, 0], [1, 2]], ranks=3)
    assert RULE.tally(town, profile, lot=ballot_order(town)).funded == ("a", "c")


@pytest.mark.parametrize("endowed", [False, True])
@pytest.mark.parametrize("digits", [(128, 1024, None), (2, None), (None,)])
def test_it_is_what_fractions_for_every_voter_give(
    monkeypatch: pytest.MonkeyPatch, digits: tuple[int | None, ...], *, endowed: bool
) -> None:
    monkeypatch.setattr(amounts, "DIGITS", digits)
    for election in elections(200, seed=53, endowed=endowed):
        told = oracle.run(election.question)
        outcome = ours(election)
        ids = [project.id for project in election.instance.projects]
        assert outcome.funded == tuple(ids[column] for column in told.funded)
        assert [tie.between for tie in outcome.ties] == [tuple(ids[c] for c in tied) for tied in told.ties]


def test_it_is_in_proportion_for_solid_coalitions() -> None:
    for election in elections(150, seed=59):
        funded = [election.instance.position[id_] for id_ in ours(election).funded]
        assert oracle.missing_for_ipsc(election.question, funded) is None


def test_the_check_of_coalitions_finds_what_is_missing() -> None:
    question = oracle.Question((5, 5), (((0,),), ((1,),)), (1, 1), 10, (0, 1), frozenset({0, 1}))
    assert oracle.missing_for_ipsc(question, [0]) == ((1,), 1)


def theirs(instance: Instance, ballots: list[list[int]]) -> set[str]:
    projects = {c: peer.Project(p.id, cost=p.cost) for c, p in enumerate(instance.projects)}
    town = peer.Instance(projects.values(), budget_limit=instance.budget)
    rankings = [peer.OrdinalBallot([projects[column] for column in ballot]) for ballot in ballots]
    return {project.name for project in pb_ear(town, peer.OrdinalProfile(rankings, instance=town).as_multiprofile())}


def test_pabutools_agrees_where_nobody_pays_twice() -> None:
    rng = np.random.default_rng(61)
    for _ in range(100):
        projects, voters = int(rng.integers(1, 6)), int(rng.integers(1, 9))
        costs = rng.integers(1, 9, projects).tolist()
        town = Instance(tuple(Project(f"p{c}", cost) for c, cost in enumerate(costs)), int(rng.integers(1, 16)))
        ballots = [[int(rng.integers(projects))] for _ in range(voters)]
        profile = Profile.from_ballots(BallotKind.ORDINAL, projects, ballots, ranks=projects)
        assert theirs(town, ballots) == set(RULE.tally(town, profile, lot=ballot_order(town)).funded)


def test_pabutools_cuts_weights_off_and_funds_one_more() -> None:
    town = Instance(tuple(Project(letter, 1) for letter in "abcdefghiABCDEFGHI"), 10)
    assert len(theirs(town, [list(range(9))] * 10 + [list(range(9, 18))] * 9)) == 10


@pytest.mark.parametrize(("name", "funded"), [("Poland_Krakow_2021.pb", 27), ("Poland_Krakow_2025_Zwierzyniec.pb", 17)])
def test_real_rankings_are_counted_with_few_digits(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch, name: str, funded: int
) -> None:
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr(amounts, "DIGITS", (128, 128))  # so that fractions are not reached
        outcome = RULE.tally(file.instance, file.profile, lot=ballot_order(file.instance))
    assert len(outcome.funded) == funded
