"""A set that was judged voter by voter, as an outcome: whom each project reaches, and who has no other."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.constraints import Feature
from pbengine.voting.optimum.backing import Backing
from pbengine.voting.optimum.offers import offers
from pbengine.voting.outcome import Action, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.profile import BallotKind
from pbengine.voting.rules.walk import withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.optimum.covering import Covering
    from pbengine.voting.outcome import Figure
    from pbengine.voting.profile import Profile

NAMING_BALLOTS = (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE, BallotKind.ORDINAL, BallotKind.CUMULATIVE)
"""Ballots that name some projects: a voter backs each of them, with points above 0 where there are points."""

REACH_CARRIES = (Feature.COSTS, Feature.EXCLUSIONS, Feature.DEPENDENCIES, Feature.CAPS, Feature.EQUAL_RANKS)


def backing_of(instance: Instance, profile: Profile, lot: Lot) -> Backing:
    """Return who backs what among the projects that anybody backs, or that one of those needs."""
    given = np.ones(len(profile.choices), dtype=bool) if profile.points is None else profile.points > 0
    supporters = np.zeros(profile.project_count, dtype=np.int64)
    np.add.at(supporters, profile.choices[given], profile.weights[profile.rows][given])
    return Backing.of(instance, profile, offers(instance, supporters.tolist(), lot).listed)


@dataclass(frozen=True, eq=False)
class Reach:
    """A set of projects and whom it reaches.

    Parameters
    ----------
    instance, profile, backing, covering
        what was counted, and what was found.
    lost_code
        the code of the reason of a project that anybody backs and that is not funded.
    """

    instance: Instance
    profile: Profile
    backing: Backing
    covering: Covering
    lost_code: str

    def outcome(self, rule: str, options: Mapping[str, Figure]) -> Outcome:
        """Return the outcome; the steps fund first what reaches most voters not reached before."""
        listed, left, steps = self.backing.listed, self.instance.budget, []
        reasons = dict.fromkeys((project.id for project in self.instance.projects), Reason("no-votes"))
        alone = self._only()
        for place, (column, adds) in enumerate(self._order(), start=1):
            offer = listed[column]
            figures = {"place": place, "supporters": offer.value, "cost": offer.amount, "left": left, "adds": adds}
            steps.append(Step(Action.FUND, offer.project, MappingProxyType(dict(figures))))
            reasons[offer.project] = Reason("funded-by-reach", MappingProxyType({**figures, "only": alone[column]}))
            left -= offer.amount
        missed = self._missed()
        for column, offer in enumerate(listed):
            if column not in self.covering.chosen and offer.value:
                told = {"supporters": offer.value, "cost": offer.amount}
                if offer.amount > self.instance.budget:
                    reason = Reason("beyond-budget", MappingProxyType({**told, "budget": self.instance.budget}))
                else:
                    reason = Reason(self.lost_code, MappingProxyType({**told, "without": missed[column]}))
                reasons[offer.project] = reason
        reasons |= withdrawn(self.instance, self.profile)
        return Outcome(
            rule=rule,
            options=MappingProxyType(dict(options)),
            funded=tuple(step.project for step in steps if step.project),
            cost=self.instance.budget - left,
            steps=tuple(steps),
            ties=tuple(self._ties()),
            reasons=MappingProxyType(reasons),
        )

    def _order(self) -> Iterator[tuple[int, int]]:
        """Yield the funded columns with how many voters each reaches first; level ones by supporters, then the lot."""
        waiting = list(self.covering.chosen)
        open_ = list(zip(self.backing.sets, self.backing.weights, strict=True))
        while waiting:
            adds = self._sums(open_)
            best = max(waiting, key=lambda column: (adds[column], self.backing.listed[column].value, -column))
            yield best, adds[best]
            waiting.remove(best)
            open_ = [(set_, weight) for set_, weight in open_ if best not in set_]

    def _sums(self, groups: Sequence[tuple[Sequence[int], int]]) -> list[int]:
        """Return how many voters of these groups name each column."""
        sums = [0] * len(self.backing.listed)
        for set_, weight in groups:
            for column in set_:
                sums[column] += weight
        return sums

    def _only(self) -> list[int]:
        """Return for how many voters each funded column is the only funded one that they back."""
        chosen = set(self.covering.chosen)
        had = ([column for column in set_ if column in chosen] for set_ in self.backing.sets)
        return self._sums(
            [(set_, weight) for set_, weight in zip(had, self.backing.weights, strict=True) if len(set_) == 1]
        )

    def _missed(self) -> list[int]:
        """Return how many voters of each column have no funded project."""
        chosen = set(self.covering.chosen)
        groups = zip(self.backing.sets, self.backing.weights, strict=True)
        return self._sums([(set_, weight) for set_, weight in groups if chosen.isdisjoint(set_)])

    def _ties(self) -> Iterator[Tie]:
        for other in self.covering.level:
            differ = sorted(set(self.covering.chosen) ^ set(other))
            between = tuple(self.backing.listed[column].project for column in differ)
            if len(between) > 1:
                yield Tie(between, Settled.LOT, between[0])
