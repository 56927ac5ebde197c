"""The outcome of expanding approvals, with the completion."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Effect, Outcome, Reason, Tie
from pbengine.voting.rules.completion import fill
from pbengine.voting.rules.walk import withdrawn

if TYPE_CHECKING:
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.purses.expanding import Expansion


def outcome_of(expansion: Expansion, *, profile: Profile, lot: Lot, completion: str) -> Outcome:
    """Return a count that is over as an outcome; the completion may add to it."""
    instance = expansion.instance
    ids, costs = [project.id for project in instance.projects], [project.cost for project in instance.projects]
    reasons = {str(step.project): Reason("funded-among-first", step.figures) for step in expansion.steps}
    for project, figures in expansion.shortfalls().items():
        reasons[ids[project]] = Reason("not-covered", MappingProxyType(dict(figures)))
    funded, steps, ties = [ids[project] for project in expansion.funded], expansion.steps, list[Tie]()
    if completion == "greedy":
        filling = fill(instance, profile, lot=lot, funded=tuple(funded))
        funded, steps, ties = [*funded, *filling.funded], [*steps, *filling.steps], [*filling.ties]
        reasons |= filling.reasons
    effects: dict[bool, Effect] = {True: "order", False: "outcome"}
    drawn = [replace(tie, effect=effects[set(tie.between) <= set(funded)]) for tie in expansion.ties]
    reasons |= withdrawn(instance, profile)
    return Outcome(
        rule="expanding-approvals",
        options=MappingProxyType({"completion": completion}),
        funded=tuple(funded),
        cost=sum(costs[instance.position[id_]] for id_ in funded),
        steps=tuple(steps),
        ties=(*drawn, *ties),
        reasons=MappingProxyType({id_: reasons.get(id_, Reason("no-votes")) for id_ in ids}),
    )
