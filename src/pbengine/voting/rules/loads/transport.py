"""Whether groups of voters can pay for projects within what each may bear at most: a flow in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[Any]  # int64 where they fit, else Python's integers


@dataclass(slots=True, eq=False)
class Transport:
    """Payments of groups of voters to projects, improved until they suffice or it is proven that none do.

    The graph has one node for each project, not one for each group: a project that lacks money takes it from groups
    that have some to spare, or from groups that pay for another project, which then has to find as much elsewhere. A
    path of such steps is followed with as much money as all its steps can carry, so that each is an augmenting path of
    the flow between projects and groups, taken for many groups at once.

    Parameters
    ----------
    chosen
        shape ``(projects, groups)``: whether the voters of a group chose a project.
    wanted
        shape ``(projects,)``: what each project costs.
    spare
        shape ``(groups,)``: what each group can still give.
    paid
        shape ``(projects, groups)``: what each group gives to each project.

    Examples
    --------
    Two groups may give 3 each. The first alone chose the first project; both chose the second.

    >>> chosen = np.array([[True, False], [True, True]])
    >>> transport = Transport(chosen, np.array([3, 3]), np.array([0, 3]), np.array([[0, 0], [3, 0]]))
    >>> transport.settle(), transport.paid.tolist()
    (None, [[3, 0], [0, 3]])
    """

    chosen: NDArray[np.bool_]
    wanted: Numbers
    spare: Numbers
    paid: Numbers
    _groups: list[NDArray[np.intp]] = field(init=False)
    _supporters: NDArray[np.uint64] = field(init=False)
    _payers: NDArray[np.uint64] = field(init=False)

    def __post_init__(self) -> None:
        self._groups = [np.flatnonzero(row) for row in self.chosen]
        self._supporters = self._payers = _bits(self.chosen)

    def settle(self) -> NDArray[np.bool_] | None:
        """Pay for every project; if that cannot be, return projects that cost more than their supporters may give."""
        missing = self.wanted - self.paid.sum(axis=1)
        for project in np.flatnonzero(missing).tolist():
            missing[project] -= self._take_spare(project, missing[project])
        self._payers = _bits(self.paid > 0)
        while (short := np.flatnonzero(missing)).size:
            path, reached = self._path(short.tolist())
            if not path:
                return reached
            amount = min([missing[path[0]], self._capacity(path)])
            self._shift(path, amount)
            missing[path[0]] -= amount
        return None

    def _path(self, short: Sequence[int]) -> tuple[list[int], NDArray[np.bool_]]:
        """Return projects from one that lacks money to one whose supporters have some, and all that were reached."""
        has_spare = _bits(self.spare > 0)
        came_from = dict.fromkeys(short, -1)
        reached = np.zeros(len(self.wanted), dtype=np.bool_)
        reached[list(short)] = True
        queue = list(short)
        for project in queue:  # grows on the way
            supporters = self._supporters[project]
            if (has_spare & supporters).any():
                path = [project]
                while came_from[path[-1]] >= 0:
                    path.append(came_from[path[-1]])
                return path[::-1], reached
            found = (self._payers & supporters).any(axis=1) & ~reached
            reached |= found
            for other in np.flatnonzero(found).tolist():
                came_from[other] = project
                queue.append(other)
        return [], reached

    def _capacity(self, path: Sequence[int]) -> Any:  # noqa: ANN401 - a whole number of either type
        through = [self.paid[other][self._groups[project]].sum() for project, other in pairwise(path)]
        return min([*through, self.spare[self._groups[path[-1]]].sum()])

    def _shift(self, path: Sequence[int], amount: Any) -> None:  # noqa: ANN401
        self._take_spare(path[-1], amount)
        for project, other in zip(path[-2::-1], path[:0:-1], strict=True):
            groups = self._groups[project]
            giving, taking = self.paid[other], self.paid[project]
            moved = _first(giving[groups], amount)
            giving[groups] -= moved
            taking[groups] += moved
        for project in path:
            self._payers[project] = _bits(self.paid[project] > 0)

    def _take_spare(self, project: int, amount: Any) -> Any:  # noqa: ANN401
        groups = self._groups[project]
        taken = _first(self.spare[groups], amount)
        self.spare[groups] -= taken
        self.paid[project, groups] += taken
        return taken.sum()


def _first(amounts: Numbers, wanted: Any) -> Numbers:  # noqa: ANN401
    """Return what each group gives if they give in turn until there is as much as wanted, or nothing left."""
    before = np.cumsum(amounts) - amounts
    given: Numbers = np.minimum(np.maximum(wanted - before, 0), amounts)
    return given


def _bits(marks: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return the last axis of marks as bits, 64 to a word."""
    padded = np.zeros((*marks.shape[:-1], -(-marks.shape[-1] // 64) * 64), dtype=np.bool_)
    padded[..., : marks.shape[-1]] = marks
    return np.packbits(padded, axis=-1).view(np.uint64)
