"""The published ballots: how many voters see a project of theirs funded, and a table for people."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from pbengine.formats.figures import exact_text
from pbengine.formats.pabulib import read_pabulib
from pbengine.voting.measures.coverage import voters_covered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pbengine.voting.profile import Profile

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell must not begin with: a spreadsheet would work it out instead of showing it."""
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Spreadsheets read letters beyond ASCII right only behind it."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedBallots:
    """The ballots of a published result; two are equal when their digests are."""

    digest: str
    result_pb: bytes = field(compare=False, repr=False)
    funded: tuple[str, ...] = field(compare=False)
    titles: Mapping[str, str] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Findings:
    """How many voters chose a funded project, and how many bytes the table of ballots has."""

    covered: int
    csv_size: int


@lru_cache(maxsize=8)
def findings_of(ballots: PublishedBallots) -> Findings:
    """Return what the ballots tell; a result never changes once published, so it is worked out once."""
    file = read_pabulib(ballots.result_pb)
    return Findings(voters_covered(file.instance, file.profile, ballots.funded), len(ballots_csv(ballots)))


def ballots_csv(ballots: PublishedBallots) -> bytes:
    """Return the ballots as a table: a row a ballot, sorted, with the titles it names; nothing of who or when."""
    file = read_pabulib(ballots.result_pb)
    titles = [ballots.titles[project.id] for project in file.instance.projects]
    rows = sorted(_rows(file.profile, titles))
    widest = max(map(len, rows), default=0)
    step = 1 if file.profile.points is None else 2
    head = [name for place in range(1, widest // step + 1) for name in (f"choice {place}", f"points {place}")[:step]]
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["ballot", *head])
    table.writerows([number, *row, *[""] * (widest - len(row))] for number, row in enumerate(rows, start=1))
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _rows(profile: Profile, titles: list[str]) -> Iterator[Row]:
    for row, (weight, columns) in enumerate(profile):
        named = [safe_cell(titles[column]) for column in columns]
        if profile.points is not None:
            stored = profile.points[profile.starts[row] : profile.starts[row + 1]].tolist()
            points = [exact_text(Fraction(each, profile.points_scale)) for each in stored]
            named = [cell for pair in zip(named, points, strict=True) for cell in pair]
        for _ in range(weight):
            yield tuple(named)


def safe_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("Trees")
    ("'=1+1", 'Trees')
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
