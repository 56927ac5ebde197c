"""The values of a TOML document of constraints, each read with its faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, shown
from pbengine.formats.pabulib.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pbengine.voting.instance import Instance

Table = dict[str, object]


@dataclass(slots=True)
class Reading:
    """An election that constraints are read for, and the faults found on the way.

    Parameters
    ----------
    instance
        the projects, and the minor units that money is read in.
    columns
        what the election's file says of its projects, a cell a project.
    """

    instance: Instance
    columns: Mapping[str, Sequence[str]]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, code: str, message: str) -> None:
        """Note what is wrong at a place such as ``bands[2].cap``."""
        self.faults.append(Fault(None, code, message, place))

    def money(self, value: object, place: str) -> int:
        """Return an amount in minor units; 0 where it is none."""
        number = None if isinstance(value, bool) else read_number(str(value).replace("_", ""))
        if number is None or number < 0:
            self.fault(place, "money", f"{shown(str(value))} is no amount of money, such as 50000 or 1250.50")
            return 0
        amount = number * self.instance.minor_units
        if amount.denominator != 1:
            self.fault(place, "money", f"{shown(str(value))} is finer than the money of the election")
            return 0
        return int(amount)

    def count(self, value: object, place: str) -> int:
        """Return a number of votes; 0 where it is none."""
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.fault(place, "number", f"{shown(str(value))} is no number of votes")
        return 0

    def text(self, value: object, place: str) -> str:
        """Return a name; empty where it is none."""
        if isinstance(value, str) and value:
            return value
        self.fault(place, "name", f"this needs a name in quotes, not {shown(str(value))}")
        return ""

    def list_of(self, value: object, place: str) -> list[object]:
        """Return a list; empty where it is none."""
        if isinstance(value, list):
            return value
        self.fault(place, "list", f"this needs a list in square brackets, not {shown(str(value))}")
        return []

    def table(self, value: object, place: str) -> Table:
        """Return a table; empty where it is none."""
        if isinstance(value, dict):
            return value
        self.fault(place, "table", f"this needs names with values, not {shown(str(value))}")
        return {}

    def ids(self, value: object, place: str) -> tuple[str, ...]:
        """Return ids of projects on the ballot; a number stands for the id that is written so."""
        listed = value if isinstance(value, list) else [value]
        ids = [str(id_) for id_ in listed if isinstance(id_, int | str) and not isinstance(id_, bool)]
        known = self.instance.position
        if len(ids) < len(listed):
            self.fault(place, "project-id", f"ids of projects are text or whole numbers, not {shown(str(value))}")
        for id_ in dict.fromkeys(ids):
            if id_ not in known:
                self.fault(place, "project-unknown", f"project {shown(id_)} is not on the ballot")
        return tuple(id_ for id_ in ids if id_ in known)

    def unknown(self, given: Iterable[str], known: Sequence[str], place: str) -> None:
        """Note names that nothing is called by."""
        for name in given:
            if name not in known:
                self.fault(place, "key-unknown", f"there is nothing called {shown(name)}; there is {', '.join(known)}")
