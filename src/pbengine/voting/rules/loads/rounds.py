"""Round by round the project at the lowest level: which can still come, which are equal, what is left."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Action, Figure, Reason, Settled, Step, Tie
from pbengine.voting.rules.admission import Admission

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.rules.admission import Bar
    from pbengine.voting.rules.loads.backers import Backers

FINE = 64
"""Bounds are compared as whole numbers of ``2**-FINE`` minor units first."""


def floor_of(level: Fraction) -> int:
    """Return a level in units of ``2**-FINE`` minor units, rounded down.

    Examples
    --------
    >>> from fractions import Fraction
    >>> floor_of(Fraction(3, 2)) == 3 * 2**63
    True
    """
    return (level.numerator << FINE) // level.denominator


class Rounds:
    """A count in rounds whose levels never fall, so that a level found earlier is a lower bound.

    A project of the lowest level is settled by the lot among equals. What can never come again is noted with its reason
    as soon as that is certain.

    Parameters
    ----------
    code
        of the reason of a funded project; ``-in-parts`` is added where voters stand for several parts of the budget.
    """

    def __init__(self, instance: Instance, backers: Backers, lot: Lot, *, code: str) -> None:
        self.instance = instance
        self.backers = backers
        self.left = instance.budget
        self._code = f"{code}-in-parts" if backers.unequal else code
        self.funded: list[int] = []
        self.steps: list[Step] = []
        self.draws: list[tuple[int, ...]] = []
        self.reasons: dict[int, Reason] = {}
        self._admission = Admission(instance)
        self._places = lot.places(instance)
        self._levels: dict[int, tuple[int, Fraction | None]] = dict.fromkeys(backers.open, (0, None))
        self._fresh: set[int] = set()
        self.drop_what_does_not_fit()
        self._close_barred()

    def fits(self, project: int) -> bool:
        """Say whether the project costs no more than is left."""
        return self.instance.projects[project].cost <= self.left

    def drop_what_does_not_fit(self) -> None:
        """Drop every project that costs more than is left."""
        for project in list(self._levels):
            if not self.fits(project):
                self._drop(project, Reason("not-affordable", self._figures(project)))

    def best(self, work_out: Callable[[int, Fraction | None], Fraction]) -> tuple[Fraction, tuple[int, ...]] | None:
        """Return the lowest level and all projects at it, in the lot's order; None if no project can come.

        Parameters
        ----------
        work_out
            the level of a project now, which never falls from round to round; where it is above the second argument,
            the lowest level found so far, any lower bound above that will do.
        """
        lowest: Fraction | None = None
        tied: list[int] = []
        for project in sorted(self._candidates(), key=lambda p: (self._levels[p][0], self._places[p])):
            if lowest is not None and self._levels[project][0] > floor_of(lowest):
                break
            level = self._level(project, work_out, lowest)
            if lowest is None or level < lowest:
                lowest, tied = level, []
            if level == lowest:
                tied.append(project)
        if lowest is None:
            return None
        return lowest, tuple(sorted(tied, key=self._places.__getitem__))

    def _candidates(self) -> list[int]:
        return [project for project in self._levels if self._admission.bar(project, self.funded) is None]

    def _level(
        self, project: int, work_out: Callable[[int, Fraction | None], Fraction], ceiling: Fraction | None
    ) -> Fraction:
        level = self._levels[project][1] if project in self._fresh else None
        if level is None:
            level = work_out(project, ceiling)
            self._levels[project] = (floor_of(level), level)
            self._fresh.add(project)
        return level

    def fund(self, level: Fraction, tied: Sequence[int]) -> int:
        """Fund the first of the projects at the lowest level and return it."""
        winner = tied[0]
        if len(tied) > 1:
            self.draws.append(tuple(tied))
        figures = {"place": len(self.funded) + 1, **self._figures(winner), "load": level}
        self.steps.append(Step(Action.FUND, self._id(winner), MappingProxyType(figures)))
        self.reasons[winner] = Reason(self._code, MappingProxyType(figures))
        self.left -= self.instance.projects[winner].cost
        self.funded.append(winner)
        del self._levels[winner]
        self._fresh.clear()
        self._close_barred()
        return winner

    def skip(self, level: Fraction, tied: Sequence[int]) -> None:
        """Drop those of the projects at the lowest level that do not fit."""
        for project in tied:
            if not self.fits(project):
                figures = MappingProxyType({**self._figures(project), "load": level})
                self.steps.append(Step(Action.SKIP, self._id(project), figures))
                self._drop(project, Reason("not-affordable", figures))

    def stop(self, level: Fraction, tied: Sequence[int]) -> None:
        """End the count at the first of the projects at the lowest level that does not fit."""
        blocker = next(project for project in tied if not self.fits(project))
        figures = MappingProxyType({**self._figures(blocker), "load": level})
        self.steps.append(Step(Action.STOP, self._id(blocker), figures))
        self._drop(blocker, Reason("not-affordable", figures))

    @property
    def left_over(self) -> tuple[int, ...]:
        """The projects that could still have come when the count ended."""
        return tuple(self._candidates())

    def close(self, levels: Mapping[int, Fraction]) -> None:
        """Note why what is left over was not funded: the count ended before, or something it needs is not funded."""
        blocker = str(self.steps[-1].project) if self.steps else ""
        for project in list(self._levels):
            if (bar := self._admission.bar(project, self.funded)) is not None:
                self._bar(project, bar)
            else:
                figures = {"blocker": blocker, **self._figures(project), "load": levels[project]}
                self._drop(project, Reason("after-stop", MappingProxyType(figures)))

    def ties(self) -> tuple[Tie, ...]:
        """Return the ties. If all that were equal are funded in the end, a tie decided their order and the loads."""
        funded = frozenset(self.funded)
        return tuple(
            Tie(
                between=tuple(map(self._id, tied)),
                settled=Settled.LOT,
                chosen=self._id(tied[0]),
                effect="order" if funded.issuperset(tied) else "outcome",
            )
            for tied in self.draws
        )

    def _figures(self, project: int) -> Mapping[str, Figure]:
        votes, cost = self.backers.votes[project], self.instance.projects[project].cost
        return MappingProxyType({"score": votes, "cost": cost, "left": self.left})

    def _id(self, project: int) -> str:
        return self.instance.projects[project].id

    def _drop(self, project: int, reason: Reason) -> None:
        self.reasons[project] = reason
        del self._levels[project]

    def _close_barred(self) -> None:
        for project in list(self._levels):
            bar = self._admission.bar(project, self.funded)
            if bar is not None and bar.is_final:
                self._bar(project, bar)

    def _bar(self, project: int, bar: Bar) -> None:
        figures = MappingProxyType({**self._figures(project), **bar.figures})
        self._drop(project, Reason(str(bar.barrier), figures))
