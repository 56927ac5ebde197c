"""What can be funded: a project at its cost or, where parts are stated, at one of them, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from pbengine.voting.instance import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot


@dataclass(frozen=True, slots=True)
class Offer:
    """A project at an amount, in minor units, and its value in units of ``1 / scale`` of a vote or point."""

    project: str
    amount: int
    value: int


@dataclass(frozen=True, slots=True)
class Offers:
    """The offers in the order of the lot, a project's larger amounts first, and the scale of their values."""

    listed: tuple[Offer, ...]
    scale: int


def offers(instance: Instance, scores: Sequence[int | Fraction], lot: Lot) -> Offers:
    """Return what can be funded: standing projects with a score above 0, and those that another one needs.

    A part of a project is worth the same part of its score.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> town = Instance((Project("park", 60), Project("hall", 70)), budget=100)
    >>> offers(town, (Fraction(5, 2), 0), ballot_order(town))
    Offers(listed=(Offer(project='park', amount=60, value=5),), scale=2)
    """
    needed = {need for _, need in instance.constraints.dependencies}
    parts = dict(instance.constraints.parts)
    known = sorted(zip(lot.places(instance), instance.projects, scores, strict=True), key=lambda line: line[0])
    exact = [
        (project.id, amount, Fraction(score) if amount == project.cost else Fraction(score) * amount / project.cost)
        for _, project, score in known
        if project.standing is Standing.STANDING and (score > 0 or project.id in needed)
        for amount in (project.cost, *reversed(parts.get(project.id, ())))
    ]
    scale = lcm(*(value.denominator for _, _, value in exact))
    return Offers(tuple(Offer(id_, amount, int(value * scale)) for id_, amount, value in exact), scale)
