"""The rankings that agree with the voters most, exactly, by dynamic programming over sets of projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pbengine.voting.rules.pairwise.ranking import Draw, Drawing, Ranking, cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pbengine.voting.rules.pairwise.contests import Contests

    Whole = NDArray[Any]  # whole numbers of 64 bits, or Python's own where those could run over


@dataclass(frozen=True, slots=True)
class Agreement:
    """The best rankings of some projects.

    Parameters
    ----------
    score
        how often a voter and a best ranking put the same one of two projects above the other.
    optima
        how many rankings reach that score.
    order
        the best ranking that the lot puts first, place by place.
    fixed
        after how many places every best ranking has put the same projects in front; rising.
    draws
        where several projects could come next.
    """

    score: int
    optima: int
    order: tuple[int, ...]
    fixed: tuple[int, ...]
    draws: tuple[Draw, ...]


def best_rankings(preferred: NDArray[np.int64]) -> Agreement:
    """Find the best rankings of all the projects of a matrix, in ``2**projects * projects**2`` steps at most.

    The best score of a set is that of its best first project: the voters who rank it above each of the others, and the
    best score of those. Sets are numbers whose bit ``n`` is set for project ``n``; the scores of all sets of a size are
    found at once.

    Examples
    --------
    >>> best = best_rankings(np.array([[0, 7, 4], [2, 0, 6], [5, 3, 0]]))
    >>> best.score, best.optima, best.order
    (17, 1, (0, 1, 2))
    """
    count = len(preferred)
    kind = np.int64 if int(preferred.max(initial=0)) * count * count < 2**62 else np.object_
    gains = [_sums(row.astype(kind)) for row in preferred]
    scores = np.zeros(2**count, dtype=kind)
    layers = _layers(count)
    for sets in layers[1:]:
        for first in range(count):
            with_it = sets[sets >> first & 1 == 1]
            rest = with_it ^ (1 << first)
            scores[with_it] = np.maximum(scores[with_it], scores[rest] + gains[first][rest])
    optima, fixed = _optima(scores, gains, layers)
    order, draws = _walk(scores, gains)
    return Agreement(int(scores[-1]), optima, order, fixed, draws)


def _sums(values: Whole) -> Whole:
    """Return the sum of the values of each set."""
    sums = np.zeros(1, dtype=values.dtype)
    for value in values:
        sums = np.concatenate((sums, sums + value))
    return sums


def _layers(count: int) -> list[NDArray[np.int64]]:
    """Return the sets of each size, from the empty one to the whole."""
    sizes = _sums(np.ones(count, dtype=np.int64))
    return [np.flatnonzero(sizes == size) for size in range(count + 1)]


def _best_first(
    scores: Whole, gains: Sequence[Whole], sets: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Yield for each project those of the sets in which it comes first in some best ranking."""
    for first, gain in enumerate(gains):
        with_it = sets[sets >> first & 1 == 1]
        rest = with_it ^ (1 << first)
        yield with_it[(scores[rest] + gain[rest] == scores[with_it]).astype(bool)], first


def _optima(scores: Whole, gains: Sequence[Whole], layers: Sequence[NDArray[np.int64]]) -> tuple[int, tuple[int, ...]]:
    """Return how many rankings are best, and after how many places all of them have put the same projects in front."""
    ways = np.zeros(len(scores), dtype=np.int64)  # to come to a set as what is left; at most 18! in all
    ways[-1] = 1
    left, fixed = layers[-1], list[int]()
    for placed, smaller in enumerate(reversed(layers[:-1]), start=1):
        for sets, first in _best_first(scores, gains, left):
            ways[sets ^ (1 << first)] += ways[sets]
        left = smaller[ways[smaller] > 0]
        if len(left) == 1:
            fixed.append(placed)
    return int(ways[0]), tuple(fixed)


def _walk(scores: Whole, gains: Sequence[Whole]) -> tuple[tuple[int, ...], tuple[Draw, ...]]:
    """Return the best ranking that takes the lot's first at each place, and the draws on the way."""
    drawing, order, left = Drawing(), list[int](), 2 ** len(gains) - 1
    while left:
        possible = [first for sets, first in _best_first(scores, gains, np.array([left])) if len(sets)]
        order.append(drawing.first(possible))
        left ^= 1 << order[-1]
    return tuple(order), tuple(drawing.draws)


def join(compared: Contests, parts: Sequence[tuple[Sequence[int], Agreement]]) -> Ranking:
    """Put the best rankings of the parts one after the other; each is given with the indices of its projects."""
    order: list[int] = []
    piece: dict[int, tuple[int, int]] = {}
    draws: list[Draw] = []
    for number, (indices, best) in enumerate(parts):
        for place, own in enumerate(best.order):
            order.append(indices[own])
            piece[indices[own]] = number, sum(place >= start for start in best.fixed)
        draws += [Draw(tuple(indices[i] for i in draw.between), indices[draw.chosen]) for draw in best.draws]
    size = len(compared.ids)
    together = np.array([[piece[a] == piece[b] for b in range(size)] for a in range(size)])
    rank = {index: place for place, index in enumerate(order, start=1)}
    return Ranking(cut(order, together), tuple(rank[index] for index in range(size)), tuple(draws))
