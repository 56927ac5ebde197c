"""Profiles with something changed, to count again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.profile import BallotKind, Profile

if TYPE_CHECKING:
    from numpy.typing import NDArray


def with_ballots_for(profile: Profile, column: int, voters: int) -> Profile:
    """Return the profile with so many further voters who name this project alone.

    Where ballots carry points, they give it the most that any ballot gives a project.

    Examples
    --------
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [0, 1]])
    >>> with_ballots_for(ballots, 1, 5).votes().tolist()
    [2, 6]
    """
    points = None if profile.points is None else np.append(profile.points, profile.points.max(initial=1))
    return replace(
        profile,
        starts=np.append(profile.starts, len(profile.choices) + 1),
        choices=np.append(profile.choices, np.int32(column)),
        weights=np.append(profile.weights, voters),
        points=points,
        tied=None if profile.tied is None else np.append(profile.tied, np.False_),
    )


def scores_alone(profile: Profile) -> Profile:
    """Return a profile of one row a project that gives each the score it has, for rules that read nothing else.

    Examples
    --------
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1], [0, 1], [1]], ranks=3)
    >>> ballots.scores().tolist(), scores_alone(ballots).scores().tolist()
    ([6, 7, 0], [6, 7, 0])
    """
    return _of_scores(profile, profile.scores())


def with_score(profile: Profile, column: int, score: int) -> Profile:
    """Return a profile of scores with another score for one project."""
    scores = profile.scores()
    scores[column] = score
    return _of_scores(profile, scores)


def _of_scores(profile: Profile, scores: NDArray[np.int64]) -> Profile:
    """Return rows that name one project each: as heavy as its score, or with its score as points."""
    named = np.flatnonzero(scores != 0)
    by_points = profile.points is not None
    return Profile(
        kind=profile.kind,
        project_count=profile.project_count,
        starts=np.arange(len(named) + 1, dtype=np.int64),
        choices=named.astype(np.int32),
        weights=np.ones(len(named), dtype=np.int64) if by_points else scores[named],
        points=scores[named] if by_points else None,
        points_scale=profile.points_scale,
        ranks=1 if profile.kind is BallotKind.ORDINAL else 0,
    )
