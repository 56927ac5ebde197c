"""Where the rules that elect to seats end: sizes they refuse, ballots they refuse, counts that must come to an end."""

import pytest

from pbengine.formats.blt import read_blt
from pbengine.voting import Instance, Outcome, ballot_order, find_rule
from pbengine.voting.errors import BallotsError, FeatureError
from tests.voting.ranked_files import rankings, stages

RULES = ("scottish-stv", "wigm-prf", "irv", "nz-meek", "meek-prf")
MOST = {"scottish-stv": 922_337_203, "wigm-prf": 92_233_720_368, "nz-meek": 4_611_686_018, "meek-prf": 4_611_686_018}


def count(rule: str, seats: int, papers: dict[tuple[int, ...], int]) -> Outcome:
    instance = Instance.for_seats("ABCD", seats)
    return find_rule(rule).tally(instance, rankings(4, papers), lot=ballot_order(instance))


@pytest.mark.parametrize("rule", MOST)
def test_as_many_papers_are_counted_as_64_bits_can_hold_and_no_more(rule: str) -> None:
    most, third = MOST[rule], MOST[rule] // 3
    papers: dict[tuple[int, ...], int] = {(0, 1): most - third - 7, (1, 2): third, (2, 3): 7}
    outcome = count(rule, 2, papers)
    assert outcome.funded == ("A", "B")
    assert all("-" not in str(step.figures["votes"]) for step in stages(outcome))
    with pytest.raises(BallotsError, match=r"it counts fewer than .* papers"):
        count(rule, 2, {**papers, (3,): 2})


def test_the_largest_counts_are_those_of_small_ones_with_more_digits() -> None:
    small = {(0, 1): 50, (0, 2): 10, (1,): 9, (2,): 8, (3,): 3}
    for rule in ("scottish-stv", "wigm-prf", "nz-meek", "meek-prf"):
        factor = MOST[rule] // 80
        large = {ranking: papers * factor for ranking, papers in small.items()}
        assert count(rule, 3, large).funded == count(rule, 3, small).funded == ("A", "B", "C")


@pytest.mark.parametrize("rule", RULES)
def test_equal_ranks_are_refused_by_name(rule: str) -> None:
    file = read_blt('3 1\n2 1=2 3 0\n0\n"A" "B" "C"\n"Club"\n')
    with pytest.raises(FeatureError, match="needs rankings without equal ranks"):
        find_rule(rule).tally(file.instance, file.profile, lot=ballot_order(file.instance))


def test_new_zealands_count_ends_where_nine_digits_cannot_make_the_surplus_smaller() -> None:
    outcome = count("nz-meek", 2, {(0,): 700_000_000, (1,): 200_000_000, (2,): 200_000_000})
    assert outcome.funded[0] == "A"
    assert outcome.reasons[outcome.ties[0].chosen].code == "excluded"
    before = stages(outcome)[-2].figures["surplus"]
    assert float(str(before)) > 0.0001


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seats", [0, 1, 3, 9])
def test_no_papers_and_any_number_of_seats_come_to_an_end(rule: str, seats: int) -> None:
    outcome = count(rule, seats, {(): 3})
    expected = 0 if rule == "nz-meek" else min(seats, 4)  # there nobody is a candidate whom no paper ranks
    assert len(outcome.funded) == expected
