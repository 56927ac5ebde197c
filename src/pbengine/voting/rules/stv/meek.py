"""Counts by keep values: each candidate keeps a share of every paper, and the rest of it goes on.

Overflow: a paper is worth at most one vote of ``10**9`` units and a keep value is at most ``10**9``, so that their
product, rounded up, is at most ``10**18 + 10**9 < 2**63``. A candidate's votes are at most one vote a paper, and up to
one unit more a candidate where the rest is rounded up as well; :meth:`Meek.start` refuses an election in which two
votes a paper would not fit into 64 bits. Products of a keep value and a quota are Python's unbounded integers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from pbengine.voting.outcome import Action
from pbengine.voting.rules.stv.gregory import refuse_too_many
from pbengine.voting.rules.stv.papers import Papers
from pbengine.voting.rules.stv.sheet import Sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Figure
    from pbengine.voting.profile import Profile

DIGITS = 9
UNIT: int = 10**DIGITS

Rest = Literal["kept-back", "rounded-up"]
"""What goes on of a paper: what is not kept, or the product with one minus the keep value, rounded up."""


def allot(papers: Papers, keep: NDArray[np.int64], rest: Rest) -> NDArray[np.int64]:
    """Return the votes of each candidate, in units: shape ``(candidates + 1,)``, nobody last.

    Every paper starts as one vote. Each candidate on it, in order, keeps the product of what is left and the keep
    value, rounded up.

    Parameters
    ----------
    papers
        pointing at the first candidate of each who is not excluded.
    keep
        shape ``(candidates + 1,)``: keep values in units, 0 for whoever is excluded; nobody keeps all.
    rest
        how what goes on is rounded.

    Examples
    --------
    Two rankings, one paper each; candidate 0 keeps a third of a vote.

    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> papers = Papers.of(Profile.from_ballots(BallotKind.ORDINAL, 2, [[0, 1], [0]]), [0, 1], UNIT)
    >>> allot(papers, np.array([333333333, UNIT, UNIT]), "kept-back").tolist()
    [666666666, 666666667, 666666667]
    """
    totals = np.zeros(papers.nobody + 1, dtype=np.int64)
    holders = papers.holders()
    keeps_all = keep[holders] == UNIT
    np.add.at(totals, holders[keeps_all], papers.weights[keeps_all] * UNIT)
    rows = np.flatnonzero(~keeps_all)
    at, weights, left = papers.at[rows], papers.weights[rows], np.full(len(rows), UNIT, dtype=np.int64)
    while len(at):
        holders = papers.choices[at]
        share = keep[holders]
        kept = (left * share + UNIT - 1) // UNIT
        np.add.at(totals, holders, weights * kept)
        left = left - kept if rest == "kept-back" else (left * (UNIT - share) + UNIT - 1) // UNIT
        goes_on = left > 0
        at, weights, left = at[goes_on] + 1, weights[goes_on], left[goes_on]
    return totals


def reduced(keep: int, quota: int, votes: int) -> int:
    """Return the keep value with which a candidate is to come closer to the quota: keep times quota by votes.

    Both steps are rounded up to nine digits, and no keep value is above 1.

    Examples
    --------
    Stevenson in the Cargill Ward, 2004: 1,313 votes and a quota of 1,298.000000001.

    >>> reduced(UNIT, 1298000000001, 1313000000000)
    988575781
    """
    product = -(-keep * quota // UNIT)
    return min(UNIT, -(-product * UNIT // votes))


@dataclass(slots=True)
class Meek:
    """A count by keep values.

    Parameters
    ----------
    sheet, papers
        where the count stands; an iteration is a stage.
    documents
        all papers, those included that name nobody who stands.
    keep
        keep value of each candidate, in units, by column; nobody has the last place.
    leaving
        who has been excluded since the last iteration.
    """

    sheet: Sheet
    papers: Papers
    documents: int
    keep: list[int]
    leaving: list[int] = field(default_factory=list)

    @classmethod
    def start(cls, rule: str, instance: Instance, profile: Profile, *, lot: Lot) -> Meek:
        """Return the count before its first iteration.

        Raises
        ------
        BallotsError
            if there are more papers than 64 bits can count with.
        """
        refuse_too_many(rule, profile.voters, 2 * UNIT)
        sheet = Sheet.start(instance, lot, digits=DIGITS)
        keep = [0] * profile.project_count + [UNIT]
        for column in sheet.hopeful:
            keep[column] = UNIT
        return cls(sheet, Papers.of(profile, sheet.hopeful, UNIT), profile.voters, keep)

    def allot(self, rest: Rest) -> list[int]:
        """Return the votes of each candidate under the present keep values."""
        votes: list[int] = allot(self.papers, np.array(self.keep, dtype=np.int64), rest)[:-1].tolist()
        return votes

    def record(self, votes: list[int], quota: int, surplus: int) -> None:
        """Record an iteration; one that follows an exclusion says whose papers have gone on."""
        sheet = self.sheet
        figures: dict[str, Figure] = {
            "non_transferable": sheet.text(self.documents * UNIT - sum(votes)),
            "quota": sheet.text(quota),
            "surplus": sheet.text(surplus),
            "keep": tuple(map(sheet.text, self.keep[:-1])),
        }
        sheet.record(Action.EXCLUDE if self.leaving else Action.COUNT, votes, figures, of=self.leaving)
        self.leaving = []

    def exclude(self, columns: list[int]) -> None:
        """Exclude candidates: from the next iteration on, the whole of every paper passes them by."""
        self.sheet.exclude(columns)
        self.leaving = columns
        for column in columns:
            self.keep[column] = 0
        receiving = [other for other, kept in enumerate(self.keep[:-1]) if kept]
        self.papers.pass_on(self.papers.held_by(columns), receiving)

    def surplus(self, votes: list[int], quota: int, elected: list[int]) -> int:
        """Return what these elected candidates have above the quota, together."""
        return sum(votes[column] - quota for column in elected)
