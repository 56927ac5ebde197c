"""The text layer of a ``.csv`` file of ballots: keys at the top, a header, and rows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, FormatError, number_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = (",", ";", "\t")
KEYS = frozenset({"title", "kind", "seats", "candidates", "withdrawn", "lot", "default"})


@dataclass(slots=True)
class Table:
    """The cells without the blanks around them.

    ``keys`` are the rows at the top that begin with ``#``, each with its line and the cells after the first.
    """

    header: list[str]
    header_line: int
    rows: list[tuple[int, list[str]]]
    keys: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def word(self, key: str) -> str:
        """Return the one cell of a key; nothing where it is not there."""
        return (self.keys.get(key, (0, []))[1] or [""])[0]

    def line(self, key: str) -> int | None:
        """Return the line of a key."""
        return self.keys[key][0] if key in self.keys else None


def read_table(text: str) -> Table:
    r"""Take the text apart; the separator is the one of ``, ; tab`` that its header has most of.

    Raises
    ------
    FormatError
        if there is no header.

    Examples
    --------
    >>> table = read_table("#seats,2\nvoters,rank 1,rank 2\n3,Ada,Ben\n")
    >>> table.word("seats"), table.header, table.rows
    ('2', ['voters', 'rank 1', 'rank 2'], [(3, ['3', 'Ada', 'Ben'])])
    """
    table = Table([], 0, [])
    for line, cells in _cells(text, table.faults):
        if not any(cells):
            continue
        if not table.header and cells[0].startswith("#"):
            _read_key(table, line, cells)
        elif not table.header:
            table.header, table.header_line = _without_empty_end(cells), line
        else:
            table.rows.append((line, _fitted(table, line, cells)))
    if not table.header:
        raise FormatError([*table.faults, Fault(None, "header", "the file has no header and no ballots")])
    for name in sorted({name for name in table.header if table.header.count(name) > 1 or not name}):
        what = f"column {shown(name)} stands twice" if name else "a column has no name"
        table.faults.append(Fault(table.header_line, "header", f"{what} in the header"))
    return table


def _cells(text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    header = next((line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    separator = max(SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=separator, skipinitialspace=True)
    end = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            faults.append(Fault(end + 1, "cell", f"a cell that begins here cannot be read: {error}"))
            row = []
        if row is None:
            return
        yield end + 1, [cell.strip() for cell in row]
        end = reader.line_num


def _read_key(table: Table, line: int, cells: list[str]) -> None:
    key = cells[0].removeprefix("#").strip().lower()
    if key not in KEYS:
        known = ", ".join(f"#{known}" for known in sorted(KEYS))
        table.faults.append(Fault(line, "key", f"there is no key {shown(cells[0])}; there are {known}"))
    elif key in table.keys:
        table.faults.append(Fault(line, "key", f"#{key} stands on line {table.keys[key][0]} already"))
    else:
        table.keys[key] = line, _without_empty_end(cells[1:])


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _fitted(table: Table, line: int, cells: list[str]) -> list[str]:
    """Return the row with as many cells as the header."""
    width = len(table.header)
    if any(cells[width:]):
        count = f"the row has {number_of(len(cells), 'cell')}, the header has {width}"
        table.faults.append(Fault(line, "cells", f"{count}: {shown(','.join(cells))}"))
    return (cells + [""] * width)[:width]
