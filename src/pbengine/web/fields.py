"""Kinds of fields that a form's model may use: money, moments and texts as people type them.

A validator raises ValueError with a code of :mod:`pbengine.web.sentences` as its text. What it needs to know, it
finds in the context that is given to ``read_form``: ``minor_units`` for money; moments are
in the reader's zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from pydantic import BeforeValidator, ValidationInfo

from pbengine.web.language import reader

LARGEST = 2**53 - 1
TYPED = re.compile(r"[^\d,.−-]*(\d[\d.,'’\s]*)\D*")
"""Digits in groups, between the names or signs of a currency."""


def read_money(value: object, info: ValidationInfo) -> object:
    """Return minor units from what somebody typed: 1200, 1,200.50, 1 200,50 zł."""
    if not isinstance(value, str):
        return value
    typed = TYPED.fullmatch(value)
    if typed is None:
        raise ValueError("not-an-amount")
    try:
        amount = parse_decimal(re.sub(r"[\s'’]", "", typed[1]), locale=reader().locale, strict=True)
    except NumberFormatError:
        raise ValueError("not-an-amount") from None
    return _in_minor_units(amount, info)


def _in_minor_units(amount: Decimal, info: ValidationInfo) -> int:
    units: int = (info.context or {}).get("minor_units", 100)
    cents = amount * units
    if not cents.is_finite() or cents != cents.to_integral_value():
        raise ValueError("too-exact")
    if not 0 <= cents <= LARGEST:
        raise ValueError("not-an-amount")
    return int(cents)


def read_moment(value: object) -> object:
    """Return an aware UTC datetime from what a browser sends of a date with a time, in the reader's zone."""
    if not isinstance(value, str):
        return value
    try:
        local = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("not-a-moment") from None
    return (local if local.tzinfo else local.replace(tzinfo=reader().zone)).astimezone(UTC)


def typed_moment(moment: datetime) -> str:
    """Return a moment as the value of a date-and-time field."""
    return moment.astimezone(reader().zone).strftime("%Y-%m-%dT%H:%M")


def typed_money(amount: int | None, minor_units: int) -> str:
    """Return an amount as the value of a money field: digits without groups, decimals where there are any."""
    if amount is None:
        return ""
    value = Decimal(amount) / minor_units
    pattern = "0" if value == value.to_integral_value() else "0." + "0" * (len(str(minor_units)) - 1)
    return str(format_decimal(value, pattern, locale=reader().locale))


Money = Annotated[int, BeforeValidator(read_money)]
Moment = Annotated[datetime, BeforeValidator(read_moment)]
