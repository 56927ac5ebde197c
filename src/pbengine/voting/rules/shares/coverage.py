"""What the supporters of projects that were not funded had, round by round, and what they have left."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.rules.shares.electorate import Electorate
    from pbengine.voting.rules.shares.ledger import Ledger


WORD = 64
"""Rows whose marks are kept together."""


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
    rounds = _short_since(ledger, projects)
    if strangers := [project for project in projects if project not in rounds]:
        message = f"the supporters of columns {strangers} could still pay for them"
        raise ValueError(message)
    left = _left(ledger, projects)
    return {project: Shortfall(rounds[project], amount) for project, amount in zip(projects, left, strict=True)}


def _short_since(ledger: Ledger, projects: Sequence[int]) -> dict[int, int]:
    """Return after which round the supporters of each project first had too little.

    The rounds are gone through once more. Together the supporters of a project lose at most what a round costs and at
    most the price from each, so that what they have must be added up only where this could have made it too little.
    """
    people, prices = ledger.people, ledger.prices()
    budgets = ledger.fresh()
    found: dict[int, int] = {}
    at_least = dict.fromkeys(projects, -1)
    for round_ in range(len(ledger.payments) + 1):
        for project in [project for project, amount in at_least.items() if amount < ledger.costs[project]]:
            doubt = (len(ledger.payments) + 2) * people.votes[project]
            amount = people.money(project, budgets[people.supporters[project]])
            at_least[project] = amount - doubt
            if amount + doubt < ledger.costs[project] or (
                amount - doubt <= ledger.costs[project] and _held_after(ledger, project, round_) < people.costs[project]
            ):
                found[project] = round_
                del at_least[project]
        if round_ < len(ledger.payments):
            paid, price = ledger.payments[round_].project, ledger.scale.units(prices[round_])
            rows = people.supporters[paid]
            budgets[rows] = np.maximum(budgets[rows] - price, 0)
            for project in at_least:
                at_least[project] -= min(ledger.costs[paid] + 1, (price + 1) * people.votes[project])
    return found


def _left(ledger: Ledger, projects: Sequence[int]) -> list[Fraction]:
    """Return what the supporters of each project have left together, exactly.

    Those who have something left paid every price, so that it needs only how many of them support which funded
    project besides. Sets of rows are kept as bits; voters are counted by the binary digits of their rows' weights, and
    for each digit only the rows that have it are kept, since few rows are many voters.
    """
    people, prices = ledger.people, ledger.prices()
    has_left = ledger.budgets > 0
    weights = np.ones(1, dtype=np.int64) if people.weights is None else people.weights
    places: list[NDArray[np.intp]] = []
    for digit in range(int(weights.max(initial=0)).bit_length()):
        rows = np.flatnonzero(has_left & ((weights >> digit & 1) == 1))
        nobody = np.full(WORD - len(rows) % WORD, people.rows)  # so that each digit begins a word, and has one
        places.append(np.concatenate((rows, nobody)))
    if not places:
        return [Fraction(0)] * len(projects)
    kept, lengths = np.concatenate(places), [len(rows) // WORD for rows in places]
    starts = np.cumsum([0, *lengths[:-1]])
    groups = np.zeros((len(ledger.payments), len(kept) // WORD), dtype=np.uint64)
    for place, level in enumerate(ledger.payments):
        groups[place] = _bits(people, level.project, kept)
    left: list[Fraction] = []
    for project in projects:
        shared = np.bitwise_count(groups & _bits(people, project, kept))
        by_digit = np.add.reduceat(shared, starts, axis=1, dtype=np.int64)
        payers = (by_digit << np.arange(len(starts))).sum(axis=1).tolist()
        rows = people.supporters[project]
        left.append(prices.held(people.parts_of(rows[has_left[rows]]), payers))
    return left


def _bits(people: Electorate, project: int, kept: NDArray[np.intp]) -> NDArray[np.uint64]:
    """Return which of these rows support the project, a bit each; a row that there is not does not."""
    marks = np.zeros(people.rows + 1, dtype=np.bool_)
    marks[people.supporters[project]] = True
    return np.packbits(marks[kept]).view(np.uint64)


def _held_after(ledger: Ledger, project: int, round_: int) -> Fraction:
    """Return what the supporters of a project held together after this many rounds, exactly."""
    rows, weights = ledger.people.supporters[project], ledger.people.weights
    amounts, amount_of = ledger.holdings(rows, round_)
    heads = np.zeros(len(amounts), dtype=np.int64)
    np.add.at(heads, amount_of, 1 if weights is None else weights[rows])
    return sum(
        (head * max(Fraction(0), amount) for head, amount in zip(heads.tolist(), amounts, strict=True)), Fraction(0)
    )
