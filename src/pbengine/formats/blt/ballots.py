"""The ballots of a ``.blt`` file: a weight, the candidates best first, and a 0; after the last ballot one more 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.faults import Fault, shown
from pbengine.formats.ranked.checking import checked_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pbengine.formats.ranked.rows import Rows
    from pbengine.formats.ranked.tokens import Tokens


def read_ballots(words: Tokens, candidates: int) -> tuple[Rows, list[Fault]]:
    """Read the ballots and find everything that is wrong with them; where something is, the rows lack it.

    Examples
    --------
    >>> from pbengine.formats.ranked.tokens import tokens
    >>> rows, faults = read_ballots(tokens("3 1 2 0 5 2 0 0"), candidates=2)
    >>> rows.weights.tolist(), rows.lengths.tolist(), rows.choices.tolist(), faults
    ([3, 5], [2, 1], [0, 1, 1], [])
    >>> [str(fault) for fault in read_ballots(tokens("3 1 4 0 0"), candidates=2)[1]]
    ["line 1: the ballot '3 1 4' names candidate 4, and the candidates are 1 to 2"]
    """
    values = words.values
    zeros = np.flatnonzero(values == 0)
    after_zero = zeros[(zeros == 0) | (values[np.maximum(zeros - 1, 0)] == 0)]
    end = int(after_zero[0]) if len(after_zero) else len(values)
    last = zeros[zeros < end]
    open_ = int(last[-1]) + 1 if len(last) else 0
    faults = list(_end_faults(words, end, open_))
    last = np.append(last, end) if open_ < end else last
    first = np.concatenate(([0], last[:-1] + 1)) if len(last) else last
    equals = words.before("=")
    rows, row_faults = checked_rows(words, first, last - first - 1, equals[:-1] > 0, candidates)
    return rows, [*faults, *row_faults, *_equal_faults(words, equals, first, last)]


def _end_faults(words: Tokens, end: int, open_: int) -> Iterator[Fault]:
    """Find a last ballot without its 0, ballots without the 0 after the last, and numbers after that."""
    if end == len(words.values):
        if open_ < end:
            yield Fault(words.line(open_), "ballot-open", "the ballot that begins here does not end with 0")
        yield Fault(words.last_line, "end-missing", "the ballots do not end with a 0 of its own before the names")
    elif end + 1 < len(words.values):
        shows = shown(words.word(end + 1))
        yield Fault(words.line(end + 1), "after-end", f"after the 0 that ends the ballots come names, not {shows}")


def _equal_faults(
    words: Tokens, equals: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> Iterator[Fault]:
    """Find ``=`` anywhere but once between two candidates of a ballot."""
    is_right = np.zeros(len(words.values) + 1, dtype=bool)
    for begin, end in zip(first.tolist(), last.tolist(), strict=True) if equals.any() else ():
        is_right[begin + 2 : end] = True
    wrong = np.flatnonzero((equals > 0) & (~is_right | (equals > 1)))
    for token in wrong.tolist():
        what = shown(words.word(token)) if token < len(words.values) else "the names"
        yield Fault(words.line(token), "equal", f"the = before {what} stands not between two candidates")
