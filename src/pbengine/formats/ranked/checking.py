"""Rows of numbers as rankings: a number of voters, then candidates; everything that is wrong with them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.faults import Fault, shown
from pbengine.formats.ranked.rows import Rows, repeating_rows
from pbengine.formats.ranked.tokens import MOST_DIGITS, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pbengine.formats.ranked.tokens import Tokens

MOST_VOTERS = 2**40
"""So many voters with one ballot could not be added up."""


def checked_rows(
    words: Tokens, first: NDArray[np.int64], lengths: NDArray[np.int64], tied: NDArray[np.bool_], candidates: int
) -> tuple[Rows, list[Fault]]:
    """Return the rows and everything that is wrong with them; where something is, the rows lack it.

    Parameters
    ----------
    words
        the numbers.
    first, lengths
        shape ``(rows,)``: which of the words is the number of voters, and how many candidates follow it.
    tied
        shape ``(words,)``: whether a word has the same rank as the one before it.
    candidates
        how many there are; in the words they are numbered from 1.

    Examples
    --------
    >>> from pbengine.formats.ranked.tokens import tokens
    >>> words = tokens("3 1 2 5 2 1 4")
    >>> rows, faults = checked_rows(words, np.array([0, 3]), np.array([2, 3]), np.zeros(7, dtype=bool), candidates=3)
    >>> rows.weights.tolist(), rows.lengths.tolist(), rows.choices.tolist()
    ([3, 5], [2, 2], [0, 1, 1, 0])
    >>> [str(fault) for fault in faults]
    ["line 1: the ballot '5 2 1 4' names candidate 4, and the candidates are 1 to 3"]
    """
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    inner = np.repeat(first + 1 - starts[:-1], lengths) + np.arange(starts[-1])
    owners = np.repeat(np.arange(len(lengths)), lengths)
    choices = words.values[inner] - 1
    is_known = (choices >= 0) & (choices < candidates)
    faults = [*_word_faults(words, np.concatenate((first, inner))), *_weight_faults(words, first)]
    for entry in np.flatnonzero(~is_known & (words.values[inner] != UNREADABLE)).tolist():
        token, row = int(inner[entry]), int(owners[entry])
        told = f"names candidate {words.word(token)}, and the candidates are 1 to {candidates}"
        ballot = _ballot(words, int(first[row]), int(lengths[row]))
        faults.append(Fault(words.line(token), "candidate-unknown", f"{ballot} {told}"))
    known = np.bincount(owners[is_known], minlength=len(lengths))
    rows = Rows(words.values[first], known, choices[is_known], tied[inner][is_known])
    for row in repeating_rows(rows, candidates):
        ballot = _ballot(words, int(first[row]), int(lengths[row]))
        faults.append(Fault(words.line(int(first[row])), "candidate-repeated", f"{ballot} names a candidate twice"))
    return rows, faults


def _ballot(words: Tokens, first: int, length: int) -> str:
    """Return a ballot as it stands."""
    text = words.text[words.starts[first] : words.ends[first + length]].decode()
    return f"the ballot {shown(' '.join(text.split()))}"


def _word_faults(words: Tokens, read: NDArray[np.int64]) -> Iterator[Fault]:
    for token in np.sort(read[words.values[read] == UNREADABLE]).tolist():
        word = words.word(token)
        if word.isdecimal() and word.isascii():
            message = f"{shown(word)} has more than {MOST_DIGITS} digits"
        else:
            message = f"{shown(word)} is neither a number nor the nickname of a candidate"
        yield Fault(words.line(token), "word", message)


def _weight_faults(words: Tokens, first: NDArray[np.int64]) -> Iterator[Fault]:
    """Find numbers of voters that are none, or could not be added up."""
    weights = words.values[first]
    for token in first[(weights == 0) | (weights > MOST_VOTERS)].tolist():
        yield Fault(words.line(token), "weight", f"{words.word(token)} voters with one ballot cannot be counted")
