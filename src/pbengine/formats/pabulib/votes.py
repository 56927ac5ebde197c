"""VOTES: the cells to ballots in columns. Voters with the same cells are one row of the profile with their number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count, repeat
from operator import methodcaller
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from pbengine.formats.faults import Fault, number_of, shown
from pbengine.formats.pabulib.numbered import numbered_columns
from pbengine.formats.pabulib.numbers import read_number
from pbengine.formats.pabulib.projects import tight
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from pbengine.formats.pabulib.sections import Section

_Cell = TypeVar("_Cell", str, tuple[str, str])

WITH_POINTS = frozenset({BallotKind.CUMULATIVE, BallotKind.SCORING})


@dataclass(frozen=True, slots=True)
class VoteTable:
    """The columns as text, and the ballots that could be read.

    Parameters
    ----------
    columns, lines
        the text, a row a voter.
    rows
        shape ``(voters,)``: the row of each voter's ballot, -1 where it could not be read.
    lengths
        shape ``(ballots,)``: how many projects each distinct ballot names.
    choices
        shape ``(entries,)``: their columns.
    points
        the points of each entry; None where the kind has none.
    """

    columns: Mapping[str, tuple[str, ...]]
    lines: Sequence[int]
    rows: NDArray[np.int64]
    lengths: NDArray[np.int64]
    choices: NDArray[np.int32]
    points: tuple[Fraction, ...] | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ballots:
    """The distinct ballots as cells, the ballot of each voter, and the entries of all ballots in one row.

    ``named`` has the names of all entries, with commas between.
    """

    votes: list[str]
    points: list[str] | None
    rows: NDArray[np.int64]
    lengths: NDArray[np.int64]
    named: str
    choices: NDArray[np.int32]

    @property
    def owners(self) -> NDArray[np.int64]:
        """Shape ``(entries,)``: the ballot of each entry."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


def read_votes(section: Section, ids: Sequence[str], kind: BallotKind) -> VoteTable:
    """Read the ballots; lists lose the blanks after their commas."""
    needed = ("voter_id", "vote", "points") if kind in WITH_POINTS else ("voter_id", "vote")
    missing = [name for name in needed if section.columns and name not in section.columns]
    if missing or not section.columns:
        return _without_ballots(section, missing)
    columns = dict(section.columns)
    if kind in WITH_POINTS:
        columns["points"] = tuple(map(tight, columns["points"]))
    points = columns["points"] if kind in WITH_POINTS else None
    position = {id_: column for column, id_ in reversed(list(enumerate(ids)))}
    ballots = _distinct(columns["vote"], points, position)
    if np.any(ballots.choices < 0):  # perhaps only for blanks around its commas
        columns["vote"] = tuple(map(tight, columns["vote"]))
        ballots = _distinct(columns["vote"], points, position)
    return _readable(ballots, columns, section.lines)


def no_votes() -> VoteTable:
    """Return the table of a file that has no ballots."""
    none = np.zeros(0, dtype=np.int64)
    return VoteTable({}, (), none, none, none.astype(np.int32), None)


def _without_ballots(section: Section, missing: Sequence[str]) -> VoteTable:
    absent = tuple(Fault(section.line, "column-missing", f"VOTES has no column {name}", name) for name in missing)
    nobody = np.full(len(section.lines), -1, dtype=np.int64)
    return replace(no_votes(), columns=section.columns, lines=section.lines, rows=nobody, faults=absent)


def _distinct(votes: Sequence[str], points: Sequence[str] | None, position: Mapping[str, int]) -> _Ballots:
    """Merge the voters whose cells are the same, and look every project up."""
    if points is None:
        rows, distinct = _merged(votes)
        distinct_points = None
    else:
        rows, pairs = _merged(list(zip(votes, points, strict=True)))
        distinct, distinct_points = [vote for vote, _ in pairs], [cell for _, cell in pairs]
    named = ",".join(filter(None, distinct))
    choices = numbered_columns(named, position)
    if choices is None:
        names = named.split(",") if named else []
        choices = np.fromiter(map(position.get, names, repeat(-1)), dtype=np.int32, count=len(names))
    commas = np.fromiter(map(methodcaller("count", ","), distinct), dtype=np.int64, count=len(distinct))
    return _Ballots(
        votes=distinct,
        points=distinct_points,
        rows=rows,
        lengths=commas + np.fromiter(map(bool, distinct), dtype=np.int64, count=len(distinct)),
        named=named,
        choices=choices,
    )


