"""Greedy under constraints as a person would do it with a list and a pencil: everything is looked up afresh each time.

It shares nothing with the rules but the constraints themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.voting.constraints import Constraints


@dataclass
class Pencil:
    """A line of ids in the order of their ranks, and what was written down so far."""

    line: Sequence[str]
    costs: dict[str, int]
    budget: int
    constraints: Constraints
    given: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)

    def left(self) -> int:
        return self.budget - sum(self.given.values())

    def lacks(self, id_: str) -> bool:
        return any(one == id_ and other not in self.given for one, other in self.constraints.dependencies)

    def is_excluded(self, id_: str) -> bool:
        return any(
            id_ in group and any(other in self.given and other != id_ for other in group)
            for group in self.constraints.exclusions
        )

    def breaks_a_cap(self, id_: str, amount: int) -> bool:
        return any(
            band.cap is not None
            and id_ in band.projects
            and amount + sum(self.given.get(other, 0) for other in set(band.projects)) > band.cap
            for band in self.constraints.bands
        )

    def reserve(self, id_: str, bands: set[str]) -> int:
        return sum(
            max(0, band.floor - sum(self.given.get(other, 0) for other in set(band.projects)))
            for band in self.constraints.bands
            if band.name in bands and id_ not in band.projects
        )

    def turn(self, id_: str, bands: set[str]) -> None:
        for heap in (self.waiting, self.kept):
            heap.discard(id_)
        if self.lacks(id_):
            self.waiting.add(id_)
            return
        sizes = sorted([self.costs[id_], *dict(self.constraints.parts).get(id_, ())], reverse=True)
        possible = [] if self.is_excluded(id_) else [size for size in sizes if not self.breaks_a_cap(id_, size)]
        affordable = [size for size in possible if size <= self.left()]
        usable = [size for size in affordable if size <= max(0, self.left() - self.reserve(id_, bands))]
        if usable:
            self.given[id_] = usable[0]
        elif affordable:
            self.kept.add(id_)
        else:
            self.refused.add(id_)

    def turn_and_those_that_waited(self, id_: str, bands: set[str]) -> None:
        self.turn(id_, bands)
        while ready := [other for other in self.line if other in self.waiting and not self.lacks(other)]:
            self.turn(ready[0], bands)

    def may_still_come(self) -> set[str]:
        """Return what is kept, and what waits for nothing but such projects."""
        coming = set(self.kept)
        while more := {
            id_
            for id_ in self.waiting - coming
            if all(other in coming or other in self.given for one, other in self.constraints.dependencies if one == id_)
        }:
            coming |= more
        return coming

    def go(self) -> dict[str, int]:
        """Return what each funded project gets, in the order of funding."""
        for id_ in self.line:
            self.turn_and_those_that_waited(id_, {band.name for band in self.constraints.bands})
        while self.kept:
            coming, before = self.may_still_come(), set(self.kept)
            bands = {band.name for band in self.constraints.bands if coming & set(band.projects)}
            for id_ in [id_ for id_ in self.line if id_ in before]:
                self.turn_and_those_that_waited(id_, bands)
            if self.kept == before:
                for id_ in [id_ for id_ in self.line if id_ in before]:
                    self.turn_and_those_that_waited(id_, set())
        return self.given
