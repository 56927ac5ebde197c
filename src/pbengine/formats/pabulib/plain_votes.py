"""The rows of VOTES as nearly every file has them, split at one stroke: no quotes, and as many cells in each row.

A city's file has a hundred thousand such rows. Whatever is not as plain as this is left to the reader of rows in
:mod:`pbengine.formats.pabulib.sections`, which gives the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TITLES = ("META", "PROJECTS", "VOTES")
SEPARATOR = ";"
_IS_BLANK = np.array([chr(code).isspace() and code != ord("\n") for code in range(256)])


@dataclass(frozen=True, slots=True)
class PlainVotes:
    """The text up to the header of VOTES, and below it the columns; ``line`` is that of the first row."""

    head: str
    columns: tuple[tuple[str, ...], ...]
    line: int

    @property
    def lines(self) -> range:
        """The line of each row."""
        return range(self.line, self.line + len(self.columns[0]))


def plain_votes(text: str) -> PlainVotes | None:
    r"""Return the rows of VOTES of a text with ``\n`` line ends, or None where they are not plain.

    Examples
    --------
    >>> plain_votes("VOTES\nvoter_id;vote\n1;7,9\n2;\n").columns
    (('1', '2'), ('7,9', ''))
    >>> plain_votes('VOTES\nvoter_id;vote\n1;"7,9"\n') is None
    True
    """
    title = 0 if text.startswith("VOTES\n") else text.find("\nVOTES\n") + 1
    header = text.find("\n", title) + 1
    first = text.find("\n", header) + 1
    names = text[header:first].split(SEPARATOR)
    body = text[first:] if text.endswith("\n") else f"{text[first:]}\n"
    if not text.startswith("VOTES\n", title) or not first or '"' in text[header:] or not all(map(str.strip, names)):
        return None
    width = len(names)
    characters = np.frombuffer(body.encode(errors="surrogatepass"), dtype=np.uint8)
    if width < 2 or not _is_even(characters, width):  # noqa: PLR2004 - of one column a row could be a title
        return None
    cells = body[:-1].replace("\n", SEPARATOR).split(SEPARATOR)
    if _has_blanks(body, characters):
        cells = list(map(str.strip, cells))
    columns = tuple(tuple(cells[place::width]) for place in range(width))
    first_cells = "\n".join(columns[0]).upper()
    if not all(columns[0]) or any(f"\n{title}\n" in f"\n{first_cells}\n" for title in TITLES):
        return None  # an empty line or another title
    return PlainVotes(text[:first], columns, text.count("\n", 0, first) + 1)


def _has_blanks(body: str, characters: NDArray[np.uint8]) -> bool:
    """Say whether there may be blanks other than line ends; letters beyond ASCII might be some."""
    return not body.isascii() or bool(_IS_BLANK[characters].any())


def _is_even(characters: NDArray[np.uint8], width: int) -> bool:
    """Say whether every line has the separators of ``width`` cells."""
    ends = characters[(characters == ord("\n")) | (characters == ord(SEPARATOR))]
    if len(ends) == 0 or len(ends) % width:
        return False
    rows = ends.reshape(-1, width)
    return bool(np.all(rows[:, -1] == ord("\n")) and np.all(rows[:, :-1] == ord(SEPARATOR)))
