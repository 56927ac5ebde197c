"""Slow twins of the rules that elect to seats: one paper at a time, fractions, dictionaries, nothing shared with them.

Each returns who is elected, in the order of election, and the votes at the end of each stage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Ranking = tuple[str, ...]
Votes = dict[str, Fraction]
Counted = tuple[list[str], list[Votes]]


def down(number: Fraction, digits: int) -> Fraction:
    return Fraction(floor(number * 10**digits), 10**digits)


def up(number: Fraction, digits: int) -> Fraction:
    return Fraction(ceil(number * 10**digits), 10**digits)


@dataclass
class Piles:
    """Papers lie on the pile of whoever has them, each with what it is worth."""

    lot: Sequence[str]
    piles: dict[str, list[tuple[Ranking, Fraction]]]
    fixed: Votes = field(default_factory=dict)
    elected: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    stages: list[Votes] = field(default_factory=list)

    @classmethod
    def dealt(cls, lot: Sequence[str], papers: Iterable[Ranking]) -> Piles:
        piles = cls(lot, {name: [] for name in lot})
        for paper in papers:
            piles.give(paper, Fraction(1))
        piles.stages.append(piles.votes())
        return piles

    def continuing(self) -> list[str]:
        return [name for name in self.lot if name not in self.elected and name not in self.excluded]

    def give(self, paper: Ranking, value: Fraction) -> None:
        for name in paper:
            if name in self.continuing():
                self.piles[name].append((paper, value))
                return

    def votes(self) -> Votes:
        worth = {name: sum((value for _, value in pile), Fraction(0)) for name, pile in self.piles.items()}
        return worth | self.fixed

    def elect(self, names: Iterable[str]) -> None:
        votes = self.votes()
        self.elected += sorted(names, key=lambda name: (-votes[name], self.lot.index(name)))

    def transfer(self, name: str, quota: Fraction, revalue: Callable[[Fraction, Fraction, Fraction], Fraction]) -> None:
        total = self.votes()[name]
        pile, self.piles[name] = self.piles[name], []
        self.fixed[name] = quota
        for paper, value in pile:
            self.give(paper, revalue(value, total - quota, total))
        self.stages.append(self.votes())

    def exclude(self, names: Sequence[str]) -> None:
        self.excluded += names
        moving = [entry for name in names for entry in self.piles[name]]
        for name in names:
            self.piles[name] = []
        for paper, value in moving:
            self.give(paper, value)
        self.stages.append(self.votes())

    def is_over(self, seats: int) -> bool:
        if len(self.elected) < seats and len(self.elected) + len(self.continuing()) <= seats:
            self.elect(self.continuing())
        return len(self.elected) >= seats or not self.continuing()

    def latest(self, names: Sequence[str], sign: int) -> str:
        """Return the lowest (sign 1) or highest (sign -1) by the latest stage at which they differ, else by lot."""
        for votes in reversed(self.stages):
            best = min(sign * votes[name] for name in names)
            names = [name for name in names if sign * votes[name] == best]
        return min(names, key=self.lot.index)

    def extreme(self, names: Iterable[str], sign: int) -> list[str]:
        votes = self.votes()
        among = [name for name in self.lot if name in set(names)]
        best = min(sign * votes[name] for name in among)
        return [name for name in among if sign * votes[name] == best]


def scottish(lot: Sequence[str], papers: Sequence[Ranking], seats: int) -> Counted:
    count = Piles.dealt(lot, papers)
    quota = Fraction(sum(any(name in lot for name in paper) for paper in papers) // (seats + 1) + 1)
    while True:
        count.elect([name for name in count.continuing() if count.votes()[name] >= quota])
        if count.is_over(seats):
            return count.elected, count.stages
        waiting = [name for name in count.elected if count.votes()[name] > quota]
        if waiting:
            first = count.latest(count.extreme(waiting, -1), -1)
            count.transfer(first, quota, lambda value, surplus, votes: down(surplus * value / votes, 5))
        else:
            count.exclude([count.latest(count.extreme(count.continuing(), 1), 1)])


def wigm(lot: Sequence[str], papers: Sequence[Ranking], seats: int) -> Counted:
    count = Piles.dealt(lot, papers)
    cast = sum(any(name in lot for name in paper) for paper in papers)
    quota = down(Fraction(cast, seats + 1), 4) + Fraction(1, 10**4)
    pending: list[str] = []
    while True:
        reached = [name for name in count.continuing() if count.votes()[name] >= quota]
        count.elect(reached)
        pending += reached
        if count.is_over(seats):
            return count.elected, count.stages
        if pending:
            first = count.extreme(pending, -1)[0]
            pending.remove(first)
            count.transfer(first, quota, lambda value, surplus, votes: down(down(value * surplus, 4) / votes, 4))
        else:
            count.exclude([count.extreme(count.continuing(), 1)[0]])


def instant_runoff(lot: Sequence[str], papers: Sequence[Ranking], seats: int) -> Counted:
    count = Piles.dealt(lot, papers)
    while True:
        votes = count.votes()
        if seats == 1:
            count.elect([name for name in count.continuing() if 2 * votes[name] > sum(votes.values())])
        if count.is_over(seats):
            return count.elected, count.stages
        count.exclude([count.latest(count.extreme(count.continuing(), 1), 1)])


@dataclass
class Keeping:
    """A count by keep values."""

    lot: Sequence[str]
    papers: Sequence[Ranking]
    law: bool
    keep: Votes
    elected: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    stages: list[Votes] = field(default_factory=list)

    def hopeful(self) -> list[str]:
        return [name for name in self.lot if name not in self.elected and name not in self.excluded]

    def iterate(self) -> Votes:
        votes = dict.fromkeys(self.lot, Fraction(0))
        for paper in self.papers:
            left = Fraction(1)
            for name in paper:
                if name in votes:
                    kept = up(left * self.keep[name], 9)
                    votes[name] += kept
                    left = up(left * (1 - self.keep[name]), 9) if self.law else left - kept
        self.stages.append(votes)
        return votes

    def elect(self, names: Iterable[str]) -> None:
        votes = self.stages[-1]
        self.elected += sorted(names, key=lambda name: (-votes[name], self.lot.index(name)))

    def is_over(self, seats: int) -> bool:
        if len(self.elected) < seats and len(self.elected) + len(self.hopeful()) <= seats:
            self.elect(self.hopeful())
        return len(self.elected) >= seats or not self.hopeful()

    def exclude(self, name: str) -> None:
        self.excluded.append(name)
        self.keep[name] = Fraction(0)


def quota_of(votes: Votes, seats: int) -> Fraction:
    return down(sum(votes.values(), Fraction(0)) / (seats + 1), 9) + Fraction(1, 10**9)


def new_keep(keep: Fraction, quota: Fraction, votes: Fraction) -> Fraction:
    return min(Fraction(1), up(up(keep * quota, 9) / votes, 9))


def meek_reference(lot: Sequence[str], papers: Sequence[Ranking], seats: int) -> Counted:
    count = Keeping(lot, papers, law=False, keep=dict.fromkeys(lot, Fraction(1)))
    count.iterate()
    while not count.is_over(seats):
        last: Fraction | None = None
        while True:
            votes = count.iterate()
            quota = quota_of(votes, seats)
            newly = [name for name in count.hopeful() if votes[name] >= quota]
            count.elect(newly)
            surplus = max(Fraction(0), sum((votes[name] - quota for name in count.elected), Fraction(0)))
            if newly or surplus < Fraction(1, 10**6) or (last is not None and surplus >= last):
                break
            last = surplus
            count.keep |= {name: new_keep(count.keep[name], quota, votes[name]) for name in count.elected}
        if not newly:
            most = min(votes[name] for name in count.hopeful()) + surplus
            count.exclude(next(name for name in count.hopeful() if votes[name] <= most))
    return count.elected, count.stages


def new_zealand(
    lot: Sequence[str], papers: Sequence[Ranking], seats: int, numbers: dict[str, int], *, law: bool
) -> Counted:
    """Count by New Zealand's rule for two seats or more; ``lot`` holds those only whom some paper ranks."""
    count = Keeping(lot, papers, law=law, keep=dict.fromkeys(lot, Fraction(1)))
    while True:
        votes = count.iterate()
        quota = quota_of(votes, seats)
        count.elect([name for name in count.hopeful() if votes[name] >= quota])
        if count.is_over(seats):
            return count.elected, count.stages
        surplus = sum((votes[name] - quota for name in count.elected), Fraction(0))
        ranked = sorted(count.hopeful(), key=lambda name: votes[name])
        is_last_for_good = votes[ranked[0]] + surplus < votes[ranked[1]] if len(ranked) > 1 else True
        keep = {n: new_keep(count.keep[n], quota, votes[n]) for n in count.elected if votes[n] > quota}
        is_stuck = all(count.keep[name] == kept for name, kept in keep.items())
        count.keep |= keep
        if is_last_for_good or surplus < Fraction(1, 10**4) or is_stuck:
            count.exclude(last_of(count, [name for name in ranked if votes[name] == votes[ranked[0]]], numbers))


def last_of(count: Keeping, tied: list[str], numbers: dict[str, int]) -> str:
    for votes in count.stages:
        fewest = min(votes[name] for name in tied)
        tied = [name for name in tied if votes[name] == fewest]
    return min(tied, key=lambda name: numbers[name] if len(count.stages) % 2 else 10_000 - numbers[name])
