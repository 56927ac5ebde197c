"""How close it was: at which cost, and with how many more or fewer votes, a project's fate would have been another.

Nothing is estimated. Every margin is found by counting again, and states two facts that anybody can check by counting:
what is on this side of it, and what is on the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from pbengine.voting.errors import InstanceError
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
        at this cost, in minor units, it is funded, and at one more it is not; None where no cost from 0 on would do.
        For a funded project, how dear it may get.
    votes
        with so many further ballots for it alone it would be funded, with one fewer it would not (a project that is not
        funded); with so many votes fewer it would not be funded, with one more it would (a funded project, under a rule
        that reads scores only). None where nothing within reach would change its fate, or there is no such number.
    """

    project: str
    is_funded: bool
    cost: int | None
    votes: int | None


def margins(
    rule: Rule, instance: Instance, profile: Profile, *, lot: Lot, options: Mapping[str, OptionValue]
) -> Iterator[Margin]:
    """Yield the margin of each standing project, in the order of the ballot.

    Where a rule reads scores only, a vote is a point of score; where it reads whole ballots, further votes are further
    voters whose ballots name only the project, in its first place or with the most points that any ballot gives.
    Within reach are as many further voters as there are.

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
    ...     print(margin)
    Margin(project='park', is_funded=True, cost=100, votes=1)
    Margin(project='hall', is_funded=False, cost=40, votes=1)
    Margin(project='tree', is_funded=True, cost=40, votes=None)
    """
    seen = scores_alone(profile) if rule.reads is Reads.SCORES and _scores_tell_all(instance, profile) else profile
    recount = _Recount(rule, instance, seen, lot, options)
    outcome = rule.tally(instance, profile, lot=lot, **options)
    funded = frozenset(outcome.funded)
    for column, project in enumerate(instance.projects):
        if project.standing is Standing.STANDING:
            is_funded = project.id in funded
            left = outcome.reasons[project.id].figures.get("left")
            guess = floor(left) if isinstance(left, int | Fraction) else None
            cost = recount.cost(column, is_funded=is_funded, guess=guess)
            yield Margin(project.id, is_funded, cost, recount.votes(column, is_funded=is_funded))


def _scores_tell_all(instance: Instance, profile: Profile) -> bool:
    """Say whether scores are all there is: a minimum of votes counts the ballots that give points."""
    return not instance.constraints.minimum_votes or profile.kind in (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE)


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

    def cost(self, column: int, *, is_funded: bool, guess: int | None) -> int | None:
        """Return the cost at which the project is funded while at one more it is not; a guess that holds is taken."""

        def is_funded_at(cost: int) -> bool:
            projects = list(self.instance.projects)
            projects[column] = replace(projects[column], cost=cost)
            try:
                changed = replace(self.instance, projects=tuple(projects))
            except InstanceError:  # the parts of a project must stay below its cost
                return False
            return self._funds(column, changed, self.profile)

        now = self.instance.projects[column].cost
        if guess is not None and (guess >= now) == is_funded and is_funded_at(guess) and not is_funded_at(guess + 1):
            return guess
        if is_funded:
            return change_point(is_funded_at, now, max(self.instance.budget, now) + 1) - 1
        dearer = change_point(lambda cut: not is_funded_at(now - cut), 0, now + 1) if now else 1
        return now - dearer if dearer <= now else None

    def votes(self, column: int, *, is_funded: bool) -> int | None:
        """Return how many votes more, or fewer, change the fate of the project."""
        if self.rule.reads is Reads.SCORES and _scores_tell_all(self.instance, self.profile):
            scores = self.profile.scores()
            now = int(scores[column])
            reach = now if is_funded else int(scores.max(initial=0)) - now + 1
            sign = -1 if is_funded else 1

            def is_as_now(change: int) -> bool:
                changed = with_score(self.profile, column, now + sign * change)
                return self._funds(column, self.instance, changed) is is_funded
        elif is_funded or self.profile.endowments is not None:
            return None
        else:
            reach = self.profile.voters

            def is_as_now(change: int) -> bool:
                changed = with_ballots_for(self.profile, column, change) if change else self.profile
                return self._funds(column, self.instance, changed) is is_funded

        found = change_point(is_as_now, 0, reach + 1)
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
