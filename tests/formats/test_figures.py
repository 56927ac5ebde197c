from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.formats.figures import exact_text, figure_document, in_units, money_figures, money_text
from pbengine.voting.exact import decimal_text

if TYPE_CHECKING:
    from pbengine.voting.outcome import Figure


@given(st.fractions())
def test_every_number_reads_back_exactly(number: Fraction) -> None:
    assert Fraction(exact_text(number)) == number


@given(st.integers(), st.sampled_from([1, 10, 100, 1000]))
def test_money_reads_back_exactly(amount: int, minor_units: int) -> None:
    text = money_text(amount, minor_units)
    assert Fraction(text) * minor_units == amount
    assert "/" not in text


@pytest.mark.parametrize(
    ("scaled", "digits", "text"),
    [(5, 2, "0.05"), (-5, 2, "-0.05"), (-1205, 2, "-12.05"), (0, 3, "0.000"), (12, 0, "12")],
)
def test_decimals_keep_their_sign_and_their_zeros(scaled: int, digits: int, text: str) -> None:
    assert decimal_text(scaled, digits) == text


def test_money_is_turned_into_units_and_the_rest_is_left_alone() -> None:
    figures: dict[str, Figure] = {"cost": 1250, "left": Fraction(1, 3), "score": 15, "blocker": "7", "payers": (1, 2)}
    assert in_units(figures, minor_units=100) == {
        "cost": Fraction(25, 2),
        "left": Fraction(1, 300),
        "score": 15,
        "blocker": "7",
        "payers": (1, 2),
    }


def test_figures_in_json_are_text_and_lists_of_text() -> None:
    assert figure_document((Fraction(1, 3), ("7", 12))) == ["1/3", ["7", "12"]]


def test_what_is_paid_for_each_unit_of_utility_is_money_only_where_projects_count_alike() -> None:
    assert "rho" in money_figures({"utility": "cardinality"})
    assert "rho" not in money_figures({"utility": "cost"})
    assert "rho" not in money_figures({})
