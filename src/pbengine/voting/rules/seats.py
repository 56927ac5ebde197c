"""An election to seats, as an outcome tells it: elected where a division of a budget says funded."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Action, Outcome, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.outcome import Figure, Step


def is_for_seats(instance: Instance) -> bool:
    """Say whether every project that stands costs one seat, and nothing is asked of who gets the seats.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance
    >>> is_for_seats(Instance.for_seats(["Ada", "Ben"], seats=1))
    True
    """
    standing = instance.standing
    return bool(standing) and all(project.cost == 1 for project in standing) and not instance.constraints.features


def as_election(outcome: Outcome) -> Outcome:
    """Return an outcome by score as one of an election to seats."""
    return replace(
        outcome,
        steps=tuple(map(_elected_step, outcome.steps)),
        reasons=MappingProxyType({id_: _elected_reason(reason) for id_, reason in outcome.reasons.items()}),
    )


def _elected_step(step: Step) -> Step:
    if step.action is not Action.FUND:
        return step
    return replace(step, action=Action.ELECT, figures=_without_money(step.figures))


def _elected_reason(reason: Reason) -> Reason:
    if reason.code == "funded-by-score":
        return Reason("elected-by-score", _without_money(reason.figures))
    if reason.code == "not-affordable":
        return Reason("outscored", _without_money(reason.figures))
    return reason


def _without_money(figures: Mapping[str, Figure]) -> Mapping[str, Figure]:
    return MappingProxyType({name: figure for name, figure in figures.items() if name not in ("cost", "left")})
