"""Higher and higher endowments: what runs learn from each other changes nothing, and no increment is passed over."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting import ballot_order, find_rule
from pbengine.voting.exact import Scale
from pbengine.voting.rules.climb import Raised, Stop
from pbengine.voting.rules.shares.board import Board
from pbengine.voting.rules.shares.electorate import Electorate, electorate_of
from pbengine.voting.rules.shares.endowments import raise_endowment
from pbengine.voting.rules.shares.guide import Guide, Purpose
from pbengine.voting.rules.shares.run import Effort, Ended, Run, count
from tests.voting.shares_elections import KINDS, Made, made

EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
COARSE = 7


def people_of(election: Made) -> Electorate:
    return electorate_of(election.instance, election.profile, lot=election.lot, utility="cost")


def boards(kind: str, number: int) -> Iterator[tuple[Made, Board]]:
    """Make elections, each on a fine board and on one so coarse that bands meet all the time."""
    rng = np.random.default_rng(31)
    for _ in range(number):
        election = KINDS[kind](rng)
        people = people_of(election)
        fine = Scale.for_total(people.parts * election.equal_share * 8)
        for bits in {fine.bits, min(COARSE, fine.bits)}:
            yield election, Board(people, Scale(bits))


def guided(board: Board, earlier: Run, endowment: Fraction, purpose: Purpose) -> Run:
    return count(board, endowment, guide=Guide(earlier, endowment, purpose))


def evidence(run: Run) -> tuple[list[int], list[Fraction], dict[int, tuple[int, ...]]]:
    prices = run.ledger.prices()
    return run.funded, [prices[place] for place in range(len(prices))], run.draws


def assert_within_the_band(run: Run) -> None:
    """What is left is the endowment less the prices of what is funded, or nothing; the integers are that close."""
    spent = [Fraction(0)] * run.ledger.people.rows
    for project, price in zip(*evidence(run)[:2], strict=True):
        for row in run.ledger.people.supporters[project].tolist():
            spent[row] += price
    unit, people = Fraction(2) ** run.ledger.scale.bits, run.ledger.people
    purse_of = [0] * people.rows if people.purse_of is None else people.purse_of.tolist()
    for paid, purse, shown in zip(spent, purse_of, run.ledger.budgets.tolist(), strict=True):
        left = max(Fraction(0), people.purses[purse] * run.endowment - paid) * unit
        assert abs(left - shown) <= run.ledger.band
        assert (left == 0) == (shown == 0)


def one_by_one(people: Electorate, start: Fraction, *, increment: int, budget: int) -> int:
    """Return how many increments are kept, by a cold run at each."""
    increments = 0
    while True:
        endowment = start + (increments + 1) * increment
        board = Board(people, Scale.for_total(people.parts * endowment))
        if count(board, endowment).cost > budget:
            return increments
        increments += 1


@EVERY_KIND
def test_a_guided_run_is_step_by_step_the_run_without_a_guide(kind: str) -> None:
    """Also when the guide is itself guided, and when some increments lie in between."""
    for election, board in boards(kind, 20):
        share = election.equal_share
        earlier = count(board, share)
        for times in (21, 22, 25, 26, 40, 80):
            endowment = share * times / 20
            warm, cold = guided(board, earlier, endowment, Purpose.SPEED), count(board, endowment)
            assert evidence(warm) == evidence(cold)
            assert warm.ended is Ended.COMPLETE
            assert_within_the_band(warm)
            earlier = warm


@EVERY_KIND
def test_where_a_bracket_is_proven_nothing_changes_in_between(kind: str) -> None:
    proven = 0
    for election, board in boards(kind, 20):
        earlier = count(board, election.equal_share)
        for times in (21, 24, 30, 60):
            endowment = election.equal_share * times / 20
            run = guided(board, earlier, endowment, Purpose.BRACKET)
            if run.ended is not Ended.COMPLETE:
                continue
            proven += 1
            assert evidence(run) == evidence(count(board, endowment))
            for part in range(1, 8):
                between = election.equal_share + (endowment - election.equal_share) * part / 8
                assert count(board, between).funded == earlier.funded
    assert proven > 20


@EVERY_KIND
def test_what_is_carried_over_without_a_wider_band_would_be_wrong(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the tests above can fail: here they do, for the kinds where voters run out of money."""
    monkeypatch.setattr("pbengine.voting.exact.Split.widened", lambda split, _by: split)
    differing = 0
    for election, board in boards(kind, 20):
        earlier = count(board, election.equal_share)
        for times in (30, 60, 80):
            endowment = election.equal_share * times / 20
            try:
                warm = guided(board, earlier, endowment, Purpose.SPEED)
            except (IndexError, KeyError):
                differing += 1
                continue
            differing += warm.funded != count(board, endowment).funded
    assert differing > 0


