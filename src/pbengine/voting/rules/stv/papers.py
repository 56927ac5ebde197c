"""Papers that pass from candidate to candidate: each points at whoever holds it, and knows what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from pbengine.voting.profile import Profile


def moved_on(choices: NDArray[np.int32], at: NDArray[np.int64], rests: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return pointers into rankings, each moved on to the first candidate from there on with a mark in ``rests``.

    Examples
    --------
    >>> moved_on(np.array([0, 2, 1, 3]), np.array([0, 2]), np.array([False, True, False, True])).tolist()
    [2, 2]
    """
    moved = at.copy()
    moving = np.flatnonzero(~rests[choices[moved]])
    while len(moving):
        moved[moving] += 1
        moving = moving[~rests[choices[moved[moving]]]]
    return moved


@dataclass(slots=True)
class Papers:
    """The papers of a count, one row for each row of the profile.

    Every ranking ends with ``nobody``, the number one above the last candidate's, so that a pointer that moves on comes
    to rest there when the ranking is used up.

    Parameters
    ----------
    nobody
        the number that stands for no candidate.
    choices
        shape ``(entries + ballots,)``: all rankings one after another, each ended by ``nobody``.
    at
        shape ``(ballots,)``: where in ``choices`` each row points; moves on as the count does.
    weights
        shape ``(ballots,)``: how many papers a row is.
    values
        shape ``(ballots,)``: what one paper of the row is worth, in units.
    """

    nobody: int
    choices: NDArray[np.int32]
    at: NDArray[np.int64]
    weights: NDArray[np.int64]
    values: NDArray[np.int64]

    @classmethod
    def of(cls, profile: Profile, standing: Iterable[int], unit: int) -> Papers:
        """Give every paper to the first of the ``standing`` candidates that it names, at one vote of ``unit`` units.

        Examples
        --------
        Three rankings over three candidates; 0 does not stand.

        >>> from pbengine.voting.profile import BallotKind, Profile
        >>> rankings = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 2], [1, 0], [0]])
        >>> papers = Papers.of(rankings, [1, 2], unit=100)
        >>> papers.holders().tolist(), papers.worth(papers.held_by([2])).tolist()
        ([2, 1, 3], [0, 0, 100, 0])
        """
        nobody, ballots = profile.project_count, profile.ballots
        choices = np.full(len(profile.choices) + ballots, nobody, dtype=np.int32)
        choices[np.arange(len(profile.choices)) + profile.rows] = profile.choices
        papers = cls(
            nobody=nobody,
            choices=choices,
            at=profile.starts[:-1] + np.arange(ballots),
            weights=profile.weights,
            values=np.full(ballots, unit, dtype=np.int64),
        )
        papers.pass_on(np.arange(ballots), standing)
        return papers

    def holders(self) -> NDArray[np.int32]:
        """Return who holds each row."""
        return self.choices[self.at]

    def held_by(self, columns: Sequence[int]) -> NDArray[np.int64]:
        """Return the rows that these candidates hold."""
        return np.flatnonzero(self.mark(columns)[self.holders()])

    def mark(self, columns: Iterable[int]) -> NDArray[np.bool_]:
        """Return a mark for each of these candidates, by column; ``nobody`` has the last place."""
        marked = np.zeros(self.nobody + 1, dtype=np.bool_)
        marked[list(columns)] = True
        return marked

    def pass_on(self, rows: NDArray[np.int64], receiving: Iterable[int]) -> None:
        """Move each row on to the next candidate in its ranking who may receive it, or to nobody.

        A row that such a candidate holds stays. Nobody behind a pointer ever receives again: a candidate who has
        stopped receiving does not start anew.
        """
        self.at[rows] = moved_on(self.choices, self.at[rows], self.mark([*receiving, self.nobody]))

    def worth(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what these rows are worth to each candidate who holds some; nobody has the last place."""
        totals = np.zeros(self.nobody + 1, dtype=np.int64)
        np.add.at(totals, self.choices[self.at[rows]], self.weights[rows] * self.values[rows])
        return totals

    def papers_in(self, rows: NDArray[np.int64]) -> int:
        """Return how many papers these rows are."""
        return int(self.weights[rows].sum())
