"""Measure pabumeasures, compiled C++ in floats of 80 bits, by its core; raising endowments is a loop of ours around it.

It is given the ballots in its own structure, from a reader that is quicker than the one it has.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pabumeasures import ProjectComparator, _core

from bench.peers.ballot_files import read_approvals
from bench.peers.timing import Asked, answer


class Election(NamedTuple):
    """Projects with their supporters, as the core takes them."""

    projects: list[Any]
    budget: int
    voters: int
    costs: dict[str, int]


def read(path: str, _: Asked) -> Election:
    """Read a file."""
    file = read_approvals(path)
    supporters: list[list[int]] = [[] for _ in file.ids]
    for voter, ballot in enumerate(file.ballots):
        for project in ballot:
            supporters[project].append(voter)
    projects = [
        _core.ProjectEmbedding(cost, name, support)
        for name, cost, support in zip(file.ids, file.costs, supporters, strict=True)
        if cost <= file.budget
    ]
    return Election(projects, file.budget, len(file.ballots), dict(zip(file.ids, file.costs, strict=True)))


def count(election: Election, asked: Asked) -> list[str]:
    """Count by one rule."""
    if asked.rule != "equal-shares":
        greedy = _core.greedy_over_cost if asked.options.get("order") == "score-per-cost" else _core.greedy
        rule = {"greedy": greedy, "phragmen": _core.phragmen}[asked.rule]
        return names(election, rule, election.budget)
    rule = {"cost": _core.mes_cost, "cardinality": _core.mes_apr}[asked.options.get("utility", "cost")]
    funded = names(election, rule, election.budget)
    if asked.options.get("completion", "none") == "none":
        return funded
    return raised(election, rule, funded, fill=asked.options["completion"] == "add1u")


def raised(election: Election, rule: Any, funded: list[str], *, fill: bool) -> list[str]:  # noqa: ANN401 - as below
    """Add one unit for each voter until too much is spent; then, if asked, fund by votes what still fits."""
    money, more = election.budget, funded
    while sum(election.costs[name] for name in more) <= election.budget and len(funded) < len(election.projects):
        money, funded = money + election.voters, more
        more = names(election, rule, money)
    left = election.budget - sum(election.costs[name] for name in funded)
    for project in sorted(election.projects, key=lambda one: -one.num_of_approvers) if fill else ():
        if project.name not in funded and project.cost <= left:
            funded, left = [*funded, project.name], left - project.cost
    return funded


def names(election: Election, rule: Any, budget: int) -> list[str]:  # noqa: ANN401 - a function of the core
    """Count once with this much money."""
    asked = _core.Election(budget, election.voters, election.projects)
    return [project.name for project in rule(asked, ProjectComparator.ByCostAscThenVotesDesc)]


if __name__ == "__main__":
    answer(read, count)
