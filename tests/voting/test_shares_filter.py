"""The band around the integers: it holds, it is not too narrow, and where it cannot tell the fractions decide."""

from fractions import Fraction

import numpy as np
import pytest

from pbengine.voting.exact import Scale, Split
from pbengine.voting.rules.shares import apart, levels
from pbengine.voting.rules.shares.board import Board
from pbengine.voting.rules.shares.electorate import Electorate, electorate_of
from pbengine.voting.rules.shares.ledger import Ledger, Level
from pbengine.voting.rules.shares.levels import exact_level, level_of
from pbengine.voting.rules.shares.run import Effort, Run, count
from tests.oracles import equal_shares as oracle
from tests.voting.shares_elections import KINDS, Made, made

EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
COARSE = (-3, 0, 2, 5, 9, 14)


def people_of(election: Made) -> Electorate:
    return electorate_of(election.instance, election.profile, lot=election.lot, utility="cost")


def scale_at(election: Made, bits: int) -> Scale:
    """Return this scale, or the finest that 64 bits allow."""
    return Scale(min(bits, Scale.for_total(election.instance.budget).bits))


def count_at(election: Made, bits: int, effort: Effort | None = None) -> Run:
    return count(Board(people_of(election), scale_at(election, bits)), election.equal_share, effort=effort)


def elections(kind: str, number: int, *, seed: int = 3) -> list[Made]:
    rng = np.random.default_rng(seed)
    return [KINDS[kind](rng) for _ in range(number)]


def exact_budgets(election: Made, run: oracle.Count) -> list[Fraction]:
    """Return what each row has left: all voters of a row have the same, and those set apart follow."""
    weights = election.profile.weights
    firsts = np.cumsum([0, *weights[:-1]])
    others = np.repeat(firsts, weights - 1) if apart.set_apart(election.profile) is not election.profile else firsts[:0]
    return [run.budgets[-1][first] for first in [*firsts.tolist(), *others.tolist()]]


def outside_the_band(election: Made, bits: int) -> int:
    """Count the rows whose integer is further from the exact amount than the band says, or wrongly nothing."""
    run = count_at(election, bits)
    exact = exact_budgets(election, oracle.run(election.question("cost"), election.equal_share))
    unit = Fraction(2) ** run.ledger.scale.bits
    return sum(
        abs(budget * unit - kept) > run.ledger.band or (kept == 0) != (budget == 0)
        for budget, kept in zip(exact, run.ledger.budgets.tolist(), strict=True)
    )


@EVERY_KIND
def test_however_coarse_the_integers_the_outcome_is_the_exact_one(kind: str) -> None:
    decided_by_fractions = 0
    for election in elections(kind, 40):
        expected = oracle.run(election.question("cost"), election.equal_share)
        for bits in COARSE:
            effort = Effort()
            run = count_at(election, bits, effort)
            prices = run.ledger.prices()
            assert run.funded == expected.funded
            assert [prices[place] for place in range(len(prices))] == expected.payments
            assert [run.draws[place] for place in sorted(run.draws)] == expected.ties
            decided_by_fractions += effort.exact_levels
    assert decided_by_fractions > 20


@EVERY_KIND
def test_what_is_left_is_within_the_band_and_nothing_only_where_nothing_is_left(kind: str) -> None:
    for election in elections(kind, 40):
        for bits in COARSE:
            assert outside_the_band(election, bits) == 0


@pytest.mark.parametrize("kind", ["ordinary", "endowed"])
def test_the_band_holds_where_rows_are_several_voters(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "FEW", 0)
    monkeypatch.setattr(apart, "MOST", 0)
    for election in elections(kind, 40):
        for bits in COARSE:
            assert outside_the_band(election, bits) == 0


