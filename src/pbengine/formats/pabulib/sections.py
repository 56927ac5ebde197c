"""The text layer of a ``.pb`` file: three sections of rows under a header, with the line of each row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, number_of, shown
from pbengine.formats.pabulib.plain_votes import SEPARATOR, TITLES, plain_votes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STRUCTURE = frozenset({"quote", "cell", "section-repeated", "section-order", "header"})
"""Faults after which the rows of VOTES are not where they seem to be."""

META_HEADER = ["key", "value"]
LEGACY_COLUMNS = {"target": "beneficiaries"}


@dataclass(frozen=True, slots=True)
class Section:
    """Columns of text, each as long as ``lines``, which holds the line on which each row begins."""

    title: str
    line: int
    columns: Mapping[str, tuple[str, ...]]
    lines: Sequence[int]


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections that were found, and what is wrong with the text around and inside them."""

    found: Mapping[str, Section]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    cells: list[list[str]]
    lines: list[int]
    faults: tuple[Fault, ...]


def decode(data: bytes | str) -> tuple[str, tuple[Fault, ...]]:
    r"""Return the text without its byte-order mark and with ``\n`` line ends; bytes that are not UTF-8 are a fault.

    Examples
    --------
    >>> decode(b"\xef\xbb\xbfMETA\r\nkey;value")
    ('META\nkey;value', ())
    """
    faults: tuple[Fault, ...] = ()
    if isinstance(data, str):
        text = data.removeprefix("\ufeff")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            byte = f"the byte 0x{data[error.start]:02X} is not UTF-8 text; is the file in another encoding?"
            faults = (Fault(line, "encoding", byte),)
            text = data.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), faults


def split(text: str) -> Sections:
    r"""Split a text with ``\n`` line ends into its sections; titles may be in any case, blanks around cells go."""
    plain = plain_votes(text)
    if plain is None:
        return _split(text)
    head = _split(plain.head)
    votes = head.found.get("VOTES")
    if votes is None or votes.lines or any(fault.code in STRUCTURE for fault in head.faults):
        return _split(text)
    columns = dict(zip(votes.columns, plain.columns, strict=True))
    found = {**head.found, "VOTES": replace(votes, columns=columns, lines=plain.lines)}
    return replace(head, found=found)


def _split(text: str) -> Sections:
    rows = _rows(text)
    titles = [(index, title) for index, cells in enumerate(rows.cells) if (title := _title(cells))]
    faults = [*rows.faults, *_stray_rows(rows, titles), *_order_faults(rows, titles)]
    warnings: list[Fault] = []
    found: dict[str, Section] = {}
    for place, (first, title) in enumerate(titles):
        last = titles[place + 1][0] if place + 1 < len(titles) else len(rows.cells)
        if title not in found:
            table = _Table(title, rows.lines[first], rows.cells[first + 1 : last], rows.lines[first + 1 : last])
            found[title] = table.section()
            faults += table.faults()
            warnings += table.warnings()
    return Sections(found, tuple(faults), tuple(warnings))


def _rows(text: str) -> _Rows:
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=SEPARATOR, skipinitialspace=True)
    cells: list[list[str]] = []
    lines: list[int] = []
    empty: list[int] = []
    faults: list[Fault] = []
    end = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            faults.append(Fault(end + 1, "cell", f"a cell that begins here cannot be read: {error}"))
            end = reader.line_num
            continue
        if row is None:
            break
        if row and (row[0].strip() or any(map(str.strip, row))):
            cells.append(row)
            lines.append(end + 1)
        else:
            empty.append(end + 1)
        end = reader.line_num
    if lines and _is_open(text, lines[-1]):
        faults.append(Fault(lines[-1], "quote", "a quoted cell begins here and never ends"))
    faults += [Fault(line, "empty-line", "the line is empty") for line in empty if line != end]
    return _Rows(cells, lines, tuple(faults))


