"""Cumulative ballots: points that a voter spreads over projects; points may be left unused."""

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


@ballot_check(BallotKind.CUMULATIVE)
def check_cumulative(profile: Profile, limits: BallotLimits, instance: Instance) -> Iterator[Finding]:
    """Find ballots whose points are negative, out of range, or add up to too few or too many."""
    least = 0 if limits.min_points is None else max(0, limits.min_points)
    yield from lengths(profile, limits)
    yield from repeats(profile)
    yield from costs(profile, limits, instance)
    yield from point_ranges(profile, least, limits.max_points)
    yield from point_sums(profile, limits)