def test_a_narrower_band_would_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    chained = elections("chained", 60)
    monkeypatch.setattr(levels, "price_error", lambda _poor, _band, rich: 1 // rich + 1)
    assert sum(outside_the_band(election, bits) for election in chained for bits in COARSE) > 0


def test_without_a_band_another_outcome_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    several = [election for kind in KINDS for election in elections(kind, 40)]
    monkeypatch.setattr(levels, "price_error", lambda _poor, _band, _rich: 0)
    wrong = 0
    for election in several:
        expected = oracle.run(election.question("cost"), election.equal_share)
        wrong += any(count_at(election, bits).funded != expected.funded for bits in COARSE)
    assert wrong > 0


@EVERY_KIND
def test_a_level_encloses_the_exact_price(kind: str) -> None:
    """At every stage of a run and for every project, whether it comes next or not."""
    for election in elections(kind, 12):
        people, question = people_of(election), election.question("cost")
        expected = oracle.run(question, election.equal_share)
        for bits in COARSE:
            ledger = Ledger(Board(people, scale_at(election, bits)), election.equal_share)
            for place, level in enumerate(count_at(election, bits).levels):
                for project in set(people.candidates) - set(expected.funded[:place]):
                    budgets = [expected.budgets[place][voter] for voter in question.supporters(project)]
                    assert_encloses(ledger, project, oracle.price(question.costs[project], budgets))
                ledger.pay(level._replace(revision=-1))


def assert_encloses(ledger: Ledger, project: int, price: Fraction | None) -> None:
    found = level_of(ledger, project, floor=0, ceiling=None)
    if isinstance(found, Level):
        assert price is not None
        assert found.low <= price * Fraction(2) ** ledger.scale.bits <= found.high
        assert found.exact in (None, price)
    elif isinstance(found, Split):
        assert price is None
    if ledger.people.costs[project]:
        exact = exact_level(ledger, project, floor=0)
        assert (exact and exact.exact) == price


def test_no_split_proves_too_much_or_the_price_itself_would_be_excluded() -> None:
    rng = np.random.default_rng(5)
    reached = 0
    for _ in range(2000):
        band, voters = int(rng.integers(0, 4)), int(rng.integers(1, 7))
        shown = rng.integers(0, 30, voters)
        exact = [Fraction(int(x)) for x in shown + rng.integers(-band, band + 1, voters)]
        cost, poor = int(rng.integers(1, 90)), rng.random(voters) < rng.random()
        price = oracle.price(cost, [max(Fraction(0), amount) for amount in exact])
        split = Split(int(shown[poor].sum()), int(poor.sum()), int((~poor).sum()), band)
        floor = split.price_floor(cost)
        assert price is None or (floor is not None and floor <= price)
        reached += price is not None and floor == price
    assert reached > 50


def test_a_ceiling_saves_work_only_where_the_price_is_above_it() -> None:
    for election in elections("chained", 12):
        people, question = people_of(election), election.question("cost")
        expected = oracle.run(question, election.equal_share)
        ledger = Ledger(Board(people, Scale(9)), election.equal_share)
        for place, level in enumerate(count_at(election, 9).levels):
            for project in set(people.candidates) - set(expected.funded[:place]):
                budgets = [expected.budgets[place][voter] for voter in question.supporters(project)]
                price = oracle.price(question.costs[project], budgets)
                for ceiling in {0, level.price, level.high, int(election.equal_share * 2**9)}:
                    found = level_of(ledger, project, floor=0, ceiling=ceiling)
                    if isinstance(found, Split):
                        assert price is None or price * 2**9 > ceiling
            ledger.pay(level._replace(revision=-1))


def test_sums_that_64_bits_do_not_hold_are_counted_as_well() -> None:
    size = 10**24
    election = made([3 * size, 2 * size + 1, 2 * size], [[0, 1], [0, 2], [0, 2], [1]], 5 * size)
    expected = oracle.run(election.question("cost"), election.equal_share)
    assert Scale.for_total(5 * size).bits < 0
    run = count(Board(people_of(election), Scale.for_total(5 * size)), election.equal_share)
    assert run.funded == expected.funded
