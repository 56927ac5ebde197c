"""Whole-number programs, and bounds on them that are proven in whole numbers whatever a solver's floats say.

A program has *columns* between whole bounds, the first of which are *decisions* of 0 or 1, and *rows*: sums of columns
with whole coefficients that must not exceed a whole number. A linear solver proposes a multiplier for each row; any
multipliers that are not negative prove a bound, which is then worked out exactly (``docs/proofs/optimum.md``, lemma 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csc_array

    Whole = NDArray[Any]  # int64, or Python's own whole numbers where those would not hold them
    Floats = NDArray[np.float64]

_FINE = 48
_COARSE = 6
_LARGE = 2**61
_HUGE = 2.0**200  # no multiplier is needed that large, and none overflows


@dataclass(frozen=True, slots=True)
class Bound:
    """What no choice within the bounds can exceed, ``top / 2**bits``, and how it changes with each column.

    A column with a positive ``pull`` makes the bound lower by that much when it is 1 less than its upper bound; one
    with a negative pull when it is 1 more than its lower bound.
    """

    top: int
    bits: int
    pull: Whole

    @property
    def whole(self) -> int:
        """The bound of a whole number."""
        return self.top >> self.bits


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What the linear solver proposes within some bounds: a point, and a multiplier for each row. Both are hints."""

    point: Floats | None
    multipliers: Floats


