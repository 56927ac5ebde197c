"""The set of projects that is worth most together, and for each project that is not in it the best set that has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.voting.constraints import Feature
from pbengine.voting.optimum.asked import Asked
from pbengine.voting.optimum.frontier import Best, Item, best_set
from pbengine.voting.optimum.program import Program, whole
from pbengine.voting.optimum.search import Aim, Found, Patience, Search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.optimum.offers import Offer
    from pbengine.voting.optimum.search import Worth

CARRIED = (
    Feature.COSTS,
    Feature.EXCLUSIONS,
    Feature.DEPENDENCIES,
    Feature.CAPS,
    Feature.FLOORS,
    Feature.PARTS,
)
"""What an optimum is found under."""


PATIENCE = 10
"""After so many nodes a set that is proven to be worse is not searched for any further, only how much worse it is."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The best set of offers, by their places, and for each other offer the best set with it, None if there is none.

    Where the search for another offer's best set was cut short, its places are empty and its value is what it cannot
    exceed; that is below the best.
    """

    best: Best
    others: Mapping[int, Best | None]


def decide(instance: Instance, listed: Sequence[Offer]) -> Decision:
    """Return the best set within the budget and the constraints: highest value, least cost, first in the lot.

    Where money is kept for groups of projects, sets that leave as little of it unused as possible come before all
    others. Of two sets the first in the lot is the one that has the first offer which only one of them has.

    Raises
    ------
    EffortError
        if the proof would take more than the stated limits.
    """
    if set(CARRIED[1:]) & instance.features:
        return _Constrained(instance, listed).decide()
    return _unconstrained(instance, listed)


def _unconstrained(instance: Instance, listed: Sequence[Offer]) -> Decision:
    free = [place for place, offer in enumerate(listed) if not offer.amount]
    items = [Item(place, offer.value, offer.amount) for place, offer in enumerate(listed) if offer.amount]
    worth = sum(listed[place].value for place in free)

    def with_free(best: Best, *more: Item) -> Best:
        places = tuple(sorted([*free, *best.places, *(item.place for item in more)]))
        value, cost = sum(item.value for item in more), sum(item.cost for item in more)
        return Best(best.value + worth + value, best.cost + cost, places)

    best = best_set(items, instance.budget)
    others: dict[int, Best | None] = {}
    for item in items:
        if item.place not in best.places:
            rest = [other for other in items if other is not item]
            room = instance.budget - item.cost
            others[item.place] = None if room < 0 else with_free(best_set(rest, room), item)
    return Decision(with_free(best), others)


class _Constrained:
    """The whole-number program of an instance with constraints; its columns are the offers, then what floors lack."""

    def __init__(self, instance: Instance, listed: Sequence[Offer]) -> None:
        self.listed, self.asked, self.times = listed, Asked(instance, listed), instance.budget + 1
        self.floors = [(self.asked.amounts(band), band.floor) for band in instance.constraints.bands if band.floor]
        self.most_lacking = sum(floor for _, floor in self.floors)

    def decide(self) -> Decision:
        """Find the best set, then the best with each other offer; where they are equal, the first in the lot."""
        if self.floors:
            lacking = self._search([0] * len(self.listed), -1, self._use_of_floors).best()
            self.most_lacking = 0 if lacking is None else -lacking.value
        search = self._search([offer.value * self.times - offer.amount for offer in self.listed], 0, self._worth)
        best = search.best() or Found(0, ())
        worth = sum(self.listed[column].value for column in best.chosen)
        patience = Patience(
            PATIENCE, below=worth * self.times - self.times + 1
        )  # what no set worth as much can fall to
        others = {
            column: search.best(fixed={column: 1}, patience=patience)
            for column in range(len(self.listed))
            if column not in best.chosen
        }
        ties = [column for column, found in others.items() if found and found.value == best.value]
        if ties:
            best, others = self._first(search, best.value, others)
        return Decision(
            self._best(best), {column: self._best(found) if found else None for column, found in others.items()}
        )

    def _first(
        self, search: Search, value: int, others: Mapping[int, Found | None]
    ) -> tuple[Found, dict[int, Found | None]]:
        """Return the best set that is first in the lot; the best with each other offer is also the first such."""
        first = search.reaching(value, Aim.FIRST) or Found(value, ())
        known: dict[int, Found | None] = {}
        for column in range(len(self.listed)):
            if column in first.chosen:
                continue
            found = others[column] if column in others else search.best(fixed={column: 1})
            if found and found.value == value:
                found = search.reaching(value, Aim.FIRST, fixed={column: 1})
            known[column] = found
        return first, known

    def _best(self, found: Found) -> Best:
        if found.ceiling is not None:
            return Best((found.ceiling + self.times - 1) // self.times, 0, ())
        chosen = [self.listed[column] for column in found.chosen]
        return Best(sum(offer.value for offer in chosen), sum(offer.amount for offer in chosen), found.chosen)

    def _search(self, values: Sequence[int], for_lacking: int, worth: Worth) -> Search:
        """Return a search with a column for what each floor lacks, all of which together is bounded."""
        count, floors = len(self.listed), self.floors
        rows, limits = map(list, zip(*self.asked.rows, strict=True))
        for at, (amounts, floor) in enumerate(floors):
            rows.append({**{column: -amount for column, amount in amounts.items()}, count + at: -1})
            limits.append(-floor)
        if floors:
            rows.append({count + at: 1 for at in range(len(floors))})
            limits.append(self.most_lacking)
        uppers = tuple(min(floor, self.most_lacking) for _, floor in floors)
        program = Program(count, uppers, tuple(rows), tuple(limits))
        return Search(program, whole([*values, *[for_lacking] * len(floors)]), worth)

    def _lacking(self, chosen: Sequence[int]) -> int:
        return sum(max(0, floor - sum(amounts.get(column, 0) for column in chosen)) for amounts, floor in self.floors)

    def _use_of_floors(self, chosen: Sequence[int]) -> int | None:
        return -self._lacking(chosen) if self.asked.allows(chosen) else None

    def _worth(self, chosen: Sequence[int]) -> int | None:
        if not self.asked.allows(chosen) or self._lacking(chosen) > self.most_lacking:
            return None
        return sum(self.listed[column].value * self.times - self.listed[column].amount for column in chosen)
