"""Every check there is, by number: the audit, the documents and the tests all read this one table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pbengine.audit.case import Case

    Look = Callable[["Case"], Iterator[str]]

_CHECKS: dict[str, Check] = {}
_NUMBER = re.compile(r"\d\d\.\d\d")


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its number (group and place, ``03.02``), what holds when it passes, and how it looks.

    ``look`` yields a sentence for each failure, with its place; it raises BlockedError where it cannot look and
    NotGivenError where it was given nothing to look at.
    """

    number: str
    name: str
    look: Look


def check(number: str, name: str) -> Callable[[Look], Look]:
    """Register a function as the check of this number.

    Raises
    ------
    ValueError
        if the number is not of the form ``03.02`` or is taken, or the name is empty.
    """
    if not _NUMBER.fullmatch(number) or not name:
        raise ValueError(f"a check has a number such as 03.02 and a name, not {number!r} and {name!r}")
    if number in _CHECKS:
        raise ValueError(f"there is already a check {number}")

    def register(look: Look) -> Look:
        _CHECKS[number] = Check(number, name, look)
        return look

    return register


def checks() -> tuple[Check, ...]:
    """Return every registered check, by number."""
    return tuple(_CHECKS[number] for number in sorted(_CHECKS))
