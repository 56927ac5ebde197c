"""Kinds of fields that a form's model may use: moments as browsers send them; money is in :mod:`pbengine.web.amounts`.

A validator raises ValueError with a code of :mod:`pbengine.web.sentences` as its text.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator

from pbengine.web.language import reader


def read_moment(value: object) -> object:
    """Return an aware UTC datetime from what a browser sends of a date with a time, in the reader's zone."""
    if not isinstance(value, str):
        return value
    try:
        local = datetime.fromisoformat(value)
        return (local if local.tzinfo else local.replace(tzinfo=reader().zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("not-a-moment") from None


def typed_moment(moment: datetime) -> str:
    """Return a moment as the value of a date-and-time field."""
    return moment.astimezone(reader().zone).strftime("%Y-%m-%dT%H:%M")


Moment = Annotated[datetime, BeforeValidator(read_moment)]
