"""From a ranking to an outcome: down the ranking, whatever still fits."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.constraints import Feature
from pbengine.voting.outcome import Action, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.rules.pairwise.contests import tiers
from pbengine.voting.rules.seats import is_for_seats
from pbengine.voting.rules.treasury import Treasury
from pbengine.voting.rules.walk import WALK_CARRIES, Candidate, outcome_of, walk, withdrawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.outcome import Figure
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.pairwise.contests import Contests
    from pbengine.voting.rules.pairwise.ranking import Ranking
    from pbengine.voting.rules.walk import Walk

    Told = Callable[[str, Reason], Reason]

BY_RANK = {
    "funded-by-score": "funded-by-rank",
    "funded-in-part": "funded-in-part-by-rank",
    "not-affordable": "not-affordable-by-rank",
    "waits-for": "waits-for-by-rank",
    "over-cap": "over-cap-by-rank",
    "kept-for": "kept-for-by-rank",
}
"""The walk's reasons, which speak of a score, as a rule without scores gives them."""

IN_SEATS = {"funded-by-score": "elected-by-rank", "not-affordable": "outranked"}
"""The same where seats are filled."""

MONEY = ("cost", "left")
"""What is left out where seats are filled: every candidate costs one."""

PAIRWISE_CARRIES = (*WALK_CARRIES, Feature.EQUAL_RANKS)
"""What the rules can honour that fund down a ranking."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a rule ranks the projects, with the figures of its own that show why."""

    rule: str
    options: Mapping[str, Figure]
    compared: Contests
    ranking: Ranking
    figures: Mapping[str, Figure]


def outcome_down(verdict: Verdict, instance: Instance, profile: Profile) -> Outcome:
    """Fund the projects in the order of the ranking, skipping what costs more than is left.

    Where each project costs one seat, these are the first projects of the ranking, one for each seat.
    """
    compared, ranking = verdict.compared, verdict.ranking
    costs = {project.id: project.cost for project in instance.standing}
    groups = [
        [Candidate(compared.ids[index], costs[compared.ids[index]], ranking.ranks[index]) for index in block]
        for block in ranking.blocks
    ]
    way = walk(groups, Treasury.of(instance))
    told = _by_rank(verdict, in_seats=is_for_seats(instance))
    steps = [_told_step(step, told) for step in way.steps]
    way.steps = [_rank_step(verdict), *steps]
    way.reasons = {id_: told(id_, reason) for id_, reason in way.reasons.items()}
    way.ties = list(_ties(way, verdict))
    others = withdrawn(instance, profile)
    return outcome_of(way, rule=verdict.rule, options=verdict.options, instance=instance, others=others)


def _rank_step(verdict: Verdict) -> Step:
    """Return the step that holds the contests, the ranking and what leads from the one to the other."""
    compared = verdict.compared
    smith = next(iter(tiers(compared)), ())
    figures: dict[str, Figure] = {
        "ranking": compared.named(list(verdict.ranking.order)),
        "smith_set": compared.named(list(smith)),
        "projects": compared.ids,
        "preferred": table(compared.preferred.tolist()),
    }
    return Step(Action.RANK, None, MappingProxyType({**figures, **verdict.figures}))


def table(rows: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    """Return a matrix as a figure."""
    return tuple(map(tuple, rows))


def _by_rank(verdict: Verdict, *, in_seats: bool) -> Told:
    """Return how a reason of the walk is told: by rank and contests instead of a score, without money for seats."""
    compared, ranking = verdict.compared, verdict.ranking
    wins, losses = compared.beats.sum(axis=1).tolist(), compared.beats.sum(axis=0).tolist()
    index = {id_: place for place, id_ in enumerate(compared.ids)}

    def told(id_: str, reason: Reason) -> Reason:
        own = index[id_]
        ranked: dict[str, Figure] = {"rank": ranking.ranks[own], "beats": wins[own], "loses": losses[own]}
        kept = {name: figure for name, figure in reason.figures.items() if name != "score"}
        if in_seats:
            kept = {name: figure for name, figure in kept.items() if name not in MONEY}
        return Reason(
            (IN_SEATS if in_seats else BY_RANK).get(reason.code, reason.code), MappingProxyType(kept | ranked)
        )

    return told


def _told_step(step: Step, told: Told) -> Step:
    """Return a step of the walk as it is told; one that elects says so."""
    said = told(step.project or "", Reason("funded-by-score" if step.action is Action.FUND else "", step.figures))
    action = Action.ELECT if said.code == "elected-by-rank" else step.action
    return Step(action, step.project, said.figures)


def _ties(way: Walk, verdict: Verdict) -> Iterator[Tie]:
    """Yield what the lot settled; the walk met one tie for each block of more than one, and tells what it changed."""
    compared, ranking = verdict.compared, verdict.ranking
    blocks = [block for block in ranking.blocks if len(block) > 1]
    effect = {index: tie.effect for block, tie in zip(blocks, way.ties, strict=True) for index in block}
    for draw in ranking.draws:
        yield Tie(compared.named(list(draw.between)), Settled.LOT, compared.ids[draw.chosen], effect[draw.chosen])