def _merged(cells: Sequence[_Cell]) -> tuple[NDArray[np.int64], list[_Cell]]:
    """Return the place of each cell among the distinct ones, and these in the order of their first voter."""
    place = dict(zip(dict.fromkeys(cells), count(), strict=False))
    return np.fromiter(map(place.__getitem__, cells), dtype=np.int64, count=len(cells)), list(place)


def _readable(ballots: _Ballots, columns: Mapping[str, tuple[str, ...]], lines: Sequence[int]) -> VoteTable:
    """Keep the ballots that name known projects and, where there are points, give one number to each."""
    unreadable = [*_strangers(ballots), *_bad_points(ballots)]
    kept = np.ones(len(ballots.lengths), dtype=bool)
    kept[[ballot for ballot, _ in unreadable]] = False
    place = np.where(kept, np.cumsum(kept) - 1, -1)
    points = None
    if ballots.points is not None:
        readable = (cell for cell, is_kept in zip(ballots.points, kept.tolist(), strict=True) if is_kept)
        points = tuple(number for cell in readable for number in _numbers(cell) if number is not None)
    return VoteTable(
        columns=MappingProxyType(columns),
        lines=lines,
        rows=place[ballots.rows],
        lengths=ballots.lengths[kept],
        choices=ballots.choices[kept[ballots.owners]],
        points=points,
        faults=(*_voter_faults(columns["voter_id"], lines), *_for_each_voter(unreadable, ballots.rows, lines)),
    )


def _numbers(cell: str) -> list[Fraction | None]:
    return [read_number(number) for number in cell.split(",")] if cell else []


def _strangers(ballots: _Ballots) -> Iterator[tuple[int, Fault]]:
    """Find the distinct ballots that name what is no project; the faults have no line yet."""
    entries = np.flatnonzero(ballots.choices < 0)
    names = ballots.named.split(",") if len(entries) else []
    for ballot, entry in zip(ballots.owners[entries].tolist(), entries.tolist(), strict=True):
        name = f"names project {shown(names[entry])}, which is not in PROJECTS"
        yield ballot, Fault(None, "project-unknown", f"the ballot {shown(ballots.votes[ballot])} {name}", "vote")


def _bad_points(ballots: _Ballots) -> Iterator[tuple[int, Fault]]:
    """Find the distinct ballots whose points are no numbers, or not as many as their projects."""
    for ballot, cell in enumerate(ballots.points or ()):
        numbers = _numbers(cell)
        if len(numbers) != ballots.lengths[ballot]:
            named = number_of(int(ballots.lengths[ballot]), "project")
            count = f"{number_of(len(numbers), 'number')} of points, {shown(cell)}, for {named}"
            yield (
                ballot,
                Fault(None, "points-length", f"the ballot {shown(ballots.votes[ballot])} has {count}", "points"),
            )
        if None in numbers:
            yield ballot, Fault(None, "number", f"the points {shown(cell)} are not all numbers", "points")


def _for_each_voter(
    faults: Sequence[tuple[int, Fault]], rows: NDArray[np.int64], lines: Sequence[int]
) -> Iterator[Fault]:
    """Repeat the faults of distinct ballots at the line of every voter who cast them."""
    voters = voters_by_row(rows) if faults else {}
    for ballot, fault in faults:
        for voter in voters[ballot]:
            yield replace(fault, line=lines[voter])


def voters_by_row(rows: NDArray[np.int64]) -> dict[int, list[int]]:
    """Return the voters of each row of the profile.

    Examples
    --------
    >>> voters_by_row(np.array([0, 1, 0]))
    {0: [0, 2], 1: [1]}
    """
    voters: dict[int, list[int]] = {}
    for voter, row in enumerate(rows.tolist()):
        voters.setdefault(row, []).append(voter)
    return voters


def _voter_faults(ids: Sequence[str], lines: Sequence[int]) -> Iterator[Fault]:
    if len(set(ids)) == len(ids) and "" not in ids:
        return
    seen: dict[str, int] = {}
    for id_, line in zip(ids, lines, strict=True):
        if not id_:
            yield Fault(line, "voter-id", "a voter has no id", "voter_id")
        elif id_ in seen:
            yield Fault(line, "voter-repeated", f"voter {shown(id_)} stands on line {seen[id_]} already", "voter_id")
        seen.setdefault(id_, line)
