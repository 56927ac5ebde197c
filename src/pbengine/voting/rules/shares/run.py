"""One run of equal shares at one endowment: round by round the project with the least price per utility."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from pbengine.voting.exact import Split
from pbengine.voting.rules.shares.ledger import Ledger, Level, per_utility
from pbengine.voting.rules.shares.levels import exact_level, level_of

if TYPE_CHECKING:
    from fractions import Fraction

    from pbengine.voting.exact import Scale
    from pbengine.voting.rules.shares.electorate import Electorate
    from pbengine.voting.rules.shares.guide import Guide


class Ended(StrEnum):
    """How a run ended."""

    COMPLETE = "complete"
    OVERSPENT = "overspent"
    UNPROVEN = "unproven"


@dataclass(slots=True)
class Effort:
    """How much was worked out, for tests and benchmarks; grows as a count goes on."""

    runs: int = 0
    levels: int = 0
    exact_levels: int = 0


@dataclass(slots=True, eq=False)
class Run:
    """What one run did, and what it learnt that helps the next.

    Parameters
    ----------
    funded
        columns in the order of funding.
    levels
        of the funded projects.
    draws
        exact ties, by their place in ``funded``: the tied projects in the order that settles them.
    hints
        for each project, splits that were found, each with the number of projects funded until then.
    cost
        of what is funded, in minor units.
    """

    endowment: Fraction
    ledger: Ledger
    funded: list[int] = field(default_factory=list)
    draws: dict[int, tuple[int, ...]] = field(default_factory=dict)
    hints: dict[int, list[tuple[int, Split]]] = field(default_factory=dict)
    cost: int = 0
    ended: Ended = Ended.COMPLETE

    @property
    def levels(self) -> list[Level]:
        """The levels of the funded projects."""
        return self.ledger.payments


def count(
    people: Electorate,
    endowment: Fraction,
    scale: Scale,
    *,
    guide: Guide | None = None,
    limit: int | None = None,
    effort: Effort | None = None,
) -> Run:
    """Count one run.

    Parameters
    ----------
    endowment
        of each voter, in minor units.
    scale
        such that all endowments together stay below ``2**62`` units.
    guide
        what an earlier run at the same scale learnt. It saves work and never changes what is counted; a guide that is
        to prove a bracket may end the run as UNPROVEN.
    limit
        the run ends as OVERSPENT once it has spent more than this.
    effort
        where work is noted.
    """
    rounds = _Rounds(Run(endowment, Ledger(people, endowment, scale)), guide, effort or Effort())
    while rounds.fund_next():
        if limit is not None and rounds.run.cost > limit:
            rounds.run.ended = Ended.OVERSPENT
            break
    return rounds.run


@dataclass(slots=True)
class _Field:
    """What is looked at in one round. No price per utility above ``ceiling`` can be the least; None: not known yet."""

    ceiling: int | None = None
    levels: list[Level] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    popped: list[int] = field(default_factory=list)


class _Rounds:
    """The rounds of a run. A project's floor is a lower bound of its price: budgets only fall, so floors only rise."""

    def __init__(self, run: Run, guide: Guide | None, effort: Effort) -> None:
        self.run = run
        self._people = run.ledger.people
        self._guide = guide
        self._effort = effort
        effort.runs += 1
        self._shift = 64 + max(self._people.worths, default=1).bit_length()
        self._floors: dict[int, int] = {}
        self._heap: list[tuple[int, int]] = []
        for project in self._people.candidates:
            votes = self._people.votes[project]
            together = Split(votes * run.ledger.top, votes, 0, 1)
            if self._raise_floor(project, together) and self._raise_floor(project, Split(0, 0, votes, 0)):
                self._heap.append((self._key(project, self._floors[project]), project))
        heapify(self._heap)

    def _key(self, project: int, price: int) -> int:
        """Return a price per utility as a whole number, rounded down."""
        return (price << self._shift) // self._people.worths[project]

    def _push(self, project: int) -> None:
        if project in self._floors:
            heappush(self._heap, (self._key(project, self._floors[project]), project))

    def _raise_floor(self, project: int, split: Split) -> bool:
        """Take over what a split proves; say whether the project may still be paid for."""
        floor = split.price_floor(self.run.ledger.cost(project))
        if floor is None or floor > self.run.ledger.top + 1:  # nobody can hold that much
            self._floors.pop(project, None)
            return False
        self._floors[project] = max(floor, self._floors.get(project, 0))
        return True

    def fund_next(self) -> bool:
        """Fund the next project; say whether there was one."""
        looked_at = self._look_around()
        contenders = self._decidable(looked_at)
        winner = self._settle(contenders)
        if self._guide is not None and not self._guide.is_as_expected(winner, contenders):
            self.run.ended = Ended.UNPROVEN
            return False
        if winner is None:
            return False
        self.run.ledger.pay(winner)
        self.run.funded.append(winner.project)
        self.run.cost += self._people.costs[winner.project]
        del self._floors[winner.project]
        for project in looked_at.popped:
            self._push(project)
        if self._guide is not None:
            self._guide.note(winner)
        return True

    def _look_around(self) -> _Field:
        """Look at projects by their floors until no other can have the least price per utility."""
        looked_at = _Field()
        expected = self._guide.expected if self._guide else None
        if self._guide is not None and expected in self._floors:
            self._look_at(expected, looked_at)
            high = self._key(expected, self._guide.highest_price_of_expected) + 1
            looked_at.ceiling = None if looked_at.ceiling is None else max(looked_at.ceiling, high)
        while (project := self._next(looked_at)) is not None:
            self._look_at(project, looked_at)
        return looked_at

    def _next(self, looked_at: _Field) -> int | None:
        """Return the project with the lowest floor, unless that is above the ceiling."""
        while self._heap and (looked_at.ceiling is None or self._heap[0][0] <= looked_at.ceiling):
            key, project = heappop(self._heap)
            if project not in self._floors:
                continue
            if key < self._key(project, self._floors[project]) or self._is_raised_by_guide(project):
                self._push(project)
                continue
            looked_at.popped.append(project)
            if project not in looked_at.seen:
                return project
        return None

    def _is_raised_by_guide(self, project: int) -> bool:
        split = self._guide.recall(project) if self._guide else None
        if split is None:
            return False
        before = self._floors[project]
        self._learn(project, split)
        return self._floors.get(project) != before

    def _look_at(self, project: int, looked_at: _Field) -> None:
        """Work out the level of a project, as far as it may be the least."""
        self._effort.levels += 1
        looked_at.seen.add(project)
        ceiling = looked_at.ceiling
        units = None if ceiling is None else (ceiling * self._people.worths[project] >> self._shift) + 1
        ledger = self.run.ledger
        found = level_of(ledger, project, floor=self._floors[project], ceiling=units)
        if found is None:
            found = self._exactly(project)
        if found is None:
            del self._floors[project]
        elif isinstance(found, Split):
            self._learn(project, found)
        else:
            self._learn(project, found.split)
            self._floors[project] = max(self._floors[project], found.low)
            looked_at.levels.append(found)
            high = self._key(project, found.high) + 1
            looked_at.ceiling = high if ceiling is None else min(ceiling, high)

    def _exactly(self, project: int) -> Level | None:
        self._effort.exact_levels += 1
        return exact_level(self.run.ledger, project, floor=self._floors[project])

    def _learn(self, project: int, split: Split) -> None:
        """Keep what a split proves, for this run and for the next."""
        if split.poor:
            self.run.hints.setdefault(project, []).append((len(self.run.funded), split))
        self._raise_floor(project, split)

    def _decidable(self, looked_at: _Field) -> list[Level]:
        """Return the levels that may be the least: one, or several of which each is exact."""
        ceiling = looked_at.ceiling
        levels = [x for x in looked_at.levels if ceiling is None or self._key(x.project, x.low) <= ceiling]
        if len(levels) < 2:  # noqa: PLR2004 - nothing to compare
            return levels
        exact = (level if level.exact is not None else self._exactly(level.project) for level in levels)
        return [level for level in exact if level is not None]

    def _settle(self, levels: list[Level]) -> Level | None:
        """Return the level with the least price per utility; note it where several are equal."""
        if len(levels) < 2:  # noqa: PLR2004 - nothing to compare
            return levels[0] if levels else None
        values = [per_utility(level, self._people) for level in levels]
        least = min(values)
        tied = [level for level, value in zip(levels, values, strict=True) if value == least]
        tied.sort(key=lambda level: self._people.precedence[level.project])
        if len(tied) > 1:
            self.run.draws[len(self.run.funded)] = tuple(level.project for level in tied)
        return tied[0]
