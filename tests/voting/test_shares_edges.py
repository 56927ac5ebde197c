"""Lemma 2 at its edges: where a voter's integer is just far enough from the price, and where it is one unit nearer."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from pbengine.voting.exact import Scale
from pbengine.voting.rules.shares.board import Board
from pbengine.voting.rules.shares.electorate import electorate_of
from pbengine.voting.rules.shares.ledger import Ledger, Level
from pbengine.voting.rules.shares.levels import level_of
from tests.oracles import equal_shares as oracle
from tests.voting.shares_elections import made

UNIT = 4  # minor units, so that costs may lie between two units
SCALE = Scale(-2)


def ledger_of(cost: int, shown: list[int], band: int) -> Ledger:
    """Return a ledger in which the supporters of the one project have this by the integers, within the band."""
    election = made([cost], [[0]] * len(shown), 10 * cost)
    people = electorate_of(election.instance, election.profile, lot=election.lot, utility="cost")
    ledger = Ledger(Board(people, SCALE), Fraction(UNIT * (max(shown) + band + 1)))
    ledger.budgets[:] = shown
    ledger.band = band
    return ledger


def lemma_2(cost: int, shown: list[int], poor: list[int], band: int) -> tuple[int, int] | None:
    """Return the price and its error as the lemma has them, None where its condition fails for this division."""
    rich = [place for place in range(len(shown)) if place not in poor]
    price = (cost // UNIT - sum(shown[place] for place in poor)) // len(rich)
    error = (sum(shown[place] > 0 for place in poor) * band + 1) // len(rich) + 2
    width = error + band
    if any(shown[place] >= price - width for place in poor) or any(shown[place] <= price + width for place in rich):
        return None
    return price, error


def any_division(cost: int, shown: list[int], band: int) -> tuple[int, int] | None:
    """Return what the lemma says for the one division for which its condition holds, if there is one."""
    ascending = sorted(range(len(shown)), key=lambda place: shown[place])
    found = [lemma_2(cost, shown, ascending[:poor], band) for poor in range(len(shown))]
    held = [answer for answer in found if answer is not None]
    assert len(held) <= 1
    return held[0] if held else None


def extremes(cost: int, shown: list[int], band: int) -> list[Fraction | None]:
    """Return the exact prices, in units, where every voter has the least or the most that the band allows."""
    ends = [
        (Fraction(0),) if amount == 0 else (max(Fraction(1, 9), Fraction(amount - band)), Fraction(amount + band))
        for amount in shown
    ]
    return [oracle.price(1, [amount * UNIT / Fraction(cost) for amount in budgets]) for budgets in product(*ends)]


@pytest.mark.parametrize("band", [0, 1, 3])
def test_integers_decide_where_the_lemma_holds_and_nowhere_else(band: int) -> None:
    decided = left_to_fractions = 0
    for cost in (UNIT * 60, UNIT * 60 + 1, UNIT * 60 + 3):
        for doubtful in range(40):
            shown = [0, 4, doubtful, 80, 95]
            found = level_of(ledger_of(cost, shown, band), 0, floor=0, ceiling=None)
            expected = any_division(cost, shown, band)
            if expected is None:
                assert found is None
                left_to_fractions += 1
                continue
            assert isinstance(found, Level)
            assert (found.price, found.error) == expected
            decided += 1
            for share in extremes(cost, shown, band):
                assert share is not None
                assert found.low <= share * cost / UNIT <= found.high
    assert decided > 3
    assert left_to_fractions > 3


@pytest.mark.parametrize("band", [0, 1, 3])
def test_one_unit_nearer_is_left_to_fractions(band: int) -> None:
    """Two voters have plenty and one has little: 60 less what that one has is shared by two."""
    cost = UNIT * 60
    error = (band + 1) // 2 + 2
    by_little = [
        level_of(ledger_of(cost, [0, little, 200, 200], band), 0, floor=0, ceiling=None) for little in range(20)
    ]
    far = [(60 - little) // 2 - little > error + band for little in range(20)]
    assert [isinstance(level, Level) for level in by_little] == far
    assert True in far
    assert False in far


def test_what_is_shown_may_be_anything_within_the_band_and_the_classes_are_right() -> None:
    rng = np.random.default_rng(43)
    decided = 0
    for _ in range(400):
        band, cost = int(rng.integers(0, 4)), int(rng.integers(100, 400))
        shown = rng.choice([0, 0, 3, 9, 20, 60, 90, 120], 4).tolist()
        found = level_of(ledger_of(cost, shown, band), 0, floor=0, ceiling=None)
        if not isinstance(found, Level):
            continue
        decided += 1
        for share in extremes(cost, shown, band):
            assert share is not None
            price = share * cost / UNIT
            assert found.low <= price <= found.high
            for amount in shown:
                assert (amount - band > price) if amount > found.price else (amount + band < price or amount == 0)
    assert decided > 100
