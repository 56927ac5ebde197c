from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting import BallotKind, BallotsError, Instance, Outcome, Profile, Project, ballot_order, find_rule
from tests.oracles import phantoms

SIMPLEX = [tuple(parts) for parts in product(range(5), repeat=3) if sum(parts) == 4]
TRIPLES = st.sampled_from(SIMPLEX)


def profile_of(ballots: Sequence[Sequence[int]], weights: Sequence[int] = ()) -> Profile:
    width = len(ballots[0])
    return Profile(
        BallotKind.CUMULATIVE,
        width,
        starts=np.arange(len(ballots) + 1, dtype=np.int64) * width,
        choices=np.tile(np.arange(width, dtype=np.int32), len(ballots)),
        weights=np.array(weights or [1] * len(ballots), dtype=np.int64),
        points=np.array([part for ballot in ballots for part in ballot], dtype=np.int64),
    )


def count(rule: str, ballots: Profile, *, budget: int = 1, **options: str) -> Outcome:
    town = Instance(tuple(Project(f"p{n}", 10**6) for n in range(ballots.project_count)), budget=budget)
    return find_rule(rule).tally(town, ballots, lot=ballot_order(town), **options)


def amounts(outcome: Outcome, width: int) -> list[Fraction]:
    return [Fraction(outcome.amounts.get(f"p{n}", 0)) for n in range(width)]


def fractions(texts: str) -> list[Fraction]:
    return [Fraction(text) for text in texts.split()]


STANFORD: list[tuple[int, ...]] = [(4, 5, 1), (3, 5, 2), (0, 0, 10)]


@pytest.mark.parametrize(
    ("partial", "budget", "expected"),
    [
        ("increasing", 10, "3 5 2"),
        ("increasing", 13, "4 5 4"),
        ("fractional", 13, "10/3 5 14/3"),
        ("equalizing", 13, "4 5 4"),
    ],
)
def test_the_stanford_example_is_counted_by_the_dollar(partial: str, budget: int, expected: str) -> None:
    outcome = count("knapsack-per-dollar", profile_of(STANFORD), budget=budget, partial=partial)
    assert amounts(outcome, 3) == fractions(expected)


def test_a_part_that_the_lot_cuts_is_a_tie() -> None:
    outcome = count("knapsack-per-dollar", profile_of([(4, 0), (0, 4)]), budget=6)
    assert amounts(outcome, 2) == [4, 2]
    assert [(tie.between, tie.chosen) for tie in outcome.ties] == [(("p0", "p1"), "p0")]
    assert count("knapsack-per-dollar", profile_of([(4, 0), (0, 4)]), budget=8).ties == ()


def test_nothing_is_given_beyond_what_a_project_costs() -> None:
    town = Instance((Project("a", 5), Project("b", 50)), budget=60)
    ballots = profile_of([(40, 20)])
    outcome = find_rule("knapsack-per-dollar").tally(town, ballots, lot=ballot_order(town))
    assert dict(outcome.amounts) == {"a": 5, "b": 20}


def test_an_approval_by_the_dollar_is_the_whole_cost() -> None:
    town = Instance((Project("a", 50), Project("b", 30)), budget=60)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [0, 1], [0]])
    outcome = find_rule("knapsack-per-dollar").tally(town, ballots, lot=ballot_order(town))
    assert dict(outcome.amounts) == {"a": 50, "b": 10}


PUBLISHED: Mapping[str, tuple[list[tuple[int, ...]], str, str]] = {
    "the Stanford example": (STANFORD, "3/10 7/15 7/30", "3/10 1/2 1/5"),
    "two against one": ([(1, 0), (1, 0), (0, 1)], "2/3 1/3", "1 0"),
    "a cycle": ([(8, 2, 0), (0, 8, 2), (2, 0, 8)], "1/3 1/3 1/3", "1/3 1/3 1/3"),
    "a middle": ([(5, 5, 0), (0, 5, 5)], "1/4 1/2 1/4", "1/4 1/2 1/4"),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_divisions_come_out_exactly(name: str) -> None:
    ballots, markets, welfare = PUBLISHED[name]
    width = len(ballots[0])
    assert amounts(count("median-phantoms", profile_of(ballots)), width) == fractions(markets)
    assert amounts(count("utilitarian-phantoms", profile_of(ballots)), width) == fractions(welfare)


RULES = {"median-phantoms": phantoms.independent_markets, "utilitarian-phantoms": phantoms.utilitarian}
PHANTOMS = pytest.mark.parametrize("rule", RULES)


@PHANTOMS
@settings(max_examples=150)
@given(ballots=st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(any), min_size=1, max_size=7))
def test_shares_are_the_medians_of_the_definition_and_add_up_to_one(rule: str, ballots: list[list[int]]) -> None:
    shares = amounts(count(rule, profile_of(ballots)), 4)
    normalised = [[Fraction(part, sum(ballot)) for part in ballot] for ballot in ballots]
    expected = phantoms.shares(normalised, RULES[rule])
    assert sum(shares) == 1
    assert max(abs(ours - theirs) for ours, theirs in zip(shares, expected, strict=True)) < Fraction(1, 2**50)


