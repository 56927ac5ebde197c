"""The ballots of a ``.blt`` file: a weight, the candidates best first, and a 0; after the last ballot one more 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.blt.tokens import MOST_DIGITS, UNREADABLE
from pbengine.formats.faults import Fault, shown
from pbengine.formats.ranked.rows import Rows, repeating_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pbengine.formats.blt.tokens import Tokens


MOST_VOTERS = 2**40


def read_ballots(words: Tokens, candidates: int) -> tuple[Rows, list[Fault]]:
    """Read the ballots and find everything that is wrong with them; where something is, the rows lack it.

    Examples
    --------
    >>> from pbengine.formats.blt.tokens import tokens
    >>> rows, faults = read_ballots(tokens("3 1 2 0 5 2 0 0"), candidates=2)
    >>> rows.weights.tolist(), rows.lengths.tolist(), rows.choices.tolist(), faults
    ([3, 5], [2, 1], [0, 1, 1], [])
    >>> [str(fault) for fault in read_ballots(tokens("3 1 4 0 0"), candidates=2)[1]]
    ["line 1: the ballot '3 1 4 0' names candidate 4, and the candidates are 1 to 2"]
    """
    values = words.values
    zeros = np.flatnonzero(values == 0)
    after_zero = zeros[(zeros == 0) | (values[np.maximum(zeros - 1, 0)] == 0)]
    end = int(after_zero[0]) if len(after_zero) else len(values)
    last = zeros[zeros < end]
    open_ = int(last[-1]) + 1 if len(last) else 0
    faults = [*_end_faults(words, end, open_), *_word_faults(words, end)]
    last = np.append(last, end) if open_ < end else last
    first = np.concatenate(([0], last[:-1] + 1)) if len(last) else last
    is_choice = np.ones(len(values), dtype=bool)
    is_choice[end:] = False
    is_choice[last[last < end]] = False
    is_choice[first] = False
    lengths = last - first - 1
    inner = np.flatnonzero(is_choice)
    choices, tied = values[inner] - 1, words.tied[inner]
    faults += _weight_faults(words, first)
    faults += _equal_faults(words, inner, first)
    is_known = (choices >= 0) & (choices < candidates)
    for token in inner[~is_known & (values[inner] != UNREADABLE)].tolist():
        names = f"names candidate {words.word(token)}, and the candidates are 1 to {candidates}"
        faults.append(Fault(words.line(token), "candidate-unknown", f"{_ballot(words, first, last, token)} {names}"))
    known = np.bincount(np.repeat(np.arange(len(lengths)), lengths)[is_known], minlength=len(lengths))
    rows = Rows(values[first], known, choices[is_known], tied[is_known] > 0)
    for row in repeating_rows(rows, candidates):
        token = int(first[row])
        twice = f"{_ballot(words, first, last, token)} names a candidate twice"
        faults.append(Fault(words.line(token), "candidate-repeated", twice))
    return rows, faults


def _ballot(words: Tokens, first: NDArray[np.int64], last: NDArray[np.int64], token: int) -> str:
    """Return the ballot that a word belongs to, as it stands."""
    row = int(np.searchsorted(first, token, side="right")) - 1
    text = words.text[words.starts[first[row]] : words.ends[min(last[row], len(words.ends) - 1)]].decode()
    return f"the ballot {shown(' '.join(text.split()))}"


def _end_faults(words: Tokens, end: int, open_: int) -> Iterator[Fault]:
    """Find a last ballot without its 0, ballots without the 0 after the last, and numbers after that."""
    if end == len(words.values):
        if open_ < end:
            yield Fault(words.line(open_), "ballot-open", "the ballot that begins here does not end with 0")
        yield Fault(words.last_line, "end-missing", "the ballots do not end with a 0 of its own before the names")
    elif end + 1 < len(words.values):
        shows = shown(words.word(end + 1))
        yield Fault(words.line(end + 1), "after-end", f"after the 0 that ends the ballots come names, not {shows}")


def _word_faults(words: Tokens, end: int) -> Iterator[Fault]:
    for token in np.flatnonzero(words.values[:end] == UNREADABLE).tolist():
        word = words.word(token)
        if word.isdecimal() and word.isascii():
            message = f"{shown(word)} has more than {MOST_DIGITS} digits"
        else:
            message = f"{shown(word)} is neither a number nor a nickname of the file"
        yield Fault(words.line(token), "word", message)


def _weight_faults(words: Tokens, first: NDArray[np.int64]) -> Iterator[Fault]:
    """Find numbers of voters that could not be added up."""
    readable = first[words.values[first] != UNREADABLE]
    for token in readable[words.values[readable] > MOST_VOTERS].tolist():
        message = f"{words.word(token)} voters with one ballot are more than can be counted"
        yield Fault(words.line(token), "weight", message)


def _equal_faults(words: Tokens, inner: NDArray[np.int64], first: NDArray[np.int64]) -> Iterator[Fault]:
    """Find ``=`` anywhere but once between two candidates of a ballot."""
    is_right = np.zeros(len(words.values) + 1, dtype=bool)
    is_right[inner] = True
    is_right[first + 1] = False
    wrong = np.flatnonzero((words.tied > 0) & (~is_right[:-1] | (words.tied > 1)))
    for token in wrong.tolist():
        yield Fault(
            words.line(token), "equal", f"the = before {shown(words.word(token))} stands not between two candidates"
        )