def test_thousands_of_increments_are_looked_at_in_few_runs_and_none_is_passed_over() -> None:
    rng = np.random.default_rng(37)
    for _ in range(4):
        voters, projects = 12, 6
        ballots = [np.flatnonzero(rng.random(projects) < 0.6).tolist() for _ in range(voters)]
        election = made(rng.integers(4000, 16000, projects).tolist(), ballots, 24000)
        people, effort = people_of(election), Effort()
        raised = raise_endowment(people, election.equal_share, increment=1, budget=24000, effort=effort)
        assert raised.increments == one_by_one(people, election.equal_share, increment=1, budget=24000)
        assert raised.increments > 300
        assert effort.runs < raised.increments / 3


def test_the_first_run_that_overspends_ends_it_even_where_later_ones_do_not() -> None:
    """Add1 is not monotone, so that a search by halves would find another end."""
    election = made([5, 8, 3, 5, 6], [[1, 2], [3], [0, 2, 3, 4], [2, 3], [0, 1, 2, 3, 4]], 19)
    people = people_of(election)
    endowments = [election.equal_share + increments for increments in range(6)]
    runs = [count(Board(people, Scale.for_total(people.parts * endowment)), endowment) for endowment in endowments]
    assert [run.cost for run in runs] == [8, 13, 13, 21, 19, 27]
    raised = raise_endowment(people, election.equal_share, increment=1, budget=19)
    assert raised == Raised(2, endowments[2], Stop.OVERSPENT)


def test_endless_money_ends_where_everything_is_funded() -> None:
    election = made([10**15, 7], [[0], [0, 1], [1]], 10**15 + 7)
    people, effort = people_of(election), Effort()
    raised = raise_endowment(people, election.equal_share, increment=1, budget=election.instance.budget, effort=effort)
    assert raised.stop is Stop.EVERYTHING_FUNDED
    assert effort.runs < 400


def test_endowments_may_outgrow_the_scale_many_times() -> None:
    election = made([10**9, 10**9 + 1], [[0], [1], [], [], [], [], [], []], 10**9)
    people, effort = people_of(election), Effort()
    raised = raise_endowment(people, election.equal_share, increment=1, budget=10**9, effort=effort)
    assert raised == Raised(10**9 - 10**9 // 8, Fraction(10**9), Stop.OVERSPENT)
    assert effort.runs < 400


WIELICZKA = "Poland_Wieliczka_2023_Green_Budget.pb"
OFFICIAL = [(WIELICZKA, 164), ("Poland_Swiecie_2023.pb", 242)]


@pytest.mark.parametrize(("name", "increments"), OFFICIAL)
def test_official_elections_come_out_with_their_increments(name: str, increments: int, shared_data: Path) -> None:
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    lot = ballot_order(file.instance)
    outcome = find_rule("equal-shares").tally(file.instance, file.profile, lot=lot, **file.rule_options)
    assert file.selected is not None
    assert set(outcome.funded) == {id_ for id_, mark in file.selected.items() if mark == "1"}
    assert outcome.steps[0].figures["increments"] == increments
    people = electorate_of(file.instance, file.profile, lot=lot, utility="cost")
    share = Fraction(file.instance.budget, people.voters)
    assert one_by_one(people, share, increment=1, budget=file.instance.budget) == increments


def test_wieliczka_is_wrong_with_the_defaults_of_others(shared_data: Path) -> None:
    file = read_pabulib((shared_data / "pabulib" / WIELICZKA).read_bytes())
    rule, lot = find_rule("equal-shares"), ballot_order(file.instance)
    official = set(rule.tally(file.instance, file.profile, lot=lot, completion="add1").funded)
    stopped = rule.tally(file.instance, file.profile, lot=lot, completion="add1", **{"exhaustive-stop": "yes"})
    assert official - set(stopped.funded) == {"46"}
    assert set(stopped.funded) - official == {"66", "67"}
    assert stopped.steps[0].figures["increments"] == 150
    floored = rule.tally(file.instance, file.profile, lot=lot, completion="add1", start="floor")
    assert set(floored.funded) == official


def test_budapest_with_its_small_unit_takes_a_run_for_ten_increments(shared_data: Path) -> None:
    """Run by run, without any leap, there are as many increments; 129 of them change the order of funding."""
    file = read_pabulib((shared_data / "pabulib" / "Hungary_Budapest_2024.pb").read_bytes())
    people = electorate_of(file.instance, file.profile, lot=ballot_order(file.instance), utility="cost")
    effort = Effort()
    share = Fraction(file.instance.budget, people.voters)
    raised = raise_endowment(people, share, increment=1, budget=file.instance.budget, effort=effort)
    assert (raised.increments, raised.stop) == (23175, Stop.OVERSPENT)
    assert effort.runs <= 2450


def test_warsaw_takes_little_work(shared_data: Path) -> None:
    """106 increments; each run alone would look at some 200 levels."""
    file = read_pabulib((shared_data / "pabulib" / "Poland_Warszawa_2024.pb").read_bytes())
    people = electorate_of(file.instance, file.profile, lot=ballot_order(file.instance), utility="cost")
    effort = Effort()
    share = Fraction(file.instance.budget, people.voters)
    raised = raise_endowment(people, share, increment=1, budget=file.instance.budget, effort=effort)
    assert (raised.increments, raised.stop) == (106, Stop.OVERSPENT)
    assert effort.runs <= 116
    assert effort.levels <= 140 * effort.runs
    assert effort.exact_levels <= 26
