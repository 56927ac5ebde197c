"""Rankings that stand one a line: a number of voters, then candidates by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.faults import Fault
from pbengine.formats.ranked.checking import checked_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pbengine.formats.ranked.rows import Rows
    from pbengine.formats.ranked.tokens import Tokens


def read_lines(words: Tokens, candidates: int) -> tuple[Rows, list[Fault]]:
    r"""Read the rankings and find everything that is wrong with them; those within ``{ }`` have equal ranks.

    Examples
    --------
    >>> from pbengine.formats.ranked.tokens import tokens
    >>> rows, faults = read_lines(tokens("12: 1,{2,3}\n5: 3\n", separators=":,{}"), candidates=3)
    >>> rows.weights.tolist(), rows.lengths.tolist(), rows.choices.tolist(), rows.tied.tolist(), faults
    ([12, 5], [3, 1], [0, 1, 2, 2], [False, False, True, False], [])
    """
    lines = words.lines
    is_first = np.ones(len(lines), dtype=bool)
    is_first[1:] = lines[1:] != lines[:-1]
    first = np.flatnonzero(is_first)
    lengths = np.diff(np.append(first, len(lines))) - 1
    opens, closes = words.before("{"), words.before("}")
    depth = np.cumsum(opens - closes)
    tied = (depth[:-1] > 0) & (opens[:-1] == 0)
    rows, faults = checked_rows(words, first, lengths, tied, candidates)
    return rows, [*faults, *_brace_faults(words, depth, np.append(is_first, True))]


def _brace_faults(words: Tokens, depth: NDArray[np.int64], is_first: NDArray[np.bool_]) -> Iterator[Fault]:
    """Find the first brace that does not close on its line, or stands within another; what follows is not clear."""
    wrong = np.flatnonzero((depth < 0) | (depth > 1) | (is_first & (depth != 0)))
    for token in wrong[:1].tolist():
        line = words.line(token if depth[token] > 1 else max(0, token - 1))
        yield Fault(line, "brace", "a brace { } is not closed, or stands within another")
