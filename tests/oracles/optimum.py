"""Every set of projects tried in turn: slow, plain, in fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from pbengine.voting.instance import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot

Choice = dict[str, int]
"""What each funded project gets."""


def allowed(instance: Instance, worth_it: Sequence[str]) -> Iterator[Choice]:
    """Yield every choice of amounts for these projects that the budget and the constraints allow, but for floors."""
    asked, costs = instance.constraints, {project.id: project.cost for project in instance.projects}
    parts = dict(asked.parts)
    for amounts in product(*([None, *parts.get(id_, ()), costs[id_]] for id_ in worth_it)):
        choice = {id_: amount for id_, amount in zip(worth_it, amounts, strict=True) if amount is not None}
        if (
            sum(choice.values()) <= instance.budget
            and all(len(set(group) & set(choice)) <= 1 for group in asked.exclusions)
            and all(one not in choice or need in choice for one, need in asked.dependencies)
            and all(
                band.cap is None or sum(choice.get(id_, 0) for id_ in band.projects) <= band.cap for band in asked.bands
            )
        ):
            yield choice


def lacking(instance: Instance, choice: Choice) -> int:
    """Return how much of the money kept for groups is not used."""
    return sum(
        max(0, band.floor - sum(choice.get(id_, 0) for id_ in set(band.projects)))
        for band in instance.constraints.bands
    )


def welfare(instance: Instance, scores: Mapping[str, int | Fraction], choice: Choice) -> Fraction:
    """Return the scores added up, those of parts in proportion."""
    costs = {project.id: project.cost for project in instance.projects}
    return sum(
        (Fraction(scores[id_]) * (Fraction(amount, costs[id_]) if costs[id_] else 1) for id_, amount in choice.items()),
        Fraction(0),
    )


def best_choice(
    instance: Instance, scores: Mapping[str, int | Fraction], lot: Lot, value: Callable[[Choice], object]
) -> tuple[Choice, bool]:
    """Return the best choice, and whether another is worth as much.

    Best is: least lacking, highest value, least cost, and then the first in the lot: of two choices the one that gives
    more to the first project, in the order of the lot, to which they do not give the same.
    """

    def key(choice: Choice) -> tuple[object, ...]:
        return (-lacking(instance, choice), value(choice), -sum(choice.values()))

    def full(choice: Choice) -> tuple[object, ...]:
        return (*key(choice), tuple(choice.get(id_, -1) for id_ in lot.order))

    choices = [
        choice for choice in allowed(instance, candidates(instance, scores)) if not needless(instance, scores, choice)
    ]
    best = max(choices, key=full)
    level = [choice for choice in choices if key(choice)[:2] == key(best)[:2]]
    return best, len(level) > 1


def needless(instance: Instance, scores: Mapping[str, int | Fraction], choice: Choice) -> bool:
    """Say whether a project without a positive score is chosen that no other chosen one needs."""
    needed = {need for one, need in instance.constraints.dependencies if one in choice}
    return any(scores[id_] <= 0 and id_ not in needed for id_ in choice)


def candidates(instance: Instance, scores: Mapping[str, int | Fraction]) -> list[str]:
    """Return the projects that may be funded: standing, with a positive score or needed by another one."""
    needed = {need for _, need in instance.constraints.dependencies}
    return [
        project.id
        for project in instance.projects
        if project.standing is Standing.STANDING and (scores[project.id] > 0 or project.id in needed)
    ]
