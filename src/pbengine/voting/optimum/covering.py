"""Sets of projects that are judged voter by voter: most voters with something, the worst-off first, most together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cmp_to_key
from typing import TYPE_CHECKING, Literal

from pbengine.voting.errors import EffortError
from pbengine.voting.optimum.logarithm import compare_products, log2_gains
from pbengine.voting.optimum.search import Aim, Found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pbengine.voting.optimum.backing import Backing
    from pbengine.voting.optimum.search import Search

MOST_SETS = 300
"""So many sets within reach of the best are compared one by one."""


@dataclass(frozen=True, slots=True)
class Covering:
    """The best set, as columns, and one more for each tie that the lot settled."""

    chosen: tuple[int, ...]
    level: tuple[tuple[int, ...], ...] = ()


def most_covered(backing: Backing) -> Covering:
    """Return the set that gives most voters at least one project; then least cost, then the lot."""
    times = backing.instance.budget + 1

    def worth(chosen: tuple[int, ...]) -> int | None:
        if not backing.asked.allows(chosen):
            return None
        return backing.with_at_least(chosen, 1) * times - backing.asked.cost(chosen)

    search = backing.search([times], worth, costs=1)
    return _by_lot(search, search.best())


def _by_lot(search: Search, best: Found | None) -> Covering:
    """Return the first in the lot of the sets that are worth as much as this one."""
    if best is None:
        return Covering(())
    level = search.collect(best.value, 1)
    first = best if len(level) == 1 else search.reaching(best.value, Aim.FIRST) or best
    return Covering(first.chosen, tuple(other.chosen for other in level if other.chosen != first.chosen)[:1])


def worst_off_first(backing: Backing, utility: Literal["cardinality", "cost"]) -> Covering:
    """Return the set under which the worst-off voter has most, then the next, and so on; then least cost, then the lot.

    Raises
    ------
    EffortError
        with utilities by cost, if more than :data:`MOST_SETS` sets leave as few voters as possible with nothing.
    """
    counted = backing.worths if utility == "cost" else backing.counts

    def key(chosen: tuple[int, ...]) -> tuple[object, ...]:
        return tuple((value, -voters) for value, voters in counted(chosen).items())

    reached: list[int] = []
    for level in range(1, max(map(len, backing.sets), default=0) + 1):
        search = _stage(backing, reached, level)
        best = search.best()
        if best is None:
            break
        found = search.collect(best.value, MOST_SETS)
        if len(found) <= MOST_SETS:
            return _first([one.chosen for one in found], key, backing)
        if utility == "cost":
            raise EffortError("too many selections leave as few voters without a project", MOST_SETS)
        reached.append(best.value)
        if not best.value:
            break
    search = _stage(backing, reached, 0)
    return _by_lot(search, search.best())


def _stage(backing: Backing, reached: Sequence[int], level: int) -> Search:
    """Return the search for most voters with ``level`` projects, or for least cost at level 0, with others reached."""
    fixed = tuple(reached)

    def worth(chosen: tuple[int, ...]) -> int | None:
        if not backing.asked.allows(chosen):
            return None
        if any(backing.with_at_least(chosen, place) < voters for place, voters in enumerate(fixed, start=1)):
            return None
        return backing.with_at_least(chosen, level) if level else -backing.asked.cost(chosen)

    gains = [0] * (level - 1) + [1] if level else []
    return backing.search(gains, worth, costs=0 if level else 1, reached=fixed)


def highest_product(backing: Backing) -> Covering:
    """Return the set with the highest product of 1 + funded projects over all voters; then least cost, then the lot.

    The search goes by logarithms that are rounded up; whatever comes within the rounding of the best is compared by
    the products themselves, see :func:`~pbengine.voting.optimum.logarithm.compare_products`.
    """
    deepest = max(map(len, backing.sets), default=0)
    gains, by_product = log2_gains(deepest), cmp_to_key(compare_products)

    def worth(chosen: tuple[int, ...]) -> int | None:
        if not backing.asked.allows(chosen):
            return None
        return sum(sum(gains[:had]) * voters for had, voters in backing.counts(chosen).items())

    def key(chosen: tuple[int, ...]) -> tuple[object, ...]:
        return (by_product({1 + had: voters for had, voters in backing.counts(chosen).items()}),)

    search = backing.search(gains, worth)
    best = search.best() or Found(0, ())
    found = search.collect(best.value - 2 * backing.voters, MOST_SETS)
    if len(found) > MOST_SETS:
        raise EffortError("too many selections have as high a product", MOST_SETS)
    return _first([one.chosen for one in found] or [()], key, backing)


def _first(
    sets: Sequence[tuple[int, ...]], key: Callable[[tuple[int, ...]], tuple[object, ...]], backing: Backing
) -> Covering:
    """Return the best of sets by key, least cost and the lot, with one other of the same key and cost."""
    keys = {chosen: (key(chosen), -backing.asked.cost(chosen)) for chosen in sets}
    top = max(keys.values())
    level = sorted(
        (chosen for chosen in sets if keys[chosen] == top),
        key=lambda chosen: [column not in chosen for column in range(len(backing.listed))],
    )
    return Covering(level[0], tuple(level[1:2]))