@PHANTOMS
@settings(max_examples=40)
@given(others=st.lists(TRIPLES, min_size=1, max_size=3), honest=TRIPLES)
def test_nobody_comes_closer_to_their_wish_by_saying_something_else(
    rule: str, others: list[tuple[int, ...]], honest: tuple[int, ...]
) -> None:
    def distance(said: tuple[int, ...]) -> Fraction:
        shares = amounts(count(rule, profile_of([*others, said])), 3)
        return sum((abs(share - Fraction(wish, 4)) for share, wish in zip(shares, honest, strict=True)), Fraction(0))

    truth = distance(honest)
    assert min(map(distance, SIMPLEX)) == truth


@given(voters=st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any))
def test_independent_markets_are_proportional_where_everybody_is_single_minded(voters: list[int]) -> None:
    ballots = [tuple(int(place == chosen) for place in range(3)) for chosen, many in enumerate(voters) if many]
    profile = profile_of(ballots, [many for many in voters if many])
    assert amounts(count("median-phantoms", profile), 3) == [Fraction(many, sum(voters)) for many in voters]


@settings(max_examples=60)
@given(ballots=st.lists(TRIPLES, min_size=1, max_size=6))
def test_the_utilitarian_phantoms_are_the_knapsack_by_the_dollar_that_equalizes(ballots: list[tuple[int, ...]]) -> None:
    by_dollar = count("knapsack-per-dollar", profile_of(ballots), budget=4, partial="equalizing")
    assert amounts(count("utilitarian-phantoms", profile_of(ballots), budget=4), 3) == amounts(by_dollar, 3)


def test_the_mean_that_voters_gave_stands_beside_the_share() -> None:
    outcome = count("median-phantoms", profile_of(STANFORD), budget=30)
    assert [outcome.reasons[f"p{n}"].figures["mean"] for n in range(3)] == fractions("7/30 1/3 13/30")


def test_payouts_are_whole_minor_units_that_add_up() -> None:
    outcome = count("median-phantoms", profile_of([(1, 1, 1)]), budget=100)
    assert sorted(int(str(reason.figures["payout"])) for reason in outcome.reasons.values()) == [33, 33, 34]


@pytest.mark.parametrize(
    ("ballots", "matches"),
    [([(9,), (4,), (1,)], [22]), ([(1,)] * 10, [90]), ([(10,)], [0]), ([(5, 0), (0, 5)], [0, 0])],
)
def test_matches_are_those_of_the_published_examples(ballots: list[tuple[int, ...]], matches: list[int]) -> None:
    outcome = count("quadratic-funding", profile_of(ballots), budget=1000)
    listed = [outcome.reasons[f"p{n}"].figures["match"] for n in range(len(matches))]
    assert [
        abs(Fraction(str(match)) - exact) < Fraction(1, 10**9) for match, exact in zip(listed, matches, strict=True)
    ]


@pytest.mark.parametrize(
    ("bound", "expected"), [("25", "0.9259259259 4.6296296296"), ("0.01", "0.0049751244 0.0248756219")]
)
def test_pairs_that_agree_count_less(bound: str, expected: str) -> None:
    ballots = profile_of([(1, 1), (1, 1), (0, 4)])
    outcome = count("quadratic-funding", ballots, budget=1000, variant="pairwise", bound=bound, scale="if-over")
    assert [f"{float(outcome.amounts[f'p{n}']):.10f}" for n in range(2)] == expected.split()


def test_a_pool_that_is_not_asked_for_whole_stays() -> None:
    ballots = profile_of([(9,), (4,), (1,)])
    assert dict(count("quadratic-funding", ballots, budget=100, scale="if-over").amounts) == {"p0": 22}
    assert dict(count("quadratic-funding", ballots, budget=11, scale="if-over").amounts) == {"p0": 11}
    assert dict(count("quadratic-funding", ballots, budget=100).amounts) == {"p0": 100}


def test_what_a_cap_cuts_off_goes_to_the_others() -> None:
    ballots = profile_of([(1, 0)] * 4 + [(0, 1)] * 3)  # matches 12 and 6
    outcome = count("quadratic-funding", ballots, budget=90, cap="1/2")
    assert amounts(outcome, 2) == [45, 45]


def test_too_many_different_donors_are_refused_by_pairs() -> None:
    ballots = profile_of([(number, 1) for number in range(2001)])
    with pytest.raises(BallotsError, match="at most 2000"):
        count("quadratic-funding", ballots, variant="pairwise")


@given(
    ballots=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=6),
    pool=st.integers(0, 500),
    variant=st.sampled_from(["clr", "pairwise"]),
    cap=st.sampled_from(["1", "1/2", "1/3"]),
)
def test_no_project_gets_more_than_its_cap_and_all_together_no_more_than_the_pool(
    ballots: list[tuple[int, int]], pool: int, variant: str, cap: str
) -> None:
    given_out = amounts(count("quadratic-funding", profile_of(ballots), budget=pool, variant=variant, cap=cap), 2)
    assert max(given_out) <= pool * Fraction(cap)
    assert sum(given_out) <= pool
