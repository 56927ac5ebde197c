"""A TOML document of constraints, read for an election."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.formats.constraints.values import Reading, Table
from pbengine.formats.faults import Fault, FormatError, shown
from pbengine.voting.constraints import Band, Constraints, Pot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.instance import Instance

KEYS = ("minimum-votes", "exclusions", "dependencies", "parts", "bands", "pots", "endowments")
OF_A_BAND = ("name", "floor", "cap")
OF_A_POT = ("name", "money")
REST = "rest"
"""As the projects of a pot: all that stand in no other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document asks for: constraints, and the column of voters that holds their endowments, if any."""

    constraints: Constraints
    endowments: str = ""


def read_constraints(text: str, instance: Instance, columns: Mapping[str, Sequence[str]]) -> Asked:
    """Read what is asked of the outcome of an election beside its budget.

    Money is in units of the currency. The projects of a band or a pot are a list of ids, or those that have a value in
    a column of the election's file, which may hold several values with commas between.

    Parameters
    ----------
    text
        the document, in TOML 1.0.
    instance
        the election that it is for.
    columns
        what the election's file says of its projects, a cell a project.

    Raises
    ------
    FormatError
        with every fault and the key that it is about.

    References
    ----------
    TOML v1.0.0, https://toml.io/en/v1.0.0.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> town = Instance((Project("1", 60), Project("2", 40)), budget=80)
    >>> asked = read_constraints('''
    ... exclusions = [["1", "2"]]
    ... [[bands]]
    ... name = "Green"
    ... category = "green"
    ... cap = 50
    ... ''', town, {"category": ["green,sport", "sport"]})
    >>> asked.constraints.exclusions, asked.constraints.bands
    ((('1', '2'),), (Band(name='Green', projects=('1',), floor=0, cap=50),))
    """
    try:
        document = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise FormatError([_no_toml(str(error))]) from None
    reading = Reading(instance, columns)
    reading.unknown(document, KEYS, "")
    asked = _asked(document, reading)
    if not reading.faults:  # what could not be read would seem to be missing
        costs = {project.id: project.cost for project in instance.projects}
        faults = asked.constraints.faults(costs, instance.budget)
        reading.faults += [Fault(None, "constraint", fault) for fault in faults]
    if reading.faults:
        raise FormatError(reading.faults)
    return asked


def _no_toml(error: str) -> Fault:
    line = re.search(r" \(at line (\d+), column \d+\)$", error)
    message = f"this is no TOML: {error.removesuffix(line[0]) if line else error}"
    return Fault(int(line[1]) if line else None, "toml", message)


def _asked(document: Table, reading: Reading) -> Asked:
    dependencies = reading.table(document.get("dependencies", {}), "dependencies")
    parts = reading.table(document.get("parts", {}), "parts")
    groups = reading.list_of(document.get("exclusions", []), "exclusions")
    bands = reading.list_of(document.get("bands", []), "bands")
    constraints = Constraints(
        pots=_pots(reading.list_of(document.get("pots", []), "pots"), reading),
        minimum_votes=reading.count(document.get("minimum-votes", 0), "minimum-votes"),
        exclusions=tuple(_exclusion(group, f"exclusions[{n}]", reading) for n, group in enumerate(groups, 1)),
        dependencies=tuple(
            (id_, needed)
            for key, value in dependencies.items()
            for id_ in reading.ids(key, "dependencies")
            for needed in reading.ids(value, f"dependencies.{key}")
        ),
        bands=tuple(_band(table, f"bands[{n}]", reading) for n, table in enumerate(bands, 1)),
        parts=tuple(
            (id_, tuple(reading.money(amount, f"parts.{key}") for amount in reading.list_of(value, f"parts.{key}")))
            for key, value in parts.items()
            for id_ in reading.ids(key, "parts")
        ),
    )
    column = document.get("endowments", "")
    return Asked(constraints, reading.text(column, "endowments") if column != "" else "")


def _exclusion(group: object, place: str, reading: Reading) -> tuple[str, ...]:
    before = len(reading.faults)
    ids = reading.ids(reading.list_of(group, place), place)
    if len(set(ids)) < 2 and len(reading.faults) == before:  # noqa: PLR2004 - it takes two to exclude each other
        reading.fault(place, "exclusion", "it takes two projects to exclude each other")
    return ids


def _band(given: object, place: str, reading: Reading) -> Band:
    table = reading.table(given, place)
    cap = table.get("cap")
    return Band(
        name=reading.text(table.get("name", ""), f"{place}.name"),
        projects=_projects(table, OF_A_BAND, place, reading),
        floor=reading.money(table.get("floor", 0), f"{place}.floor"),
        cap=None if cap is None else reading.money(cap, f"{place}.cap"),
    )


def _pots(given: list[object], reading: Reading) -> tuple[Pot, ...]:
    tables = [reading.table(pot, f"pots[{n}]") for n, pot in enumerate(given, 1)]
    listed = [
        None if table.get("projects") == REST else _projects(table, OF_A_POT, f"pots[{n}]", reading)
        for n, table in enumerate(tables, 1)
    ]
    taken = {id_ for ids in listed if ids is not None for id_ in ids}
    rest = tuple(project.id for project in reading.instance.projects if project.id not in taken)
    return tuple(
        Pot(
            name=reading.text(table.get("name", ""), f"pots[{n}].name"),
            projects=rest if ids is None else ids,
            money=reading.money(table.get("money"), f"pots[{n}].money"),
        )
        for n, (table, ids) in enumerate(zip(tables, listed, strict=True), 1)
    )


def _projects(table: Table, own: Sequence[str], place: str, reading: Reading) -> tuple[str, ...]:
    """Return the projects that a table lists, or that have what it asks for in every column it names."""
    asked = {name: value for name, value in table.items() if name not in (*own, "projects")}
    if "projects" in table:
        reading.unknown(asked, (*own, "projects"), place)
        return reading.ids(reading.list_of(table["projects"], f"{place}.projects"), f"{place}.projects")
    columns = {name: value for name, value in asked.items() if name in reading.columns}
    reading.unknown(asked.keys() - columns.keys(), (*own, "projects", *reading.columns), place)
    if not asked:
        reading.fault(place, "projects-missing", "this needs projects, or a column with the value that they have")
    kept = [
        project.id
        for n, project in enumerate(reading.instance.projects)
        if all(_has(reading.columns[name][n], value) for name, value in columns.items())
    ]
    if columns and not kept:
        said = " and ".join(f"{name} {shown(str(value))}" for name, value in columns.items())
        reading.fault(place, "projects-missing", f"no project has {said}")
    return tuple(kept) if columns else ()


def _has(cell: str, value: object) -> bool:
    """Say whether a cell, which may be a list, has a value or one of several."""
    values = value if isinstance(value, list) else [value]
    return any(str(each) in (cell, *cell.split(",")) for each in values)
