"""Rankings by pairwise comparison, slowly: one ballot, one pair, one permutation after the other.

Everything is in names. A ballot is a list of groups of equal rank, best first; what it does not name is tied last. The
lot is a list of names, the first of which wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Ballot = tuple[tuple[str, ...], ...]
Order = tuple[str, ...]


@dataclass(frozen=True)
class Slow:
    """Standing candidates in the order of the lot, and ballots with their weights."""

    lot: Order
    ballots: tuple[tuple[int, Ballot], ...]

    def prefer(self, one: str, other: str) -> int:
        """Count the voters who rank one above the other."""
        count = 0
        for weight, ballot in self.ballots:
            ranks = {name: rank for rank, group in enumerate(ballot) for name in group}
            if one in ranks and ranks[one] < ranks.get(other, len(ballot)):
                count += weight
        return count

    def beats(self, one: str, other: str) -> bool:
        return self.prefer(one, other) > self.prefer(other, one)

    def strength(self, one: str, other: str, how: str) -> int:
        if not self.beats(one, other):
            return 0
        return self.prefer(one, other) - (self.prefer(other, one) if how == "margins" else 0)

    def smith(self) -> tuple[str, ...]:
        """Return the smallest set whose members all beat everybody outside it."""
        for size in range(1, len(self.lot) + 1):
            for inside in combinations(self.lot, size):
                outside = [name for name in self.lot if name not in inside]
                if all(self.beats(one, other) for one in inside for other in outside):
                    return inside
        return ()

    def copeland(self) -> dict[str, Fraction]:
        return {
            one: sum(
                (
                    Fraction(1) if self.beats(one, other) else Fraction(0 if self.beats(other, one) else 1, 2)
                    for other in self.lot
                    if other != one
                ),
                start=Fraction(0),
            )
            for one in self.lot
        }

    def worst_defeats(self, how: str) -> dict[str, int]:
        return {one: max([0, *(self.strength(other, one, how) for other in self.lot)]) for one in self.lot}

    def borda(self, unranked: str) -> dict[str, Fraction]:
        """Deal out the points of every ballot place by place; equals share the points of their places."""
        scores = {name: Fraction(0) for name in self.lot}
        for weight, full in self.ballots:
            ballot = [[name for name in group if name in scores] for group in full]
            named = [name for group in ballot for name in group]
            top = len(named) if unranked == "modified" else len(self.lot) - 1
            points = [Fraction(top - place) for place in range(len(self.lot))]
            for group in filter(None, ballot):
                dealt, points = points[: len(group)], points[len(group) :]
                for name in group:
                    scores[name] += weight * sum(dealt, Fraction(0)) / len(group)
            rest = [name for name in self.lot if name not in named]
            for name in rest if unranked == "average" else []:
                scores[name] += weight * sum(points, Fraction(0)) / len(rest)
        return scores

    def strongest_path(self, one: str, other: str, how: str) -> int:
        """Try every path."""
        others = [name for name in self.lot if name not in (one, other)]
        best = 0
        for length in range(len(others) + 1):
            for middle in permutations(others, length):
                path = [one, *middle, other]
                best = max(best, min(self.strength(upper, lower, how) for upper, lower in pairwise(path)))
        return best

    def schulze(self, how: str) -> Order:
        """Take the lot's first of those that nobody who is left has a stronger path to."""
        paths = {
            (one, other): self.strongest_path(one, other, how) for one in self.lot for other in self.lot if one != other
        }
        order: list[str] = []
        left = list(self.lot)
        while left:
            free = [
                one for one in left if all(paths[other, one] <= paths[one, other] for other in left if other != one)
            ]
            order.append(free[0])
            left.remove(free[0])
        return tuple(order)

    def ranked_pairs(self, how: str) -> Order:
        """Go through all ordered pairs, tied ones last, and look for a way back by walking."""
        place = {name: number for number, name in enumerate(self.lot)}
        majorities = [(one, other) for one in self.lot for other in self.lot if self.beats(one, other)]
        majorities.sort(key=lambda pair: (-self.strength(pair[0], pair[1], how), place[pair[0]], place[pair[1]]))
        ties = [
            (one, other)
            for one, other in combinations(self.lot, 2)
            if self.prefer(one, other) == self.prefer(other, one)
        ]
        below: dict[str, list[str]] = {name: [] for name in self.lot}

        def leads(upper: str, lower: str) -> bool:
            return upper == lower or any(leads(middle, lower) for middle in below[upper])

        for one, other in [*majorities, *ties]:
            if not leads(other, one):
                below[one].append(other)
        return tuple(sorted(self.lot, key=lambda name: -sum(leads(name, other) for other in self.lot)))

    def kemeny(self) -> tuple[int, list[Order]]:
        """Score every permutation; return the best score and all that reach it, in the order of the lot."""
        scores = {
            order: sum(self.prefer(one, other) for one, other in combinations(order, 2))
            for order in permutations(self.lot)
        }
        best = max(scores.values())
        return best, [order for order, score in scores.items() if score == best]

    def schulze_by_fractions(self, how: str) -> dict[tuple[str, str], Fraction]:
        """Return the strongest paths by Floyd and Warshall, in shares of the voters."""
        voters = sum(weight for weight, _ in self.ballots)
        paths = {
            (one, other): Fraction(self.strength(one, other, how), voters) for one in self.lot for other in self.lot
        }
        for middle in self.lot:
            for one in self.lot:
                for other in self.lot:
                    if len({one, middle, other}) == 3:
                        through = min(paths[one, middle], paths[middle, other])
                        paths[one, other] = max(paths[one, other], through)
        return paths


def taken(order: Sequence[str], costs: dict[str, int], budget: int) -> tuple[str, ...]:
    """Go down an order and take what still fits."""
    funded: list[str] = []
    for name in order:
        if costs[name] <= budget:
            budget -= costs[name]
            funded.append(name)
    return tuple(funded)
