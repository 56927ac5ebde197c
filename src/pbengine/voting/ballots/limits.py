"""What a valid ballot is measured by, and the measures that several kinds of ballot share."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import BallotKind, Profile

    Check = Callable[["Profile", "BallotLimits", "Instance"], Iterator["Finding"]]

CHECKS: dict[BallotKind, Check] = {}
_INT64 = 2**62


@dataclass(frozen=True, slots=True)
class BallotLimits:
    """The limits of a ballot, each included; None is no limit.

    Lengths count projects, costs are minor units, points are stored units of ``1 / points_scale`` points;
    ``max_sum_squares``, the credits of a quadratic ballot, is in squares of such units.
    """

    min_length: int = 0
    max_length: int | None = None
    min_sum_cost: int = 0
    max_sum_cost: int | None = None
    min_points: int | None = None
    max_points: int | None = None
    min_sum_points: int | None = None
    max_sum_points: int | None = None
    max_sum_squares: int | None = None


@dataclass(frozen=True, slots=True)
class BallotFault:
    """A rule that a ballot breaks: the row of the profile, a stable code, and the figures a sentence about it needs.

    The codes with their figures: ``too-few`` {length, least}, ``too-many`` {length, most}, ``under-cost`` {cost,
    least}, ``over-cost`` {cost, most}, ``repeated`` {project}, ``points-range`` {project, points, least or most},
    ``points-sum`` {sum, least or most}, ``over-credits`` {squares, most}; ``project`` is a column.
    """

    row: int
    code: str
    figures: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in many ballots: its rows, and its figures as columns of the same length or as one number for all."""

    code: str
    rows: NDArray[np.int64]
    figures: Mapping[str, NDArray[np.int64] | int]

    def faults(self) -> Iterator[BallotFault]:
        """Yield the fault of each row."""
        for index, row in enumerate(self.rows.tolist()):
            figures = {
                name: int(value) if isinstance(value, int) else int(value[index])
                for name, value in self.figures.items()
            }
            yield BallotFault(row, self.code, MappingProxyType(figures))


def ballot_check(*kinds: BallotKind) -> Callable[[Check], Check]:
    """Register what makes a ballot of these kinds valid.

    Raises
    ------
    ValueError
        if a kind has its check already.
    """

    def register(check: Check) -> Check:
        for kind in kinds:
            if kind in CHECKS:
                raise ValueError(f"{kind} ballots are checked already")
            CHECKS[kind] = check
        return check

    return register


def outside(
    name: str, values: NDArray[np.int64], least: int | None, most: int | None, codes: tuple[str, str]
) -> Iterator[Finding]:
    """Find the rows whose value is below ``least`` (the first code) or above ``most`` (the second)."""
    if least is not None:
        rows = np.flatnonzero(values < least)
        yield Finding(codes[0], rows, {name: values[rows], "least": least})
    if most is not None:
        rows = np.flatnonzero(values > most)
        yield Finding(codes[1], rows, {name: values[rows], "most": most})


def lengths(profile: Profile, limits: BallotLimits) -> Iterator[Finding]:
    """Find ballots with too few or too many projects."""
    yield from outside("length", np.diff(profile.starts), limits.min_length, limits.max_length, ("too-few", "too-many"))


def repeats(profile: Profile) -> Iterator[Finding]:
    """Find ballots that name a project twice; the figure is the first such column."""
    keys = np.sort(profile.rows * profile.project_count + profile.choices)
    again = keys[1:][keys[1:] == keys[:-1]]
    rows, first = np.unique(again // max(profile.project_count, 1), return_index=True)
    yield Finding("repeated", rows, {"project": again[first] % max(profile.project_count, 1)})


def costs(profile: Profile, limits: BallotLimits, instance: Instance) -> Iterator[Finding]:
    """Find ballots whose projects cost too much or too little together.

    What a withdrawn project would have cost is not known any more: it is left out of the sum, and a ballot that names
    one is never found too cheap.
    """
    if not limits.min_sum_cost and limits.max_sum_cost is None:
        return
    withdrawn = np.array([project.standing is Standing.WITHDRAWN for project in instance.projects], dtype=bool)
    prices = [0 if gone else project.cost for project, gone in zip(instance.projects, withdrawn, strict=True)]
    longest = int(np.diff(profile.starts).max(initial=0))
    fits = max(prices, default=0) * longest < _INT64
    sums = row_sums(profile, np.array(prices, dtype=np.int64 if fits else object)[profile.choices])
    yield from outside("cost", sums, None, limits.max_sum_cost, ("under-cost", "over-cost"))
    for finding in outside("cost", sums, limits.min_sum_cost, None, ("under-cost", "over-cost")):
        known = row_sums(profile, withdrawn[profile.choices].astype(np.int64))[finding.rows] == 0
        rows = finding.rows[known]
        yield Finding(finding.code, rows, {"cost": sums[rows], "least": limits.min_sum_cost})


def point_ranges(profile: Profile, least: int | None, most: int | None) -> Iterator[Finding]:
    """Find ballots that give a project too few or too many points; the figures are those of its first such project."""
    points = stored_points(profile)
    for finding in outside("points", points, least, most, ("points-range", "points-range")):
        rows, first = np.unique(profile.rows[finding.rows], return_index=True)
        entries = finding.rows[first]
        bound = {name: value for name, value in finding.figures.items() if isinstance(value, int)}
        yield Finding(
            finding.code,
            rows,
            {"project": profile.choices[entries].astype(np.int64), "points": points[entries], **bound},
        )


def point_sums(profile: Profile, limits: BallotLimits) -> Iterator[Finding]:
    """Find ballots whose points add up to too few or too many."""
    sums = row_sums(profile, stored_points(profile))
    yield from outside("sum", sums, limits.min_sum_points, limits.max_sum_points, ("points-sum", "points-sum"))


def credits_spent(profile: Profile) -> NDArray[np.int64]:
    """Return the squares of the points of each ballot added up: what they cost on a quadratic ballot, exactly."""
    points = stored_points(profile)
    most = max(int(points.max(initial=0)), -int(points.min(initial=0)))
    longest = int(np.diff(profile.starts).max(initial=0))
    exact = points if most * most * longest < _INT64 else points.astype(object)
    return row_sums(profile, exact * exact)


def point_squares(profile: Profile, limits: BallotLimits) -> Iterator[Finding]:
    """Find quadratic ballots that spend more than their credits."""
    if limits.max_sum_squares is not None:
        codes = ("over-credits", "over-credits")
        yield from outside("squares", credits_spent(profile), None, limits.max_sum_squares, codes)


def stored_points(profile: Profile) -> NDArray[np.int64]:
    """Return the points of each entry; a profile of a kind with points has them."""
    return np.zeros(len(profile.choices), dtype=np.int64) if profile.points is None else profile.points


def row_sums(profile: Profile, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add up the values of each row, exactly: 64-bit sums wrap around in pairs, and each row's own sum fits."""
    running = np.concatenate((np.zeros(1, dtype=values.dtype), np.cumsum(values)))
    sums: NDArray[np.int64] = running[profile.starts[1:]] - running[profile.starts[:-1]]
    return sums
