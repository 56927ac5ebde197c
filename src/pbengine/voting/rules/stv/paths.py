"""Papers bundled by the way they take past elected candidates: what one of them gives, all of a bundle give.

Under Meek's method a paper is shared out among the elected candidates at its head, in order, up to the first hopeful
one, who keeps all that is left. However the keep values change, papers that pass the same candidates on the way to the
same end give the same, so that an iteration needs a step for each bundle and not for each paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pbengine.voting.rules.stv.papers import moved_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pbengine.voting.rules.stv.papers import Papers

Rest = Literal["kept-back", "rounded-up"]
"""What goes on of a paper: what is not kept, or the product with one minus the keep value, rounded up."""


@dataclass(frozen=True, slots=True)
class Level:
    """The bundles that have come equally far, as the level of a tree.

    Parameters
    ----------
    parents
        shape ``(bundles,)``: the bundle of the level before from which each comes.
    holders
        shape ``(bundles,)``: the candidate who is reached.
    weights
        shape ``(bundles,)``: how many papers there are.
    """

    parents: NDArray[np.int64]
    holders: NDArray[np.int64]
    weights: NDArray[np.int64]


def paths_of(papers: Papers, hopeful: Iterable[int], elected: Iterable[int]) -> tuple[Level, ...]:
    """Bundle all papers; whoever is neither hopeful nor elected is passed over.

    Examples
    --------
    Three rankings; 0 is elected, 1 and 2 are hopeful. Two papers pass 0 on their way to 1; nobody is number 3.

    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> rankings = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1], [0, 1, 2], [2, 0], [0]])
    >>> from pbengine.voting.rules.stv.papers import Papers
    >>> first, second = paths_of(Papers.of(rankings, [0, 1, 2], 1), hopeful=[1, 2], elected=[0])
    >>> first.weights.tolist(), second.holders.tolist(), second.weights.tolist()
    ([3, 0, 1, 0], [1, 3], [2, 1])
    """
    passed = papers.mark(elected)
    rests = passed | papers.mark([*hopeful, papers.nobody])
    choices, span = papers.choices, papers.nobody + 1
    at, weights = moved_on(choices, papers.at, rests), papers.weights
    bundles = choices[at].astype(np.int64)
    level = Level(np.zeros(span, dtype=np.int64), np.arange(span), _added(bundles, weights, span))
    levels = [level]
    while len(going := np.flatnonzero(passed[level.holders[bundles]])):
        at, weights = moved_on(choices, at[going] + 1, rests), weights[going]
        reached, bundles = np.unique(bundles[going] * span + choices[at], return_inverse=True)
        level = Level(reached // span, reached % span, _added(bundles, weights, len(reached)))
        levels.append(level)
    return tuple(levels)


def _added(bundles: NDArray[np.int64], weights: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    totals = np.zeros(count, dtype=np.int64)
    np.add.at(totals, bundles, weights)
    return totals


def allot(levels: Iterable[Level], keep: NDArray[np.int64], unit: int, rest: Rest) -> NDArray[np.int64]:
    """Return the votes of each candidate, in units: shape ``(candidates + 1,)``, nobody last.

    Every paper starts as one vote. Each candidate on it, in order, keeps the product of what is left and the keep
    value, rounded up.

    Parameters
    ----------
    levels
        the papers in bundles.
    keep
        shape ``(candidates + 1,)``: keep values in units; nobody keeps all.
    unit
        how many units make a vote.
    rest
        how what goes on is rounded.

    Examples
    --------
    Two rankings, one paper each; candidate 0 is elected and keeps a third of a vote.

    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> from pbengine.voting.rules.stv.papers import Papers
    >>> papers = Papers.of(Profile.from_ballots(BallotKind.ORDINAL, 2, [[0, 1], [0]]), [0, 1], 1)
    >>> allot(paths_of(papers, [1], [0]), np.array([333, 1000, 1000]), 1000, "kept-back").tolist()
    [666, 667, 667]
    """
    totals = np.zeros(len(keep), dtype=np.int64)
    left = np.array([unit], dtype=np.int64)
    for level in levels:
        here, share = left[level.parents], keep[level.holders]
        kept = (here * share + unit - 1) // unit
        np.add.at(totals, level.holders, level.weights * kept)
        left = here - kept if rest == "kept-back" else (here * (unit - share) + unit - 1) // unit
    return totals
