"""The walk that the greedy rules share: down a ranking, each project funded or refused when its turn comes.

A rule gives the ranking (groups of projects of equal value), the treasury, and what follows where only the money left
is too little for a project: it is skipped, or the walk stops, or it is funded all the same. The figure ``left`` is
always the money that is left when the project's turn comes, before it is paid for.

A project that needs another one waits; once what it needs is funded it takes its turn at once, of several the one
ranked first. A project that money is kept from has its turn again in a later pass, see :meth:`Walk.use_what_was_kept`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain, groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.constraints import Feature
from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Action, Effect, Figure, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.rules.treasury import Grant, Refusal, Treasury

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

WALK_CARRIES = (
    Feature.COSTS,
    Feature.EXCLUSIONS,
    Feature.DEPENDENCIES,
    Feature.CAPS,
    Feature.FLOORS,
    Feature.PARTS,
)
"""What a rule can honour that goes on after what does not fit."""

STOPPING_CARRIES = (Feature.COSTS, Feature.EXCLUSIONS, Feature.DEPENDENCIES, Feature.CAPS)
"""What a rule can honour that stops at the first project that no longer fits.

Where money is kept for groups, or a project may be carried out in part, it is not said what "no longer fits" means.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A standing project with its score in points."""

    id: str
    cost: int
    score: int | Fraction

    def figures(self, left: int) -> dict[str, Figure]:
        """Return what a sentence about its turn needs."""
        return {"score": self.score, "cost": self.cost, "left": left}


if TYPE_CHECKING:
    Short = Callable[[Candidate, int], Grant | Refusal]
    Value = Callable[[Candidate], int | Fraction | tuple[int, Fraction]]


def skip(candidate: Candidate, left: int) -> Refusal:
    """Pass over what costs more than is left."""
    return Refusal(Action.SKIP, Reason("not-affordable", MappingProxyType(candidate.figures(left))))


def stop(candidate: Candidate, left: int) -> Refusal:
    """End the walk at what costs more than is left."""
    return Refusal(Action.STOP, Reason("not-affordable", MappingProxyType(candidate.figures(left))))


@dataclass(slots=True)
class Walk:
    """What has happened on the way so far; the lists grow as :func:`walk` goes on."""

    treasury: Treasury
    short: Short
    rank: Mapping[str, int]
    funded: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    reasons: dict[str, Reason] = field(default_factory=dict)
    waiting: list[Candidate] = field(default_factory=list)
    kept: list[Candidate] = field(default_factory=list)
    late: dict[str, Candidate] = field(default_factory=dict)
    blocker: str | None = None

    def serve(self, candidate: Candidate) -> None:
        """Let the candidate take its turn, and then those that waited for it, the first in rank first."""
        self._take_turn(candidate)
        while self.blocker is None:
            freed = next((other for other in self.waiting if not self.treasury.missing(other.id)), None)
            if freed is None:
                return
            self.waiting.remove(freed)
            self.late[freed.id] = freed
            self._take_turn(freed)

    def _take_turn(self, candidate: Candidate) -> None:
        """Fund the candidate or note why not."""
        if missing := self.treasury.missing(candidate.id):
            figures = MappingProxyType({"needs": missing, **candidate.figures(self.treasury.left)})
            self.waiting.append(candidate)
            self._refuse(candidate, Refusal(Action.SKIP, Reason("waits-for", figures)))
            return
        answer = self.answer(candidate)
        if isinstance(answer, Grant):
            self._fund(candidate, answer)
            return
        if answer.reason.code == "kept-for":
            self.kept.append(candidate)
        self._refuse(candidate, answer)

    def answer(self, candidate: Candidate) -> Grant | Refusal:
        """Return what a candidate whose needs are met would get now."""
        return self.treasury.judge(candidate) or self.short(candidate, self.treasury.left)

    def _fund(self, candidate: Candidate, grant: Grant) -> None:
        left = self.treasury.left
        self.treasury.give(candidate.id, grant.amount)
        self.funded.append(candidate.id)
        figures = MappingProxyType({"place": len(self.funded), **candidate.figures(left), **grant.figures})
        self.steps.append(Step(Action.FUND, candidate.id, figures))
        self.reasons[candidate.id] = Reason(grant.code, figures)
        if grant.ends:
            self.blocker = candidate.id

    def _refuse(self, candidate: Candidate, refusal: Refusal) -> None:
        """Note a refusal; a project that money was kept from at its first turn keeps that as its reason."""
        self.steps.append(Step(refusal.action, candidate.id, refusal.reason.figures))
        before = self.reasons.get(candidate.id)
        if before is None or before.code != "kept-for" or refusal.reason.code != "not-affordable":
            self.reasons[candidate.id] = refusal.reason
        if refusal.action is Action.STOP:
            self.blocker = candidate.id

    def pass_over(self, group: Sequence[Candidate]) -> None:
        """Note that the walk ended before these had their turn."""
        for candidate in group:
            figures = {"blocker": self.blocker or "", **candidate.figures(self.treasury.left)}
            self.reasons[candidate.id] = Reason("after-stop", MappingProxyType(figures))

    def use_what_was_kept(self) -> None:
        """Give those that money was kept from their turns again, in the order of their ranks, until all are decided.

        In these passes a floor counts only while a project of its band may still come to be funded. Where a pass
        decides nothing, each of two bands keeping money from the other's projects, no floor counts any more.
        """
        released = False
        while self.kept and self.blocker is None:
            again = sorted(self.kept, key=lambda candidate: self.rank[candidate.id])
            self.late.update((candidate.id, candidate) for candidate in again)
            self.treasury.holding = frozenset() if released else self._holding()
            self.kept = []
            for candidate in again:
                self.serve(candidate)
            released = self.kept == again

    def _holding(self) -> frozenset[str]:
        """Return the bands of which a project may still come to be funded: one that money is kept from, or waits."""
        undecided = {candidate.id for candidate in self.kept}
        for _ in self.waiting:
            undecided |= {other.id for other in self.waiting if undecided.issuperset(self.treasury.missing(other.id))}
        return frozenset(
            band.name for band in self.treasury.constraints.bands if not undecided.isdisjoint(band.projects)
        )


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


def walk(groups: Sequence[Sequence[Candidate]], treasury: Treasury, short: Short = skip) -> Walk:
    """Give each candidate its turn, until the walk is stopped; tell every tie that was met.

    Parameters
    ----------
    groups
        candidates of equal value, the highest value first, each group in the order of the lot.
    treasury
        the money with its constraints.
    short
        what follows where only the money left is too little for a candidate.

    Examples
    --------
    Four stand in line for 100: ``cafe`` waits for ``hall``, and takes its turn before ``tree`` once that is funded.

    >>> from pbengine.voting.constraints import Constraints
    >>> line = [Candidate("cafe", 20, 9), Candidate("pool", 150, 8), Candidate("hall", 70, 7), Candidate("tree", 20, 6)]
    >>> way = walk([[candidate] for candidate in line], Treasury(100, Constraints(dependencies=(("cafe", "hall"),))))
    >>> way.funded, way.treasury.left
    (['hall', 'cafe'], 10)
    """
    way = Walk(treasury, short, {candidate.id: rank for rank, candidate in enumerate(chain.from_iterable(groups))})
    for group in groups:
        if way.blocker is None:
            _take_turns(way, group)
        else:
            way.pass_over(group)
    way.use_what_was_kept()
    for candidate in way.waiting:
        figures = {**way.reasons[candidate.id].figures, "needs": treasury.missing(candidate.id)}
        way.reasons[candidate.id] = Reason("waits-for", MappingProxyType(figures))
    way.ties = [replace(tie, effect="outcome") if _came_late(way, tie) else tie for tie in way.ties]
    return way


def _take_turns(way: Walk, group: Sequence[Candidate]) -> None:
    stakes = _stakes(way, group) if len(group) > 1 else {}
    for turn, candidate in enumerate(group):
        way.serve(candidate)
        if way.blocker is not None:
            way.pass_over(group[turn + 1 :])
            break
    if len(group) > 1:
        effect: Effect = "outcome" if _decides(way, group, stakes) else "order"
        way.ties.append(Tie(tuple(candidate.id for candidate in group), Settled.LOT, group[0].id, effect))


def _stakes(way: Walk, group: Sequence[Candidate]) -> dict[str, int | None]:
    """Return what each of a group, and of those that wait for them, would get if it came first; None: end the walk."""
    stakes: dict[str, int | None] = {}
    listed = [(candidate, way.answer(candidate)) for candidate in (*group, *way.waiting)]
    counting = [(c.id, a) for c, a in listed if isinstance(a, Grant) or a.action is Action.STOP]
    for _ in counting:  # what is met in one pass may be what another needs
        for id_, answer in counting:
            if stakes.keys() >= set(way.treasury.missing(id_)):
                stakes[id_] = answer.amount if isinstance(answer, Grant) else None
    return stakes


def _decides(way: Walk, group: Sequence[Candidate], stakes: Mapping[str, int | None]) -> bool:
    """Say whether another order of the group could fund other projects, or with other amounts.

    If everything that could be funded when the tie was reached was funded, with all it could get, and nothing could
    have ended the walk, then every order funds just that: a project only loses by what is funded before it. Money kept
    for groups is the exception, since a project in two groups may free more than it takes.
    """
    if way.blocker is not None:
        return any(amount is not None for amount in stakes.values())
    if None in stakes.values() or any(candidate in way.kept for candidate in group):
        return True
    funded_all = all(way.treasury.amounts.get(id_) == amount for id_, amount in stakes.items())
    return not funded_all or bool(stakes and way.treasury.floors_overlap)


def _came_late(way: Walk, tie: Tie) -> bool:
    """Say whether two of a tie had their turns later, when it may have decided again, and one did not get its cost."""
    late = [way.late[id_] for id_ in tie.between if id_ in way.late]
    return len(late) > 1 and any(way.treasury.amounts.get(candidate.id) != candidate.cost for candidate in late)


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
    costs = {project.id: project.cost for project in instance.projects}
    amounts = {id_: way.treasury.amounts[id_] for id_ in way.funded}
    return Outcome(
        rule=rule,
        options=MappingProxyType(dict(options)),
        funded=tuple(way.funded),
        cost=sum(amounts.values()),
        steps=tuple(way.steps),
        ties=tuple(way.ties),
        reasons=MappingProxyType({project.id: reasons[project.id] for project in instance.projects}),
        amounts=MappingProxyType({id_: amount for id_, amount in amounts.items() if amount != costs[id_]}),
    )
