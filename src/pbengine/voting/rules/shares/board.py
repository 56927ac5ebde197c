"""What the runs at one scale share: costs in units, and what each project costs at least per utility."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pbengine.voting.exact import Scale
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
        """Key, column and price of each candidate where all its supporters pay the same, least key first."""
        people = self.people
        prices = [(project, self.costs[project] // people.votes[project]) for project in people.candidates]
        return sorted((self.key(project, price), project, price) for project, price in prices)
