"""Scoring ballots: points from an interval for each project named; they may be negative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting.ballots.limits import (
    BallotLimits,
    Finding,
    ballot_check,
    costs,
    lengths,
    point_ranges,
    point_sums,
    repeats,
)
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile


@ballot_check(BallotKind.SCORING)
def check_scoring(profile: Profile, limits: BallotLimits, instance: Instance) -> Iterator[Finding]:
    """Find ballots whose points are out of range, or whose sum is where the limits bound it."""
    yield from lengths(profile, limits)
    yield from repeats(profile)
    yield from costs(profile, limits, instance)
    yield from point_ranges(profile, limits.min_points, limits.max_points)
    yield from point_sums(profile, limits)
