"""Branch and bound over the decisions of a program: which set is best, proven by bounds in whole numbers alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.errors import EffortError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pbengine.voting.optimum.program import Bound, Floats, Program, Whole

    Worth = Callable[[tuple[int, ...]], int | None]

MOST_NODES = 20_000
"""With more nodes than this the search is given up in words."""


class Aim(StrEnum):
    """What is looked for: the best choice, any choice worth a sum, or the first in order of the columns worth it."""

    BEST = "best"
    ANY = "any"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Found:
    """A choice of decisions, as the columns that are 1, and what it is worth.

    ``ceiling`` is None where nothing is worth more, else a proven bound on what could be: the search was cut short.
    """

    value: int
    chosen: tuple[int, ...]
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """When to stop short of the best: after so many nodes, if it is proven by then that all is worth less than this."""

    nodes: int
    below: int


@dataclass(frozen=True, slots=True)
class _Node:
    """What the solver proposes within some bounds, and what nothing within them exceeds, where that was worked out."""

    point: Floats
    bound: int | None


@dataclass(slots=True)
class Search:
    """A search of a program.

    Parameters
    ----------
    program, objective
        what is maximised: ``objective`` has a whole number for each column.
    worth
        the exact value of a choice of decisions, or None where it is not allowed. It never exceeds the best that the
        program has with these decisions; nothing but this decides what is found.
    most_nodes
        after how many nodes the search is given up.
    """

    program: Program
    objective: Whole
    worth: Worth
    most_nodes: int = MOST_NODES
    nodes: int = field(default=0, init=False)

    def best(self, *, fixed: dict[int, int] | None = None, patience: Patience | None = None) -> Found | None:
        """Return a best choice, or None if nothing is allowed; ``fixed`` decides some columns beforehand."""
        return self._run(Aim.BEST, fixed or {}, None, patience)

    def reaching(self, value: int, aim: Aim, *, fixed: dict[int, int] | None = None) -> Found | None:
        """Return a choice that is worth ``value`` or more: any, or the first in order of the columns."""
        return self._run(aim, fixed or {}, Found(value - 1, ()))

    def collect(self, value: int, most: int) -> tuple[Found, ...]:
        """Return every choice that is worth ``value`` or more; of more than ``most`` one more than that."""
        found: list[Found] = []
        stack = [self._start({})]
        while stack and len(found) <= most:
            lower, upper = stack.pop()
            node = self._node(lower, upper, value)
            if node is None:
                continue
            halves = self._children(node.point, lower, upper, Aim.BEST)
            if not halves:
                choice = next(self._candidates(node.point, lower, upper, Aim.FIRST))
                worth = self.worth(choice)
                if worth is not None and worth >= value:
                    found.append(Found(worth, choice))
            stack.extend(halves)
        return tuple(found)

    def _run(
        self, aim: Aim, fixed: dict[int, int], best: Found | None, patience: Patience | None = None
    ) -> Found | None:
        """Search where the bound is highest, or depth first for the first in order; leave out what cannot be better."""
        found: Found | None = None
        lower, upper = self._start(fixed)
        highest = sum(abs(worth) * most for worth, most in zip(self.objective.tolist(), upper.tolist(), strict=True))
        waiting = [(0, 0, highest, lower, upper)]
        number, last = 0, self.nodes + (patience.nodes if patience else 0)
        while waiting:
            _, _, ceiling, lower, upper = heappop(waiting)
            if found and patience and self.nodes >= last and ceiling < patience.below:
                return Found(found.value, found.chosen, max(ceiling, found.value))
            node = self._node(lower, upper, None if best is None else best.value + 1)
            if node is None:
                continue
            for choice in self._candidates(node.point, lower, upper, aim):
                value = self.worth(choice)
                if value is not None and (best is None or value > best.value):
                    best = found = Found(value, choice)
                    if aim is not Aim.BEST:
                        return found
            ceiling = ceiling if node.bound is None else min(ceiling, node.bound)
            for half in self._children(node.point, lower, upper, aim):
                number += 1
                heappush(waiting, (0 if aim is Aim.FIRST else -ceiling, -number, ceiling, *half))
        return found

    def _start(self, fixed: dict[int, int]) -> tuple[Whole, Whole]:
        uppers = [*[1] * self.program.decisions, *self.program.uppers]
        type_ = np.int64 if max(uppers, default=0) < 2**51 else object
        lower, upper = np.zeros(len(uppers), dtype=type_), np.array(uppers, dtype=type_)
        for column, value in fixed.items():
            lower[column] = upper[column] = value
        return lower, upper

    def _node(self, lower: Whole, upper: Whole, wanted: int | None) -> _Node | None:
        """Narrow the bounds in place; return what the solver proposes, None where nothing here reaches ``wanted``."""
        self.nodes += 1
        if self.nodes > self.most_nodes:
            raise EffortError("too many selections of projects come close to the best", self.most_nodes)
        program, decisions = self.program, self.program.decisions
        while program.tighten(lower, upper):
            if (lower[:decisions] == upper[:decisions]).all():
                return _Node(lower.astype(np.float64), None)
            relaxed = program.relax(self.objective, lower, upper)
            if relaxed.point is None:
                empty = program.proves_empty(relaxed.multipliers, lower, upper)
                return None if empty else _Node(lower.astype(np.float64), None)
            bound = program.bound(self.objective, relaxed.multipliers, lower, upper)
            if wanted is None:
                return _Node(relaxed.point, bound.whole)
            if bound.whole < wanted:
                return None
            if not _fix(bound, wanted, lower[:decisions], upper[:decisions]):
                return _Node(relaxed.point, bound.whole)
        return None

    def _candidates(self, point: Floats, lower: Whole, upper: Whole, aim: Aim) -> Iterator[tuple[int, ...]]:
        """Yield choices to try: the only one that is left, or what the solver's point comes close to."""
        decisions = self.program.decisions
        free = np.flatnonzero(lower[:decisions] < upper[:decisions])
        certain = tuple(np.flatnonzero(lower[:decisions] == 1).tolist())
        if not len(free):
            yield certain
        elif aim is not Aim.FIRST:
            ordered = free[np.argsort(-point[free], kind="stable")]
            taken = list(certain)
            for column in ordered.tolist():
                if point[column] < 0.5:  # noqa: PLR2004 - a half
                    break
                taken.append(column)
            yield tuple(sorted(taken))
            yield self._filled(list(certain), ordered.tolist())

    def _filled(self, taken: list[int], ordered: list[int]) -> tuple[int, ...]:
        """Add the columns in this order wherever no row is broken by it."""
        room, by_column = list(self.program.limits), self.program.by_column
        for column in taken:
            for row, factor in by_column[column]:
                room[row] -= factor
        for column in [*ordered, *ordered]:  # twice, for what waits for another
            if column not in taken and all(factor <= max(room[row], 0) for row, factor in by_column[column]):
                taken.append(column)
                for row, factor in by_column[column]:
                    room[row] -= factor
        return tuple(sorted(taken))

    def _children(self, point: Floats, lower: Whole, upper: Whole, aim: Aim) -> list[tuple[Whole, Whole]]:
        """Return the two halves, the one to search first last: by the first column, or by the least decided one."""
        decisions = self.program.decisions
        free = np.flatnonzero(lower[:decisions] < upper[:decisions])
        if not len(free):
            return []
        column = free[0] if aim is Aim.FIRST else free[np.argmin(np.abs(point[free] - 0.5))]
        without, having = (lower, upper.copy()), (lower.copy(), upper)
        without[1][column] = 0
        having[0][column] = 1
        return [without, having] if aim is Aim.FIRST or point[column] >= 0.5 else [having, without]  # noqa: PLR2004


def _fix(bound: Bound, wanted: int, lower: Whole, upper: Whole) -> bool:
    """Fix, in place, the decisions whose other value keeps everything below ``wanted``; say whether there were any."""
    pull = bound.pull[: len(lower)]
    spare = bound.top - (wanted << bound.bits)
    free = lower < upper
    sure, out = free & (pull > spare), free & (-pull > spare)
    lower[sure] = 1
    upper[out] = 0
    return bool(sure.any() or out.any())
