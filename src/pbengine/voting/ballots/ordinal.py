"""Ordinal ballots: some projects, the most preferred first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting.ballots.limits import BallotLimits, Finding, ballot_check, costs, lengths, repeats
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile


@ballot_check(BallotKind.ORDINAL)
def check_ordinal(profile: Profile, limits: BallotLimits, instance: Instance) -> Iterator[Finding]:
    """Find rankings that are too short or too long, or rank a project twice."""
    yield from lengths(profile, limits)
    yield from repeats(profile)
    yield from costs(profile, limits, instance)
