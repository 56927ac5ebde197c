"""How close it was: at which cost, and with how many more or fewer votes, a project's fate would have been another.

Nothing is estimated. Every margin is found by counting again, and states two facts that anybody can check by counting:
what is on this side of it, and what is on the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from math import floor
from typing import TYPE_CHECKING

from pbengine.voting.errors import VotingError
from pbengine.voting.instance import Standing
from pbengine.voting.measures.ballots_more import scores_alone, with_ballots_for, with_score
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Reads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile
    from pbengine.voting.registry import OptionValue, Rule

FIRST_TRY = 1
FARTHEST = 16
"""How many times the budget a funded project is tried to cost: some rules fund what costs more than there is."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What would have changed the fate of a project.

    Parameters
    ----------
    project
        its id.
    is_funded
        its fate.
    cost
        at this cost, in minor units, it is funded, and at one more it is not; None where no cost that was tried would
        change its fate, or the rule would refuse the election. For a funded project, how dear it may get.
    votes
        with so many further ballots for it alone it would be funded, with one fewer it would not (a project that is not
        funded); with so many votes fewer it would not be funded, with one more it would (a funded project, under a rule
        that reads scores only). None where nothing within reach would change its fate, or there is no such number.
    in_points
        whether ``votes`` are points of score, and one fewer is the smallest part of a point that ballots give.
    """

    project: str
    is_funded: bool
    cost: int | None
    votes: int | Fraction | None
    in_points: bool = False


def margins(
    rule: Rule, instance: Instance, profile: Profile, *, lot: Lot, options: Mapping[str, OptionValue]
) -> Iterator[Margin]:
    """Yield the margin of each standing project, in the order of the ballot.

    Where a rule reads scores only, votes are points of score if ballots give points or rank; where it reads whole
    ballots, further votes are further voters whose ballots name only the project, in its first place or with the most
    points that any ballot gives. Within reach are as many further voters as there are, or a score above all others.

    Raises
    ------
    VotingError
        as :meth:`~pbengine.voting.registry.Rule.tally`.

    References
    ----------
    N. Boehmer, P. Faliszewski, Ł. Janeczko, D. Peters, G. Pierczyński, Š. Schierreich, P. Skowron, S. Szufa,
    *Evaluation of Project Performance in Participatory Budgeting*, IJCAI 2024, arXiv:2312.14723: cost reduction and
    singleton votes.

    Examples
    --------
    Park and tree are funded; of 40 left at its turn the hall needs 70. With a third vote it is first, and fits.
    The tree would be funded without any vote.

    >>> from pbengine.voting import BallotKind, Instance, Profile, Project, ballot_order, find_rule
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("tree", 10)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 1], [2]])
    >>> for margin in margins(find_rule("greedy"), town, ballots, lot=ballot_order(town), options={}):
    ...     print(margin.project, margin.is_funded, margin.cost, margin.votes)
    park True 100 1
    hall False 40 1
    tree True 40 None
    """
    by_scores = rule.reads is Reads.SCORES and _scores_tell_all(instance, profile)
    recount = _Recount(rule, instance, scores_alone(profile) if by_scores else profile, lot, options)
    outcome = rule.tally(instance, profile, lot=lot, **options)
    funded = frozenset(outcome.funded)
    for column, project in enumerate(instance.projects):
        if project.standing is Standing.STANDING:
            is_funded = project.id in funded
            left = outcome.reasons[project.id].figures.get("left")
            guess = floor(left) if isinstance(left, int | Fraction) else None
            cost = recount.cost(column, is_funded=is_funded, guess=guess)
            if not by_scores:
                yield Margin(project.id, is_funded, cost, None if is_funded else recount.voters(column))
            elif profile.kind in _OF_VOTES:
                yield Margin(project.id, is_funded, cost, recount.score(column, is_funded=is_funded))
            else:
                score = recount.score(column, is_funded=is_funded)
                points = None if score is None else Fraction(score, profile.points_scale)
                yield Margin(project.id, is_funded, cost, points, in_points=True)


_OF_VOTES = (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE)
"""Kinds of ballots whose scores are numbers of voters."""


def _scores_tell_all(instance: Instance, profile: Profile) -> bool:
    """Say whether scores are all there is: a minimum of votes counts the ballots that give points."""
    return not instance.constraints.minimum_votes or profile.kind in _OF_VOTES


@dataclass(frozen=True, slots=True)
class _Recount:
    """Counts an election again with one thing changed, and asks after one project."""

    rule: Rule
    instance: Instance
    profile: Profile
    lot: Lot
    options: Mapping[str, OptionValue]

    def _funds(self, column: int, instance: Instance, profile: Profile) -> bool:
        outcome = self.rule.tally(instance, profile, lot=self.lot, **self.options)
        return instance.projects[column].id in outcome.funded

    def _fate(self, column: int, cost: int) -> bool | None:
        """Say whether the project is funded at this cost; None where that is no election, or one the rule refuses."""
        projects = list(self.instance.projects)
        try:
            projects[column] = replace(projects[column], cost=cost)
            return self._funds(column, replace(self.instance, projects=tuple(projects)), self.profile)
        except VotingError:
            return None

    def cost(self, column: int, *, is_funded: bool, guess: int | None) -> int | None:
        """Return the cost at which the project is funded while at one more it is not; a guess that holds is taken."""
        fate = cache(partial(self._fate, column))
        now = self.instance.projects[column].cost

        def holds(cost: int) -> bool:
            return fate(cost) is True and fate(cost + 1) is False

        if guess is not None and (guess >= now) == is_funded and holds(guess):
            return guess
        if is_funded:
            found = (
                change_point(lambda cost: fate(cost) is True, now, FARTHEST * max(self.instance.budget, now) + 1) - 1
            )
        else:
            found = now - change_point(lambda cut: fate(now - cut) is not True, 0, now + 1)
        return found if holds(found) else None

    def score(self, column: int, *, is_funded: bool) -> int | None:
        """Return how much more, or less, of a score changes the fate of the project, in the profile's units."""
        scores = self.profile.scores()
        now = int(scores[column])
        reach = now if is_funded else int(scores.max(initial=0)) - now + 1
        sign = -1 if is_funded else 1

        def is_as_now(change: int) -> bool:
            changed = with_score(self.profile, column, now + sign * change)
            return self._funds(column, self.instance, changed) is is_funded

        return _within(reach, is_as_now)

    def voters(self, column: int) -> int | None:
        """Return how many further voters for it alone would get the project funded."""
        if self.profile.endowments is not None:
            return None
        reach = self.profile.voters

        def is_left_out(further: int) -> bool:
            changed = with_ballots_for(self.profile, column, further) if further else self.profile
            return not self._funds(column, self.instance, changed)

        return _within(reach, is_left_out)


def _within(reach: int, is_as_before: Callable[[int], bool]) -> int | None:
    """Return the change up to this reach that is enough; None where there is none, or the rule refuses to count so."""
    try:
        found = change_point(is_as_before, 0, reach + 1)
    except VotingError:
        return None
    return found if found <= reach else None


def change_point(is_as_before: Callable[[int], bool], first: int, end: int) -> int:
    """Return a number from which on something is no more as it was before it: true just below, false at it.

    It is known to be true at ``first``, and taken to be false at ``end``; the search takes steps that double, then
    halves what is left. If the answer changes only once, this is the least such number.

    Examples
    --------
    >>> change_point(lambda number: number < 23, 0, 100), change_point(lambda number: True, 0, 100)
    (23, 100)
    """
    low, step = first, FIRST_TRY
    while low + step < end and is_as_before(low + step):
        low, step = low + step, step * 2
    high = min(low + step, end)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_as_before(middle) else (low, middle)
    return high
