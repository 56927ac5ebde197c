"""The count of expanding approvals: rank by rank, while some group has what a project costs."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Action, Figure, Settled, Step, Tie
from pbengine.voting.rules.purses.amounts import plus
from pbengine.voting.rules.purses.purses import Purses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.purses.amounts import Bound, Terms


class Expansion:
    """One count, with so many digits; its lists grow as it goes on.

    While the depth stays, money only falls, so that what a group had is an upper bound of what it has.
    """

    def __init__(self, instance: Instance, profile: Profile, lot: Lot, *, bits: int | None) -> None:
        self.instance = instance
        self.purses = Purses(instance, profile, bits=bits)
        self.funded: list[int] = []
        self.steps: list[Step] = []
        self.ties: list[Tie] = []
        self._weights = profile.weights
        self._places = lot.places(instance)
        order = np.lexsort((profile.places, profile.choices))
        ends = np.cumsum([0, *np.bincount(profile.choices, minlength=profile.project_count)]).tolist()
        self._rows = [profile.rows[order[start:end]] for start, end in pairwise(ends)]
        self._ranks = [profile.places[order[start:end]] + 1 for start, end in pairwise(ends)]
        self._deepest = int(profile.places.max(initial=-1)) + 1
        self._open = [
            column
            for column, project in enumerate(instance.projects)
            if project.standing is Standing.STANDING and len(self._rows[column])
        ]
        self._upper: dict[int, Bound] = {}

    def run(self) -> None:
        """Fund what can be funded at each depth, from the first rank to the last."""
        for depth in range(1, self._deepest + 1):
            self._upper.clear()
            while tied := self._best(depth):
                self._fund(tied, depth)

    def approvers(self, project: int, depth: int) -> NDArray[np.intp]:
        """Return the rows that rank the project in this place or better."""
        return self._rows[project][: int(np.searchsorted(self._ranks[project], depth, side="right"))]

    def support(self, project: int, depth: int) -> Terms:
        """Return what the approvers of a project have left."""
        rows = self.approvers(project, depth)
        one = np.ones(len(rows), dtype=np.int64)
        return self.purses.held(rows, one, one)

    def _best(self, depth: int) -> tuple[int, ...]:
        """Return the projects with the largest support for their cost, if that covers it, in the lot's order."""
        histories = self.purses.histories
        able: dict[int, Terms] = {}
        for project in self._open:
            price = self.purses.cost(self._cost(project))
            bar, _ = histories.bounds(price)
            if project in self._upper and self._upper[project] < bar:
                continue
            if not len(self.approvers(project, depth)):
                self._upper[project] = bar - 1
                continue
            support = self.support(project, depth)
            self._upper[project] = histories.bounds(support)[1]
            if histories.sign(plus(support, price, -1)) >= 0:
                able[project] = support
        if free := [project for project in able if self._cost(project) == 0]:
            return tuple(sorted(free, key=self._places.__getitem__))
        scaled = {p: {h: part / self._cost(p) for h, part in terms.items()} for p, terms in able.items()}
        return histories.largest(scaled, self._places) if scaled else ()

    def _cost(self, project: int) -> int:
        return self.instance.projects[project].cost

    def _fund(self, tied: Sequence[int], depth: int) -> None:
        winner, ids = tied[0], [project.id for project in self.instance.projects]
        if len(tied) > 1:
            self.ties.append(Tie(tuple(ids[project] for project in tied), Settled.LOT, ids[winner]))
        rows = self.approvers(winner, depth)
        figures = {"place": len(self.funded) + 1, "rank": depth, **self.figures(winner, depth)}
        self.steps.append(Step(Action.FUND, ids[winner], MappingProxyType(figures)))
        one = np.ones(len(rows), dtype=np.int64)
        self.purses.pay(self._cost(winner), rows, one, one)
        self.funded.append(winner)
        self._open.remove(winner)

    def figures(self, project: int, depth: int) -> Mapping[str, Figure]:
        """Return how many rank a project in this place or better, what it costs and what they have left."""
        voters = int(self._weights[self.approvers(project, depth)].sum())
        left = self.purses.shown(self.support(project, depth))
        return {"supporters": voters, "cost": self._cost(project), "left": left}

    def shortfalls(self) -> dict[int, Mapping[str, Figure]]:
        """Return the figures of what was not funded, with everybody's whole ranking."""
        return {project: self.figures(project, self._deepest) for project in self._open}
