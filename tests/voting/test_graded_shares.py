"""Equal shares with unequal utilities against its definition, run by run, with whole numbers as coarse as can be."""

from fractions import Fraction
from itertools import combinations
from math import inf

import numpy as np
import pytest

from pbengine.voting import find_rule
from pbengine.voting.errors import OptionsError
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.rules.graded import ledger, raising
from pbengine.voting.rules.graded.evidence import funding_steps, losses_of
from pbengine.voting.rules.graded.gradings import gradings_of
from pbengine.voting.rules.graded.levels import bounds_of
from pbengine.voting.rules.graded.raising import raise_endowment
from pbengine.voting.rules.graded.run import Ended, Run, count
from pbengine.voting.rules.graded.support import approvals_of, support_of
from tests.oracles import equal_shares as approvals_oracle
from tests.oracles import graded_shares as oracle
from tests.voting import shares_elections
from tests.voting.graded_elections import KINDS, Made, made, several

RULE = find_rule("equal-shares")
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
EVERY_DEPTH = pytest.mark.parametrize("digits", [51, 24, 14])  # of all the money; 51 is what the rule has


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch, digits: int) -> None:
    monkeypatch.setattr(ledger, "DIGITS", digits)


def assert_same(election: Made, run: Run, expected: oracle.Count) -> None:
    """Compare everything that a run knows with the definition, exactly."""
    assert run.funded == expected.funded
    assert [payment.price for payment in run.ledger.payments] == expected.rhos
    assert [tied for _, tied in sorted(run.draws.items())] == expected.ties
    for step, before, after in zip(
        funding_steps(election.instance, run), expected.budgets, expected.budgets[1:], strict=False
    ):
        paid = [had - has for had, has in zip(before, after, strict=True)]
        assert step.figures["payment"] == max(paid)
        assert sum(paid) == step.figures["cost"]
        if step.figures["cost"]:
            assert step.figures["payers"] == sum(payment > 0 for payment in paid)
    admitted = election.graded.admitted(run.funded)
    for column, reason in losses_of(run).items():
        assert (reason.code == "not-covered") == (column in admitted)
        if column not in admitted:
            continue
        held = [sum(budgets[v] for v in election.graded.supporters(column)) for budgets in expected.budgets]
        assert reason.figures["left"] == held[-1]
        assert reason.figures["round"] == next(
            n for n, money in enumerate(held) if money < election.graded.costs[column]
        )


@EVERY_KIND
@EVERY_DEPTH
@pytest.mark.usefixtures("coarse")
def test_a_run_pays_what_the_definition_pays(kind: str) -> None:
    funded = 0
    for election in several(kind, 150, seed=41):
        run = count(election.people, election.graded.equal_share)
        assert_same(election, run, oracle.run(election.graded, election.graded.equal_share))
        funded += len(run.funded)
    assert funded > 100


