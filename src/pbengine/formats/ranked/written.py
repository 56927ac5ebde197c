"""Rankings taken apart for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.voting.profile import Profile


def rankings_of(profile: Profile) -> Iterator[tuple[int, list[list[int]]]]:
    """Yield each row as its voters and the groups of columns that have equal rank, best first.

    Examples
    --------
    >>> from pbengine.formats.blt import read_blt
    >>> list(rankings_of(read_blt('3 1 5 1 2=3 0 2 0 0 "Ada" "Ben" "Cleo" "Board"').profile))
    [(5, [[0], [1, 2]]), (2, [])]
    """
    tied = None if profile.tied is None else profile.tied.tolist()
    start = 0
    for weight, columns in profile:
        groups: list[list[int]] = []
        for entry, column in enumerate(columns, start):
            if tied and tied[entry]:
                groups[-1].append(column)
            else:
                groups.append([column])
        start += len(columns)
        yield weight, groups
