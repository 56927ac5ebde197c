"""An amount for each project, made an outcome: with whole minor units that add up, and a reason for everything."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Action, Outcome, Reason, Step
from pbengine.voting.rules.walk import withdrawn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Figure, Tie
    from pbengine.voting.profile import Profile


def whole_amounts(amounts: Sequence[Fraction], places: Sequence[int]) -> list[int]:
    """Round amounts to whole numbers that add up to the sum rounded down: the largest remainders are rounded up.

    Parameters
    ----------
    amounts
        at least 0 each.
    places
        in the lot; of equal remainders the lowest place is rounded up first.

    Examples
    --------
    >>> whole_amounts([Fraction(10, 3), Fraction(5), Fraction(14, 3)], [0, 1, 2])
    [3, 5, 5]
    """
    whole = [int(amount) for amount in amounts]
    missing = int(sum(amounts, Fraction(0))) - sum(whole)
    remainders = sorted(range(len(amounts)), key=lambda column: (whole[column] - amounts[column], places[column]))
    for column in remainders[:missing]:
        whole[column] += 1
    return whole


@dataclass(frozen=True, slots=True)
class Division:
    """What each project gets, by column, and how it was found.

    Parameters
    ----------
    amounts
        in minor units, exact; 0 for withdrawn projects.
    figures
        what a sentence about the project needs beside its amount.
    codes
        of the reasons of projects that get something, and of those that get nothing.
    steps, ties
        of the count, before the projects are funded.
    """

    amounts: Sequence[Fraction]
    figures: Sequence[Mapping[str, Figure]]
    codes: tuple[str, str]
    steps: Sequence[Step] = ()
    ties: Sequence[Tie] = ()


def outcome_of(
    division: Division, instance: Instance, profile: Profile, *, lot: Lot, rule: str, options: Mapping[str, Figure]
) -> Outcome:
    """Return the outcome that gives each project its amount, largest first, where equal in the order of the lot."""
    amounts, places = division.amounts, lot.places(instance)
    order = sorted(range(len(amounts)), key=lambda column: (-amounts[column], places[column]))
    payouts = whole_amounts(amounts, places)
    reasons: dict[str, Reason] = withdrawn(instance, profile)
    funding: list[Step] = []
    for column in order:
        project, amount = instance.projects[column], amounts[column]
        said: dict[str, Figure] = {"cost": project.cost, **division.figures[column]}
        if amount:
            said = {"place": len(funding) + 1, "amount": amount, "payout": payouts[column], **said}
            funding.append(Step(Action.FUND, project.id, MappingProxyType(said)))
        reasons.setdefault(project.id, Reason(division.codes[0 if amount else 1], MappingProxyType(said)))
    by_id = {project.id: amount for project, amount in zip(instance.projects, amounts, strict=True)}
    funded = tuple(str(step.project) for step in funding)
    return Outcome(
        rule=rule,
        options=MappingProxyType(dict(options)),
        funded=funded,
        cost=sum(amounts, Fraction(0)),
        steps=(*division.steps, *funding),
        ties=tuple(division.ties),
        reasons=MappingProxyType({project.id: reasons[project.id] for project in instance.projects}),
        amounts=MappingProxyType({id_: by_id[id_] for id_ in funded}),
    )
