"""Endowments of voters from a column of a ``.pb`` file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.faults import Fault, FormatError, number_of, shown
from pbengine.formats.pabulib.numbers import read_number, whole_scale
from pbengine.formats.pabulib.votes import WITH_POINTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.formats.pabulib.file import PabulibFile
    from pbengine.voting.profile import Profile


PARTS_END = 2**62
"""The parts of all voters together stay below this, so that they can be added up."""


def endowments_column(file: PabulibFile | None, column: str) -> Profile:
    """Return the ballots of a ``.pb`` file, if it is one, with the endowment of each voter from a column of VOTES.

    An endowment is a number above 0, in any unit: what counts is how they stand to each other.

    Raises
    ------
    FormatError
        if there is no such column, with every value in it that is no such number.

    Examples
    --------
    >>> from pbengine.formats.pabulib import read_pabulib
    >>> file = read_pabulib('''META
    ... key;value
    ... budget;100
    ... vote_type;approval
    ... PROJECTS
    ... project_id;cost
    ... park;60
    ... VOTES
    ... voter_id;vote;shares
    ... 1;park;1
    ... 2;park;2.5
    ... 3;park;1
    ... ''')
    >>> profile = endowments_column(file, "shares")
    >>> profile.weights.tolist(), profile.endowments.tolist()
    ([2, 1], [10, 25])
    """
    if file is None or column not in file.votes:
        there = f"there is {', '.join(file.votes)}" if file else "only a .pb file has columns of voters"
        message = f"there is no column {shown(column)} of voters; {there}"
        raise FormatError([Fault(None, "column-missing", message, "endowments")])
    cells = file.votes[column]
    read = {cell: read_number(cell) for cell in dict.fromkeys(cells)}
    numbers = {cell: number for cell, number in read.items() if number is not None and number > 0}
    counts = Counter(cells)
    wrong = [
        f"{shown(cell)} of {number_of(counts[cell], 'voter')} is no number above 0"
        for cell in read
        if cell not in numbers
    ]
    scale = whole_scale(numbers.values())
    if sum(counts[cell] * numbers[cell] for cell in numbers) * scale >= PARTS_END:
        wrong.append("the numbers are too large or too fine")
    if wrong:
        raise FormatError([Fault(None, "number", f"{column}: {message}", "endowments") for message in wrong])
    parts = np.array([int(numbers[cell] * scale) for cell in cells], dtype=np.int64)
    return _endowed(file.profile, _rows(file), parts)


def _rows(file: PabulibFile) -> NDArray[np.int64]:
    """Return the row of each voter's ballot: voters with the same cells are one row, in the order of the first."""
    votes = file.votes["vote"]
    cells: Sequence[object] = votes
    if file.profile.kind in WITH_POINTS:
        cells = list(zip(votes, file.votes["points"], strict=True))
    place = {cell: row for row, cell in enumerate(dict.fromkeys(cells))}
    return np.array([place[cell] for cell in cells], dtype=np.int64)


def _endowed(profile: Profile, rows: NDArray[np.int64], parts: NDArray[np.int64]) -> Profile:
    """Return the ballots with one row for all voters who cast the same and have the same endowment."""
    pairs, weights = np.unique(np.stack([rows, parts], axis=1), axis=0, return_counts=True)
    old = pairs[:, 0]
    lengths = np.diff(profile.starts)[old]
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    entries = np.repeat(profile.starts[:-1][old] - starts[:-1], lengths) + np.arange(starts[-1])
    return replace(
        profile,
        starts=starts,
        choices=profile.choices[entries],
        weights=weights.astype(np.int64),
        points=None if profile.points is None else profile.points[entries],
        tied=None if profile.tied is None else profile.tied[entries],
        endowments=np.ascontiguousarray(pairs[:, 1]),
    )
