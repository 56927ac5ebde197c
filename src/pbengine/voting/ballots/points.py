"""Ballots of points: scoring ballots, from an interval for each project named; cumulative ones as those without debts.

A cumulative ballot spreads points over projects, and may leave some unused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pbengine.voting.ballots.limits import (
    BallotLimits,
    Finding,
    ballot_check,
    costs,
    lengths,
    point_ranges,
    point_squares,
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
    """Find ballots whose points are out of range, or whose sum or squares break a limit."""
    yield from lengths(profile, limits)
    yield from repeats(profile)
    yield from costs(profile, limits, instance)
    yield from point_ranges(profile, limits.min_points, limits.max_points)
    yield from point_sums(profile, limits)
    yield from point_squares(profile, limits)


@ballot_check(BallotKind.CUMULATIVE)
def check_cumulative(profile: Profile, limits: BallotLimits, instance: Instance) -> Iterator[Finding]:
    """Find ballots with negative points, whatever the limits say, and what a scoring ballot must not be."""
    least = 0 if limits.min_points is None else max(0, limits.min_points)
    yield from check_scoring(profile, replace(limits, min_points=least), instance)
