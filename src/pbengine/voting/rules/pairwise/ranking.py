"""A ranking of all projects, and what the lot had to settle in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pbengine.voting.rules.pairwise.contests import reached

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Draw:
    """Projects of which the lot had to put one first."""

    between: tuple[int, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Projects from first to last, by their indices in the order of the lot.

    Parameters
    ----------
    blocks
        the whole ranking cut into pieces: another lot could change the order within a piece, and nothing else.
    ranks
        the rank of each project by its index, from 1; equal where the rule ranks projects equally.
    draws
        what the lot settled, in order; those drawn between stand in one block.
    """

    blocks: tuple[tuple[int, ...], ...]
    ranks: tuple[int, ...]
    draws: tuple[Draw, ...] = ()

    @property
    def order(self) -> tuple[int, ...]:
        """All projects from first to last."""
        return tuple(index for block in self.blocks for index in block)


@dataclass(slots=True)
class Drawing:
    """The draws so far; what is left of those drawn between is not noted again while nobody joins them."""

    draws: list[Draw] = field(default_factory=list)

    def first(self, candidates: Sequence[int]) -> int:
        """Return the candidate that the lot puts first, and note the draw if there is more than one."""
        chosen = min(candidates)
        known = self.draws[-1].between if self.draws else ()
        if len(candidates) > 1 and not all(candidate in known for candidate in candidates):
            self.draws.append(Draw(tuple(candidates), chosen))
        return chosen


def by_value(values: Sequence[int | Fraction]) -> Ranking:
    """Rank by a value each, highest first; equal values rank equally, in the order of the lot.

    Examples
    --------
    >>> ranking = by_value([3, 5, 3])
    >>> ranking.blocks, ranking.ranks, ranking.draws
    (((1,), (0, 2)), (2, 1, 2), (Draw(between=(0, 2), chosen=0),))
    """
    blocks = tuple(
        tuple(index for index, own in enumerate(values) if own == value)
        for value in sorted(dict.fromkeys(values), reverse=True)
    )
    draws = tuple(Draw(block, block[0]) for block in blocks if len(block) > 1)
    return Ranking(blocks, tuple(1 + sum(other > own for other in values) for own in values), draws)


def by_order(above: NDArray[np.bool_]) -> Ranking:
    """Rank by a strict partial order: of the projects with none above them the lot's first comes next, and so on.

    The rank of a project is one more than the number of projects above it.

    Examples
    --------
    0 is above 2, and 1 is not compared with either.

    >>> import numpy as np
    >>> ranking = by_order(np.array([[0, 0, 1], [0, 0, 0], [0, 0, 0]], dtype=bool))
    >>> ranking.order, ranking.ranks, ranking.draws
    ((0, 1, 2), (1, 1, 2), (Draw(between=(0, 1), chosen=0), Draw(between=(1, 2), chosen=1)))
    """
    drawing, order, waiting = Drawing(), list[int](), list(range(len(above)))
    while waiting:
        first = drawing.first([index for index in waiting if not above[waiting, index].any()])
        order.append(first)
        waiting.remove(first)
    ranks = tuple((1 + above.sum(axis=0)).tolist())
    return Ranking(cut(order, reached(~(above | above.T))), ranks, tuple(drawing.draws))


def cut(order: Sequence[int], together: NDArray[np.bool_]) -> tuple[tuple[int, ...], ...]:
    """Cut an order into its pieces: ``together`` says of each pair whether both stand in one piece."""
    blocks: list[list[int]] = []
    for index in order:
        if blocks and together[blocks[-1][0], index]:
            blocks[-1].append(index)
        else:
            blocks.append([index])
    return tuple(map(tuple, blocks))
