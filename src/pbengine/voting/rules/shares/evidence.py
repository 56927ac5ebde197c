"""The steps, ties and reasons of a run, with exact figures."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Action, Figure, Reason, Settled, Step, Tie
from pbengine.voting.rules.shares.coverage import shortfalls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.rules.shares.electorate import Electorate
    from pbengine.voting.rules.shares.run import Run


def funding_steps(instance: Instance, run: Run) -> tuple[Step, ...]:
    """Return a step for each funded project, with what its supporters paid."""
    prices, people = run.ledger.prices(), run.ledger.people
    steps: list[Step] = []
    for place, level in enumerate(run.levels):
        payment, cost = prices[place], people.costs[level.project]
        figures: dict[str, Figure] = {
            "round": place + 1,
            "cost": cost,
            "supporters": people.votes[level.project],
            "payers": people.heads(level.project, level.amounts > 0) if cost else 0,
            "payment": payment,
            "effective_votes": cost / payment if cost else Fraction(people.votes[level.project]),
            "rho": payment / people.worths[level.project],
            "endowment": run.endowment,
        }
        steps.append(Step(Action.FUND, instance.projects[level.project].id, MappingProxyType(figures)))
    return tuple(steps)


def ties_of(instance: Instance, run: Run) -> tuple[Tie, ...]:
    """Return the ties of a run. If all its projects are funded in the end, a tie decided the order and the payments."""
    ids, funded = [project.id for project in instance.projects], set(run.funded)
    return tuple(
        Tie(
            between=tuple(ids[project] for project in tied),
            settled=_settled(run.ledger.people, tied),
            chosen=ids[tied[0]],
            effect="order" if funded.issuperset(tied) else "outcome",
        )
        for _, tied in sorted(run.draws.items())
    )


def _settled(people: Electorate, tied: tuple[int, ...]) -> Settled:
    """Return what put the first of the tied projects before the second."""
    first, second = tied[0], tied[1]
    if people.costs[first] != people.costs[second]:
        return Settled.LOWER_COST
    return Settled.LOT if people.votes[first] == people.votes[second] else Settled.MORE_VOTES


def reasons_of(instance: Instance, run: Run, steps: Sequence[Step]) -> dict[str, Reason]:
    """Return why each project is funded or not; withdrawn projects and projects without a vote have theirs as well.

    Parameters
    ----------
    steps
        the funding steps of the run.
    """
    people = run.ledger.people
    reasons = {
        project.id: _without_part(people, column, project.standing)
        for column, project in enumerate(instance.projects)
        if column not in people.precedence
    }
    for place, step in enumerate(steps, start=1):
        shown = ("supporters", "cost", "payment", "effective_votes", "payers")
        figures = {"place": place, **{name: step.figures[name] for name in shown}}
        reasons[str(step.project)] = Reason("funded-by-shares", MappingProxyType(figures))
    losers = [column for column in people.candidates if column not in set(run.funded)]
    bars = {column: people.admission.bar(column, run.funded) for column in losers}
    short = shortfalls(run.ledger, [column for column, bar in bars.items() if bar is None])
    for column, bar in bars.items():
        figures = {"supporters": people.votes[column], "cost": people.costs[column]}
        if bar is None:
            figures |= {"left": short[column].left, "round": short[column].round}
        else:
            figures |= {"score": people.votes[column], **bar.figures}
        code = "not-covered" if bar is None else str(bar.barrier)
        reasons[instance.projects[column].id] = Reason(code, MappingProxyType(figures))
    return reasons


def _without_part(people: Electorate, column: int, standing: Standing) -> Reason:
    if standing is Standing.WITHDRAWN:
        return Reason("withdrawn", MappingProxyType({"votes": people.votes[column]}))
    return Reason("no-votes")


def in_ballot_order(instance: Instance, reasons: Mapping[str, Reason]) -> Mapping[str, Reason]:
    """Return the reasons in the order of the ballot."""
    return MappingProxyType({project.id: reasons[project.id] for project in instance.projects})
