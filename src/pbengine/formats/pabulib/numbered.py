"""Names of projects that are numbers, as nearly all are, looked up at one stroke."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MOST_DIGITS = 6
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
    letters = np.frombuffer(named.encode(), dtype=np.uint8)
    is_comma = letters == ord(",")
    digits = letters - np.uint8(ord("0"))
    if np.any((digits > 9) & ~is_comma):  # noqa: PLR2004 - the last digit
        return None
    commas = np.flatnonzero(is_comma)
    starts = np.concatenate(([0], commas + 1))
    lengths = np.append(commas, len(letters)) - starts
    if lengths.min() < 1 or lengths.max() > MOST_DIGITS:
        return None
    values = digits[starts].astype(np.int64)
    if np.any((values == 0) & (lengths > 1)):
        return None
    for digit in range(1, int(lengths.max())):
        longer = np.flatnonzero(lengths > digit)
        values[longer] = values[longer] * 10 + digits[starts[longer] + digit]
    columns = np.full(10**MOST_DIGITS, -1, dtype=np.int32)
    columns[[int(id_) for id_ in position]] = list(position.values())
    return columns[values]