def _is_open(text: str, line: int) -> bool:
    """Say whether the last row, which begins on this line, ends within a quoted cell."""
    last_row = text.split("\n", line - 1)[-1]
    try:
        list(csv.reader(io.StringIO(last_row, newline="\n"), delimiter=SEPARATOR, skipinitialspace=True, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _title(cells: Sequence[str]) -> str:
    """Return the title that a row is, or nothing."""
    title = cells[0].strip().upper()
    return title if title in TITLES and not any(map(str.strip, cells[1:])) else ""


def _stray_rows(rows: _Rows, titles: Sequence[tuple[int, str]]) -> Iterator[Fault]:
    if rows.cells and (not titles or titles[0][0] > 0):
        begins = SEPARATOR.join(rows.cells[0])
        yield Fault(rows.lines[0], "stray-row", f"a file begins with the line META, not with {shown(begins)}")


def _order_faults(rows: _Rows, titles: Sequence[tuple[int, str]]) -> Iterator[Fault]:
    seen: list[str] = []
    for index, title in titles:
        if title in seen:
            yield Fault(rows.lines[index], "section-repeated", f"there is a second section {title}")
        elif any(TITLES.index(title) < TITLES.index(earlier) for earlier in seen):
            yield Fault(rows.lines[index], "section-order", f"section {title} stands after {seen[-1]}")
        seen.append(title)
    for title in TITLES:
        if title not in seen:
            yield Fault(None, "section-missing", f"there is no section {title}")


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows between two titles: a header, then rows of as many cells."""

    title: str
    line: int
    rows: list[list[str]]
    lines: list[int]

    @property
    def header(self) -> list[str]:
        """The names of the columns as they stand; empty names at the end are trailing separators."""
        names = [name.strip() for name in self.rows[0]] if self.rows else []
        while names and not names[-1]:
            names.pop()
        return names

    @property
    def names(self) -> list[str]:
        """The names of the columns: old ones replaced, in small letters unless two would become the same."""
        lowered = [name.lower() for name in self.header]
        names = lowered if len(set(lowered)) == len(set(self.header)) else self.header
        return [name if (new := LEGACY_COLUMNS.get(name, name)) in names else new for name in names]

    def section(self) -> Section:
        """Return the columns; a row of too few or too many cells is made to fit, so that the rest can be checked."""
        names = self.names
        rows = self.rows[1:]
        if any(len(row) != len(names) for row in rows):
            rows = [(row + [""] * len(names))[: len(names)] for row in rows]
        columns = [tuple(map(str.strip, column)) for column in zip(*rows, strict=True)] or [()] * len(names)
        return Section(self.title, self.line, dict(zip(names, columns, strict=True)), tuple(self.lines[1:]))

    def faults(self) -> Iterator[Fault]:
        """Find a missing or doubtful header, and rows with too few or too many cells."""
        names = self.names
        if not names:
            yield Fault(self.line, "header", f"section {self.title} has no header")
            return
        if self.title == "META" and names != META_HEADER:
            message = f"the header of META is key;value, not {shown(SEPARATOR.join(self.rows[0]))}"
            yield Fault(self.lines[0], "header", message)
        for name in sorted({name for name in names if names.count(name) > 1 or not name}):
            twice = f"column {shown(name)} stands twice" if name else "a column has no name"
            yield Fault(self.lines[0], "header", f"{twice} in the header of {self.title}")
        for row, line in zip(self.rows[1:], self.lines[1:], strict=True):
            if len(row) < len(names) or any(map(str.strip, row[len(names) :])):
                count = f"the row has {number_of(len(row), 'cell')}, the header of {self.title} has {len(names)}"
                yield Fault(line, "cells", f"{count}: {shown(SEPARATOR.join(row))}")

    def warnings(self) -> Iterator[Fault]:
        """Find columns under a name of former years."""
        for old, new in zip(self.header, self.names, strict=True):
            if old.lower() in LEGACY_COLUMNS and new == LEGACY_COLUMNS[old.lower()]:
                yield Fault(self.lines[0], "legacy-column", f"column {shown(old)} is called {shown(new)} now", new)
