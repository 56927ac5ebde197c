"""Money as people type it: 1200, 1,200.50, 1 200,50 zł; what could be read in two ways is asked for again.

Nothing that somebody typed is passed over, as in “20k” or “1.5 million”, and a sign between thousands is never taken
for the one before parts of a unit. A model with :data:`Money` is read with ``read_form(..., currency=Currency(...))``.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from babel.numbers import format_decimal, get_currency_symbol, get_decimal_symbol, get_group_symbol
from pydantic import BeforeValidator, ValidationInfo

from pbengine.process.plans import MOST_MONEY
from pbengine.web.language import reader

if TYPE_CHECKING:
    from pbengine.web.language import Currency

LONGEST = 200
NUMBER = re.compile(r"[0-9]+(?:[ .,][0-9]+)*")
GROUPED = re.compile(r"[0-9]+|[1-9][0-9]{0,2}(?=([ .,]))(?:\1[0-9]{3})+")
GROUPED_IN_LAKHS = re.compile(r"[1-9][0-9]?(?=([ .,]))(?:\1[0-9]{2})*\1[0-9]{3}")
IN_LAKHS = (3, 2)
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""One sign before three digits: thousands to some readers, parts of a unit to others."""
GROUP_SIGNS, ARABIC_DECIMAL = "'’٬", "٫"  # noqa: RUF001 - the signs of Swiss and Arabic numbers
WHOLE_DIGITS = len(str(MOST_MONEY))


def read_money(value: object, info: ValidationInfo) -> object:
    """Return minor units from what somebody typed."""
    if not isinstance(value, str):
        return value
    currency: Currency = (info.context or {})["currency"]
    digits = len(str(currency.minor_units)) - 1
    number = _without_currency(_plain(value), currency) if len(value) <= LONGEST else ""
    if not NUMBER.fullmatch(number):
        raise ValueError("not-an-amount")
    whole, parts = _whole_and_parts(number, digits)
    if len(whole) > WHOLE_DIGITS:
        raise ValueError("amount-too-large")
    if len(parts) > digits:
        raise ValueError("too-exact")
    amount = int(whole) * currency.minor_units + int(parts.ljust(digits, "0") or 0)
    if amount > MOST_MONEY:
        raise ValueError("amount-too-large")
    return amount


def _plain(text: str) -> str:
    """Return a text with digits of ASCII, signs that only group as single blanks, and no marks of direction."""
    return " ".join("".join(map(_plain_letter, text)).casefold().split())


def _plain_letter(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if letter in GROUP_SIGNS:
        return " "
    if letter == ARABIC_DECIMAL:
        return get_decimal_symbol(reader().locale)
    return "" if unicodedata.category(letter) == "Cf" else letter


def _without_currency(text: str, currency: Currency) -> str:
    """Return what is left of a text without the code or sign of this currency, once, at either end."""
    symbol = get_currency_symbol(currency.code, reader().locale)
    bare = "".join(letter for letter in symbol if unicodedata.category(letter) == "Sc")  # of A$, the $
    for name in map(_plain, (currency.code, symbol, bare)):
        if name and text.startswith(name):
            return text[len(name) :].lstrip()
        if name and text.endswith(name):
            return text[: -len(name)].rstrip()
    return text


def _whole_and_parts(number: str, digits: int) -> tuple[str, str]:
    sign = _decimal_sign(number, digits)
    whole, _, parts = number.rpartition(sign) if sign else (number, "", "")
    in_lakhs = reader().locale.decimal_formats[None].grouping == IN_LAKHS
    if not GROUPED.fullmatch(whole) and not (in_lakhs and GROUPED_IN_LAKHS.fullmatch(whole)):
        raise ValueError("not-an-amount")
    return re.sub(r"\D", "", whole), parts


def _decimal_sign(number: str, digits: int) -> str:
    """Return the sign before the parts of a unit, empty for whole units; raises ValueError where that is unsure."""
    locale = reader().locale
    signs = [letter for letter in number if not letter.isdigit()]
    if not signs or signs[-1] == " " or signs.count(signs[-1]) > 1:
        return ""
    last = signs[-1]
    is_native, groups_here = last == get_decimal_symbol(locale), last == get_group_symbol(locale)
    if THOUSANDS.fullmatch(number):
        if groups_here:
            return ""
        is_sure = is_native and digits >= 3  # noqa: PLR2004 - as many as stand behind the sign
    elif len(signs) > 1:
        is_sure = is_native or len(number.rpartition(last)[2]) == digits
    else:
        is_sure = is_native or not groups_here
    if not is_sure:
        raise ValueError("ambiguous-amount")
    return last


def typed_money(amount: int | None, minor_units: int) -> str:
    """Return an amount as the value of a money field: digits without groups, decimals where there are any."""
    if amount is None:
        return ""
    value = Decimal(amount) / minor_units
    pattern = "0" if value == value.to_integral_value() else "0." + "0" * (len(str(minor_units)) - 1)
    return str(format_decimal(value, pattern, locale=reader().locale))


Money = Annotated[int, BeforeValidator(read_money)]
"""An amount in minor units."""
