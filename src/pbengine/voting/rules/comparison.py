"""The comparison step: whether more voters prefer what greedy would fund."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.outcome import Action, Step
from pbengine.voting.rules.graded.support import support_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.graded.support import Support


@dataclass(frozen=True, slots=True)
class Preferences:
    """How many voters gain more from one outcome, from the other, or as much from both."""

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


def compare(
    instance: Instance,
    profile: Profile,
    shares: Iterable[str],
    greedy: Iterable[str],
    *,
    utility: str = "cardinality",
) -> Preferences:
    """Count the voters who prefer either of two outcomes; voters who support nothing are indifferent.

    A voter prefers the outcome with more of the projects that they support; with utility ``points`` or ``borda``, the
    one to whose projects they give more points together.

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
    support = support_of(profile, utility)
    better = _gained(instance, support, shares) - _gained(instance, support, greedy)
    ahead, behind = int(profile.weights[better > 0].sum()), int(profile.weights[better < 0].sum())
    return Preferences(ahead, behind, profile.voters - ahead - behind)


def _gained(instance: Instance, support: Support, funded: Iterable[str]) -> NDArray[np.int64]:
    """Return what the funded projects are worth to each row."""
    position = instance.position
    counted = np.zeros(len(position), dtype=np.bool_)
    counted[[position[id_] for id_ in funded]] = True
    gains = np.concatenate(([0], np.cumsum(np.where(counted[support.choices], support.values, 0))))
    return gains[support.starts[1:]] - gains[support.starts[:-1]]
