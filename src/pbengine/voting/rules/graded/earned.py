"""What sequential Phragmen adds to the outcome of the shares: steps, ties and reasons."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Action, Figure, Outcome, Reason, Step
from pbengine.voting.rules.graded.evidence import tie_of

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.rules.graded.earnings import Earnings
    from pbengine.voting.rules.graded.run import Run


def with_purchases(instance: Instance, outcome: Outcome, run: Run, earnings: Earnings) -> Outcome:
    """Return the outcome of a run with what was bought from savings after it.

    Parameters
    ----------
    outcome, run
        the shares; ``earnings`` is what followed.
    """
    people, ids = run.ledger.people, [project.id for project in instance.projects]
    left = instance.budget - run.cost
    steps: list[Step] = []
    reasons = dict(outcome.reasons)
    for place, purchase in enumerate(earnings.purchases, start=len(run.funded) + 1):
        project = purchase.project
        figures: dict[str, Figure] = {
            "place": place,
            "supporters": people.votes[project],
            "cost": people.costs[project],
            "earned": purchase.earned,
            "left": left,
        }
        steps.append(Step(Action.FUND, ids[project], MappingProxyType(figures)))
        reasons[ids[project]] = Reason("funded-by-earnings", MappingProxyType(figures))
        left -= people.costs[project]
    bought = [purchase.project for purchase in earnings.purchases]
    funded = [*run.funded, *bought]
    for project in people.candidates:
        if project in funded:
            continue
        lost: dict[str, Figure] = {"supporters": people.votes[project], "cost": people.costs[project]}
        bar = people.admission.bar(project, funded)
        if bar is None or project in earnings.too_dear:
            lost["left"] = earnings.too_dear[project]
            reasons[ids[project]] = Reason("outrun", MappingProxyType(lost))
        else:
            reasons[ids[project]] = Reason(str(bar.barrier), MappingProxyType({**lost, **bar.figures}))
    ties = [
        tie_of(instance, people, tied, changes=not set(funded).issuperset(tied))
        for _, tied in sorted(earnings.draws.items())
    ]
    return replace(
        outcome,
        funded=tuple(ids[project] for project in funded),
        cost=instance.budget - left,
        steps=(*outcome.steps, *steps),
        ties=(*outcome.ties, *ties),
        reasons=reasons,
    )
