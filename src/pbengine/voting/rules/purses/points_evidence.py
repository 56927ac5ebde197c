"""The outcome of cumulative STV."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Action, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.rules.walk import withdrawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.outcome import Figure
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.purses.transfers import Transfers, Turn


def outcome_of(count: Transfers, *, profile: Profile, options: Mapping[str, Figure]) -> Outcome:
    """Return a count that is over as an outcome."""
    instance = count.instance
    ids = [project.id for project in instance.projects]
    funded = [turn.project for turn in count.turns if turn.code.startswith("funded-")]
    places = {project: place for place, project in enumerate(funded, start=1)}
    steps, reasons = [], {}
    for turn in (*count.turns, *count.rest()):
        figures = _figures(count, turn, places)
        reasons[ids[turn.project]] = Reason(turn.code if count.rows[turn.project].size or places.get(turn.project)
                                            else "no-votes", figures)  # fmt: skip
        if turn.project in places or turn.project not in count.open:
            action = Action.FUND if turn.project in places else Action.EXCLUDE
            steps.append(Step(action, ids[turn.project], figures))
    reasons |= withdrawn(instance, profile)
    return Outcome(
        rule="cumulative-stv",
        options=MappingProxyType(dict(options)),
        funded=tuple(ids[project] for project in funded),
        cost=instance.budget - count.left,
        steps=tuple(steps),
        ties=tuple(_tie(ids, tied, chosen, places) for tied, chosen in count.draws),
        reasons=MappingProxyType({id_: reasons[id_] for id_ in ids}),
    )


def _figures(count: Transfers, turn: Turn, places: Mapping[int, int]) -> Mapping[str, Figure]:
    figures: dict[str, Figure] = {
        "supporters": int(count.weights[count.rows[turn.project]].sum()),
        "cost": count.instance.projects[turn.project].cost,
        "backing": turn.backing,
        "left": turn.left,
    }
    if turn.project in places:
        figures["place"] = places[turn.project]
    return MappingProxyType(figures)


def _tie(ids: list[str], tied: tuple[int, ...], chosen: int, places: Mapping[int, int]) -> Tie:
    return Tie(
        between=tuple(ids[project] for project in tied),
        settled=Settled.LOT,
        chosen=ids[chosen],
        effect="order" if all(project in places for project in tied) else "outcome",
    )
