"""Counts by keep values: each candidate keeps a share of every paper, and the rest of it goes on.

Overflow: a paper is worth at most one vote of ``10**9`` units and a keep value is at most ``10**9``, so that their
product, rounded up, is at most ``10**18 + 10**9 < 2**63``. A candidate's votes are at most one vote a paper, and up to
one unit more a candidate where the rest is rounded up as well; :meth:`Meek.start` refuses an election in which two
votes a paper would not fit into 64 bits. Products of a keep value and a quota are Python's unbounded integers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.outcome import Action
from pbengine.voting.rules.stv.gregory import refuse_too_many
from pbengine.voting.rules.stv.papers import Papers
from pbengine.voting.rules.stv.paths import Level, Rest, allot, paths_of
from pbengine.voting.rules.stv.sheet import Sheet

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Figure
    from pbengine.voting.profile import Profile

DIGITS = 9
UNIT: int = 10**DIGITS


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
    paths
        the papers in bundles, made anew where somebody has been elected or excluded.
    """

    sheet: Sheet
    papers: Papers
    documents: int
    keep: list[int]
    leaving: list[int] = field(default_factory=list)
    paths: tuple[Level, ...] = ()

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
        if not self.paths:
            self.paths = paths_of(self.papers, self.sheet.hopeful, self.sheet.elected)
        votes: list[int] = allot(self.paths, np.array(self.keep, dtype=np.int64), UNIT, rest)[:-1].tolist()
        return votes

    def elect(self, columns: list[int], quota: int) -> None:
        """Deem candidates elected: from the next iteration on, papers may pass them."""
        if columns:
            self.sheet.elect(columns, self.sheet.text(quota))
            self.paths = ()

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
        self.paths = ()
        for column in columns:
            self.keep[column] = 0
        receiving = [other for other, kept in enumerate(self.keep[:-1]) if kept]
        self.papers.pass_on(self.papers.held_by(columns), receiving)

    def surplus(self, votes: list[int], quota: int, elected: list[int]) -> int:
        """Return what these elected candidates have above the quota, together."""
        return sum(votes[column] - quota for column in elected)
