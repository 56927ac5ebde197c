"""What a valid ballot is, decided here and nowhere else. A new kind is a check, and its module a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting.ballots import approval, ordinal, points
from pbengine.voting.ballots.limits import CHECKS, BallotFault, BallotLimits
from pbengine.voting.errors import ProfileError

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile

__all__ = ["KIND_MODULES", "BallotFault", "BallotLimits", "check_ballots"]

KIND_MODULES = (approval, ordinal, points)
"""Every module that registers a kind of ballot."""


def check_ballots(profile: Profile, limits: BallotLimits, instance: Instance) -> tuple[BallotFault, ...]:
    """Return every fault of every ballot, by row; none when all ballots are valid.

    Parameters
    ----------
    profile
        the ballots, of any kind; one row is one ballot.
    limits
        what the round asks of a ballot; each kind adds what it always asks (one project at most on a choose-1 ballot,
        no negative points on a cumulative one, no project twice on any).
    instance
        the projects, in the order of the profile's columns, for the costs.

    Raises
    ------
    ProfileError
        if the profile has not one column a project of the instance.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 2], [0, 1], [2, 2]])
    >>> [(fault.row, fault.code) for fault in check_ballots(ballots, BallotLimits(max_sum_cost=100), town)]
    [(1, 'over-cost'), (2, 'repeated')]
    """
    if profile.project_count != len(instance.projects):
        columns = f"the profile has {profile.project_count} columns for {len(instance.projects)} projects"
        raise ProfileError((columns,))
    findings = CHECKS[profile.kind](profile, limits, instance)
    faults = [fault for finding in findings for fault in finding.faults()]
    return tuple(sorted(faults, key=lambda fault: fault.row))
