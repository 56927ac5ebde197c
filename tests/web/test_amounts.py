"""Money fields: what people type is read right, or asked for again; never read as something else."""

from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from pbengine.process.plans import MOST_MONEY
from pbengine.process.refusals import FormRefusal
from pbengine.web.amounts import Money, typed_money
from pbengine.web.forms import Form, read_form
from pbengine.web.language import Currency, Reader, read_as
from pbengine.web.sentences import sentence

POUND, ZLOTY, YEN, DINAR = Currency("GBP"), Currency("PLN"), Currency("JPY", 1), Currency("KWD", 1000)


class Cost(BaseModel):
    cost: Money


def read(typed: str, language: str = "en", currency: Currency = POUND) -> int:
    read_as(Reader(language))
    return read_form(Cost, Form(MappingProxyType({"cost": (typed,)})), currency=currency).cost


def fault(typed: str, language: str = "en", currency: Currency = POUND) -> str:
    with pytest.raises(FormRefusal) as refused:
        read(typed, language, currency)
    [only] = refused.value.faults
    assert sentence(only.code, only.figures)
    return only.code


@pytest.mark.parametrize(
    ("typed", "language", "currency", "amount"),
    [
        ("1200", "en", POUND, 120_000),
        ("0", "en", POUND, 0),
        ("007", "en", POUND, 700),
        ("12.5", "en", POUND, 1_250),
        ("1,200", "en", POUND, 120_000),
        ("1,200.50", "en", POUND, 120_050),
        ("1,200,000", "en", POUND, 120_000_000),
        ("1 200,50", "en", POUND, 120_050),
        ("1.200,50", "en", POUND, 120_050),
        ("1.200.000", "en", POUND, 120_000_000),
        ("1'200.50", "en", POUND, 120_050),
        ("£1,200", "en", POUND, 120_000),
        ("£ 1,200", "en", POUND, 120_000),
        ("1,200.50 GBP", "en", POUND, 120_050),
        ("gbp 5", "en", POUND, 500),
        ("$5", "en", Currency("AUD"), 500),
        ("1 200,50 zł", "pl", ZLOTY, 120_050),
        ("1\N{NO-BREAK SPACE}200", "pl", ZLOTY, 120_000),
        ("1\N{NARROW NO-BREAK SPACE}200,5", "fr", POUND, 120_050),
        ("12.50", "pl", ZLOTY, 1_250),
        ("1.200", "de", POUND, 120_000),
        ("1,5", "de", POUND, 150),
        ("12,00,000", "hi", Currency("INR"), 120_000_000),
        ("1,200", "en", YEN, 1_200),
        ("1.250", "en", DINAR, 1_250),
        ("1,200.5", "en", DINAR, 1_200_500),
        ("٢٠٠", "en", POUND, 20_000),
        ("١٬٢٠٠٫٥٠", "ar", POUND, 120_050),  # noqa: RUF001 - as it is typed in Arabic
        ("\N{RIGHT-TO-LEFT MARK}१२०", "en", POUND, 12_000),
        (str(MOST_MONEY // 100), "en", POUND, MOST_MONEY // 100 * 100),
    ],
)
def test_money_is_read_as_people_type_it(typed: str, language: str, currency: Currency, amount: int) -> None:
    assert read(typed, language, currency) == amount


@pytest.mark.parametrize(
    ("typed", "language", "currency"),
    [
        ("1.200", "en", POUND),
        ("1.200", "en", YEN),
        ("1.200", "pl", ZLOTY),
        ("1,200", "de", POUND),
        ("12,50", "en", POUND),
        ("12.50", "de", POUND),
        ("1234,567", "en", POUND),
        ("0,500", "en", POUND),
        ("1 200,500", "en", POUND),
        ("1٫200", "en", POUND),  # noqa: RUF001 - the Arabic sign before decimals
    ],
)
def test_what_could_be_read_in_two_ways_is_asked_for_again(typed: str, language: str, currency: Currency) -> None:
    assert fault(typed, language, currency) == "ambiguous-amount"


@pytest.mark.parametrize(
    "typed",
    [
        *("20k", "1.5 million", "twelve", "20 EUR", "€5", "£5£", "5 GBP GBP", "-5", "−5", "+5", "1e9", "12-13", "NaN"),
        *("1,2,3.4.5", "12,00.5", "12 34", "1,20,000", "1 200.000.000", "1,234 567", "5.", ".5", "1..5", "²", "½", "£"),
        *("x" * 5_000, "9" * 5_000),
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    assert fault(typed) == "not-an-amount"


@pytest.mark.parametrize("typed", ["9" * 30, "9" * 200, str(MOST_MONEY // 100 + 1), "999,999,999,999,999,999"])
def test_more_than_can_be_counted_is_refused(typed: str) -> None:
    assert fault(typed) == "amount-too-large"


@pytest.mark.parametrize(
    ("typed", "currency"), [("1.0005", POUND), ("0.005", POUND), ("1234.567", POUND), ("1.5", YEN), ("1.2345", DINAR)]
)
def test_parts_of_a_penny_are_refused(typed: str, currency: Currency) -> None:
    assert fault(typed, currency=currency) == "too-exact"


@pytest.mark.parametrize("language", ["en", "pl", "de", "fr", "ar", "fa", "hi"])
@pytest.mark.parametrize("currency", [POUND, YEN, DINAR])
@given(amount=st.integers(0, MOST_MONEY))
def test_money_that_was_shown_is_read_back_the_same(language: str, currency: Currency, amount: int) -> None:
    read_as(Reader(language))
    assert read(typed_money(amount, currency.minor_units), language, currency) == amount


@given(typed=st.text(alphabet="0123456789.,' k£", max_size=12), language=st.sampled_from(["en", "pl", "de"]))
def test_whatever_is_taken_has_the_very_digits_that_were_typed(typed: str, language: str) -> None:
    """Money is never another row of digits than the one that stands in the field, and never has its parts cut off."""
    try:
        amount = read(typed, language)
    except FormRefusal:
        return
    digits = "".join(filter(str.isdigit, typed))
    assert Decimal(amount) / 100 in {Decimal(int(digits)), Decimal(int(digits)) / 10, Decimal(int(digits)) / 100}
