"""One run of equal shares at one endowment: round by round the project with the least price per utility."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from pbengine.voting.exact import Split
from pbengine.voting.rules.shares.ledger import Ledger, Level, Opening, per_utility
from pbengine.voting.rules.shares.levels import exact_level, level_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from pbengine.voting.rules.shares.board import Board
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
    opening
        the first rounds, in which nobody was poor, once they are over.
    cost
        of what is funded, in minor units.
    """

    endowment: Fraction
    ledger: Ledger
    funded: list[int] = field(default_factory=list)
    draws: dict[int, tuple[int, ...]] = field(default_factory=dict)
    hints: dict[int, list[tuple[int, Split]]] = field(default_factory=dict)
    opening: Opening | None = None
    cost: int = 0
    ended: Ended = Ended.COMPLETE

    @property
    def levels(self) -> list[Level]:
        """The levels of the funded projects."""
        return self.ledger.payments


def count(
    board: Board,
    endowment: Fraction,
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
    guide
        what an earlier run on the same board learnt. It saves work and never changes what is counted; a guide that is
        to prove a bracket may end the run as UNPROVEN.
    limit
        the run ends as OVERSPENT once it has spent more than this.
    effort
        where work is noted.
    """
    rounds = _Rounds(board, endowment, guide, effort or Effort())
    while rounds.fund_next():
        if limit is not None and rounds.run.cost > limit:
            rounds.run.ended = Ended.OVERSPENT
            break
    return rounds.run


@dataclass(slots=True)
class _Field:
    """What is looked at in one round. No price whose key is above ``ceiling`` can be the least; None: not known yet."""

    ceiling: int | None = None
    levels: list[Level] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    popped: list[int] = field(default_factory=list)

    def see(self, level: Level, high: int) -> None:
        """Take in a level; ``high`` is a key that its value does not exceed."""
        self.seen.add(level.project)
        self.levels.append(level)
        self.ceiling = high if self.ceiling is None else min(self.ceiling, high)


class _Rounds:
    """The rounds of a run.

    A project's floor is a lower bound of its price. Budgets only fall, so it is one in every later round too, and the
    floors (their keys, in a heap) say which projects need no looking at. A project without a floor is out.
    """

    def __init__(self, board: Board, endowment: Fraction, guide: Guide | None, effort: Effort) -> None:
        self.run = Run(endowment, Ledger(board, endowment))
        self._board = board
        self._guide = guide
        self._effort = effort
        effort.runs += 1
        self._most = self.run.ledger.top + 1  # nobody can pay as much
        if guide is not None:
            self.run.ledger.opening = guide.opening
        start = [entry for entry in board.start if entry[2] <= self._most]
        self._waiting = {project: price for _, project, price in board.waiting if price <= self._most}
        self._floors = {project: price for _, project, price in start}
        self._keys = {project: key for key, project, _ in start}
        self._heap = [(key, project) for key, project, _ in start]

    def fund_next(self) -> bool:
        """Fund the next project; say whether there was one."""
        looked_at = self._look_around()
        contenders = [
            level
            for level in looked_at.levels
            if looked_at.ceiling is None or self._board.key(level.project, level.low) <= looked_at.ceiling
        ]
        cleared = contenders if self._guide is None else self._guide.cleared(contenders, self.run)
        if cleared is None:
            self.run.ended = Ended.UNPROVEN
            return False
        winner = self._settle(cleared)
        if winner is None:
            return False
        self._pay(winner)
        self.run.funded.append(winner.project)
        self.run.cost += self._board.people.costs[winner.project]
        self._drop(winner.project)
        self._admit_after(winner.project)
        for project in looked_at.popped:
            self._push(project)
        if self._guide is not None:
            self._guide.note(winner)
        return True

    def _admit_after(self, funded: int) -> None:
        """Drop what is shut out by what was just funded, and let in what waited for it."""
        admission = self._board.people.admission
        for project in admission.touched(funded):
            bar = admission.bar(project, self.run.funded)
            if bar is None and project in self._waiting:
                self._floors[project] = price = self._waiting.pop(project)
                self._keys[project] = self._board.key(project, price)
                self._push(project)
            elif bar is not None and bar.is_final:
                self._drop(project)
                self._waiting.pop(project, None)

    def _pay(self, winner: Level) -> None:
        ledger = self.run.ledger
        if self._guide is not None and winner is self._guide.certain:
            ledger.pay_in_full(winner)
            return
        if winner.split.poor and self.run.opening is None and ledger.revision == 0:
            budgets = ledger.budgets.copy()  # first: it may settle what is due, and so change the band
            self.run.opening = Opening(len(ledger.payments), ledger.tops, ledger.band, budgets)
        ledger.pay(winner)

    def _look_around(self) -> _Field:
        """Look at projects by their floors until no other can have the least price per utility."""
        looked_at = _Field()
        guide = self._guide
        if guide is not None and guide.expected in self._floors:
            certain = guide.certain_level(self.run)
            if certain is None:
                self._is_raised_by_guide(guide.expected)
                self._look_at(guide.expected, looked_at)
            else:
                looked_at.see(certain, self._board.key(certain.project, certain.high) + 1)
            if looked_at.ceiling is not None:
                compared = self._board.key(guide.expected, guide.highest_price_of_expected) + 1
                looked_at.ceiling = max(looked_at.ceiling, compared)
        while (project := self._next(looked_at)) is not None:
            self._look_at(project, looked_at)
        return looked_at

    def _next(self, looked_at: _Field) -> int | None:
        """Return the project with the lowest floor, unless that is above the ceiling."""
        heap, keys, ceiling = self._heap, self._keys, looked_at.ceiling
        while heap and (ceiling is None or heap[0][0] <= ceiling):
            key, project = heappop(heap)
            if project not in keys:
                continue
            if key < keys[project] or self._is_raised_by_guide(project):
                self._push(project)
                continue
            looked_at.popped.append(project)
            if project not in looked_at.seen:
                return project
        return None

    def _push(self, project: int) -> None:
        if project in self._keys:
            heappush(self._heap, (self._keys[project], project))

    def _drop(self, project: int) -> None:
        self._floors.pop(project, None)
        self._keys.pop(project, None)

    def _raise_floor(self, project: int, floor: int | None) -> bool:
        """Take over a lower bound, None where the project cannot be paid for; say whether that is news."""
        if floor is None or floor > self._most:
            self._drop(project)
            return True
        if floor <= self._floors[project]:
            return False
        self._floors[project] = floor
        self._keys[project] = self._board.key(project, floor)
        return True

    def _is_raised_by_guide(self, project: int) -> bool:
        split = self._guide.recall(project) if self._guide else None
        return split is not None and self._learn(project, split)

    def _learn(self, project: int, split: Split) -> bool:
        """Keep what a split proves, for this run and for the next; say whether it is news for this one."""
        if split.poor:
            self.run.hints.setdefault(project, []).append((len(self.run.funded), split))
        return self._raise_floor(project, split.price_floor(self._board.costs[project]))

    def _look_at(self, project: int, looked_at: _Field) -> None:
        """Work out the level of a project, as far as it may be the least."""
        if project not in self._floors:
            return
        self._effort.levels += 1
        looked_at.seen.add(project)
        ceiling = None if looked_at.ceiling is None else self._board.price(project, looked_at.ceiling)
        found = level_of(self.run.ledger, project, floor=self._floors[project], ceiling=ceiling)
        if found is None:
            found = self._exactly(project)
        if found is None:
            self._drop(project)
        elif isinstance(found, Split):
            self._learn(project, found)
        else:
            self._learn(project, found.split)
            self._raise_floor(project, found.low)
            looked_at.see(found, self._board.key(project, found.high) + 1)

    def _exactly(self, project: int) -> Level | None:
        self._effort.exact_levels += 1
        return exact_level(self.run.ledger, project, floor=self._floors[project])

    def _settle(self, contenders: Sequence[Level]) -> Level | None:
        """Return the level with the least price per utility; note it where several are equal."""
        if len(contenders) <= 1:
            return contenders[0] if contenders else None
        people = self._board.people
        exact = (level if level.exact is not None else self._exactly(level.project) for level in contenders)
        values = [(per_utility(level, people), level) for level in exact if level is not None]
        least = min((value for value, _ in values), default=None)
        tied = [level for value, level in values if value == least]
        tied.sort(key=lambda level: people.precedence[level.project])
        if len(tied) > 1:
            self.run.draws[len(self.run.funded)] = tuple(level.project for level in tied)
        return tied[0] if tied else None
