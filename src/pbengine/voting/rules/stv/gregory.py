"""Counts that move papers at a value: first preferences, the transfer of a surplus, the exclusion of candidates.

Overflow: a row holds at most all the papers cast, a paper is worth at most one vote of ``unit`` units, and the largest
product is the surplus times a paper's value, at most ``cast * unit * unit``. :meth:`Gregory.start` refuses an election
in which that would not fit into 64 bits, so that no sum and no product in this room runs over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.voting.errors import BallotsError
from pbengine.voting.outcome import Action
from pbengine.voting.rules.stv.papers import Papers
from pbengine.voting.rules.stv.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Figure
    from pbengine.voting.profile import Profile

    Revalue = Callable[[NDArray[np.int64], int, int], NDArray[np.int64]]

LIMIT = 2**63


def refuse_too_many(rule: str, papers: int, largest: int) -> None:
    """Refuse a count whose largest product, ``papers * largest``, does not fit into 64 bits.

    Raises
    ------
    BallotsError
        naming the rule and how many papers it can count.
    """
    if papers * largest >= LIMIT:
        raise BallotsError(rule, f"it counts fewer than {LIMIT // largest:,} papers, and here are {papers:,}", ())


@dataclass(slots=True)
class Gregory:
    """A count by values of papers.

    Parameters
    ----------
    sheet, papers
        where the count stands.
    cast
        papers that name a candidate who stands.
    lost
        units that rounding down has cost so far.
    quota
        the quota as it is written, given the votes of a stage; empty where there is none.
    """

    sheet: Sheet
    papers: Papers
    cast: int
    lost: int = 0
    quota: Callable[[Sequence[int]], str] = str

    @classmethod
    def start(cls, rule: str, instance: Instance, profile: Profile, *, lot: Lot, digits: int) -> Gregory:
        """Give every paper to its first preference; :meth:`open` then records the first stage.

        Raises
        ------
        BallotsError
            if there are more papers than 64 bits can count with.
        """
        sheet = Sheet.start(instance, lot, digits=digits)
        refuse_too_many(rule, profile.voters, sheet.unit**2)
        papers = Papers.of(profile, sheet.hopeful, sheet.unit)
        held = papers.held_by(sheet.hopeful)
        sheet.votes = papers.worth(held)[:-1].tolist()
        return cls(sheet, papers, papers.papers_in(held))

    def open(self, quota: Callable[[Sequence[int]], str]) -> None:
        """Record the first preferences."""
        self.quota = quota
        self._record(Action.COUNT, self.sheet.votes, {})

    def transfer(self, column: int, quota: int, revalue: Revalue) -> None:
        """Move the surplus of an elected candidate: every paper held goes on at a new value.

        Parameters
        ----------
        column
            whose surplus it is.
        quota
            what the candidate keeps, in units.
        revalue
            the new values, from the old ones, the surplus and the votes.
        """
        sheet, votes = self.sheet, list(self.sheet.votes)
        surplus = votes[column] - quota
        rows = self.papers.held_by([column])
        self.papers.values[rows] = revalue(self.papers.values[rows], surplus, votes[column])
        moved, figures = self._move(rows)
        self.lost += surplus - sum(moved)
        votes[column] = quota
        votes = [had + received for had, received in zip(votes, moved, strict=False)]
        value = surplus * sheet.unit // sheet.votes[column]
        figures = {"surplus": sheet.text(surplus), "value": sheet.text(value), **figures}
        self._record(Action.TRANSFER, votes, figures, of=[column])

    def exclude(self, columns: Sequence[int]) -> None:
        """Exclude candidates; their papers go on at the value that they have."""
        self.sheet.exclude(columns)
        rows = self.papers.held_by(columns)
        moved, figures = self._move(rows)
        votes = [had + received for had, received in zip(self.sheet.votes, moved, strict=False)]
        for column in columns:
            votes[column] = 0
        self._record(Action.EXCLUDE, votes, figures, of=columns)

    def drop(self, columns: Sequence[int]) -> None:
        """Exclude candidates when the count is all but over: their papers stay with them."""
        self.sheet.exclude(columns)
        self._record(Action.EXCLUDE, self.sheet.votes, {"papers": 0, "papers_non_transferable": 0}, of=columns)

    def _move(self, rows: NDArray[np.int64]) -> tuple[list[int], dict[str, Figure]]:
        """Pass papers on; return what each candidate receives, nobody last, and how many papers moved."""
        self.papers.pass_on(rows, self.sheet.hopeful)
        stranded = rows[self.papers.choices[self.papers.at[rows]] == self.papers.nobody]
        moved: list[int] = self.papers.worth(rows).tolist()
        counts = {"papers": self.papers.papers_in(rows), "papers_non_transferable": self.papers.papers_in(stranded)}
        return moved, {**counts}

    def _record(
        self, action: Action, votes: Sequence[int], figures: dict[str, Figure], *, of: Sequence[int] = ()
    ) -> None:
        sheet = self.sheet
        away = self.cast * sheet.unit - sum(votes)
        said: dict[str, Figure] = {"non_transferable": sheet.text(away), "loss": sheet.text(self.lost)}
        if quota := self.quota(votes):
            said["quota"] = quota
        sheet.record(action, votes, {**said, **figures}, of=of)


def sure_losers(sheet: Sheet, surpluses: int, at_least: int) -> list[int]:
    """Return the largest set of hopeful candidates who together, with all surpluses, stay below everybody else.

    Parameters
    ----------
    sheet
        the count.
    surpluses
        units that wait to be transferred.
    at_least
        how many hopeful candidates must remain; the set never parts candidates with equal votes.
    """
    ordered = sorted(sheet.hopeful, key=lambda column: sheet.votes[column])
    together, losers = surpluses, 0
    for place, column in enumerate(ordered[: max(0, len(ordered) - max(1, at_least))]):
        together += sheet.votes[column]
        if together < sheet.votes[ordered[place + 1]]:
            losers = place + 1
    return ordered[:losers]
