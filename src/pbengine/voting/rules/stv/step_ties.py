"""Ties as New Zealand settles them: ahead at first difference, else the pseudo-random number of the step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting.outcome import Settled, Tie
from pbengine.voting.rules.stv.pseudo_random import RANGE, pseudo_random_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.voting.rules.stv.sheet import Sheet


class StepTies:
    """What settles ties at each step of a count.

    Parameters
    ----------
    sheet
        the count as it goes on.
    documents
        all voting documents.
    """

    def __init__(self, sheet: Sheet, documents: int) -> None:
        self._sheet = sheet
        self._documents = documents

    def number(self, column: int) -> int:
        """Return the pseudo-random number of a candidate at the present step: at every second step ten thousand less.

        They are drawn for all candidates in the order of the lot.
        """
        sheet = self._sheet
        drawn = pseudo_random_numbers(len(sheet.places), sheet.seats, self._documents)[sheet.places[column]]
        return drawn if sheet.stage % 2 else RANGE - drawn

    def choose(self, tied: Sequence[int]) -> int:
        """Return who is excluded of those who are last, and note the tie, if it is one."""
        sheet = self._sheet
        left = list(tied)
        for votes in sheet.stages:
            fewest = min(votes[column] for column in left)
            left = [column for column in left if votes[column] == fewest]
        chosen = left[0] if len(left) == 1 else min(left, key=self.number)
        if len(tied) > 1:
            settled = Settled.EARLIER_STAGE if len(left) == 1 else Settled.PSEUDO_RANDOM
            sheet.ties.append(Tie(tuple(map(sheet.id, tied)), settled, sheet.id(chosen)))
        return chosen
