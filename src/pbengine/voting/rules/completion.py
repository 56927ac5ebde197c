"""Filling up what a proportional rule leaves: greedy by votes with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Action, Reason, Step
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import ranking, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Tie
    from pbengine.voting.profile import Profile


@dataclass(frozen=True, slots=True)
class Filling:
    """What a completion adds: the projects in order, with the steps, the ties and the reason of each project it met."""

    funded: tuple[str, ...]
    steps: tuple[Step, ...]
    ties: tuple[Tie, ...]
    reasons: Mapping[str, Reason]


def fill(instance: Instance, profile: Profile, *, lot: Lot, funded: Collection[str] = ()) -> Filling:
    """Fund by score, highest first, what still fits beside the funded projects; equal scores come in the lot's order.

    Parameters
    ----------
    funded
        ids that are funded already, and are paid for.

    Examples
    --------
    ``park`` is funded already; of 40, ``hall`` would take 50, so ``tree`` comes next although it has fewer votes.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 50), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [1, 2], [1]])
    >>> filling = fill(town, ballots, lot=ballot_order(town), funded=["park"])
    >>> filling.funded, filling.reasons["tree"].code, filling.reasons["hall"].code
    (('tree',), 'funded-by-completion', 'not-affordable')
    """
    already = frozenset(funded)
    groups = ranking(instance, profile, lot=lot)
    rest = [[candidate for candidate in group if candidate.id not in already] for group in groups]
    way = walk([group for group in rest if group], Treasury.of(instance, already))
    places = {id_: place for place, id_ in enumerate(way.funded, start=len(already) + 1)}
    return Filling(
        funded=tuple(way.funded),
        steps=tuple(_placed_step(step, places) for step in way.steps),
        ties=tuple(way.ties),
        reasons=MappingProxyType({id_: as_completion(id_, reason, places) for id_, reason in way.reasons.items()}),
    )


def as_completion(project: str, reason: Reason, places: Mapping[str, int]) -> Reason:
    """Return the reason of a greedy count as one of a completion, with the place that the project has in the whole."""
    if project not in places:
        return reason
    return Reason("funded-by-completion", MappingProxyType({**reason.figures, "place": places[project]}))


def _placed_step(step: Step, places: Mapping[str, int]) -> Step:
    if step.action is not Action.FUND or step.project is None:
        return step
    return Step(step.action, step.project, MappingProxyType({**step.figures, "place": places[step.project]}))
