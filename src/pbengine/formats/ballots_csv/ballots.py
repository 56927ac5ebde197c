"""The rows of a ``.csv`` file as ballots: a column a rank, or a column a candidate."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, shown
from pbengine.formats.pabulib.numbers import read_number
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from pbengine.formats.ballots_csv.table import Table

    Read = Callable[["Cells"], "Entries"]

VOTERS, VOTER_ID = "voters", "voter_id"
RANK = re.compile(r"rank ?[0-9]{1,6}")
MOST_VOTERS = 2**40
CHOSEN = {"": False, "0": False, "1": True}


@dataclass(slots=True)
class Cells:
    """The cells of one row that belong to its ballot, and where faults of theirs go."""

    table: Table
    line: int
    cells: tuple[str, ...]
    position: Mapping[str, int]

    def fault(self, code: str, message: str) -> None:
        """Note a fault on this line."""
        self.table.faults.append(Fault(self.line, code, message))


@dataclass(slots=True)
class Entries:
    """The entries of a ballot: their columns, which of them are tied with the one before, and their points if any."""

    columns: list[int]
    tied: list[int] = field(default_factory=list)
    points: list[Fraction] = field(default_factory=list)


@dataclass(slots=True)
class Ballots:
    """The distinct ballots, one after another, each with its voters and the line on which it first stands.

    ``lengths`` are numbers of entries; ``columns``, ``tied`` and ``points`` are those of all entries, as in
    :class:`Entries`.
    """

    voters: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    tied: list[int] = field(default_factory=list)
    points: list[Fraction] = field(default_factory=list)

    def add(self, voters: int, line: int, entries: Entries) -> None:
        """Add a ballot."""
        self.voters.append(voters)
        self.lines.append(line)
        self.lengths.append(len(entries.columns))
        self.tied += [len(self.columns) + entry for entry in entries.tied]
        self.columns += entries.columns
        self.points += entries.points


def read_ballots(table: Table, columns: list[int], position: Mapping[str, int], read: Read) -> Ballots:
    """Read every row by ``read``; rows of the same cells are one ballot."""
    weight = table.header.index(VOTERS) if VOTERS in table.header else None
    ballots, place = Ballots(), dict[tuple[str, ...], int]()
    for line, row in table.rows:
        cells = tuple(row[column] for column in columns)
        voters = 1 if weight is None else _voters(table, line, row[weight])
        if cells in place:
            ballots.voters[place[cells]] += voters
        else:
            place[cells] = len(ballots.voters)
            ballots.add(voters, line, read(Cells(table, line, cells, position)))
    return ballots


def _voters(table: Table, line: int, cell: str) -> int:
    number = int(cell) if cell.isdecimal() and cell.isascii() and len(cell) <= len(str(MOST_VOTERS)) else 0
    if not 0 < number <= MOST_VOTERS:
        table.faults.append(Fault(line, "weight", f"{shown(cell)} is no number of voters", VOTERS))
        return 1
    return number


def by_rank(row: Cells) -> Entries:
    """Read names in the order of the columns; ``=`` stands between names of equal rank."""
    entries, position = Entries([]), row.position
    for cell in filter(None, row.cells):
        if cell in position:
            entries.columns.append(position[cell])
            continue
        first = len(entries.columns)
        for name in map(str.strip, cell.split("=")):
            if name not in position:
                row.fault("candidate-unknown", f"the ballot names {shown(name)}, who is not among the candidates")
                continue
            entries.tied += [len(entries.columns)] if len(entries.columns) > first else []
            entries.columns.append(position[name])
    if len(set(entries.columns)) < len(entries.columns):
        row.fault("candidate-repeated", f"the ballot {shown(','.join(filter(None, row.cells)))} names somebody twice")
    return entries


def by_place(row: Cells) -> Entries:
    """Read a place for each candidate, 1 the best; the same place is equal rank, an empty cell no place."""
    placed: list[tuple[Fraction, int]] = []
    for column, cell in enumerate(row.cells):
        number = read_number(cell)
        if cell and (number is None or number < 1 or number.denominator != 1):
            row.fault("number", f"{shown(cell)} is no place on a ballot: places are whole numbers from 1")
        elif number is not None:
            placed.append((number, column))
    placed.sort()
    tied = [entry for entry, ((last, _), (place, _)) in enumerate(pairwise(placed), 1) if place == last]
    return Entries([column for _, column in placed], tied)


def by_choice(row: Cells) -> Entries:
    """Read 1 for who is chosen, 0 or nothing for who is not."""
    for cell in row.cells:
        if cell not in CHOSEN:
            row.fault("number", f"{shown(cell)} is neither 1 nor 0 nor empty")
    return Entries([column for column, cell in enumerate(row.cells) if CHOSEN.get(cell)])


def by_points(row: Cells) -> Entries:
    """Read the points of each candidate; an empty cell gives none."""
    entries = Entries([])
    for column, cell in enumerate(row.cells):
        number = read_number(cell)
        if number is not None:
            entries.columns.append(column)
            entries.points.append(number)
        elif cell:
            row.fault("number", f"the points {shown(cell)} are no number")
    return entries


READERS: Mapping[BallotKind, Read] = {
    BallotKind.APPROVAL: by_choice,
    BallotKind.CHOOSE_ONE: by_choice,
    BallotKind.ORDINAL: by_place,
    BallotKind.CUMULATIVE: by_points,
    BallotKind.SCORING: by_points,
}
"""How the cells are read where each column is a candidate."""
