"""Rankings in rows, as readers find them: equal ones merged, and a candidate who stands in one twice found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.profile import BallotKind, Profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD = 2**62
"""A word of a row's key stays below this."""

CELLS = 2**24
"""So many cells of a table of rows by candidates are looked at in one go."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Rankings one after another, in the order of the file.

    Parameters
    ----------
    weights
        shape ``(rows,)``: how many voters each row is for.
    lengths
        shape ``(rows,)``: how many candidates it names.
    choices
        shape ``(entries,)``: their columns, best first.
    tied
        shape ``(entries,)``: whether an entry has the same rank as the one before it.
    """

    weights: NDArray[np.int64]
    lengths: NDArray[np.int64]
    choices: NDArray[np.int64]
    tied: NDArray[np.bool_]

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Shape ``(rows + 1,)``: row pointers into the entries."""
        return np.concatenate(([0], np.cumsum(self.lengths))).astype(np.int64)

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """Shape ``(entries,)``: the row of each entry."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


def repeating_rows(rows: Rows, candidates: int) -> list[int]:
    """Return the rows that name a candidate twice.

    Examples
    --------
    >>> lengths, choices = np.array([2, 3]), np.array([0, 1, 1, 0, 1])
    >>> repeating_rows(Rows(np.array([5, 1]), lengths, choices, np.zeros(5, dtype=bool)), candidates=2)
    [1]
    """
    step = max(1, CELLS // max(1, candidates))
    bounds = [*range(0, len(rows.lengths), step), len(rows.lengths)]
    found: list[int] = []
    for first, last in pairwise(bounds):
        entries = slice(rows.starts[first], rows.starts[last])
        is_named = np.zeros((last - first, candidates), dtype=bool)
        is_named[rows.owners[entries] - first, rows.choices[entries]] = True
        found += (np.flatnonzero(is_named.sum(axis=1) < rows.lengths[first:last]) + first).tolist()
    return found


def ranked_profile(rows: Rows, candidates: int) -> Profile:
    """Return the rankings as a profile: equal ones are one row with their weights added, in the order of the first.

    Raises
    ------
    ProfileError
        if there are more voters than 64 bits can hold.

    Examples
    --------
    >>> lengths, choices = np.array([2, 1, 2]), np.array([0, 1, 1, 0, 1])
    >>> profile = ranked_profile(Rows(np.array([5, 2, 4]), lengths, choices, np.zeros(5, dtype=bool)), candidates=2)
    >>> list(profile), profile.ranks, profile.tied is None
    ([(9, (0, 1)), (2, (1,))], 2, True)
    """
    first, place = _distinct(_keys(rows, candidates))
    lengths = rows.lengths[first]
    total = int(lengths.sum())
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    entries = np.repeat(rows.starts[first] - starts[:-1], lengths) + np.arange(total)
    weights = np.zeros(len(first), dtype=np.int64)
    np.add.at(weights, place, rows.weights)
    tied = rows.tied[entries]
    return Profile(
        kind=BallotKind.ORDINAL,
        project_count=candidates,
        starts=starts,
        choices=rows.choices[entries].astype(np.int32),
        weights=weights,
        ranks=candidates,
        tied=tied if tied.any() else None,
    )


def _keys(rows: Rows, candidates: int) -> list[NDArray[np.int64]]:
    """Return for each row some words that together tell it from every different one: its entries as digits."""
    base = 2 * candidates + 1  # 0 for nothing, then each candidate untied and tied
    digits = 1
    while base ** (digits + 1) < WORD:
        digits += 1
    values = 2 * rows.choices + rows.tied + 1
    longest = int(rows.lengths.max(initial=0))
    words = []
    for low in range(0, max(1, longest), digits):
        word = np.zeros(len(rows.lengths), dtype=np.int64)
        for column in range(low, min(low + digits, longest)):
            named = np.flatnonzero(rows.lengths > column)
            word[named] += values[rows.starts[named] + column] * base ** (column - low)
        words.append(word)
    return words


def _distinct(words: list[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first row of each distinct key, in order, and for every row the place of its key among them."""
    _, inverse = np.unique(words[0], return_inverse=True)
    for word in words[1:]:
        _, other = np.unique(word, return_inverse=True)
        _, inverse = np.unique(inverse * (other.max(initial=0) + 1) + other, return_inverse=True)
    _, first, inverse = np.unique(inverse, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order].astype(np.int64), place[inverse].astype(np.int64)
