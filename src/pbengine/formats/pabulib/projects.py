"""PROJECTS: ids, costs and what was selected; columns that nobody knows are kept."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, shown
from pbengine.formats.pabulib.numbers import has_decimal_comma, number_needed, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pbengine.formats.pabulib.sections import Section

SENTINEL_COST = 999_999_999
"""The cost of a project that stood on the ballot and cannot be carried out."""

LISTS = frozenset({"category", "beneficiaries"})
SELECTED = ("0", "1", "2", "3")


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """The columns as text, the costs as numbers (0 where a fault says that there is none)."""

    columns: Mapping[str, tuple[str, ...]]
    lines: Sequence[int]
    costs: tuple[Fraction, ...]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in the order of the file."""
        return self.columns.get("project_id", ())

    @property
    def selected(self) -> Mapping[str, str] | None:
        """What the column ``selected`` says of each project; None where there is no such column."""
        if "selected" not in self.columns:
            return None
        return MappingProxyType(dict(zip(self.ids, self.columns["selected"], strict=True)))


def read_projects(section: Section) -> ProjectTable:
    """Read the projects; lists lose the blanks after their commas, costs with a decimal comma get a point."""
    columns = {name: tuple(map(tight, cells)) if name in LISTS else cells for name, cells in section.columns.items()}
    missing = [name for name in ("project_id", "cost") if columns and name not in columns]
    if missing or not columns:
        absent = tuple(
            Fault(section.line, "column-missing", f"PROJECTS has no column {name}", name) for name in missing
        )
        return ProjectTable(columns, section.lines, (Fraction(0),) * len(section.lines), absent)
    raw = columns["cost"]
    columns["cost"] = tuple(cost.replace(",", ".") if has_decimal_comma(cost) else cost for cost in raw)
    read = [read_number(cost) for cost in raw]
    table = ProjectTable(columns, section.lines, tuple(cost if cost and cost > 0 else Fraction(0) for cost in read))
    commas = tuple(
        Fault(line, "decimal-comma", f"the cost of project {shown(id_)} is {shown(cost)}, read with a point", "cost")
        for id_, cost, line in zip(table.ids, raw, section.lines, strict=True)
        if has_decimal_comma(cost)
    )
    faults = (*_id_faults(table), *_cost_faults(table, read), *_selected_faults(table))
    return ProjectTable(MappingProxyType(columns), section.lines, table.costs, faults, commas)


def tight(cell: str) -> str:
    """Return a list in a cell without blanks around its commas.

    Examples
    --------
    >>> tight("sport, green areas ,health")
    'sport,green areas,health'
    """
    return ",".join(map(str.strip, cell.split(","))) if "," in cell else cell


def _id_faults(table: ProjectTable) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for id_, line in zip(table.ids, table.lines, strict=True):
        if not id_:
            yield Fault(line, "project-id", "a project has no id", "project_id")
        elif "," in id_:
            message = f"the id {shown(id_)} has a comma, so that no ballot can name it"
            yield Fault(line, "project-id", message, "project_id")
        elif id_ in seen:
            message = f"project {shown(id_)} stands on line {seen[id_]} already"
            yield Fault(line, "project-repeated", message, "project_id")
        seen.setdefault(id_, line)


def _cost_faults(table: ProjectTable, costs: Sequence[Fraction | None]) -> Iterator[Fault]:
    for id_, text, cost, line in zip(table.ids, table.columns["cost"], costs, table.lines, strict=True):
        if cost is None or cost < 0:
            wanted = number_needed("a number, at least 0", text)
            message = f"the cost of project {shown(id_)} is {shown(text)}; it needs {wanted}"
            yield Fault(line, "number", message, "cost")


def _selected_faults(table: ProjectTable) -> Iterator[Fault]:
    for id_, value, line in zip(table.ids, table.columns.get("selected", ()), table.lines, strict=False):
        if value not in SELECTED:
            message = f"selected is {shown(value)} for project {shown(id_)}; it is 0, 1, 2 or 3"
            yield Fault(line, "selected", message, "selected")
