"""The numbers of a text in one go: a hundred thousand rankings are a million and a half of them."""

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

_OTHER, _BLANK, _DIGIT = range(3)
_KINDS = np.zeros(256, dtype=np.uint8)
_KINDS[[ord(letter) for letter in " \t\n\v\f\r"]] = _BLANK
_KINDS[[ord(letter) for letter in "0123456789"]] = _DIGIT


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of a text that blanks and other separators set apart, as numbers.

    Parameters
    ----------
    text
        the bytes of the text.
    begin
        where in it the words begin.
    starts, ends
        shape ``(tokens,)``: where each word begins and ends in the text.
    values
        shape ``(tokens,)``: the number that it is; ``UNREADABLE`` where it is none.
    """

    text: bytes
    begin: int
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    values: NDArray[np.int64]

    @cached_property
    def _letters(self) -> NDArray[np.uint8]:
        return np.frombuffer(self.text, dtype=np.uint8)

    @cached_property
    def _line_ends(self) -> NDArray[np.int64]:
        return np.flatnonzero(self._letters == ord("\n"))

    def before(self, separator: str) -> NDArray[np.int64]:
        """Shape ``(tokens + 1,)``: how often a separator stands between a word and the one before it, or the end."""
        found = np.flatnonzero(self._letters[self.begin :] == ord(separator)) + self.begin
        return np.bincount(np.searchsorted(self.starts, found), minlength=len(self.starts) + 1)

    @cached_property
    def lines(self) -> NDArray[np.int64]:
        """Shape ``(tokens,)``: the line on which each word stands, from 1."""
        return np.searchsorted(self._line_ends, self.starts) + 1

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
        words = Tokens(self.text, self.begin, self.starts[kept], self.ends[kept], self.values[kept])
        return words, self.line(dropped[0])


def tokens(text: str, begin: int = 0, *, separators: str = "") -> Tokens:
    """Read the words of a text from a position on; separators are letters that set words apart beside blanks.

    Examples
    --------
    >>> words = tokens("4 2 12 1=3 x 0", begin=4, separators="=")
    >>> words.values.tolist(), words.before("=").tolist()
    ([12, 1, 3, -1, 0], [0, 0, 1, 0, 0, 0])
    """
    data = text.encode(errors="replace")
    kinds_of = _KINDS.copy()
    kinds_of[[ord(letter) for letter in separators]] = _BLANK
    letters = np.frombuffer(data, dtype=np.uint8)
    kinds = kinds_of[letters]
    first = len(text[:begin].encode(errors="replace"))
    kinds[:first] = _BLANK
    inside = np.concatenate(([False], kinds != _BLANK, [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    values = _numbers(letters, starts, ends)
    strange = np.searchsorted(starts, np.flatnonzero(kinds == _OTHER), side="right") - 1
    values[strange] = UNREADABLE
    return Tokens(data, first, starts, ends, values)


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