@dataclass(frozen=True, eq=False)
class Program:
    """Columns and rows; see the module.

    Parameters
    ----------
    decisions
        number of 0/1 columns, which come first.
    uppers
        upper bound of each further column; their lower bound is 0.
    rows
        for each row its coefficients by column.
    limits
        what each row's sum must not exceed.
    """

    decisions: int
    uppers: tuple[int, ...]
    rows: Sequence[Mapping[int, int]]
    limits: tuple[int, ...]

    @property
    def columns(self) -> int:
        """Number of columns."""
        return self.decisions + len(self.uppers)

    @cached_property
    def _entries(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Whole]:
        listed = [(row, column, factor) for row, terms in enumerate(self.rows) for column, factor in terms.items()]
        at, columns, factors = zip(*listed, strict=True) if listed else ((), (), ())
        return np.array(at, dtype=np.int64), np.array(columns, dtype=np.int64), whole(factors)

    @cached_property
    def by_column(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each decision the rows that it stands in, with its factor there."""
        listed: list[list[tuple[int, int]]] = [[] for _ in range(self.decisions)]
        for row, terms in enumerate(self.rows):
            for column, factor in terms.items():
                if column < self.decisions:
                    listed[column].append((row, factor))
        return tuple(map(tuple, listed))

    @cached_property
    def _row_limits(self) -> Whole:
        return whole(self.limits)

    @cached_property
    def _scales(self) -> Floats:
        """What each row is divided by for the solver."""
        return np.array([max((abs(float(f)) for f in terms.values()), default=0.0) or 1.0 for terms in self.rows])

    @cached_property
    def _matrix(self) -> csc_array:
        from scipy.sparse import coo_array, csc_array  # noqa: PLC0415 - loading SciPy takes longer than most counts

        at, columns, factors = self._entries
        values = factors.astype(np.float64) / self._scales[at]
        return csc_array(coo_array((values, (at, columns)), shape=(len(self.rows), self.columns)))

    def relax(self, objective: Whole, lower: Whole, upper: Whole) -> Relaxed:
        """Ask the solver for the best point within these bounds; where it finds none, for multipliers that say why."""
        worth = objective.astype(np.float64)
        scale = float(np.abs(worth).max(initial=0)) or 1.0
        bounds = np.column_stack((lower.astype(np.float64), upper.astype(np.float64)))
        limits = self._row_limits.astype(np.float64) / self._scales
        point, multipliers = _solve(-worth / scale, self._matrix, limits, bounds)
        if point is not None:
            return Relaxed(point, multipliers * scale / self._scales)
        from scipy.sparse import csc_array, hstack  # noqa: PLC0415 - as above

        slack = csc_array(-np.ones((len(self.rows), 1)))
        _, multipliers = _solve(
            np.append(np.zeros(self.columns), 1.0),
            csc_array(hstack((self._matrix, slack))),
            limits,
            np.vstack((bounds, [[0.0, np.inf]])),
        )
        return Relaxed(None, multipliers / self._scales)

    def bound(self, objective: Whole, multipliers: Floats, lower: Whole, upper: Whole) -> Bound:
        """Return the bound that these multipliers prove, in whole numbers throughout (lemma 3)."""
        at, columns, factors = self._entries
        multipliers = np.clip(np.where(np.isfinite(multipliers), multipliers, 0.0), 0.0, _HUGE)
        sizes = np.abs(objective).astype(np.float64)
        np.add.at(sizes, columns, np.abs(factors).astype(np.float64) * multipliers[at])
        reach = np.maximum(np.abs(lower), np.abs(upper)).astype(np.float64) + 1
        size = (
            float(sizes @ reach + np.abs(self._row_limits).astype(np.float64) @ multipliers + multipliers.sum()) + 1.0
        )
        bits = min(_FINE, int(np.floor(np.log2(_LARGE / size))))
        type_: type = np.int64
        if bits < _COARSE or object in (objective.dtype, factors.dtype, self._row_limits.dtype):
            bits, type_ = _FINE, object
        times = _scaled(multipliers, bits, type_)
        pull = objective.astype(type_) * 2**bits
        np.subtract.at(pull, columns, factors.astype(type_) * times[at])
        ends = np.where(pull > 0, upper.astype(type_), lower.astype(type_)) * pull
        top = int((times * self._row_limits.astype(type_)).sum()) + int(ends.sum())
        return Bound(top, bits, pull)

    def proves_empty(self, multipliers: Floats, lower: Whole, upper: Whole) -> bool:
        """Say whether the multipliers prove that nothing within these bounds keeps every row (lemma 3, corollary)."""
        return self.bound(np.zeros(self.columns, dtype=np.int64), multipliers, lower, upper).top < 0

    def tighten(self, lower: Whole, upper: Whole) -> bool:
        """Fix, in place, the decisions that single rows leave no choice; say whether every row can still be kept."""
        at, columns, factors = self._entries
        while True:
            least = np.where(factors > 0, lower[columns], upper[columns]) * factors
            room = self._row_limits.astype(np.result_type(least.dtype, self._row_limits.dtype))
            np.subtract.at(room, at, least)
            if (room < 0).any():
                return False
            free = (lower[columns] < upper[columns]) & (columns < self.decisions)
            forced = free & (np.abs(factors) > room[at])
            if not forced.any():
                return True
            upper[columns[forced & (factors > 0)]] = 0
            lower[columns[forced & (factors < 0)]] = 1


def _solve(costs: Floats, matrix: csc_array, limits: Floats, bounds: Floats) -> tuple[Floats | None, Floats]:
    """Return the solver's point and multipliers; no point, and multipliers of 0, where it comes to no end."""
    from scipy.optimize import linprog  # noqa: PLC0415 - as above

    answer: Any = linprog(costs, A_ub=matrix, b_ub=limits, bounds=bounds, method="highs")  # type: ignore[call-overload]  # the stubs know no sparse matrix
    if answer.status != 0:
        return None, np.zeros(len(limits))
    return answer.x, np.maximum(0, -answer.ineqlin.marginals)


def whole(numbers: Sequence[int]) -> Whole:
    """Return whole numbers as an array of 64 bits where that holds their sum, else of Python's own."""
    large = max((abs(number) for number in numbers), default=0) * (len(numbers) + 1) >= _LARGE
    return np.array(numbers, dtype=object if large else np.int64)


def _scaled(multipliers: Floats, bits: int, type_: type) -> Whole:
    """Return multipliers as whole numbers of ``2**-bits``."""
    if type_ is np.int64:
        return np.rint(multipliers * 2.0**bits).astype(np.int64)
    return np.array([int(number * 2.0**bits) for number in multipliers.tolist()], dtype=object)
