"""Equal shares with bounded overspending against its definition and its authors' examples."""

import os
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from pbengine.voting import Instance, Profile, ballot_order, find_rule
from pbengine.voting.instance import Project
from pbengine.voting.profile import BallotKind
from pbengine.voting.rules.graded import ledger, overspending
from tests.oracles import graded_shares as oracle
from tests.voting.graded_elections import KINDS, made, several

RULE = find_rule("bounded-overspending")
GRAIN = 2**64
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
EVERY_DEPTH = pytest.mark.parametrize("digits", [51, 24, 14])


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch, digits: int) -> None:
    monkeypatch.setattr(ledger, "DIGITS", digits)


@pytest.mark.parametrize(("path", "hall", "funded"), [(4, 6, ("path",)), (3, 7, ("hall",))])
def test_a_project_that_many_want_outweighs_one_that_is_paid_for(path: int, hall: int, funded: tuple[str]) -> None:
    """Ten voters, a budget of 100: an example of the authors' library. ``path`` costs 30, ``hall`` 100."""
    town = Instance((Project("path", 30), Project("hall", 100)), 100)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0]] * path + [[1]] * hall)
    assert RULE.tally(town, ballots, lot=ballot_order(town)).funded == funded


def test_parties_get_their_share_of_seats() -> None:
    """20, 30 and 50 voters approve of ten candidates each; ten seats go 2, 3, 5: the authors' library again."""
    town = Instance(tuple(Project(f"{party}{n}", 1) for party in "abc" for n in range(10)), 10)
    lists = [list(range(first, first + 10)) for first in (0, 10, 20)]
    ballots = [lists[0]] * 20 + [lists[1]] * 30 + [lists[2]] * 50
    outcome = RULE.tally(town, Profile.from_ballots(BallotKind.APPROVAL, 30, ballots), lot=ballot_order(town))
    assert [sum(id_.startswith(party) for id_ in outcome.funded) for party in "abc"] == [2, 3, 5]


def test_points_are_weighed() -> None:
    """The authors' third example: two of three projects of cost 1, a budget of 2, six voters with points."""
    values = np.array(
        [[1, 1, 10], [1, 1, 10], [1, 100, 2], [1, 100, 2], [100, 1, 2], [100, 1, 2]],
    )
    assert set(made([1, 1, 1], values, 2).count(RULE).funded) == {"p0", "p1"}


@EVERY_KIND
@EVERY_DEPTH
@pytest.mark.parametrize("grain", [None, GRAIN])
@pytest.mark.usefixtures("coarse")
def test_a_count_pays_what_the_definition_pays(kind: str, grain: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overspending, "EXACT_BITS", 10**6 if grain is None else 0)
    short = 0
    for election in several(kind, 120, seed=79):
        outcome = election.count(RULE)
        expected = oracle.overspending(election.graded, election.graded.equal_share, grain=grain)
        assert outcome.funded == election.ids(expected.funded)
        assert [step.figures["rho"] for step in outcome.steps] == expected.rhos
        assert [tie.between for tie in outcome.ties] == [election.ids(tied) for tied in expected.ties]
        for step, before, after in zip(outcome.steps, expected.budgets, expected.budgets[1:], strict=False):
            paid = [had - has for had, has in zip(before, after, strict=True)]
            assert step.figures["covered"] == sum(paid)
            assert step.figures["payment"] == max(paid)
            short += step.figures["overspent"] != 0
    assert short > 20


@EVERY_KIND
def test_the_grain_of_prices_changes_no_outcome_of_these(kind: str) -> None:
    for election in several(kind, 60, seed=83):
        grained, free = (
            oracle.overspending(election.graded, election.graded.equal_share, grain=grain) for grain in (GRAIN, None)
        )
        assert grained.funded == free.funded


def test_prices_keep_their_digits_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred rankings of three: without the grain a price has 447 binary digits below the point here."""
    monkeypatch.setattr(overspending, "EXACT_BITS", 150)
    rng = np.random.default_rng(4)
    wanted = 1 / np.arange(1, 41) ** 0.7
    values = np.zeros((300, 40), dtype=np.int64)
    for row in values:
        row[rng.choice(40, 3, replace=False, p=wanted / wanted.sum())] = [3, 2, 1]
    outcome = made(rng.integers(200, 2000, 40).tolist(), values, 12000).count(RULE)
    assert sum(step.figures["share"] != 1 for step in outcome.steps) > 6
    rhos = [step.figures["rho"] for step in outcome.steps]
    assert all(isinstance(rho, Fraction) and rho.denominator.bit_length() < 250 for rho in rhos)


def test_nobody_pays_for_what_nobody_wants_and_nothing_is_overspent_without_money() -> None:
    """Two voters get 2 each. ``p1`` fits but has no supporter; ``p2`` fits and its supporter has nothing left."""
    election = made([3, 1, 1], np.array([[9, 0, 0], [9, 0, 1]]), 4)
    outcome = election.count(RULE)
    assert outcome.reasons["p1"].code == "no-votes"
    assert outcome.funded == ("p0", "p2")
    election = made([4, 1], np.array([[9, 0], [9, 1]]), 5)
    assert election.count(RULE).funded[0] == "p0"


HASHED = """
from pbengine.voting import Instance, Profile, BallotKind, Project, ballot_order, find_rule
town = Instance(tuple(Project(f"p{n}", 10 + n % 3) for n in range(12)), 60)
ballots = Profile.from_ballots(BallotKind.APPROVAL, 12, [[n % 12, n * 5 % 12, n * 7 % 12] for n in range(1, 12)])
print(find_rule("bounded-overspending").tally(town, ballots, lot=ballot_order(town)))
"""


def test_the_order_in_which_python_hashes_text_does_not_matter() -> None:
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
    assert said[0].startswith("Outcome(")
    assert len(set(said)) == 1
