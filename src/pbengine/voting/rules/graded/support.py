"""What the voters support, and how much: the utilities that a rule of equal shares reads from a ballot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.registry import Choice

if TYPE_CHECKING:
    from numpy.typing import NDArray

UTILITY = Choice(
    "utility",
    "what a funded project is worth to a supporter: its cost (cost), the same as any other (cardinality), the points "
    "that the ballot gives it (points), or its place in the ranking (borda: the last place counts 1)",
    ("cost", "cardinality", "points", "borda"),
    needs=(
        ("points", (BallotKind.CUMULATIVE, BallotKind.SCORING)),
        ("borda", (BallotKind.ORDINAL,)),
    ),
)


@dataclass(frozen=True, eq=False)
class Support:
    """The entries of the ballots that are support.

    Parameters
    ----------
    starts
        shape ``(ballots + 1,)``: row pointers into the entries.
    choices
        shape ``(entries,)``: columns of the projects supported.
    values
        shape ``(entries,)``, int64, positive: how much; 1 throughout where supporters do not differ.
    """

    starts: NDArray[np.int64]
    choices: NDArray[np.int32]
    values: NDArray[np.int64]


def support_of(profile: Profile, utility: str) -> Support:
    """Return what the voters support.

    A project is supported by who names it; where ballots carry points, by who gives it more than 0 points.

    Parameters
    ----------
    utility
        ``points`` gives the points as values, ``borda`` the positional points; anything else gives 1.

    Examples
    --------
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[2, 0], [1]], ranks=3)
    >>> support_of(ballots, "borda").values.tolist(), support_of(ballots, "cost").values.tolist()
    ([3, 2, 3], [1, 1, 1])
    """
    starts, choices, values = profile.starts, profile.choices, np.ones(len(profile.choices), dtype=np.int64)
    if profile.kind is BallotKind.ORDINAL and utility == "borda":
        values = profile.ranks - profile.places
    elif profile.points is not None:
        starts, choices, values = _pointed(profile)
    supported = values > 0
    if not supported.all():
        ends = np.concatenate(([0], np.cumsum(supported)))
        starts, choices, values = ends[starts], choices[supported], values[supported]
    if profile.points is not None and utility != "points":
        values = np.ones(len(values), dtype=np.int64)
    return Support(starts, choices, values)


def _pointed(profile: Profile) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Return the points of every entry; where a project that is not named has points as well, of every project."""
    if profile.points is None or profile.default_points <= 0:
        return profile.starts, profile.choices, profile.points  # type: ignore[return-value] # asked only with points
    full = np.full((profile.ballots, profile.project_count), profile.default_points, dtype=np.int64)
    full[profile.rows, profile.choices] = profile.points
    starts = np.arange(profile.ballots + 1, dtype=np.int64) * profile.project_count
    columns = np.tile(np.arange(profile.project_count, dtype=np.int32), profile.ballots)
    return starts, columns, full.reshape(-1)


def approvals_of(profile: Profile) -> Profile:
    """Return the ballots as approvals of what they support; approval ballots as they are."""
    if profile.kind in (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE):
        return profile
    support = support_of(profile, "cardinality")
    return Profile(
        kind=BallotKind.APPROVAL,
        project_count=profile.project_count,
        starts=support.starts,
        choices=support.choices,
        weights=profile.weights,
        endowments=profile.endowments,
    )
