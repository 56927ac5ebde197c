"""The ballots in columns: compressed sparse rows, one row a distinct ballot, with the number of voters who cast it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.constraints import Feature
from pbengine.voting.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray


class BallotKind(StrEnum):
    """What a voter was asked for; the values are those of Pabulib's ``vote_type``."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-1"
    ORDINAL = "ordinal"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"


_SHORT = 2**16
"""As many columns have numbers of two bytes, which are sorted by their digits."""
_EXACT = 2**62
"""Sums of scores stay below this, so that none of them can run over."""


@dataclass(frozen=True, eq=False)
class Profile:
    """The ballots of a round.

    Row ``b`` names the projects ``choices[starts[b]:starts[b + 1]]``: for ordinal ballots best first, otherwise in any
    order. The arrays are kept as read-only views; whoever made them leaves them alone from then on.

    Parameters
    ----------
    kind
        what the voters were asked for.
    project_count
        number of columns; every entry of ``choices`` is below it.
    starts
        shape ``(ballots + 1,)``, int64: row pointers into ``choices``.
    choices
        shape ``(entries,)``, int32: columns of the projects named.
    weights
        shape ``(ballots,)``, int64, positive: how many voters cast this ballot.
    points
        shape ``(entries,)``, int64, in units of ``1 / points_scale`` points; None where ballots carry no points.
    points_scale
        how many stored units make one point (1 unless a ballot holds decimals).
    default_points
        stored points of a project that a scoring ballot does not name.
    ranks
        for ordinal ballots the positional base: the project in place ``k`` (from 0) scores ``ranks - k``.
    tied
        shape ``(entries,)``, bool: whether an entry of a ranking has the same rank as the entry before it; None where
        all rankings are strict.
    endowments
        shape ``(ballots,)``, int64, positive: how many equal parts of the budget each voter of a row starts with, under
        rules that endow voters; None where everybody has the same.

    Raises
    ------
    ProfileError
        if the arrays do not fit together; all faults at once.

    Examples
    --------
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [1], [0, 1], []])
    >>> ballots.voters, ballots.ballots, ballots.weights.tolist()
    (4, 4, [1, 1, 1, 1])
    >>> ballots.scores().tolist()
    [2, 3, 0]
    """

    kind: BallotKind
    project_count: int
    starts: NDArray[np.int64]
    choices: NDArray[np.int32]
    weights: NDArray[np.int64]
    points: NDArray[np.int64] | None = None
    points_scale: int = 1
    default_points: int = 0
    ranks: int = 0
    tied: NDArray[np.bool_] | None = None
    endowments: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        faults = tuple(_faults(self))
        if faults:
            raise ProfileError(faults)
        for name in _COLUMNS:
            column = getattr(self, name)
            if column is not None:
                view = column.view()
                view.setflags(write=False)
                object.__setattr__(self, name, view)

    @classmethod
    def from_ballots(
        cls, kind: BallotKind, project_count: int, ballots: Sequence[Sequence[int]], *, ranks: int = 0
    ) -> Profile:
        """Build a profile without points from lists of columns, one a voter (for tests, examples and small rounds)."""
        lengths = np.fromiter((len(ballot) for ballot in ballots), dtype=np.int64, count=len(ballots))
        return cls(
            kind=kind,
            project_count=project_count,
            starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            choices=np.array([column for ballot in ballots for column in ballot], dtype=np.int32),
            weights=np.ones(len(ballots), dtype=np.int64),
            ranks=ranks,
        )

    @property
    def ballots(self) -> int:
        """Number of rows."""
        return len(self.weights)

    @cached_property
    def voters(self) -> int:
        """Number of voters: the weights added up, empty ballots included."""
        return int(self.weights.sum())

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Shape ``(entries,)``: the row of each entry of ``choices``."""
        rows = np.repeat(np.arange(self.ballots), np.diff(self.starts))
        rows.setflags(write=False)
        return rows

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Shape ``(entries,)``: the place of each entry on its ballot, from 0; equal ranks share the first's."""
        entries = np.arange(len(self.choices))
        if self.tied is not None:
            entries = np.maximum.accumulate(np.where(self.tied, 0, entries))
        places = entries - self.starts[self.rows]
        places.setflags(write=False)
        return places

    @property
    def features(self) -> frozenset[Feature]:
        """What a rule must carry to count these ballots."""
        endowed = self.endowments is not None and len(set(self.endowments.tolist())) > 1
        used = {Feature.EQUAL_RANKS: self.tied is not None and bool(self.tied.any()), Feature.ENDOWMENTS: endowed}
        return frozenset(feature for feature, is_used in used.items() if is_used)

    def votes(self) -> NDArray[np.int64]:
        """Shape ``(projects,)``: how many voters name each project."""
        return self._sums(self.weights[self.rows])

    def scores(self) -> NDArray[np.int64]:
        """Shape ``(projects,)``: the score of each project, in units of ``1 / points_scale`` points.

        Approvals for approval and choose-1 ballots, positional points ``ranks - place`` for ordinal ones, points for
        cumulative and scoring ones (a scoring ballot gives ``default_points`` to what it does not name).
        """
        if self.kind is BallotKind.ORDINAL:
            return self._sums((self.ranks - self.places) * self.weights[self.rows])
        if self.points is None:
            return self.votes()
        scores = self._sums(self.points * self.weights[self.rows])
        return scores + self.default_points * (self.voters - self.votes())

    def _sums(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add up whole numbers by project; they fit because the profile was checked to."""
        sums = np.zeros(self.project_count, dtype=np.int64)
        np.add.at(sums, self.choices, values)  # whole numbers throughout: bincount would add floats
        return sums

    def __iter__(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield each row as its weight and its columns in ballot order."""
        for row in range(self.ballots):
            yield int(self.weights[row]), tuple(self.choices[self.starts[row] : self.starts[row + 1]].tolist())


_COLUMNS = {
    "starts": np.int64,
    "choices": np.int32,
    "weights": np.int64,
    "points": np.int64,
    "tied": np.bool_,
    "endowments": np.int64,
}


def by_column(choices: NDArray[np.int32], project_count: int) -> tuple[NDArray[np.intp], tuple[slice, ...]]:
    """Return the order that puts the entries of a project together, and where each project's stand in that order.

    Entries of one project keep their order, so that rows rise where they rose before.

    Parameters
    ----------
    choices
        shape ``(entries,)``: columns of projects, each below ``project_count``.

    Examples
    --------
    >>> order, spans = by_column(np.array([1, 0, 1], dtype=np.int32), 3)
    >>> [order[span].tolist() for span in spans]
    [[1], [0, 2], []]
    """
    columns = choices if project_count > _SHORT else choices.astype(np.uint16)  # sorted quicker
    ends = np.cumsum([0, *np.bincount(choices, minlength=project_count)]).tolist()
    return np.argsort(columns, kind="stable"), tuple(slice(start, end) for start, end in pairwise(ends))


def _faults(profile: Profile) -> Iterable[str]:
    for name, type_ in _COLUMNS.items():
        column = getattr(profile, name)
        if column is not None and (column.dtype != type_ or column.ndim != 1):
            yield f"{name} is one row of {np.dtype(type_)}, not {column.ndim} of {column.dtype}"
            return
    yield from _row_faults(profile)
    yield from _point_faults(profile)
    yield from _rank_faults(profile)


def _row_faults(profile: Profile) -> Iterable[str]:
    starts, choices, weights = profile.starts, profile.choices, profile.weights
    if len(starts) != len(weights) + 1:
        yield f"{len(weights)} weights need {len(weights) + 1} row pointers, not {len(starts)}"
    elif starts[0] != 0 or starts[-1] != len(choices) or np.any(np.diff(starts) < 0):
        yield f"the row pointers do not rise from 0 to the {len(choices)} entries"
    if len(choices) and (choices.min() < 0 or choices.max() >= profile.project_count):
        yield f"a ballot names a column outside 0..{profile.project_count - 1}"
    if len(weights) and weights.min() < 1:
        yield "a weight is below 1"


def _rank_faults(profile: Profile) -> Iterable[str]:
    tied, endowments = profile.tied, profile.endowments
    if tied is not None and len(tied) != len(profile.choices):
        yield f"{len(profile.choices)} choices need as many marks of equal ranks, not {len(tied)}"
    elif tied is not None and tied[profile.starts[:-1][np.diff(profile.starts) > 0]].any():
        yield "the first entry of a ranking has nothing before it to be equal to"
    if endowments is not None and (len(endowments) != len(profile.weights) or endowments.min(initial=1) < 1):
        yield f"{len(profile.weights)} rows need as many endowments, each at least 1"


def _point_faults(profile: Profile) -> Iterable[str]:
    points = profile.points
    if points is None and profile.kind in (BallotKind.CUMULATIVE, BallotKind.SCORING):
        yield f"{profile.kind} ballots need points"
    if points is not None and len(points) != len(profile.choices):
        yield f"{len(profile.choices)} choices need as many points, not {len(points)}"
    if profile.points_scale < 1:
        yield f"the points scale is {profile.points_scale}; it needs at least 1"
    if _sum_bound(profile) >= _EXACT:
        yield "the points add up to more than 64 bits can hold"


def _sum_bound(profile: Profile) -> int:
    """Bound the size of every sum that scores are made of, in Python's unbounded integers."""
    points = np.zeros(1, dtype=np.int64) if profile.points is None else profile.points
    named = max(int(points.max(initial=0)), -int(points.min(initial=0)))
    longest = int(np.diff(profile.starts).max(initial=0))
    largest = named + abs(profile.default_points) + abs(profile.ranks) + longest + 1
    return largest * (len(profile.choices) + len(profile.weights)) * int(profile.weights.max(initial=1))
