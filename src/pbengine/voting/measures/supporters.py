"""Who supports each project, as rows of the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.profile import by_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.profile import Profile


def rows_by_project(profile: Profile) -> tuple[NDArray[np.intp], ...]:
    """Return for each project the rows that name it, with more than no points where ballots carry points; rising.

    Examples
    --------
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> [rows.tolist() for rows in rows_by_project(Profile.from_ballots(BallotKind.APPROVAL, 2, [[1], [0, 1], []]))]
    [[1], [0, 1]]
    """
    columns, rows = profile.choices, profile.rows
    if profile.points is not None:
        columns, rows = columns[profile.points > 0], rows[profile.points > 0]
    order, spans = by_column(columns, profile.project_count)
    ordered = rows[order].astype(np.intp, copy=False)
    return tuple(ordered[span] for span in spans)
