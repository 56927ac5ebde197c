"""What the constraints of an election still admit, given what is funded: exclusions, dependencies and caps.

All of it depends only on *which* projects are funded, not on their order, on prices or on money that is left. A project
that is shut out stays so; one that waits may be admitted later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.outcome import Figure


class Barrier(StrEnum):
    """What keeps a project from being funded; the values are codes of reasons."""

    EXCLUDED = "excluded-by"
    OVER_CAP = "over-cap"
    WAITS = "waits-for"


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands in a project's way, with the figures that a sentence about it needs."""

    barrier: Barrier
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_final(self) -> bool:
        """Whether it stays, whatever is funded next."""
        return self.barrier is not Barrier.WAITS


@dataclass(frozen=True, slots=True)
class _Capped:
    name: str
    cap: int
    columns: tuple[int, ...]


class Admission:
    """Exclusions, dependencies and caps of an instance, by column.

    Examples
    --------
    The lake excludes the park, and the bridge needs the lake.

    >>> from pbengine.voting.constraints import Constraints
    >>> from pbengine.voting.instance import Instance, Project
    >>> projects = (Project("park", 50), Project("lake", 40), Project("bridge", 10))
    >>> rules = Constraints(exclusions=(("park", "lake"),), dependencies=(("bridge", "lake"),))
    >>> admission = Admission(Instance(projects, budget=100, constraints=rules))
    >>> admission.bar(2, []).barrier.value, admission.bar(2, [1]), dict(admission.bar(0, [1]).figures)
    ('waits-for', None, {'rival': 'lake'})
    >>> admission.touched(1)
    (0, 2)
    """

    def __init__(self, instance: Instance) -> None:
        position, constraints = instance.position, instance.constraints
        self._ids = tuple(position)
        self._costs = tuple(project.cost for project in instance.projects)
        groups = [[position[id_] for id_ in group] for group in constraints.exclusions]
        pairs = [(position[one], position[needed]) for one, needed in constraints.dependencies]
        self._rivals = _gathered((one, other) for group in groups for one in group for other in group if one != other)
        self._needs = _gathered(pairs)
        self._capped: dict[int, list[_Capped]] = {}
        touched = [(other, one) for one, others in self._rivals.items() for other in others]
        touched += [(needed, one) for one, needed in pairs]
        for band in constraints.bands:
            if band.cap is None:
                continue
            columns = tuple(dict.fromkeys(position[id_] for id_ in band.projects))
            for column in columns:
                self._capped.setdefault(column, []).append(_Capped(band.name, band.cap, columns))
            touched += [(one, other) for one in columns for other in columns if one != other]
        self._touched = _gathered(sorted(touched))

    def touched(self, column: int) -> tuple[int, ...]:
        """Return the projects whose bars may change when this one is funded."""
        return self._touched.get(column, ())

    def bar(self, column: int, funded: Sequence[int]) -> Bar | None:
        """Return what keeps a project out while these are funded; None where nothing does.

        An exclusion comes first, then a cap, then what it needs: all of that which is not funded.
        """
        excluding = self._rivals.get(column, ())
        rival = next((other for other in funded if other in excluding), None)
        if rival is not None:
            return Bar(Barrier.EXCLUDED, MappingProxyType({"rival": self._ids[rival]}))
        for band in self._capped.get(column, ()):
            spent = sum(self._costs[other] for other in funded if other in band.columns)
            if spent + self._costs[column] > band.cap:
                figures: dict[str, Figure] = {"band": band.name, "cap": band.cap, "spent": spent}
                return Bar(Barrier.OVER_CAP, MappingProxyType(figures))
        needed = tuple(self._ids[other] for other in self._needs.get(column, ()) if other not in funded)
        return Bar(Barrier.WAITS, MappingProxyType({"needs": needed})) if needed else None


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Return for each first column the second ones, each once, in the order in which they come."""
    gathered: dict[int, dict[int, None]] = {}
    for one, other in pairs:
        gathered.setdefault(one, {})[other] = None
    return {one: tuple(others) for one, others in gathered.items()}
