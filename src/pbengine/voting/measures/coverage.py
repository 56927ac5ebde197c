"""How many voters got something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile


def voters_covered(instance: Instance, profile: Profile, funded: Iterable[str]) -> int:
    """Return how many voters support at least one funded project.

    Parameters
    ----------
    instance, profile
        what was counted.
    funded
        ids of the funded projects.

    Returns
    -------
    int
        number of voters whose ballot names a funded project; where ballots carry points, with more than none.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [1], [2], []])
    >>> voters_covered(town, ballots, ["park", "tree"])
    2
    """
    position = instance.position
    columns = np.array([position[id_] for id_ in funded], dtype=np.int64)
    named = np.isin(profile.choices, columns)
    if profile.points is not None:
        named &= profile.points > 0
    return int(profile.weights[np.unique(profile.rows[named])].sum())
