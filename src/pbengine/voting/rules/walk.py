"""The walk that the greedy rules share: down a ranking, each project funded or refused when its turn comes.

A rule gives the ranking (groups of projects of equal value) and a judge. The judge sees a candidate, the money left and
what is funded so far, and answers None to fund it or the :class:`Refusal` to record. The figure ``left`` is always the
money that is left when the project's turn comes, before it is paid for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Action, Effect, Figure, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.profile import BallotKind, Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot

SCORED_BALLOTS = (
    BallotKind.APPROVAL,
    BallotKind.CHOOSE_ONE,
    BallotKind.ORDINAL,
    BallotKind.CUMULATIVE,
    BallotKind.SCORING,
)
"""The ballots that add up to a score for each project."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A standing project with its score in points."""

    id: str
    cost: int
    score: int | Fraction

    def figures(self, left: int) -> dict[str, Figure]:
        """Return what a sentence about its turn needs."""
        return {"score": self.score, "cost": self.cost, "left": left}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a project is not funded when its turn comes, and whether the walk goes on (SKIP) or ends (STOP)."""

    action: Action
    reason: Reason


if TYPE_CHECKING:
    Judge = Callable[[Candidate, int, Sequence[str]], Refusal | None]
    Value = Callable[[Candidate], int | Fraction | tuple[int, Fraction]]


@dataclass(slots=True)
class Walk:
    """What has happened on the way so far; the lists grow as :func:`walk` goes on."""

    left: int
    funded: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    reasons: dict[str, Reason] = field(default_factory=dict)
    blocker: str | None = None

    def take_turn(self, candidate: Candidate, judge: Judge) -> None:
        """Fund the candidate or note why not."""
        refusal = judge(candidate, self.left, self.funded)
        figures = candidate.figures(self.left)
        if refusal is None:
            self.left -= candidate.cost
            self.funded.append(candidate.id)
            figures = {"place": len(self.funded), **figures}
            self.steps.append(Step(Action.FUND, candidate.id, MappingProxyType(figures)))
            self.reasons[candidate.id] = Reason("funded-by-score", MappingProxyType(figures))
            return
        self.steps.append(Step(refusal.action, candidate.id, refusal.reason.figures))
        self.reasons[candidate.id] = refusal.reason
        if refusal.action is Action.STOP:
            self.blocker = candidate.id

    def pass_over(self, group: Sequence[Candidate]) -> None:
        """Note that the walk ended before these had their turn."""
        for candidate in group:
            figures = {"blocker": self.blocker or "", **candidate.figures(self.left)}
            self.reasons[candidate.id] = Reason("after-stop", MappingProxyType(figures))


def points(profile: Profile) -> tuple[int | Fraction, ...]:
    """Return the score of each project in points, exact: whole numbers wherever they are whole.

    Examples
    --------
    >>> points(Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [0, 1]]))
    (2, 1)
    """
    scores = [Fraction(score, profile.points_scale) for score in profile.scores().tolist()]
    return tuple(int(score) if score.denominator == 1 else score for score in scores)


def by_score(candidate: Candidate) -> int | Fraction:
    """Value a candidate by its score."""
    return candidate.score


def ranking(
    instance: Instance, profile: Profile, *, lot: Lot, value: Value = by_score
) -> tuple[tuple[Candidate, ...], ...]:
    """Return the standing projects in groups of equal value, highest value first, each group in the order of the lot.

    Examples
    --------
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import Lot
    >>> town = Instance((Project("a", 4), Project("b", 4), Project("c", 4)), budget=9)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1, 2], [2]])
    >>> [[candidate.id for candidate in group] for group in ranking(town, ballots, lot=Lot(("b", "a", "c")))]
    [['c'], ['b', 'a']]
    """
    listed = [
        (place, Candidate(project.id, project.cost, score))
        for project, score, place in zip(instance.projects, points(profile), lot.places(instance), strict=True)
        if project.standing is Standing.STANDING
    ]
    listed.sort(key=lambda entry: entry[0])
    ordered = sorted(
        (candidate for _, candidate in listed), key=value, reverse=True
    )  # stable: equals keep the lot's order
    return tuple(tuple(group) for _, group in groupby(ordered, key=value))


def affordable(candidate: Candidate, left: int, funded: Sequence[str]) -> Refusal | None:  # noqa: ARG001 - a judge's signature
    """Skip what costs more than is left."""
    if candidate.cost <= left:
        return None
    return Refusal(Action.SKIP, Reason("not-affordable", MappingProxyType(candidate.figures(left))))


def walk(groups: Sequence[Sequence[Candidate]], budget: int, judge: Judge) -> Walk:
    """Give each candidate its turn, until the judge stops the walk; tell every tie that was met.

    A tie changes the outcome exactly where some member of the group could have been funded when the tie was reached,
    and either it was not, or the walk stopped within the group: that member first, or last, gives another set.
    Otherwise every order of the group funds the same projects and leaves the same money.
    """
    way = Walk(budget)
    for group in groups:
        if way.blocker is None:
            _take_turns(way, group, judge)
        else:
            way.pass_over(group)
    return way


def _take_turns(way: Walk, group: Sequence[Candidate], judge: Judge) -> None:
    possible = {candidate.id for candidate in group if judge(candidate, way.left, way.funded) is None}
    for turn, candidate in enumerate(group):
        way.take_turn(candidate, judge)
        if way.blocker is not None:
            way.pass_over(group[turn + 1 :])
            break
    if len(group) > 1:
        changes = possible and (way.blocker is not None or not possible <= set(way.funded))
        effect: Effect = "outcome" if changes else "order"
        way.ties.append(Tie(tuple(candidate.id for candidate in group), Settled.LOT, group[0].id, effect))


def withdrawn(instance: Instance, profile: Profile) -> dict[str, Reason]:
    """Return the reason of each withdrawn project, with the votes it had."""
    return {
        project.id: Reason("withdrawn", MappingProxyType({"votes": votes}))
        for project, votes in zip(instance.projects, profile.votes().tolist(), strict=True)
        if project.standing is Standing.WITHDRAWN
    }


def outcome_of(
    way: Walk, *, rule: str, options: Mapping[str, Figure], instance: Instance, others: Mapping[str, Reason]
) -> Outcome:
    """Return the walk as an outcome; ``others`` are the reasons of the projects that had no part in it."""
    reasons = {**way.reasons, **others}
    return Outcome(
        rule=rule,
        options=MappingProxyType(dict(options)),
        funded=tuple(way.funded),
        cost=instance.budget - way.left,
        steps=tuple(way.steps),
        ties=tuple(way.ties),
        reasons=MappingProxyType({project.id: reasons[project.id] for project in instance.projects}),
    )