@EVERY_KIND
@EVERY_DEPTH
@pytest.mark.parametrize("stop", ["no", "yes"])
@pytest.mark.usefixtures("coarse")
def test_raised_endowments_end_where_a_count_of_every_increment_ends(kind: str, stop: str) -> None:
    for election in several(kind, 40, seed=43):
        increment = max(1, max(election.graded.costs) // 12)
        outcome = election.count(RULE, completion="add1", increment=increment, exhaustive_stop=stop)
        expected = oracle.add1(
            election.graded, election.graded.equal_share, increment=increment, exhaustive_stop=stop == "yes"
        )
        said = outcome.steps[0].figures
        assert (said["increments"], said["stop"]) == expected[:2]
        assert outcome.funded == election.ids(expected[2].funded)


def test_leaps_are_taken_and_save_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred increments that change nothing need far fewer runs."""
    runs = []

    def counted(*given: object, **named: object) -> Run:
        runs.append(named.get("earlier"))
        return count(*given, **named)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(raising, "count", counted)
    election = made([1000, 3000], np.array([[3, 1], [2, 0], [0, 5]]), 1500)
    raised = raise_endowment(election.people, Fraction(500), increment=1, budget=1500)
    assert raised.increments == oracle.add1(election.graded, Fraction(500), increment=1, exhaustive_stop=False)[0]
    assert raised.increments > 200
    assert len(runs) < 60
    assert any(earlier is not None for earlier in runs)


def test_a_leap_over_a_change_is_not_proven() -> None:
    """With 5 each nobody can pay for the second project, with 60 they can: a run from the one cannot vouch for both."""
    election = made([5, 60], np.array([[1, 0], [0, 1]]), 10)
    earlier = count(election.people, Fraction(5))
    assert earlier.funded == [0]
    assert count(election.people, Fraction(60), earlier=earlier).ended is Ended.UNPROVEN
    assert count(election.people, Fraction(59), earlier=earlier).ended is Ended.COMPLETE


def test_no_leap_is_proven_between_equal_outcomes_with_another_in_between() -> None:
    """Some elections fund the same at two endowments and something else at one between them."""
    met = 0
    for election in several("ordinary", 150, seed=5):
        step = max(1, sum(election.graded.costs) // 40)
        runs = [count(election.people, Fraction(more * step)) for more in range(1, 20)]
        for low, high in combinations(range(19), 2):
            between = [run.funded for run in runs[low + 1 : high]]
            if runs[low].funded == runs[high].funded and any(funded != runs[low].funded for funded in between):
                met += 1
                leap = count(election.people, runs[high].endowment, earlier=runs[low])
                assert leap.ended is Ended.UNPROVEN
    assert met > 2


@pytest.mark.parametrize("digits", [51, 24, 12])
@pytest.mark.usefixtures("coarse")
def test_whole_numbers_stay_within_their_band_and_are_nothing_only_where_nothing_is_left() -> None:
    """Statements 1 and 2, after every payment of long runs."""
    rng = np.random.default_rng(103)
    furthest = Fraction(0)
    for _ in range(40):
        values = np.where(rng.random((12, 16)) < 0.5, rng.integers(1, 9, (12, 16)), 0)
        election = made(rng.integers(3, 60, 16).tolist(), values, 400)
        run = count(election.people, election.graded.equal_share)
        paid = ledger.Ledger(election.people, run.endowment)
        for payment, before in zip(
            [*run.ledger.payments, None], oracle.run(election.graded, run.endowment).budgets, strict=True
        ):
            units = [budget * Fraction(2) ** paid.scale.bits for budget in before]
            off = [abs(int(ours) - exact) for ours, exact in zip(paid.budgets, units, strict=True)]
            assert max(off) <= paid.band
            assert [ours == 0 for ours in paid.budgets] == [exact == 0 for exact in before]
            furthest = max(furthest, *off)
            if payment is not None:
                paid.pay(payment)
    assert furthest > ledger.FIRST_BAND  # so that a band that does not grow would be noticed


def test_a_price_is_only_told_within_bounds_that_are_shown() -> None:
    """Ten voters share a cost of 50 by a price of 5; a bound of 6 to begin with is wrong, and nothing comes of it."""
    election = made([50], np.ones((10, 1), dtype=np.int64), 100)
    paid = ledger.Ledger(election.people, Fraction(10))
    crowd, unit = election.people.crowds[0], paid.in_units(Fraction(1))
    told = bounds_of(crowd, paid.amounts(0), paid.costs[0], band=paid.band, floor=4 * unit, ceiling=inf)
    assert told is not None
    assert told.high is not None
    assert told.low <= 5 * unit <= told.high
    wrong = bounds_of(crowd, paid.amounts(0), paid.costs[0], band=paid.band, floor=6 * unit, ceiling=inf)
    assert wrong is not None
    assert wrong.high is None


@pytest.mark.parametrize("utility", ["cost", "cardinality"])
@pytest.mark.parametrize("kind", ["ordinary", "tied", "nearly tied", "chained"])
def test_approvals_are_counted_alike_by_both_engines(kind: str, utility: str) -> None:
    rng = np.random.default_rng(47)
    for _ in range(60):
        election = shares_elections.KINDS[kind](rng)
        plain = RULE.tally(election.instance, election.profile, lot=election.lot, utility=utility)
        people = gradings_of(election.instance, election.profile, lot=election.lot, utility=utility)
        run = count(people, election.equal_share)
        assert tuple(election.instance.projects[column].id for column in run.funded) == plain.funded
        assert [dict(step.figures) for step in funding_steps(election.instance, run)] == [
            dict(step.figures) for step in plain.steps
        ]
        assert approvals_oracle.run(election.question(utility), election.equal_share).funded == run.funded


def test_support_is_what_has_more_than_no_points() -> None:
    """The first voter names p0 with 5 and p1 with -2, the second p2 with 0; what is not named has 1."""
    profile = Profile(
        kind=BallotKind.SCORING,
        project_count=3,
        starts=np.array([0, 2, 3]),
        choices=np.array([0, 1, 2], dtype=np.int32),
        weights=np.array([1, 1]),
        points=np.array([5, -2, 0]),
        default_points=1,
    )
    support = support_of(profile, "points")
    assert (support.starts.tolist(), support.choices.tolist(), support.values.tolist()) == (
        [0, 2, 4],
        [0, 2, 0, 1],
        [5, 1, 1, 1],
    )
    assert approvals_of(profile).votes().tolist() == [2, 1, 1]


def test_level_ranks_are_worth_the_same() -> None:
    profile = Profile(
        kind=BallotKind.ORDINAL,
        project_count=3,
        starts=np.array([0, 3]),
        choices=np.array([2, 0, 1], dtype=np.int32),
        weights=np.array([1]),
        ranks=3,
        tied=np.array([False, True, False]),
    )
    assert support_of(profile, "borda").values.tolist() == [3, 3, 1]


@pytest.mark.parametrize(("utility", "needed"), [("points", "cumulative or scoring"), ("borda", "ordinal")])
def test_a_utility_that_the_ballots_do_not_have_is_refused_in_words(utility: str, needed: str) -> None:
    election = shares_elections.made([1], [[0]], 1)
    with pytest.raises(OptionsError, match=f"utility '{utility}' needs {needed} ballots, not approval ballots"):
        RULE.tally(election.instance, election.profile, lot=election.lot, utility=utility)


def test_points_in_decimals_cost_by_the_point() -> None:
    """One voter gives 0.5 points to a project that costs 3: a point costs 6."""
    election = made([3], np.array([[5]]), 10)
    tenths = Profile(
        kind=BallotKind.CUMULATIVE,
        project_count=1,
        starts=election.profile.starts,
        choices=election.profile.choices,
        weights=election.profile.weights,
        points=election.profile.points,
        points_scale=10,
    )
    outcome = RULE.tally(election.instance, tenths, lot=election.lot, utility="points")
    assert outcome.steps[0].figures["rho"] == 6


def test_values_that_double_precision_cannot_hold_are_counted_exactly() -> None:
    """Three values of about 2**57: 2**57 + 1 and 2**57 are the same number in double precision."""
    big = 2**57
    election = made([6, 6], np.array([[big + 1, big], [big, big + 1], [big, big]]), 10)
    run = count(election.people, election.graded.equal_share)
    assert_same(election, run, oracle.run(election.graded, election.graded.equal_share))
    election = made([6, 6], np.array([[big + 1, big], [big, big], [big, big]]), 10)
    run = count(election.people, election.graded.equal_share)
    assert run.funded == [0]
    assert run.draws == {}
