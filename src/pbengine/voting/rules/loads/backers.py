"""The supporters of each project with their stakes: the voters of a row times the parts of the budget that each has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.profile import by_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile


@dataclass(frozen=True, slots=True, eq=False)
class Backers:
    """Who supports what, by column of the instance.

    Parameters
    ----------
    rows
        of each project, the rows of the profile that name it, rising.
    votes
        of each project, in voters.
    stakes
        shape ``(rows,)``: voters times endowment of each row; None where each row is one voter with one part.
    unequal
        whether some voters stand for more parts of the budget than others.
    count
        how many rows there are.
    open
        columns that stand and have a supporter, in ballot order.
    """

    rows: tuple[NDArray[np.intp], ...]
    votes: tuple[int, ...]
    stakes: NDArray[np.int64] | None
    unequal: bool
    count: int
    open: tuple[int, ...]

    def by_label(self, project: int, labels: NDArray[np.intp], size: int) -> list[int]:
        """Return the stake of the project's supporters with each of ``size`` labels, exactly."""
        rows = self.rows[project]
        if self.stakes is None:
            return [int(count) for count in np.bincount(labels[rows], minlength=size)]
        sums = np.zeros(size, dtype=np.int64)
        np.add.at(sums, labels[rows], self.stakes[rows])  # bincount would add floats
        return [int(total) for total in sums]


def backers_of(instance: Instance, profile: Profile) -> Backers:
    """Arrange a profile by project.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 30), Project("tree", 30)), budget=100)
    >>> people = backers_of(town, Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0]]))
    >>> [rows.tolist() for rows in people.rows], people.votes, people.open
    ([[0, 1], [0], []], (2, 1, 0), (0, 1))
    """
    order, spans = by_column(profile.choices, profile.project_count)
    rows = profile.rows[order].astype(np.intp, copy=False)
    votes = tuple(int(count) for count in profile.votes())
    parts = profile.endowments
    unequal = parts is not None and len(parts) > 0 and bool(np.ptp(parts))
    stakes = profile.weights * (parts // np.gcd.reduce(parts)) if parts is not None and unequal else profile.weights
    single = profile.voters == profile.ballots and not unequal
    return Backers(
        rows=tuple(rows[span] for span in spans),
        votes=votes,
        stakes=None if single else stakes,
        unequal=unequal,
        count=profile.ballots,
        open=tuple(
            column
            for column, project in enumerate(instance.projects)
            if project.standing is Standing.STANDING and votes[column]
        ),
    )
