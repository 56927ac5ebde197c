"""What a rule returns: the projects funded, with the evidence that lets anybody replay the count."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Figure = int | Fraction | str | tuple["Figure", ...]
"""A figure of the evidence: exact, and written out as text in the published result. Money is in minor units."""

BY_PROJECT = frozenset({"votes", "keep"})
"""Figures of a step that hold, where they are tuples, one value for each project of the instance (of the step's pot, if
it has one), in ballot order."""

Effect = Literal["outcome", "order"]
"""What a tie decided: which projects are funded, or only in which order."""


class Action(StrEnum):
    """What a step of a count does.

    A rule that fills seats says ELECT where a rule that divides a budget says FUND. Its stages are the steps COUNT (a
    first count, or an iteration), TRANSFER (of a surplus) and EXCLUDE (with the transfer of its papers).
    """

    FUND = "fund"
    SKIP = "skip"
    STOP = "stop"
    RAISE = "raise"
    KEEP = "keep"
    REPLACE = "replace"
    COUNT = "count"
    TRANSFER = "transfer"
    EXCLUDE = "exclude"
    ELECT = "elect"
    RANK = "rank"


class Settled(StrEnum):
    """How a tie was settled; EARLIER_STAGE is the stage of an STV count in which the tied candidates last differed."""

    LOWER_COST = "lower-cost"
    MORE_VOTES = "more-votes"
    EARLIER_STAGE = "earlier-stage"
    PSEUDO_RANDOM = "pseudo-random-number"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the count; ``project`` is None where it is about the whole count (a raise, a comparison)."""

    action: Action
    project: str | None = None
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects whose exact values were equal when one of them had to come first.

    ``effect`` says whether the set of funded projects could have been another one had the tie gone the other way, as
    far as the rule can tell from what follows: ``"outcome"`` or ``"order"``.
    """

    between: tuple[str, ...]
    settled: Settled
    chosen: str
    effect: Effect = "outcome"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a project was funded or not: a stable kebab code with the figures that a sentence about it needs."""

    code: str
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Funded projects in the order of funding, with every step, tie and reason.

    Parameters
    ----------
    rule, options
        the rule's id and every option with the value it was counted with, defaults included.
    funded
        project ids in the order of funding.
    cost
        what they cost together, in minor units.
    steps
        enough to replay the count: the ids of the steps that fund, in order, are ``funded``. Where each pot was counted
        by itself, steps and reasons carry its name in the figure ``pot``.
    ties
        the ties that were met, in order.
    reasons
        one for every project of the instance.
    amounts
        what each funded project gets, in minor units, where a rule funds in part; empty where each gets its cost.
    """

    rule: str
    options: Mapping[str, Figure]
    funded: tuple[str, ...]
    cost: int | Fraction
    steps: tuple[Step, ...]
    ties: tuple[Tie, ...]
    reasons: Mapping[str, Reason]
    amounts: Mapping[str, int | Fraction] = field(default_factory=lambda: MappingProxyType({}))

    def replay(self) -> tuple[str, ...]:
        """Return the funded projects as the steps alone give them."""
        return replay(self.steps)


def replay(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Return what the steps fund, in order: ``REPLACE`` drops everything funded before it in the same pot.

    Examples
    --------
    >>> replay((Step(Action.FUND, "a"), Step(Action.SKIP, "b"), Step(Action.FUND, "c")))
    ('a', 'c')
    """
    funded: list[tuple[Figure | None, str]] = []
    for step in steps:
        pot = step.figures.get("pot")
        if step.action is Action.REPLACE:
            funded = [(place, project) for place, project in funded if place != pot]
        elif step.action in (Action.FUND, Action.ELECT) and step.project is not None:
            funded.append((pot, step.project))
    return tuple(project for _, project in funded)
