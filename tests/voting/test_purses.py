"""Amounts between bounds: they hold the exact amount, and no comparison is decided that they cannot decide."""

from fractions import Fraction

import numpy as np
import pytest

from pbengine.voting import Instance, Profile, Project
from pbengine.voting.profile import BallotKind
from pbengine.voting.rules.purses.amounts import CONSTANT, Histories, Terms, UnsureError, plus, with_enough_digits
from pbengine.voting.rules.purses.purses import Purses


def both(rng: np.random.Generator, bits: int) -> tuple[Histories, Histories]:
    """Return the same payments of parts with digits and exactly."""
    start = int(rng.integers(1, 50))
    rough, exact = Histories(start, bits=bits), Histories(start, bits=None)
    histories = [0]
    for _ in range(int(rng.integers(1, 8))):
        history = histories[int(rng.integers(len(histories)))]
        part = Fraction(int(rng.integers(0, 10)), 9)
        spread = Fraction(int(rng.integers(0, 3)), 2**bits)
        histories.append(exact.paid(history, (part, part)))
        assert rough.paid(history, (max(part - spread, Fraction(0)), part + spread)) == histories[-1]
    return rough, exact


def amount(rng: np.random.Generator, histories: int) -> Terms:
    named = [CONSTANT, *range(histories)]
    return {h: Fraction(int(rng.integers(-9, 10)), int(rng.integers(1, 7))) for h in named if rng.random() < 0.6}


@pytest.mark.parametrize("bits", [1, 4, 16])
def test_the_exact_amount_lies_between_the_bounds_and_signs_are_right_or_unsure(bits: int) -> None:
    rng = np.random.default_rng(89)
    known, unsure = 0, 0
    for _ in range(400):
        rough, exact = both(rng, bits)
        terms = amount(rng, 3)
        low, high = rough.bounds(terms)
        value, same = exact.bounds(terms)
        assert value == same
        assert low <= value * 2**bits <= high
        try:
            assert rough.sign(terms) == (value > 0) - (value < 0)
            known += 1
        except UnsureError:
            unsure += 1
    assert known
    assert unsure or bits > 4


def test_the_same_parts_of_the_same_histories_are_equal_without_any_digits() -> None:
    rng = np.random.default_rng(97)
    rough, _ = both(rng, bits=1)
    terms = {2: Fraction(7, 3), CONSTANT: Fraction(1, 3)}
    assert rough.sign(plus(terms, terms, -1)) == 0


def test_what_is_equal_only_in_value_is_left_to_fractions() -> None:
    third = (Fraction(1, 3), Fraction(1, 3))
    asked: list[int | None] = []

    def count(bits: int | None) -> int:
        asked.append(bits)
        histories = Histories(9, bits=bits)
        return histories.sign({histories.paid(0, third): Fraction(1, 7), CONSTANT: Fraction(-6, 7)})

    assert with_enough_digits(count) == 0
    assert asked == [128, 1024, None]


def test_who_cannot_follow_the_rate_gives_all_and_the_others_give_more() -> None:
    town = Instance((Project("a", 8),), budget=12)
    purses = Purses(town, Profile.from_ballots(BallotKind.APPROVAL, 1, [[0], [0], [0]]), bits=None)
    rows, points, of = np.arange(3), np.array([1, 1, 3]), np.array([8, 4, 4])  # half a unit, one and three of four each
    purses.pay(8, rows, points, of)  # at the factor 8/3: 4/3, 8/3 and all of 4
    left = [purses.shown(purses.held(rows[[row]], points[[0]], points[[0]])) for row in range(3)]
    assert left == [Fraction(2666667, 10**6), Fraction(1333333, 10**6), 0]


def test_what_stands_on_each_project_lies_between_the_bounds_by_double_precision() -> None:
    rng = np.random.default_rng(5)
    given = rng.integers(0, 8, (40, 6))
    ballots = Profile(
        BallotKind.CUMULATIVE,
        6,
        starts=np.arange(41, dtype=np.int64) * 6,
        choices=np.tile(np.arange(6, dtype=np.int32), 40),
        weights=rng.integers(1, 9, 40),
        points=given.reshape(-1).astype(np.int64),
    )
    purses = Purses(Instance(tuple(Project(f"p{n}", 7) for n in range(6)), budget=10**9 + 7), ballots, bits=None)
    whole, everybody = given.sum(axis=1), np.arange(40)
    purses.pay(10**8 + 1, everybody, given[:, 0], whole)
    purses.pay(10**8 + 3, everybody, given[:, 1], whole)
    rows, columns = np.nonzero(given)
    lows, highs = purses.ranges(columns, rows, given[rows, columns] / whole[rows])
    for project in range(6):
        backers = np.flatnonzero(given[:, project])
        exact = purses.histories.bounds(purses.held(backers, given[backers, project], whole[backers]))[0]
        assert lows[project] < exact < highs[project]
        assert highs[project] - lows[project] < 1e-10 * highs[project]
