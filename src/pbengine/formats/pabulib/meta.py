"""META: the keys with what they mean to a count. Keys that nobody knows are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, shown
from pbengine.formats.pabulib.numbers import has_decimal_comma, number_needed, read_number
from pbengine.formats.pabulib.sections import META_HEADER
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from pbengine.formats.pabulib.sections import Section

NEEDED = ("budget", "vote_type")
OBLIGATORY = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
)
WHOLE = frozenset({"num_projects", "num_votes", "min_length", "max_length"})
MONEY = frozenset({"budget", "min_sum_cost", "max_sum_cost"})
POINTS = frozenset({"min_points", "max_points", "min_sum_points", "max_sum_points", "default_score"})
NUMBERS = WHOLE | MONEY | POINTS | {"min_project_score_threshold"}
DATES = frozenset({"date_begin", "date_end"})
WORDS = frozenset({"vote_type", "rule"})
FLAGS = frozenset({"fully_funded", "experimental"})
KNOWN = NUMBERS | DATES | FLAGS | frozenset(OBLIGATORY)
_DATE = re.compile(r"(0[1-9]|[12][0-9]|3[01])\.(0[1-9]|1[0-2])\.[0-9]{4}|[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Meta:
    """The keys of META as text, with the line of each, and those that are numbers, read."""

    values: Mapping[str, str]
    lines: Mapping[str, int]
    numbers: Mapping[str, Fraction]
    kind: BallotKind | None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def read_meta(section: Section) -> Meta:
    """Read the keys, none under a faulty header; known keys may be in any case, decimal commas become points."""
    if list(section.columns) != META_HEADER:
        return Meta({}, {}, {}, None)
    keys = [key.lower() if key.lower() in KNOWN else key for key in section.columns["key"]]
    given = list(zip(keys, section.columns["value"], section.lines, strict=True))
    values = {key: _tidy(key, value) for key, value, _ in reversed(given)}
    lines = {key: line for key, _, line in reversed(given)}
    numbers = {
        key: number
        for key in NUMBERS
        if (number := read_number(values.get(key, ""))) is not None and _fits(key, number)
    }
    kind = values.get("vote_type", "")
    return Meta(
        values=MappingProxyType({key: values[key] for key in dict.fromkeys(keys)}),
        lines=MappingProxyType(lines),
        numbers=MappingProxyType(numbers),
        kind=BallotKind(kind) if kind in set(BallotKind) else None,
        faults=(*_repeats(given), *_faults(values, lines, numbers)),
        warnings=tuple(_warnings(given, values, lines)),
    )


def _tidy(key: str, value: str) -> str:
    """Return a value as the strict form has it."""
    if key in WORDS:
        return value.lower()
    return value.replace(",", ".") if _is_old_number(key, value) else value


def _is_old_number(key: str, value: str) -> bool:
    return key in NUMBERS and has_decimal_comma(value)


def _fits(key: str, number: Fraction) -> bool:
    return (key in POINTS or number >= 0) and (key not in WHOLE or number.denominator == 1)


def _repeats(given: list[tuple[str, str, int]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for key, _, line in given:
        if not key:
            yield Fault(line, "key-missing", "a line of META has no key")
        elif key in seen:
            yield Fault(line, "key-repeated", f"META has the key {shown(key)} twice", key)
        seen.add(key)


def _faults(values: Mapping[str, str], lines: Mapping[str, int], numbers: Mapping[str, Fraction]) -> Iterator[Fault]:
    for key in NEEDED:
        if not values.get(key):
            yield Fault(lines.get(key), "key-missing", f"META does not give {key}", key)
    for key, value in values.items():
        if key in NUMBERS and value and key not in numbers:
            kind = "a whole number" if key in WHOLE else "a number"
            least = kind if key in POINTS else f"{kind}, at least 0"
            yield Fault(lines[key], "number", f"{key} is {shown(value)}; it needs {number_needed(least, value)}", key)
    kind = values.get("vote_type", "")
    if kind and kind not in set(BallotKind):
        kinds = ", ".join(BallotKind)
        yield Fault(lines["vote_type"], "vote-type", f"vote_type is {shown(kind)}; it is one of {kinds}", "vote_type")


def _warnings(
    given: list[tuple[str, str, int]], values: Mapping[str, str], lines: Mapping[str, int]
) -> Iterator[Fault]:
    for key, value, line in given:
        if _is_old_number(key, value):
            yield Fault(line, "decimal-comma", f"{key} is {shown(value)}; its decimal comma is read as a point", key)
    for key in OBLIGATORY:
        if key not in NEEDED and not values.get(key):
            yield Fault(lines.get(key), "key-missing", f"META does not give {key}", key)
    if values.get("vote_type") == BallotKind.CUMULATIVE and not values.get("max_sum_points"):
        message = "META does not give max_sum_points, so that no sum of points is too much"
        yield Fault(lines.get("max_sum_points"), "key-missing", message, "max_sum_points")
    for key in sorted(DATES & values.keys()):
        if values[key] and not _DATE.fullmatch(values[key]):
            yield Fault(lines[key], "date", f"{key} is {shown(values[key])}, not a date as 31.12.2026 or 2026", key)
    for key in sorted(FLAGS & values.keys()):
        if values[key] != "1":
            yield Fault(lines[key], "flag", f"{key} is {shown(values[key])}; the only value it has is 1", key)
