"""Amounts that decide something: nothing that somebody typed is passed over, as in “20k” or “1.5 million”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from babel.numbers import get_currency_symbol, get_decimal_symbol
from pydantic import BeforeValidator, ValidationInfo

from pbengine.web.fields import Money
from pbengine.web.language import reader

if TYPE_CHECKING:
    from pbengine.web.language import Currency

WORD = re.compile(r"[^\W\d_]+")


def refuse_words(value: object, info: ValidationInfo) -> object:
    """Return what was typed; raises ValueError for words that are not the currency's, and for parts of its parts."""
    context = info.context or {}
    if not isinstance(value, str):
        return value
    locale, code = reader().locale, str(context.get("currency", ""))
    known = {code.casefold(), get_currency_symbol(code, locale).casefold()}
    if any(word.casefold() not in known for word in WORD.findall(value)):
        raise ValueError("not-an-amount")
    decimals = re.search(rf"{re.escape(get_decimal_symbol(locale))}(\d+)\D*$", value)
    if decimals and 10 ** len(decimals[1]) > int(context.get("minor_units", 100)):
        raise ValueError("too-exact")
    return value


def amounts_in(currency: Currency) -> dict[str, int | str]:
    """Return what a model with amounts has to be read with."""
    return {"minor_units": currency.minor_units, "currency": currency.code}


Amount = Annotated[Money, BeforeValidator(refuse_words)]
"""Money, in a model that is read with :func:`amounts_in`."""
