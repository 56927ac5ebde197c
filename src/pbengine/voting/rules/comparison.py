"""The comparison step: whether more voters prefer what greedy would fund."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.outcome import Action, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile


@dataclass(frozen=True, slots=True)
class Preferences:
    """How many voters see more of the projects that they name in one outcome, in the other, or as many in both."""

    prefer_shares: int
    prefer_greedy: int
    indifferent: int

    @property
    def step(self) -> Step:
        """The step that keeps the outcome, or replaces it where strictly more voters prefer greedy's."""
        figures = {
            "prefer_shares": self.prefer_shares,
            "prefer_greedy": self.prefer_greedy,
            "indifferent": self.indifferent,
        }
        action = Action.REPLACE if self.prefer_greedy > self.prefer_shares else Action.KEEP
        return Step(action, figures=MappingProxyType(figures))


def compare(instance: Instance, profile: Profile, shares: Iterable[str], greedy: Iterable[str]) -> Preferences:
    """Count the voters who prefer either of two outcomes; voters who named nothing are indifferent.

    References
    ----------
    Comparison step of the by-law of Wieliczka, 2023; https://equalshares.net/implementation/completion.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 50), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [1, 2], [0, 1], []])
    >>> compare(town, ballots, ["park"], ["hall", "tree"])
    Preferences(prefer_shares=1, prefer_greedy=1, indifferent=2)
    """
    better = _named(instance, profile, shares) - _named(instance, profile, greedy)
    ahead, behind = int(profile.weights[better > 0].sum()), int(profile.weights[better < 0].sum())
    return Preferences(ahead, behind, profile.voters - ahead - behind)


def _named(instance: Instance, profile: Profile, funded: Iterable[str]) -> NDArray[np.int64]:
    """Return how many funded projects each row names."""
    position = instance.position
    counted = np.zeros(profile.project_count, dtype=np.bool_)
    counted[[position[id_] for id_ in funded]] = True
    return np.bincount(profile.rows[counted[profile.choices]], minlength=profile.ballots)
