"""What a project costs those of its supporters who pay most: by integers where their band allows, else exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.exact import Split, price_error
from pbengine.voting.rules.shares.ledger import Givers, Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.rules.shares.ledger import Ledger


def level_of(ledger: Ledger, project: int, *, floor: int, ceiling: int | None) -> Level | Split | None:
    """Return the price of a project from the integers, or the proof that it is not worth knowing.

    Parameters
    ----------
    floor
        a lower bound of the price, in units.
    ceiling
        prices above this are of no interest, in units; None for all prices.

    Returns
    -------
    Level | Split | None
        a level; or a split whose floor is above the ceiling, or which shows that the project cannot be paid for; or
        None where the integers cannot tell (:func:`exact_level` can).
    """
    if ledger.people.costs[project] == 0:
        return _free(ledger, project)
    cost, amounts = ledger.costs[project], ledger.amounts(project)
    if ceiling is not None and ceiling < ledger.top:
        split = _cut(ledger, project, amounts, ceiling)
        if split.held + split.rich * ceiling + split.poor * split.band < cost:
            return split
    else:
        split = Split(ledger.people.money(project, amounts), ledger.people.votes[project], 0, ledger.band)
        if split.price_floor(cost) is None:
            return split
    return _by_integers(ledger, project, amounts, min(floor, ledger.top))


def _free(ledger: Ledger, project: int) -> Level:
    rich = ledger.people.votes[project]
    return Level(project, 0, 0, Split(0, 0, rich, 0), ledger.amounts(project), ledger.revision, Fraction(0))


def _cut(ledger: Ledger, project: int, amounts: NDArray[np.int64], price: int) -> Split:
    """Split the supporters by whether they hold the price."""
    rich = ledger.people.heads(project, amounts >= price)
    held = ledger.people.money(project, np.minimum(amounts, price)) - rich * price
    return Split(held, ledger.people.votes[project] - rich, rich, ledger.band)


def _by_integers(ledger: Ledger, project: int, amounts: NDArray[np.int64], price: int) -> Level | None:
    """Raise the price until the split no longer changes; keep it only if the band leaves no doubt (lemma 2)."""
    people, cost, split = ledger.people, ledger.costs[project], None
    while True:
        rich = people.heads(project, amounts >= price)
        if rich == 0:
            return None
        if split is not None and rich == split.rich:
            break
        held = people.money(project, np.minimum(amounts, price)) - rich * price
        split = Split(held, people.votes[project] - rich, rich, ledger.band)
        price = max(price, (cost - held) // rich)
    price = (cost - split.held) // split.rich
    poor = people.heads(project, amounts > 0) - split.rich if split.poor else 0
    error = price_error(poor, ledger.band, split.rich)
    doubt = error + ledger.band
    if split.poor and people.heads(project, amounts >= price - doubt) != split.rich:
        return None
    if people.heads(project, amounts > price + doubt) != split.rich:
        return None
    exact = Fraction(people.costs[project], split.rich) if poor == 0 else None
    return Level(project, price, error, split, amounts, ledger.revision, exact)


def exact_level(ledger: Ledger, project: int, *, floor: int) -> Level | None:
    """Return the price of a project with exact arithmetic; None if its supporters have too little together.

    Those who certainly hold less than a lower bound of the price give all they have; the rest would share what is
    missing; who of them cannot pay that, joins the first; and so on until nobody joins. Exact amounts are worked out
    only for voters within the band of a price.
    """
    ledger.sharpen()
    rows, amounts = ledger.people.supporters[project], ledger.amounts(project)
    poor = (amounts == 0) | (amounts < floor - ledger.band)
    while True:
        rich = ledger.people.heads(project, ~poor)
        if rich == 0:
            return None
        price = (ledger.people.costs[project] - ledger.held_exactly(rows[poor])) / rich
        less, even = _compare(ledger, rows, np.flatnonzero(~poor), price)
        if not less.any():
            break
        poor |= less
    held = ledger.people.money(project, np.where(poor, amounts, 0))
    split = Split(held, ledger.people.votes[project] - rich, rich, ledger.band)
    units = ledger.scale.units(price)
    return Level(project, units, 1, split, amounts, ledger.revision, price, Givers(poor, even))


def _compare(
    ledger: Ledger, rows: NDArray[np.intp], rest: NDArray[np.intp], price: Fraction
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return who of the rest holds less than the price and who holds just the price, exactly; over all rows."""
    near, amounts = ledger.scale.units(price), ledger.budgets[rows[rest]]
    less, even = np.zeros(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    less[rest] = amounts < near - ledger.band
    doubtful = rest[(amounts >= near - ledger.band) & (amounts <= near + 1 + ledger.band)]
    if len(doubtful):
        kinds, kind_of = ledger.holdings(rows[doubtful], len(ledger.payments))
        less[doubtful] = np.array([kind < price for kind in kinds])[kind_of]
        even[doubtful] = np.array([kind == price for kind in kinds])[kind_of]
    return less, even
