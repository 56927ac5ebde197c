"""Locking majorities, the strongest first, unless they contradict those locked before: the heart of ranked pairs."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.rules.pairwise.contests import reached, tiers
from pbengine.voting.rules.pairwise.ranking import Draw, Ranking, cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pbengine.voting.rules.pairwise.contests import Contests

Pair = tuple[int, int]
"""A majority: the index of the winner and of the loser."""


@dataclass(slots=True)
class Locks:
    """What is locked so far.

    Parameters
    ----------
    above
        shape ``(projects, projects)``: whether locked majorities lead from the first to the second; each leads to
        itself.
    dropped
        the majorities that contradicted what was locked before them, in order.
    disputes
        for each set of equal majorities that contradict each other, and nothing stronger, the projects they join.
    """

    above: NDArray[np.bool_]
    dropped: list[Pair] = field(default_factory=list)
    disputes: list[tuple[int, ...]] = field(default_factory=list)

    def lock(self, pairs: Sequence[Pair]) -> None:
        """Lock equal majorities in the order given, and note where that order, the lot's, decided."""
        before = self.above.copy()
        by_lot: list[Pair] = []
        for winner, loser in pairs:
            if self.above[loser, winner]:
                self.dropped.append((winner, loser))
                if not before[loser, winner]:
                    by_lot.append((winner, loser))
            elif not self.above[winner, loser]:
                self.above |= np.outer(self.above[:, winner], self.above[loser])
        if by_lot:
            self.disputes += _circles(before, pairs, by_lot)


def _circles(before: NDArray[np.bool_], pairs: Sequence[Pair], by_lot: Sequence[Pair]) -> Iterator[tuple[int, ...]]:
    """Yield the projects of equal majorities that lead in a circle of which one was dropped, a tuple for each circle.

    Circles that have a project in common are one.
    """
    edges = before.copy()
    edges[tuple(np.array(pairs).T)] = True
    reach = reached(edges)
    joined = reach & reach.T
    for group in dict.fromkeys(tuple(np.flatnonzero(joined[winner]).tolist()) for winner, _ in by_lot):
        inside = [pair for pair in pairs if pair[0] in group and pair[1] in group]
        yield tuple(index for index in group if any(index in pair for pair in inside))


def lock_majorities(compared: Contests, strength: str) -> tuple[Ranking, tuple[Pair, ...]]:
    """Rank by locking, and return the majorities dropped on the way, in order.

    Of equal majorities the one whose winner comes first by lot is locked first; which loser comes first does not
    matter, because majorities of one winner never contradict each other. Tied contests come last: the lot's first of
    the two is put above the other, unless that contradicts.
    """
    strengths = compared.strengths(strength)
    winners, losers = np.nonzero(strengths)
    rows = zip(strengths[winners, losers].tolist(), winners.tolist(), losers.tolist(), strict=True)
    ordered = sorted(rows, key=lambda row: -row[0])  # stable: equals stay in the order of the lot
    locks = Locks(np.eye(len(compared.ids), dtype=bool))
    for _, equals in groupby(ordered, key=lambda row: row[0]):
        locks.lock([(winner, loser) for _, winner, loser in equals])
    decided, dropped, disputes = locks.above.copy(), tuple(locks.dropped), tuple(locks.disputes)
    tied = np.triu(compared.preferred == compared.preferred.T, 1)
    locks.lock(list(zip(*(side.tolist() for side in np.nonzero(tied)), strict=True)))
    order = np.argsort(-locks.above.sum(axis=1), kind="stable").tolist()
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(1, len(order) + 1)
    tier = np.empty(len(order), dtype=np.int64)
    for number, members in enumerate(tiers(compared)):
        tier[list(members)] = number
    blocks = cut(order, tier[:, None] == tier)
    return Ranking(blocks, tuple(ranks.tolist()), _draws(order, decided, disputes)), dropped


def _draws(order: Sequence[int], decided: NDArray[np.bool_], disputes: Sequence[tuple[int, ...]]) -> tuple[Draw, ...]:
    """Return what the lot settled: circles of equal majorities, then runs of projects that no majority put in order."""
    draws = [Draw(group, min(group, key=order.index)) for group in disputes]
    run: list[int] = []
    for upper, lower in pairwise(order):
        if decided[upper, lower]:
            draws += _run(run)
            run = []
        else:
            run = [*(run or [upper]), lower]
    return (*draws, *_run(run))


def _run(run: Sequence[int]) -> tuple[Draw, ...]:
    return (Draw(tuple(sorted(run)), run[0]),) if run else ()
