"""Identical ballots set apart again where they are few: a row that is one voter needs no weight in any sum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pbengine.voting.profile import Profile

MOST = 2
"""How many times as many rows are worth it."""
FEW = 10_000
"""So many rows are always worth it: what a sum costs is then hardly the rows."""


def set_apart(profile: Profile) -> Profile:
    """Return the profile with a row for each voter, unless that makes many more rows; the first rows stay the same.

    Only for ballots without points or ranks.

    Examples
    --------
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> starts, choices = np.array([0, 2, 3]), np.array([0, 2, 1], dtype=np.int32)
    >>> merged = Profile(BallotKind.APPROVAL, 3, starts, choices, weights=np.array([3, 1]))
    >>> list(set_apart(merged))
    [(1, (0, 2)), (1, (1,)), (1, (0, 2)), (1, (0, 2))]
    """
    if profile.voters == profile.ballots or profile.voters > max(FEW, MOST * profile.ballots):
        return profile
    repeated = np.repeat(np.arange(profile.ballots), profile.weights - 1)
    lengths = np.diff(profile.starts)[repeated]
    ends = np.cumsum(lengths)
    entries = np.arange(ends[-1]) + np.repeat(profile.starts[repeated] - (ends - lengths), lengths)
    endowments = profile.endowments
    return replace(
        profile,
        starts=np.concatenate((profile.starts, profile.starts[-1] + ends)),
        choices=np.concatenate((profile.choices, profile.choices[entries])),
        weights=np.ones(profile.voters, dtype=np.int64),
        endowments=None if endowments is None else np.concatenate((endowments, endowments[repeated])),
    )
