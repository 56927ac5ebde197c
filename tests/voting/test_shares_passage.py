"""Between two runs that fund the same in the same order: straight lines enclose what happens there (lemma 8)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from pbengine.voting.exact import Scale
from pbengine.voting.rules.shares.board import Board
from pbengine.voting.rules.shares.electorate import Electorate, electorate_of
from pbengine.voting.rules.shares.guide import Guide, Purpose
from pbengine.voting.rules.shares.ledger import Ledger, Level
from pbengine.voting.rules.shares.levels import level_of
from pbengine.voting.rules.shares.passage import Passage
from pbengine.voting.rules.shares.run import Ended, Run, count
from tests.voting.shares_elections import KINDS, Made, made

EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
PARTS = 4


def crowd(rng: np.random.Generator) -> Made:
    """Make an election in which many voters run out of money in different rounds, so that nothing is quite straight."""
    projects, voters = int(rng.integers(4, 9)), int(rng.integers(20, 60))
    liking = rng.random(projects) * 0.7
    ballots = [np.flatnonzero(rng.random(projects) < liking).tolist() for _ in range(voters)]
    costs = rng.integers(1000, 9000, projects).tolist()
    return made(costs, ballots, int(sum(costs) * rng.uniform(0.3, 1.0)))


def people_of(election: Made) -> Electorate:
    return electorate_of(election.instance, election.profile, lot=election.lot, utility="cost")


def runs(seed: int, number: int, steps: tuple[int, ...] = (0, 1, 3, 9, 24, 50)) -> Iterator[tuple[Board, list[Run]]]:
    """Make elections, each with runs at rising endowments."""
    rng = np.random.default_rng(seed)
    for _ in range(number):
        people, budget = people_of(election := crowd(rng)), election.instance.budget
        share = Fraction(budget, people.parts)
        fine = Scale.for_total(budget * 4)
        for bits in {fine.bits, min(6, fine.bits)}:
            board = Board(people, Scale(bits))
            yield board, [count(board, share * (60 + step) / 60) for step in steps]


def left(run: Run, rounds: int) -> list[Fraction]:
    """Return what each row has after so many rounds, exactly, in units."""
    people, prices = run.ledger.people, run.ledger.prices()
    spent = [Fraction(0)] * people.rows
    for place in range(rounds):
        for row in people.supporters[run.funded[place]].tolist():
            spent[row] += prices[place]
    return [max(Fraction(0), run.endowment - paid) * Fraction(2) ** run.ledger.scale.bits for paid in spent]


def price(run: Run, place: int) -> Fraction:
    return run.ledger.prices()[place] * Fraction(2) ** run.ledger.scale.bits


def line(first: Fraction, last: Fraction, part: int) -> Fraction:
    return first + (last - first) * part / PARTS


def rounds_of(passage: Passage, later: Run) -> Iterator[tuple[int, int]]:
    """Go through the rounds as far as they can be told, each with how far prices may rise above the line."""
    for place, level in enumerate(later.levels):
        if not passage.are_behind([], level, later.levels[:place]):
            return
        rise = passage.rise(place, level)
        assert rise is not None
        yield place, rise


def escapes(seed: int, number: int) -> tuple[int, int]:
    """Return how many prices and budgets in between are not where the lines say, and how many were looked at."""
    outside = looked_at = 0
    for board, several in runs(seed, number):
        for earlier, later in pairwise(several):
            if earlier.funded != later.funded:
                continue
            step = (later.endowment - earlier.endowment) / PARTS
            between = [(part, count(board, earlier.endowment + step * part)) for part in range(1, PARTS)]
            between = [(part, run) for part, run in between if run.funded == later.funded]
            passage = Passage(earlier)
            for place, rise in rounds_of(passage, later):
                before, after = left(earlier, place), left(later, place)
                for part, run in between:
                    found = left(run, place)
                    most = [line(x + passage.below, y, part) for x, y in zip(before, after, strict=True)]
                    least = [
                        line(x, y - passage.above, part) if x else Fraction(0)
                        for x, y in zip(before, after, strict=True)
                    ]
                    outside += any(amount > bound for amount, bound in zip(found, most, strict=True))
                    outside += any(amount < bound for amount, bound in zip(found, least, strict=True))
                    outside += price(run, place) > line(price(earlier, place), price(later, place) + rise, part)
                    looked_at += 1
    return outside, looked_at


def test_prices_and_budgets_in_between_are_where_the_lines_say() -> None:
    outside, looked_at = escapes(seed=61, number=25)
    assert outside == 0
    assert looked_at > 300


@pytest.mark.parametrize("name", ["above", "below"])
def test_without_the_excess_they_are_not(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Passage, name, property(lambda _: 0, lambda _self, _value: None), raising=False)
    assert escapes(seed=61, number=25)[0] > 0


def test_without_those_who_had_nothing_before_they_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Passage, "rise", lambda *_: 0)
    assert escapes(seed=61, number=25)[0] > 0


def proven(several: list[Run], board: Board) -> Iterator[tuple[Run, Run]]:
    for earlier, later in pairwise(several):
        guide = Guide(earlier, later.endowment, Purpose.BRACKET)
        if count(board, later.endowment, guide=guide).ended is Ended.COMPLETE:
            yield earlier, later


def test_rivals_that_are_proven_to_come_behind_do_so_at_every_endowment_in_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needed: list[bool] = []
    are_behind = Passage.are_behind

    def spied(passage: Passage, rivals: list[Level], expected: Level, paid: list[Level]) -> bool:
        needed.append(are_behind(passage, rivals, expected, paid))
        return needed[-1]

    monkeypatch.setattr(Passage, "are_behind", spied)
    brackets = 0
    for board, several in runs(53, 120, (0, 1, 2, 4, 7, 12)):
        for earlier, later in proven(several, board):
            brackets += 1
            for part in range(PARTS + 1):
                endowment = earlier.endowment + (later.endowment - earlier.endowment) * part / PARTS
                assert count(board, endowment).funded == earlier.funded
    assert brackets > 30
    assert sum(needed) > 10


def levels_before(run: Run, rounds: int, projects: tuple[int, ...]) -> list[Level]:
    """Return the levels of these projects after so many rounds of a run."""
    ledger = Ledger(run.ledger.board, run.endowment)
    for level in run.levels[:rounds]:
        ledger.pay(level._replace(revision=-1))
    found = [level_of(ledger, project, floor=0, ceiling=None) for project in projects]
    return [level for level in found if isinstance(level, Level)]


def test_who_is_ahead_at_one_end_is_never_said_to_be_behind() -> None:
    ahead_later = ahead_earlier = 0
    for _, several in runs(71, 150, (0, 4, 9, 16, 25)):
        for earlier, later in pairwise(several):
            pairs = enumerate(zip(earlier.funded, later.funded, strict=False))
            first = next(((place, pair) for place, pair in pairs if pair[0] != pair[1]), None)
            if first is None:
                continue
            place, (one, other) = first
            before, after = levels_before(earlier, place, (one, other)), levels_before(later, place, (one, other))
            if len(before) < 2 or len(after) < 2:
                continue
            assert not Passage(earlier).are_behind([after[1]], after[0], later.levels[:place])
            ahead_later += 1
            earlier.ledger.payments[place] = before[1]
            assert not Passage(earlier).are_behind([after[0]], after[1], later.levels[:place])
            ahead_earlier += 1
    assert ahead_later > 10
    assert ahead_earlier > 10


@EVERY_KIND
def test_long_ways_are_proven_only_where_nothing_changes(kind: str) -> None:
    rng = np.random.default_rng(59)
    for _ in range(25):
        people = people_of(election := KINDS[kind](rng))
        share = election.equal_share
        board = Board(people, Scale.for_total(people.parts * share * 4))
        several = [count(board, share * (10 + step) / 10) for step in (0, 1, 2, 5, 15)]
        for earlier, later in proven(several, board):
            for part in range(PARTS):
                endowment = earlier.endowment + (later.endowment - earlier.endowment) * part / PARTS
                assert count(board, endowment).funded == earlier.funded
