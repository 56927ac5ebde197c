"""The count of cumulative STV: money that stands on projects by points, and moves on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.profile import by_column
from pbengine.voting.rules.purses.amounts import Terms, plus
from pbengine.voting.rules.purses.purses import Purses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile

    Ranges = Sequence[tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened to a project: ``code`` is that of its reason.

    Parameters
    ----------
    backing
        what stood on it before, in minor units, to the nearest millionth.
    left
        what was left of the budget before, in minor units.
    """

    project: int
    code: str
    backing: Fraction
    left: int


class Transfers:
    """One count, with so many digits; ``turns`` and ``draws`` grow as it goes on.

    What voters have left is always split by the points of the projects that are still in: all that moves, moves in
    these proportions. So it is enough to keep what each voter has, and the points that are still in.
    """

    def __init__(self, instance: Instance, profile: Profile, lot: Lot, *, choice: str, bits: int | None) -> None:
        self.instance = instance
        self.purses = Purses(instance, profile, bits=bits)
        self.turns: list[Turn] = []
        self.draws: list[tuple[tuple[int, ...], int]] = []
        self.left = instance.budget
        self.weights = profile.weights
        self._choice = choice
        self._places = lot.places(instance)
        points = np.ones(len(profile.choices), dtype=np.int64) if profile.points is None else profile.points
        self.open = [c for c, p in enumerate(instance.projects) if p.standing is Standing.STANDING]
        stands = np.zeros(profile.project_count, dtype=np.bool_)
        stands[self.open] = True
        entries = np.flatnonzero(stands[profile.choices] & (points > 0))
        places, spans = by_column(profile.choices[entries], profile.project_count)
        order = entries[places]
        self._entries = (profile.choices[order].astype(np.intp), profile.rows[order].astype(np.intp), points[order])
        self.rows = [profile.rows[order[span]] for span in spans]
        self._points = [points[order[span]] for span in spans]
        self._whole = np.zeros(profile.ballots, dtype=np.int64)
        np.add.at(self._whole, profile.rows[entries], points[entries])
        self._eliminated: list[int] = []

    def until_over(self, transfers: str) -> None:
        """Fund what has its cost, and let money move, until no project can be funded that way."""
        while self.open:
            ranges = self._ranges()
            if able := self._able(ranges, self._backing):
                self._fund(self._first(able, self._backings(able, ranges)), "funded-by-backing")
            elif transfers == "elimination":
                self._eliminate(self._backings(self.open, ranges, last=True))
            elif able := self._able(self._ranges(in_all=True), self._purse):
                self._fund(self._first(able, self._backings(able, ranges)), "funded-by-transfer")
            else:
                break

    def use_the_rest(self) -> None:
        """Fund what still fits: what was eliminated last first, or what is first by the choice."""
        order = self._eliminated[::-1]
        backing = {project: self._backing(project) for project in self.open}
        while backing:
            order.append(self._first(list(backing), backing))
            del backing[order[-1]]
        for project in order:
            if self._cost(project) <= self.left:
                shown = next((turn.backing for turn in self.turns if turn.project == project), None)
                known = shown if shown is not None else self.purses.shown(self._backing(project))
                self.turns = [turn for turn in self.turns if turn.project != project]
                self.turns.append(Turn(project, "funded-by-rest", known, self.left))
                self.left -= self._cost(project)
                if project in self.open:
                    self.open.remove(project)

    def _cost(self, project: int) -> int:
        return self.instance.projects[project].cost

    def _backing(self, project: int) -> Terms:
        """Return what stands on a project."""
        rows = self.rows[project]
        return self.purses.held(rows, self._points[project], self._whole[rows])

    def _purse(self, project: int) -> Terms:
        """Return all that the supporters of a project have left."""
        one = np.ones(len(self.rows[project]), dtype=np.int64)
        return self.purses.held(self.rows[project], one, one)

    def _sign(self, amount: Terms, project: int) -> int:
        return self.purses.histories.sign(plus(amount, self.purses.cost(self._cost(project)), -1))

    def _value(self, project: int, backing: Terms) -> Terms:
        """Return what the choice compares."""
        if self._choice == "support":
            return backing
        if self._choice == "ratio":
            return {history: part / self._cost(project) for history, part in backing.items()}
        return plus(backing, self.purses.cost(self._cost(project)), -1)

    def _ranges(self, *, in_all: bool = False) -> list[tuple[Fraction, Fraction]]:
        """Return bounds of what stands on each project, or of all that its supporters have left."""
        columns, rows, points = self._entries
        kept = self._whole[rows] > 0
        columns, rows = columns[kept], rows[kept]
        parts = np.ones(len(rows)) if in_all else points[kept] / self._whole[rows]
        lows, highs = self.purses.ranges(columns, rows, parts)
        ranges = [(Fraction(low), Fraction(high)) for low, high in zip(lows.tolist(), highs.tolist(), strict=True)]
        return ranges + [(Fraction(0), Fraction(0))] * (len(self.rows) - len(ranges))

    def _able(self, ranges: Ranges, amount: Callable[[int], Terms]) -> list[int]:
        """Return the projects whose cost an amount covers; only what the bounds leave open is worked out."""
        return [project for project in self.open if self._covers(project, ranges[project], amount)]

    def _covers(self, project: int, known: tuple[Fraction, Fraction], amount: Callable[[int], Terms]) -> bool:
        cost = self._cost(project) * self.purses.units
        if known[0] >= cost or known[1] < cost:
            return known[0] >= cost
        return self._sign(amount(project), project) >= 0

    def _backings(self, projects: Sequence[int], ranges: Ranges, *, last: bool = False) -> dict[int, Terms]:
        """Return what stands on the projects that may be first, or last, by the choice."""
        if self._choice == "ratio":
            projects = [project for project in projects if self._cost(project)] or projects
        sides = {project: tuple(self._worth(project, bound) for bound in ranges[project]) for project in projects}
        if last:
            ceiling = min(high for _, high in sides.values())
            return {project: self._backing(project) for project in projects if sides[project][0] <= ceiling}
        floor = max(low for low, _ in sides.values())
        return {project: self._backing(project) for project in projects if sides[project][1] >= floor}

    def _worth(self, project: int, amount: Fraction) -> Fraction:
        """Return what the choice compares, of an amount of units."""
        cost = self._cost(project)
        if self._choice == "excess":
            return amount - cost * self.purses.units
        return amount / cost if self._choice == "ratio" and cost else amount

    def _first(self, projects: Sequence[int], backing: dict[int, Terms]) -> int:
        """Return the first of these projects by the choice; what costs nothing has the largest ratio."""
        if self._choice == "ratio" and (free := [project for project in projects if not self._cost(project)]):
            tied = tuple(sorted(free, key=self._places.__getitem__))
        else:
            values = {project: self._value(project, terms) for project, terms in backing.items()}
            tied = self.purses.histories.largest(values, self._places)
        if len(tied) > 1:
            self.draws.append((tied, tied[0]))
        return tied[0]

    def _fund(self, project: int, code: str) -> None:
        rows = self.rows[project]
        self.turns.append(Turn(project, code, self.purses.shown(self._backing(project)), self.left))
        self.purses.pay(self._cost(project), rows, self._points[project], self._whole[rows])
        self.left -= self._cost(project)
        self._take_out(project)

    def _eliminate(self, backing: dict[int, Terms]) -> None:
        """Take out the last project by the choice; of equal ones the last of the lot."""
        values = {p: {h: -part for h, part in self._value(p, terms).items()} for p, terms in backing.items()}
        tied = self.purses.histories.largest(values, self._places)
        last = tied[-1]
        if len(tied) > 1:
            self.draws.append((tied, last))
        self.turns.append(Turn(last, "under-supported", self.purses.shown(backing[last]), self.left))
        self._eliminated.append(last)
        self._take_out(last)

    def _take_out(self, project: int) -> None:
        self._whole[self.rows[project]] -= self._points[project]
        self.open.remove(project)

    def rest(self) -> list[Turn]:
        """Return what stands in the end on the projects that are neither funded nor eliminated."""
        return [
            Turn(project, "under-supported", self.purses.shown(self._backing(project)), self.left)
            for project in self.open
        ]
