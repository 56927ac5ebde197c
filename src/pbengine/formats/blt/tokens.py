"""The numbers of a ``.blt`` file in one go: a hundred thousand rankings are a million and a half of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

UNREADABLE = -1
MOST_DIGITS = 18
"""Numbers of more digits are not read: 64 bits might not hold them."""

_OTHER, _BLANK, _DIGIT, _EQUAL = range(4)
_KINDS = np.zeros(256, dtype=np.uint8)
_KINDS[[ord(letter) for letter in " \t\n\v\f\r"]] = _BLANK
_KINDS[[ord(letter) for letter in "0123456789"]] = _DIGIT
_KINDS[ord("=")] = _EQUAL


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of a text that blanks and ``=`` set apart, as numbers.

    Parameters
    ----------
    text
        the bytes of the text.
    starts, ends
        shape ``(tokens,)``: where each word begins and ends in it.
    values
        shape ``(tokens,)``: the number that it is; ``UNREADABLE`` where it is none.
    tied
        shape ``(tokens,)``: how often ``=`` stands between a word and the one before it.
    """

    text: bytes
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    values: NDArray[np.int64]
    tied: NDArray[np.int64]

    @cached_property
    def _line_ends(self) -> NDArray[np.int64]:
        return np.flatnonzero(np.frombuffer(self.text, dtype=np.uint8) == ord("\n"))

    def line(self, token: int) -> int:
        """Return the line on which a word stands, from 1; the last line for the one after the last."""
        if token >= len(self.starts):
            return self.last_line
        return int(np.searchsorted(self._line_ends, self.starts[token])) + 1

    @property
    def last_line(self) -> int:
        """The line on which the text ends."""
        return len(self._line_ends) + 1

    def word(self, token: int) -> str:
        """Return a word as it stands."""
        return self.text[self.starts[token] : self.ends[token]].decode()

    def named(self, names: Mapping[str, int]) -> Tokens:
        """Return the words with those that are no numbers looked up among names of columns, as numbers from 1."""
        values = self.values.copy()
        for token in np.flatnonzero(values == UNREADABLE).tolist():
            values[token] = names.get(self.word(token), UNREADABLE - 1) + 1
        return replace(self, values=values)

    def without(self, word: str) -> tuple[Tokens, int | None]:
        """Return the words without all that read like this one, and the line of the first of them."""
        dropped = [token for token in np.flatnonzero(self.values == UNREADABLE).tolist() if self.word(token) == word]
        if not dropped:
            return self, None
        kept = np.ones(len(self.values), dtype=bool)
        kept[dropped] = False
        words = Tokens(self.text, self.starts[kept], self.ends[kept], self.values[kept], self.tied[kept])
        return words, self.line(dropped[0])


def tokens(text: str, begin: int = 0) -> Tokens:
    """Read the words of a text from a position on.

    Examples
    --------
    >>> words = tokens("4 2 12 1=3 x 0", begin=4)
    >>> words.values.tolist(), words.tied.tolist()
    ([12, 1, 3, -1, 0], [0, 0, 1, 0, 0])
    """
    data = text.encode(errors="replace")
    letters = np.frombuffer(data, dtype=np.uint8)
    kinds = _KINDS[letters]
    kinds[: len(text[:begin].encode(errors="replace"))] = _BLANK
    inside = np.concatenate(([False], (kinds == _OTHER) | (kinds == _DIGIT), [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    values = _numbers(letters, starts, ends)
    strange = np.searchsorted(starts, np.flatnonzero(kinds == _OTHER), side="right") - 1
    values[strange] = UNREADABLE
    tied = np.zeros(len(starts) + 1, dtype=np.int64)
    np.add.at(tied, np.searchsorted(starts, np.flatnonzero(kinds == _EQUAL)), 1)
    return Tokens(data, starts, ends, values, tied[:-1])


def _numbers(letters: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Read each word as decimal digits; what is too long is unreadable, and what has other letters is nonsense."""
    lengths = ends - starts
    values = np.zeros(len(starts), dtype=np.int64)
    longer = np.arange(len(starts))
    for digit in range(MOST_DIGITS):
        longer = longer[lengths[longer] > digit] if digit else longer
        if not len(longer):
            break
        values[longer] = values[longer] * 10 + letters[starts[longer] + digit] - ord("0")
    values[lengths > MOST_DIGITS] = UNREADABLE
    return values
