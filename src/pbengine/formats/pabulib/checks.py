"""What the sections of a file must say of each other: errors where a count would be wrong, warnings where it may be."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, number_of, shown
from pbengine.formats.figures import exact_text, money_text
from pbengine.formats.pabulib.declared import DECLARED, EXPLAINED_ELSEWHERE, THRESHOLD
from pbengine.formats.pabulib.numbers import read_number
from pbengine.formats.pabulib.votes import voters_by_row
from pbengine.voting.ballots import BallotFault, check_ballots
from pbengine.voting.instance import Project, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.formats.pabulib.file import PabulibFile
    from pbengine.formats.pabulib.tables import Tables

SENTENCES = {
    "too-few": "names {length}; it needs at least {least}",
    "too-many": "names {length}; at most {most} may be named",
    "repeated": "names project {project} twice",
    "over-cost": "names projects that cost {cost} together; at most {most} is allowed",
    "under-cost": "names projects that cost {cost} together; it needs at least {least}",
    "points-range": "gives project {project} {points}, {bound}",
    "points-sum": "gives {sum} together, {bound}",
}


def counts(tables: Tables) -> Iterator[Fault]:
    """Find numbers of projects and votes that are not those of META."""
    for key, word, lines in (
        ("num_projects", "project", tables.projects.lines),
        ("num_votes", "vote", tables.votes.lines),
    ):
        stated = tables.meta.numbers.get(key)
        if stated is not None and stated != len(lines):
            message = f"{key} is {stated}, and the file has {number_of(len(lines), word)}"
            yield Fault(tables.meta.lines[key], "count", message, key)


def ballots(file: PabulibFile, tables: Tables) -> tuple[list[Fault], list[Fault]]:
    """Find the voters whose ballot breaks a limit; an empty ballot is a warning, whatever is asked of its length."""
    found = check_ballots(file.profile, file.limits, file.instance)
    voters = voters_by_row(tables.votes.rows) if found else {}
    faults = [
        Fault(tables.votes.lines[voter], fault.code, _ballot_message(file, voter, fault), "vote")
        for fault in found
        if tables.votes.lengths[fault.row]
        for voter in voters[fault.row]
    ]
    return faults, list(_empty_ballots(file, tables))


def _empty_ballots(file: PabulibFile, tables: Tables) -> Iterator[Fault]:
    if "" in file.votes["vote"]:
        empty = [line for cell, line in zip(file.votes["vote"], tables.votes.lines, strict=True) if not cell]
        lines = ", ".join(map(str, empty[:10])) + (", …" if len(empty) > 10 else "")  # noqa: PLR2004 - to find some
        message = f"{number_of(len(empty), 'empty ballot')}, on line {lines}; counted as voters who name no project"
        yield Fault(empty[0], "vote-empty", message, "vote")


def _ballot_message(file: PabulibFile, voter: int, fault: BallotFault) -> str:
    def text(name: str, value: int) -> str:
        if name == "project":
            return shown(file.instance.projects[value].id)
        if name == "length":
            return number_of(value, "project")
        if fault.code.endswith("-cost"):
            return money_text(value, file.instance.minor_units)
        points = exact_text(Fraction(value, file.profile.points_scale))
        return number_of(points, "point") if name in {"points", "sum"} else points

    figures = {name: text(name, value) for name, value in fault.figures.items()}
    bound = f"fewer than {figures['least']}" if "least" in figures else f"more than {figures.get('most', '')}"
    return f"the ballot {shown(file.votes['vote'][voter])} {SENTENCES[fault.code].format(**figures, bound=bound)}"


def contradictions(file: PabulibFile, tables: Tables) -> Iterator[Fault]:
    """Find selected projects that cost more than the budget, and a full funding that cannot be."""
    instance = file.instance
    budget = money_text(instance.budget, instance.minor_units)
    cost = sum(project.cost for project in selected_by_rule(file))
    if cost > instance.budget:
        spent = money_text(cost, instance.minor_units)
        message = f"the selected projects cost {spent} together, more than the budget of {budget}"
        yield Fault(tables.meta.lines["budget"], "selected-cost", message, "budget")
    total = sum(project.cost for project in instance.standing)
    if file.meta.get("fully_funded") == "1" and total > instance.budget:
        all_of_it = money_text(total, instance.minor_units)
        message = f"fully_funded is 1, and all projects cost {all_of_it}, more than the budget of {budget}"
        yield Fault(tables.meta.lines["fully_funded"], "fully-funded", message, "fully_funded")


def selected_by_rule(file: PabulibFile) -> tuple[Project, ...]:
    """Return the projects whose ``selected`` is 1: the values 2 and 3 are for what other money helped to pay."""
    selected = file.selected or {}
    return tuple(project for project in file.instance.projects if selected.get(project.id) == "1")


def doubts(file: PabulibFile, tables: Tables) -> Iterator[Fault]:
    """Find what a reader should look at; none of it keeps the ballots from being counted."""
    yield from _rule_doubts(file, tables)
    yield from _recounts(file, tables)
    yield from _cost_doubts(file, tables)


def _rule_doubts(file: PabulibFile, tables: Tables) -> Iterator[Fault]:
    rule = file.meta.get("rule", "")
    if rule and rule not in DECLARED and rule not in EXPLAINED_ELSEWHERE:
        message = f"rule is {shown(rule)}, which the format does not know"
        yield Fault(tables.meta.lines["rule"], "rule", message, "rule")
    if rule == "greedy-threshold" and THRESHOLD not in tables.meta.numbers:
        message = f"rule is greedy-threshold, and META does not give {THRESHOLD}"
        yield Fault(tables.meta.lines["rule"], "key-missing", message, THRESHOLD)


def _recounts(file: PabulibFile, tables: Tables) -> Iterator[Fault]:
    """Compare the columns ``votes`` and ``score`` with the ballots."""
    recounts = {"votes": (file.profile.votes(), 1), "score": (file.profile.scores(), file.profile.points_scale)}
    for name, (recount, scale) in recounts.items():
        for id_, cell, line, counted in zip(
            tables.projects.ids, file.projects.get(name, ()), tables.projects.lines, recount.tolist(), strict=False
        ):
            exact = Fraction(counted, scale)
            if read_number(cell) != exact:
                message = f"{name} of project {shown(id_)} is {shown(cell)}; the ballots give {exact_text(exact)}"
                yield Fault(line, name, message, name)


def _cost_doubts(file: PabulibFile, tables: Tables) -> Iterator[Fault]:
    instance = file.instance
    budget = money_text(instance.budget, instance.minor_units)
    for project, line in zip(instance.projects, tables.projects.lines, strict=True):
        if project.standing is Standing.STANDING and project.cost > instance.budget:
            cost = money_text(project.cost, instance.minor_units)
            message = f"project {shown(project.id)} costs {cost}, more than the budget of {budget}"
            yield Fault(line, "project-cost", message, "cost")
    selected = selected_by_rule(file)
    left = instance.budget - sum(project.cost for project in selected)
    payable = [p.id for p in instance.standing if selected and p.cost <= left and (file.selected or {})[p.id] == "0"]
    if payable:
        unspent = money_text(left, instance.minor_units)
        more = number_of(len(payable), "project")
        message = f"{unspent} of the budget is left, enough for {more} not selected, such as {shown(payable[0])}"
        yield Fault(tables.meta.lines["budget"], "budget-unused", message, "budget")
