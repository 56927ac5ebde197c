"""Approval ballots, and choose-1 ballots as those of at most one project.

An approval ballot with a limit on the cost of its projects is what is called a knapsack ballot.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pbengine.voting.ballots.limits import BallotLimits, Finding, ballot_check, costs, lengths, repeats
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile


@ballot_check(BallotKind.APPROVAL)
def check_approval(profile: Profile, limits: BallotLimits, instance: Instance) -> Iterator[Finding]:
    """Find ballots that are too short, too long, too cheap, too dear, or name a project twice."""
    yield from lengths(profile, limits)
    yield from repeats(profile)
    yield from costs(profile, limits, instance)


@ballot_check(BallotKind.CHOOSE_ONE)
def check_choose_one(profile: Profile, limits: BallotLimits, instance: Instance) -> Iterator[Finding]:
    """Find ballots of more than one project, whatever the limits say, and what an approval ballot must not be."""
    most = 1 if limits.max_length is None else min(1, limits.max_length)
    yield from check_approval(profile, replace(limits, max_length=most), instance)
