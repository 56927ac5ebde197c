"""The steps, ties and reasons of a run where supporters value a project differently, with exact figures."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Action, Figure, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.rules.graded.ledger import Ledger
from pbengine.voting.rules.shares.coverage import Shortfall

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.rules.graded.gradings import Gradings
    from pbengine.voting.rules.graded.ledger import Payment
    from pbengine.voting.rules.graded.run import Run


BY_SHARES = ("supporters", "cost", "payment", "effective_votes", "payers")
BY_ALL = ("supporters", "cost", "held", "levy")
"""What is shown of a step in the reason of its project."""


def outcome_of(instance: Instance, run: Run, *, with_others: bool = False) -> Outcome:
    """Return a run as an outcome, without a rule's name and options.

    Parameters
    ----------
    with_others
        whether the run went on until everybody's money together paid for nothing more.
    """
    steps = funding_steps(instance, run)
    return Outcome(
        rule="",
        options={},
        funded=tuple(instance.projects[column].id for column in run.funded),
        cost=run.cost,
        steps=steps,
        ties=ties_of(instance, run),
        reasons=reasons_of(instance, run, steps, left_by_all(run) if with_others else losses_of(run)),
    )


def funding_steps(instance: Instance, run: Run) -> tuple[Step, ...]:
    """Return a step for each funded project, with what its supporters paid."""
    ledger = Ledger(run.ledger.people, run.endowment)
    steps = []
    for payment in run.ledger.payments:
        figures = funding_figures(ledger, payment) if payment.levy is None else levy_figures(ledger, payment)
        steps.append(Step(Action.FUND, instance.projects[payment.project].id, MappingProxyType(figures)))
        ledger.pay(payment)
    return tuple(steps)


def funding_figures(ledger: Ledger, payment: Payment) -> dict[str, Figure]:
    """Return what a payment is about to take from a ledger.

    ``payment`` is the most that one supporter pays; ``effective_votes`` how many would bear the cost if each paid that.
    """
    people, project = ledger.people, payment.project
    cost, largest = people.costs[project], largest_payment(ledger, payment)
    return {
        "round": len(ledger.payments) + 1,
        "cost": cost,
        "supporters": people.votes[project],
        "payers": people.crowds[project].voters_of(ledger.amounts(project) > 0) if cost else 0,
        "payment": largest,
        "effective_votes": cost / largest if cost else Fraction(people.votes[project]),
        "rho": payment.price * people.values_scale / people.worths[project],
        "endowment": ledger.endowment,
    }


def levy_figures(ledger: Ledger, payment: Payment) -> dict[str, Figure]:
    """Return what a payment to which everybody helps is about to take from a ledger.

    ``held`` is what the supporters have and give; ``levy`` the most that anybody else gives.
    """
    people, project = ledger.people, payment.project
    return {
        "round": len(ledger.payments) + 1,
        "cost": people.costs[project],
        "supporters": people.votes[project],
        "held": ledger.held_by_supporters(project),
        "levy": payment.levy or Fraction(0),
        "endowment": ledger.endowment,
    }


def largest_payment(ledger: Ledger, payment: Payment) -> Fraction:
    """Return the most that one supporter pays, exactly: the price times a value, or all that one of them has."""
    crowd = ledger.people.crowds[payment.project]
    in_full = crowd.values[~payment.emptied]
    largest = payment.price * int(in_full.max(initial=0))
    last = payment.emptied & (ledger.amounts(payment.project) > 0)
    capped = ledger.amounts(payment.project)
    near = np.flatnonzero(last & (capped + ledger.band >= capped.max(where=last, initial=0) - ledger.band))
    if len(near):
        kinds, _ = ledger.holdings(crowd.rows[near])
        largest = max(largest, *kinds)
    return largest


def ties_of(instance: Instance, run: Run) -> tuple[Tie, ...]:
    """Return the ties of a run. If all its projects are funded in the end, a tie decided the order and the payments."""
    funded = set(run.funded)
    return tuple(
        tie_of(instance, run.ledger.people, tied, changes=not funded.issuperset(tied))
        for _, tied in sorted(run.draws.items())
    )


def tie_of(instance: Instance, people: Gradings, tied: Sequence[int], *, changes: bool) -> Tie:
    """Return the tie of these projects, which stand in the order that settles it."""
    first, second = tied[0], tied[1]
    if people.costs[first] != people.costs[second]:
        settled = Settled.LOWER_COST
    else:
        settled = Settled.LOT if people.votes[first] == people.votes[second] else Settled.MORE_VOTES
    ids = tuple(instance.projects[project].id for project in tied)
    return Tie(ids, settled, ids[0], "outcome" if changes else "order")


def reasons_of(instance: Instance, run: Run, steps: Sequence[Step], losses: Mapping[int, Reason]) -> dict[str, Reason]:
    """Return why each project is funded or not; withdrawn projects and projects without support have theirs as well.

    Parameters
    ----------
    steps
        the funding steps of the run.
    losses
        the reasons of projects that are not funded, by column.
    """
    reasons = without_part(instance, run.ledger.people)
    for place, step in enumerate(steps, start=1):
        code, shown = ("funded-by-shares", BY_SHARES) if "payment" in step.figures else ("funded-with-others", BY_ALL)
        figures = {"place": place, **{name: step.figures[name] for name in shown}}
        reasons[str(step.project)] = Reason(code, MappingProxyType(figures))
    for column, lost in losses.items():
        reasons[instance.projects[column].id] = lost
    return reasons


def left_by_all(run: Run) -> dict[int, Reason]:
    """Return why each standing project that is not funded is not: constraints, or too little money of all together."""
    people, ledger = run.ledger.people, run.ledger
    left = ledger.held_exactly(np.arange(people.rows))
    reasons = {}
    for column in people.standing:
        if column in run.funded:
            continue
        bar = people.admission.bar(column, run.funded)
        figures: dict[str, Figure] = {"supporters": people.votes[column], "cost": people.costs[column]}
        figures |= bar.figures if bar else {"left": left}
        reasons[column] = Reason(str(bar.barrier) if bar else "not-covered-together", MappingProxyType(figures))
    return reasons


def losses_of(run: Run) -> dict[int, Reason]:
    """Return why each candidate that is not funded is not: constraints, or too little money of its supporters."""
    people = run.ledger.people
    losers = [column for column in people.candidates if column not in run.funded]
    bars = {column: people.admission.bar(column, run.funded) for column in losers}
    short = shortfalls(run.ledger, [column for column, bar in bars.items() if bar is None])
    reasons = {}
    for column, bar in bars.items():
        figures: dict[str, Figure] = {"supporters": people.votes[column], "cost": people.costs[column]}
        figures |= bar.figures if bar else {"left": short[column].left, "round": short[column].round}
        reasons[column] = Reason(str(bar.barrier) if bar else "not-covered", MappingProxyType(figures))
    return reasons


def without_part(instance: Instance, people: Gradings) -> dict[str, Reason]:
    """Return the reasons of the projects that are no candidates."""
    return {
        project.id: Reason("withdrawn", MappingProxyType({"votes": people.votes[column]}))
        if project.standing is Standing.WITHDRAWN
        else Reason("no-votes")
        for column, project in enumerate(instance.projects)
        if column not in people.candidates
    }


def shortfalls(paid: Ledger, projects: Sequence[int]) -> dict[int, Shortfall]:
    """Return the shortfall of each project, none of which is funded; the payments are gone through once more."""
    ledger = Ledger(paid.people, paid.endowment)
    short_since: dict[int, int] = {}
    for round_ in range(len(paid.payments) + 1):
        for project in projects:
            if project not in short_since and _is_short(ledger, project):
                short_since[project] = round_
        if round_ < len(paid.payments):
            ledger.pay(paid.payments[round_])
    if strangers := [project for project in projects if project not in short_since]:
        message = f"the supporters of columns {strangers} could still pay for them"
        raise ValueError(message)
    return {project: Shortfall(short_since[project], ledger.held_by_supporters(project)) for project in projects}


def _is_short(ledger: Ledger, project: int) -> bool:
    """Say whether the supporters of a project have too little together: by whole numbers, or exactly in doubt."""
    crowd, amounts = ledger.people.crowds[project], ledger.amounts(project)
    held, cost = crowd.total(amounts), ledger.costs[project]
    slack = crowd.total((amounts > 0).astype(np.float64)) * ledger.band + 2
    if abs(held - cost) > slack:
        return held < cost
    return ledger.held_by_supporters(project) < ledger.people.costs[project]
