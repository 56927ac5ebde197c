"""The knapsack, exactly: undominated pairs of cost and value, grown item by item and cut by proven bounds.

A *state* is what some of the items considered so far cost and are worth together. A state that costs no less and is
worth no more than another can never lead to a better set; nor can one whose bound is below a value already reached.
What is left is a list in which cost and value both rise. The proofs are in ``docs/proofs/optimum.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cmp_to_key
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from pbengine.voting.errors import EffortError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Column = NDArray[Any]  # whole numbers: int64, or Python's own where those would not hold them

MOST_STATES = 3_000_000
"""With more states than this the search is given up in words, before memory is."""
_INT64 = 2**62


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be taken: ``value`` and ``cost`` are positive, ``place`` is its place in the lot."""

    place: int
    value: int
    cost: int


@dataclass(frozen=True, slots=True)
class Best:
    """The best set: highest value, then least cost, then first in the lot; ``places`` rise."""

    value: int
    cost: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _States:
    """Undominated states: ``cost`` and ``value`` both rise strictly."""

    cost: Column
    value: Column

    def with_item(self, item: Item, room: int) -> _States:
        """Return the states with this item taken or left, as far as they fit in ``room``."""
        fits = self.cost <= room - item.cost
        cost = np.concatenate((self.cost, self.cost[fits] + item.cost))
        value = np.concatenate((self.value, self.value[fits] + item.value))
        order = np.lexsort((-value, cost))
        cost, value = cost[order], value[order]
        highest = np.maximum.accumulate(value)
        rises = np.concatenate(([True], value[1:] > highest[:-1]))
        return _States(cost[rises], value[rises])

    def holds(self, cost: int, value: int) -> bool:
        """Say whether exactly this state is among them."""
        at = int(np.searchsorted(self.cost, cost))
        return at < len(self.cost) and int(self.cost[at]) == cost and int(self.value[at]) == value


class Relaxation:
    """The knapsack of which the last item may be taken in part: bounds on it, in whole numbers (lemma 1)."""

    def __init__(self, items: Sequence[Item], type_: type) -> None:
        self.items = by_efficiency(items)
        self._values: Column = np.array([0, *accumulate(item.value for item in self.items)], dtype=type_)
        self._costs: Column = np.array([0, *accumulate(item.cost for item in self.items)], dtype=type_)
        self._next_value: Column = np.array([*(item.value for item in self.items), 0], dtype=type_)
        self._next_cost: Column = np.array([*(item.cost for item in self.items), 1], dtype=type_)

    def reach(self, start: int, room: Column, value: Column) -> tuple[Column, Column]:
        """Return what states with ``room`` left reach with the items from ``start`` on, and what none can exceed."""
        broken = np.searchsorted(self._costs, room + self._costs[start], side="right") - 1
        whole = value + self._values[broken] - self._values[start]
        rest = room + self._costs[start] - self._costs[broken]
        return whole, whole + rest * self._next_value[broken] // self._next_cost[broken]


def by_efficiency(items: Sequence[Item]) -> list[Item]:
    """Return the items by value for each unit of cost, highest first, compared as whole numbers.

    Examples
    --------
    >>> [item.place for item in by_efficiency([Item(0, 3, 2), Item(1, 2, 1)])]
    [1, 0]
    """
    return sorted(items, key=cmp_to_key(_less_efficient))


def _less_efficient(one: Item, other: Item) -> int:
    return other.value * one.cost - one.value * other.cost


def best_set(items: Sequence[Item], budget: int) -> Best:
    """Return the set of highest value within the budget; of several the cheapest; of several the first in the lot.

    Of two sets the first in the lot is the one that holds the item of lowest place among those in only one of them.

    Raises
    ------
    EffortError
        if more than :data:`MOST_STATES` states are needed.

    Examples
    --------
    >>> best_set([Item(0, 30, 60), Item(1, 28, 50), Item(2, 27, 50)], budget=100)
    Best(value=55, cost=100, places=(1, 2))
    """
    items = [item for item in items if item.cost <= budget]
    if sum(item.cost for item in items) <= budget:
        return _taken(items)
    value, cost = _best_pair(items, budget)
    return _taken(_first_in_lot(items, value, cost))


