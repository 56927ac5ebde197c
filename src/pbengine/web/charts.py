"""The arithmetic of charts: lengths as per cents of an axis that starts at zero and ends at a round number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUND = (1, 2, 5)


class Look(StrEnum):
    """How a bar is drawn; always told in words as well."""

    PLAIN = "plain"
    FUNDED = "funded"
    NOT_FUNDED = "not-funded"
    CHOSEN = "chosen"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its label, its exact value, the value as it is written, and its look with the word for it."""

    label: str
    value: int | Fraction
    written: str
    look: Look = Look.PLAIN
    word: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis, in per cents of its length."""

    at: str
    written: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with where its bar begins and how long it is, in per cents."""

    row: Row
    start: str
    length: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars from zero."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class StackChart:
    """One strip made of its parts, from zero to ``whole``; what lies beyond ``limit`` is over it."""

    bars: tuple[Bar, ...]
    limit: str
    rest: str


def nice_ticks(top: int | Fraction, most: int = 5) -> tuple[int, ...]:
    """Return round whole numbers from zero, evenly spaced, of which the last is at least ``top``.

    >>> nice_ticks(1204)
    (0, 500, 1000, 1500)
    >>> nice_ticks(3)
    (0, 1, 2, 3)
    >>> nice_ticks(0)
    (0, 1)
    """
    for exponent in count():
        for factor in ROUND:
            step = factor * 10**exponent
            needed = -(-Fraction(top) // step)
            if needed < most:
                return tuple(range(0, step * max(1, int(needed)) + 1, step))
    raise AssertionError


def bar_chart(rows: Sequence[Row], ticks: Sequence[tuple[int, str]] = ()) -> BarChart:
    """Return the bars of some rows; the axis ends at the last tick, or at the longest bar where there are no ticks."""
    end = max([Fraction(1), *(Fraction(row.value) for row in rows), *(Fraction(at) for at, _ in ticks)])
    return BarChart(
        tuple(Bar(row, "0", _share(row.value, end)) for row in rows),
        tuple(Mark(_share(at, end), written) for at, written in ticks),
    )


def stack_chart(parts: Sequence[Row], limit: int) -> StackChart:
    """Return a strip made of its parts one after the other, as long as the limit or, if more, as the parts."""
    total = sum((Fraction(part.value) for part in parts), Fraction(0))
    whole = max(total, Fraction(limit), Fraction(1))
    starts = [sum((Fraction(part.value) for part in parts[:index]), Fraction(0)) for index in range(len(parts))]
    bars = tuple(
        Bar(part, _share(start, whole), _share(part.value, whole)) for part, start in zip(parts, starts, strict=True)
    )
    return StackChart(bars, _share(limit, whole), _share(max(limit - total, Fraction(0)), whole))


def _share(part: int | Fraction, whole: Fraction) -> str:
    return f"{float(Fraction(part) / whole * 100):.3f}".rstrip("0").rstrip(".")
