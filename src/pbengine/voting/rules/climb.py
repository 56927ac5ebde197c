"""The way up from endowment to endowment, which both engines of equal shares take: when it ends, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction


class Stop(StrEnum):
    """Why the endowment was raised no further."""

    OVERSPENT = "overspent"
    EXHAUSTIVE = "exhaustive"
    EVERYTHING_FUNDED = "everything-funded"
    NOTHING_ADMITTED = "nothing-admitted"


@dataclass(frozen=True, slots=True)
class Raised:
    """How often the endowment was raised, to what, and why not once more."""

    increments: int
    endowment: Fraction
    stop: Stop


class Counted(Protocol):
    """A run at one endowment."""

    funded: list[int]

    @property
    def endowment(self) -> Fraction:
        """What each voter started with."""


CountedRun = TypeVar("CountedRun", bound=Counted)


class Way(Protocol[CountedRun]):
    """An engine on its way: ``run`` is the one after ``increments`` raises."""

    run: CountedRun
    increments: int

    def advance(self) -> bool:
        """Go on; say whether that did not overspend."""


class People(Protocol):
    """Who takes part, and what can still be funded."""

    @property
    def candidates(self) -> Sequence[int]:
        """The projects that take part."""

    def is_closed(self, funded: Sequence[int]) -> bool:
        """Say whether nothing can be funded beside these."""


def climb(way: Way[CountedRun], people: People, is_exhaustive: Callable[[CountedRun], bool]) -> Raised:
    """Return the last endowment before the first whose run spends more than the budget, or where no more is of use."""
    while True:
        if is_exhaustive(way.run):
            return Raised(way.increments, way.run.endowment, Stop.EXHAUSTIVE)
        if people.is_closed(way.run.funded):
            everything = len(way.run.funded) == len(people.candidates)
            stop = Stop.EVERYTHING_FUNDED if everything else Stop.NOTHING_ADMITTED
            return Raised(way.increments, way.run.endowment, stop)
        if not way.advance():
            return Raised(way.increments, way.run.endowment, Stop.OVERSPENT)