def _taken(items: Sequence[Item]) -> Best:
    places = tuple(sorted(item.place for item in items))
    return Best(sum(item.value for item in items), sum(item.cost for item in items), places)


def _best_pair(items: Sequence[Item], budget: int) -> tuple[int, int]:
    """Return the highest value and the least cost at which it can be had."""
    sure, free = settle(items, budget, _greedy_value(by_efficiency(items), budget))
    room = budget - sum(item.cost for item in sure)
    type_ = _type_for(free, room)
    relaxation = Relaxation(free, type_)
    states, reached = _States(np.zeros(1, dtype=type_), np.zeros(1, dtype=type_)), 0
    for start, item in enumerate(relaxation.items):
        states = states.with_item(item, room)
        whole, bound = relaxation.reach(start + 1, room - states.cost, states.value)
        reached = max(reached, int(whole.max()))
        states = _cut(states, bound >= reached)
    base = sum(item.value for item in sure), sum(item.cost for item in sure)
    return base[0] + int(states.value[-1]), base[1] + int(states.cost[-1])


def _first_in_lot(items: Sequence[Item], value: int, cost: int) -> list[Item]:
    """Return the first set in the lot that has this value at this cost, both of which are those of a best set."""
    sure, free = settle(items, cost, value)
    value -= sum(item.value for item in sure)
    cost -= sum(item.cost for item in sure)
    type_ = _type_for(free, cost)
    backwards = sorted(free, key=lambda item: -item.place)
    lists = [_States(np.zeros(1, dtype=type_), np.zeros(1, dtype=type_))]
    for count, item in enumerate(backwards, start=1):
        states = lists[-1].with_item(item, cost)
        _, bound = Relaxation(backwards[count:], type_).reach(0, cost - states.cost, states.value)
        lists.append(_cut(states, bound >= value))
    taken = list(sure)
    for item, before in zip(reversed(backwards), reversed(lists[:-1]), strict=True):
        if item.cost <= cost and before.holds(cost - item.cost, value - item.value):
            taken.append(item)
            cost, value = cost - item.cost, value - item.value
    return taken


def _cut(states: _States, keep: NDArray[np.bool_]) -> _States:
    kept = _States(states.cost[keep], states.value[keep])
    if len(kept.cost) > MOST_STATES:
        raise EffortError("too many sets of projects differ in cost and votes", MOST_STATES)
    return kept


def _greedy_value(ordered: Sequence[Item], budget: int) -> int:
    """Return what the items are worth that fit when each is taken in this order if it still fits."""
    value = 0
    for item in ordered:
        if item.cost <= budget:
            value, budget = value + item.value, budget - item.cost
    return value


def settle(items: Sequence[Item], budget: int, reached: int) -> tuple[list[Item], list[Item]]:
    """Return the items that every set worth ``reached`` or more holds, and those that some such set may hold (lemma 2).

    Examples
    --------
    Two of equal efficiency around the last that fits; the first is worth far more, the fourth far less.

    >>> listed = [Item(0, 90, 10), Item(1, 20, 10), Item(2, 10, 5), Item(3, 1, 10)]
    >>> sure, free = settle(listed, budget=20, reached=110)
    >>> [item.place for item in sure], [item.place for item in free]
    ([0], [1, 2])
    """
    ordered, left, value = by_efficiency(items), budget, 0
    at = sum(1 for cost in accumulate(item.cost for item in ordered) if cost <= budget)
    if at == len(ordered):
        return ordered, []
    for item in ordered[:at]:
        left, value = left - item.cost, value + item.value
    last = ordered[at]
    slack = (value - reached) * last.cost + left * last.value
    losses = [abs(item.value * last.cost - last.value * item.cost) for item in ordered]
    sure = [item for item, loss in zip(ordered[:at], losses, strict=False) if loss > slack]
    return sure, [item for item, loss in zip(ordered, losses, strict=True) if loss <= slack]


def _type_for(items: Sequence[Item], room: int) -> type:
    """Return numbers that hold every sum and product of the search: of 64 bits where those do."""
    values, costs = sum(item.value for item in items), sum(item.cost for item in items)
    highest = max((item.value for item in items), default=0)
    return np.int64 if (costs + room) * (highest + 1) + values < _INT64 else object
