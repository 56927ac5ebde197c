"""What the runs at one scale share: costs in units, and what each project costs at least per utility."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.voting.exact import Scale
    from pbengine.voting.rules.admission import Bar
    from pbengine.voting.rules.shares.electorate import Electorate

FINE = 64
"""Binary digits after the point with which prices per utility are compared before they are compared exactly."""


class Board:
    """An electorate at a scale, which must be such that all endowments together stay below ``2**62`` units."""

    def __init__(self, people: Electorate, scale: Scale) -> None:
        self.people = people
        self.scale = scale
        self.costs = [self.scale.units(cost) for cost in people.costs]
        self._shift = FINE + max(people.worths, default=1).bit_length()

    def key(self, project: int, price: int) -> int:
        """Return a price in units per utility as a whole number that sorts like it, rounded down."""
        return (price << self._shift) // self.people.worths[project]

    def price(self, project: int, key: int) -> int:
        """Return a price in units of which the key is no less than this one."""
        return (key * self.people.worths[project] >> self._shift) + 1

    @cached_property
    def start(self) -> list[tuple[int, int, int]]:
        """Key, column and price of each admitted candidate where all its supporters pay the same, least key first."""
        return self._equal_payments([project for project, bar in self._bars.items() if bar is None])

    @cached_property
    def waiting(self) -> list[tuple[int, int, int]]:
        """The same of each candidate that others must be funded for first."""
        return self._equal_payments([project for project, bar in self._bars.items() if bar and not bar.is_final])

    @cached_property
    def _bars(self) -> dict[int, Bar | None]:
        return {project: self.people.admission.bar(project, ()) for project in self.people.candidates}

    def _equal_payments(self, projects: Sequence[int]) -> list[tuple[int, int, int]]:
        prices = [(project, self.costs[project] // self.people.votes[project]) for project in projects]
        return sorted((self.key(project, price), project, price) for project, price in prices)
