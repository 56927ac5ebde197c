"""Names of projects that are numbers, as nearly all are, looked up at one stroke."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

MOST_DIGITS = 6
PART = 2**19
_NUMBER = re.compile(rf"0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}}")


def numbered_columns(named: str, position: Mapping[str, int]) -> NDArray[np.int32] | None:
    """Return the column of each name of a list with commas, -1 for strangers; None where they are not plain numbers.

    Examples
    --------
    >>> numbered_columns("7,12,7,8", {"7": 0, "12": 1}).tolist()
    [0, 1, 0, -1]
    >>> numbered_columns("7,012", {"7": 0, "12": 1}) is None, numbered_columns("7", {"x": 0}) is None
    (True, True)
    """
    if not named.isascii() or not position or not all(map(_NUMBER.fullmatch, position)):
        return None
    largest = max(map(int, position))
    columns = np.full(largest + 2, -1, dtype=np.int32)
    columns[[int(id_) for id_ in position]] = list(position.values())
    found = []
    for part in _parts(named):
        numbers = _numbers(np.frombuffer(part.encode(), dtype=np.uint8))
        if numbers is None:
            return None
        found.append(columns[np.minimum(numbers, largest + 1)])
    return np.concatenate(found)


def _parts(named: str) -> Iterator[str]:
    """Yield the list in parts that a processor keeps at hand."""
    begin = 0
    while begin <= len(named):
        end = named.find(",", begin + PART)
        end = len(named) if end < 0 else end
        yield named[begin:end]
        begin = end + 1


def _numbers(letters: NDArray[np.uint8]) -> NDArray[np.int32] | None:
    """Return the numbers of a list with commas; None where one is empty, too long, begins with 0 or is no number."""
    is_comma = letters == ord(",")
    digits = letters - np.uint8(ord("0"))
    if np.any((digits > 9) & ~is_comma):  # noqa: PLR2004 - the last digit
        return None
    ends = np.append(np.flatnonzero(is_comma), len(letters)).astype(np.int32)
    starts = np.concatenate(([0], ends[:-1] + 1)).astype(np.int32)
    lengths = ends - starts
    if lengths.min() < 1 or lengths.max() > MOST_DIGITS:
        return None
    values = digits[starts].astype(np.int32)
    if np.any((values == 0) & (lengths > 1)):
        return None
    for digit in range(1, int(lengths.max())):
        longer = np.flatnonzero(lengths > digit)
        values[longer] = values[longer] * 10 + digits[starts[longer] + digit]
    return values
