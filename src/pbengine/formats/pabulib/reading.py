"""Read a ``.pb`` file: text to sections, sections to tables, tables to an instance, a profile and limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.faults import Fault, FormatError, by_line
from pbengine.formats.pabulib import checks
from pbengine.formats.pabulib.declared import THRESHOLD, declared_rule
from pbengine.formats.pabulib.file import PabulibFile
from pbengine.formats.pabulib.meta import MONEY, POINTS, Meta, read_meta
from pbengine.formats.pabulib.numbers import money_scale, whole_scale
from pbengine.formats.pabulib.plain_votes import TITLES
from pbengine.formats.pabulib.projects import SENTINEL_COST, ProjectTable, read_projects
from pbengine.formats.pabulib.sections import Sections, decode, split
from pbengine.formats.pabulib.tables import Tables
from pbengine.formats.pabulib.votes import no_votes, read_votes
from pbengine.voting.ballots import BallotLimits
from pbengine.voting.errors import ProfileError
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.profile import BallotKind, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

SWALLOWED = frozenset({"section-missing", "key-missing", "count"})
"""What only seems to be so when a quoted cell never ends and takes the rest of the file in."""

POINTS_END = 2**62


def read_pabulib(data: bytes | str) -> PabulibFile:
    """Read a ``.pb`` file, as strict or as loose as real files are.

    Accepted: a byte-order mark, any line ends, no newline at the end, quoted newlines, titles in any case, trailing
    separators, blanks around values and in lists, unknown keys and columns (kept); and with a warning empty ballots,
    decimal commas, and ``target`` for ``beneficiaries``.

    Parameters
    ----------
    data
        the bytes of the file in UTF-8, or its text.

    Raises
    ------
    FormatError
        with every fault and its line: of the text, of values, of ballots that break the limits META gives.

    References
    ----------
    Pabulib, *.pb File Format*, https://pabulib.org/format.

    Examples
    --------
    >>> file = read_pabulib('''META
    ... key;value
    ... budget;100
    ... vote_type;approval
    ... rule;greedy
    ... PROJECTS
    ... project_id;cost
    ... park;60
    ... tree;10
    ... VOTES
    ... voter_id;vote
    ... 1;park,tree
    ... 2;park
    ... 3;park
    ... ''')
    >>> file.instance.budget, file.rule_id, file.profile.votes().tolist(), file.profile.weights.tolist()
    (100, 'greedy', [3, 1], [1, 2])
    """
    text, faults = decode(data)
    sections = split(text)
    return assemble(replace(sections, faults=(*faults, *sections.faults)))


def assemble(sections: Sections) -> PabulibFile:
    """Make a file of its sections.

    Raises
    ------
    FormatError
        with the faults of the sections and every other.
    """
    tables = _tables(sections)
    faults = [*sections.faults, *tables.faults, *checks.counts(tables)]
    if any(fault.code == "quote" for fault in faults):
        faults = [fault for fault in faults if fault.code not in SWALLOWED]
    if tables.meta.kind is None or not tables.is_countable:
        raise FormatError(faults)
    try:
        file = _file(tables, tables.meta.kind)
    except ProfileError as error:
        raise FormatError([*faults, *(Fault(None, "points-sum", text) for text in error.faults)]) from None
    ballot_faults, ballot_warnings = checks.ballots(file, tables)
    faults += [*ballot_faults, *checks.contradictions(file, tables)]
    if faults:
        raise FormatError(faults)
    warnings = (*sections.warnings, *tables.warnings, *ballot_warnings, *checks.doubts(file, tables))
    return replace(file, warnings=by_line(warnings))


def _tables(sections: Sections) -> Tables:
    meta, projects, votes = (sections.found.get(title) for title in TITLES)
    meta_table = Meta({}, {}, {}, None) if meta is None else read_meta(meta)
    project_table = ProjectTable({}, (), ()) if projects is None else read_projects(projects)
    kind = meta_table.kind or BallotKind.APPROVAL
    return Tables(
        meta_table, project_table, no_votes() if votes is None else read_votes(votes, project_table.ids, kind)
    )


def _file(tables: Tables, kind: BallotKind) -> PabulibFile:
    meta, projects = tables.meta, tables.projects
    money = money_scale((*projects.columns["cost"], *(text for key, text in meta.values.items() if key in MONEY)))
    instance = Instance(
        tuple(_project(id_, cost, money) for id_, cost in zip(projects.ids, projects.costs, strict=True)),
        budget=int(meta.numbers["budget"] * money),
        minor_units=money,
    )
    profile = _profile(tables, kind)
    rule_id, options = declared_rule(meta.values.get("rule", ""), meta.numbers.get(THRESHOLD))
    return PabulibFile(
        meta=meta.values,
        instance=instance,
        profile=profile,
        limits=_limits(meta.numbers, money, profile.points_scale),
        rule_id=rule_id,
        rule_options=options,
        projects=projects.columns,
        votes=tables.votes.columns,
        selected=projects.selected,
    )


def _project(id_: str, cost: Fraction, money: int) -> Project:
    standing = Standing.WITHDRAWN if cost == SENTINEL_COST else Standing.STANDING
    return Project(id_, int(cost * money), standing)


def _profile(tables: Tables, kind: BallotKind) -> Profile:
    """Make the profile of the ballots that could be read.

    Raises
    ------
    ProfileError
        if points are too large to be added up.
    """
    votes, numbers = tables.votes, tables.meta.numbers
    count = len(tables.projects.ids)
    given = [number for key, number in numbers.items() if key in POINTS]
    scale = 1 if votes.points is None else whole_scale((*votes.points, *given))
    stored = None if votes.points is None else [int(number * scale) for number in votes.points]
    if stored is not None and any(abs(number) >= POINTS_END for number in stored):
        raise ProfileError(("a ballot gives more points than 64 bits can hold",))
    return Profile(
        kind=kind,
        project_count=count,
        starts=np.concatenate(([0], np.cumsum(votes.lengths))).astype(np.int64),
        choices=votes.choices,
        weights=np.bincount(votes.rows[votes.rows >= 0], minlength=len(votes.lengths)).astype(np.int64),
        points=None if stored is None else np.array(stored, dtype=np.int64),
        points_scale=scale,
        default_points=int(numbers.get("default_score", 0) * scale) if kind is BallotKind.SCORING else 0,
        ranks=int(numbers.get("max_length", count)) if kind is BallotKind.ORDINAL else 0,
    )


def _limits(numbers: Mapping[str, Fraction], money: int, points: int) -> BallotLimits:
    def stored(key: str, scale: int) -> int | None:
        return int(numbers[key] * scale) if key in numbers else None

    return BallotLimits(
        min_length=stored("min_length", 1) or 0,
        max_length=stored("max_length", 1),
        min_sum_cost=stored("min_sum_cost", money) or 0,
        max_sum_cost=stored("max_sum_cost", money),
        min_points=stored("min_points", points),
        max_points=stored("max_points", points),
        min_sum_points=stored("min_sum_points", points),
        max_sum_points=stored("max_sum_points", points),
    )
