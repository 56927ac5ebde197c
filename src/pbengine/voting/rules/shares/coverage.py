"""What the supporters of projects that were not funded had, round by round, and what they have left."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.rules.shares.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why a project was not covered.

    Parameters
    ----------
    round
        how many projects were funded when its supporters first had too little together; 0 if they never had enough.
    left
        what they have left together in the end, in minor units, exact.
    """

    round: int
    left: Fraction


def shortfalls(ledger: Ledger, projects: Sequence[int]) -> dict[int, Shortfall]:
    """Return the shortfall of each project, none of which is funded.

    Raises
    ------
    ValueError
        if the supporters of one of them could still pay for it.
    """
    held = _held_by_round(ledger, projects)
    left = _left_exactly(ledger, projects)
    doubt = (len(ledger.payments) + 2) * ledger.people.voters
    found: dict[int, Shortfall] = {}
    for place, project in enumerate(projects):
        cost = ledger.cost(project)
        for round_, amount in enumerate(held[place]):
            short = amount + doubt < cost
            if not short and amount - doubt <= cost:
                short = _held_after(ledger, project, round_) < ledger.people.costs[project]
            if short:
                found[project] = Shortfall(round_, left[place])
                break
        else:
            message = f"the supporters of column {project} could still pay for it"
            raise ValueError(message)
    return found


def _supporters_of(ledger: Ledger, projects: Sequence[int], chosen: NDArray[np.bool_]) -> csr_array:
    """Return the voters of each chosen row who support each project, shape ``(projects, rows)``."""
    people = ledger.people
    weights = np.ones(people.rows, dtype=np.int64) if people.weights is None else people.weights
    rows = [people.supporters[project] for project in projects]
    rows = [supporters[chosen[supporters]] for supporters in rows]
    return csr_array(
        (weights[_joined(rows)], _joined(rows), _ends(rows)), shape=(len(projects), people.rows), dtype=np.int64
    )


def _joined(rows: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    return np.concatenate(rows) if rows else np.zeros(0, dtype=np.intp)


def _ends(rows: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    return np.cumsum([0, *(len(part) for part in rows)], dtype=np.intp)


def _held_by_round(ledger: Ledger, projects: Sequence[int]) -> list[list[int]]:
    """Return what the supporters of each project held before the first round and after each, in units, nearly.

    What each voter held is off by less than the number of payments and two.
    """
    people, prices = ledger.people, ledger.prices()
    budgets = np.full(people.rows, ledger.top, dtype=np.int64)
    rows = [people.supporters[level.project] for level in ledger.payments]
    paid = []
    for place, payers in enumerate(rows):
        amounts = budgets[payers]
        given = np.minimum(amounts, ledger.scale.units(prices[place]))
        budgets[payers] = amounts - given
        paid.append(given)
    payments = csc_array((_joined(paid), _joined(rows), _ends(rows)), shape=(people.rows, len(rows)), dtype=np.int64)
    everyone = np.ones(people.rows, dtype=np.bool_)
    together = (_supporters_of(ledger, projects, everyone) @ payments).toarray().cumsum(axis=1).tolist()
    starts = [people.votes[project] * ledger.top for project in projects]
    return [[start, *(start - gone for gone in row)] for start, row in zip(starts, together, strict=True)]


def _left_exactly(ledger: Ledger, projects: Sequence[int]) -> list[Fraction]:
    people, prices = ledger.people, ledger.prices()
    supporters = _supporters_of(ledger, projects, ledger.budgets > 0)
    rows = [people.supporters[level.project] for level in ledger.payments]
    ones = np.ones(sum(map(len, rows)), dtype=np.int64)
    funded = csc_array((ones, _joined(rows), _ends(rows)), shape=(people.rows, len(rows)), dtype=np.int64)
    heads = supporters.sum(axis=1).tolist()
    payers = (supporters @ funded).toarray().tolist()
    return [prices.held(count, row) for count, row in zip(heads, payers, strict=True)]


def _held_after(ledger: Ledger, project: int, round_: int) -> Fraction:
    """Return what the supporters of a project held together after this many rounds, exactly."""
    people, prices = ledger.people, ledger.prices()
    rows = people.supporters[project]
    place = np.full(people.rows, -1, dtype=np.intp)
    place[rows] = np.arange(len(rows))
    met = np.zeros((len(rows), round_ + 1), dtype=np.bool_)  # the last column keeps it from being empty
    for column, level in enumerate(ledger.payments[:round_]):
        found = place[people.supporters[level.project]]
        met[found[found >= 0], column] = True
    weights = np.ones(len(rows), dtype=np.int64) if people.weights is None else people.weights[rows]
    kinds, kind_of = np.unique(met, axis=0, return_inverse=True)
    heads = np.zeros(len(kinds), dtype=np.int64)
    np.add.at(heads, kind_of.reshape(-1), weights)
    amounts = (max(Fraction(0), prices.held(1, [int(mark) for mark in kind[:-1]])) for kind in kinds)
    return sum((int(count) * amount for count, amount in zip(heads, amounts, strict=True)), Fraction(0))
