"""The money of a walk down a ranking, and what the constraints of the election say of each project at its turn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.constraints import Band, Constraints
from pbengine.voting.outcome import Action, Figure, Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.rules.walk import Candidate


@dataclass(frozen=True, slots=True)
class Grant:
    """What a project gets at its turn: an amount of minor units, and whether the walk ends with it."""

    amount: int
    code: str = "funded-by-score"
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a project is not funded at its turn, and whether the walk goes on (SKIP) or ends (STOP)."""

    action: Action
    reason: Reason


@dataclass(slots=True)
class Treasury:
    """What is left and what was given to whom, under constraints.

    A band's floor keeps money: what a project may use is what is left less the unmet floors of the bands that it is not
    in. A floor counts as long as the band's name is in ``holding``.

    Parameters
    ----------
    left
        the money left, in minor units.
    constraints
        exclusions, dependencies, bands and parts; pots and the minimum of votes are seen to before.
    amounts
        what each funded project got, in the order of funding.
    """

    left: int
    constraints: Constraints = field(default_factory=Constraints)
    amounts: dict[str, int] = field(default_factory=dict)
    holding: frozenset[str] = field(init=False)
    _rivals: Mapping[str, frozenset[str]] = field(init=False)
    _needs: Mapping[str, tuple[str, ...]] = field(init=False)
    _parts: Mapping[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        rivals: dict[str, frozenset[str]] = defaultdict(frozenset)
        for group in self.constraints.exclusions:
            for id_ in group:
                rivals[id_] |= frozenset(group) - {id_}
        needs: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for id_, needed in self.constraints.dependencies:
            needs[id_] += (needed,)
        self._rivals, self._needs, self._parts = rivals, needs, dict(self.constraints.parts)
        self.holding = frozenset(band.name for band in self.constraints.bands if band.floor)

    @classmethod
    def of(cls, instance: Instance, funded: Collection[str] = ()) -> Treasury:
        """Return the budget of an election, less what the projects that are funded already cost in full."""
        amounts = {project.id: project.cost for project in instance.projects if project.id in funded}
        return cls(instance.budget - sum(amounts.values()), instance.constraints, amounts)

    @property
    def floors_overlap(self) -> bool:
        """Whether a project may count towards two floors, so that giving to it may free more than it takes."""
        floored = [id_ for band in self.constraints.bands if band.floor for id_ in dict.fromkeys(band.projects)]
        return len(set(floored)) < len(floored)

    def missing(self, id_: str) -> tuple[str, ...]:
        """Return what a project needs and is not funded."""
        return tuple(needed for needed in self._needs.get(id_, ()) if needed not in self.amounts)

    def judge(self, candidate: Candidate) -> Grant | Refusal | None:
        """Return what a project gets, why it gets nothing, or None where only the money left is too little.

        What it needs is not looked at here. A project that does not fit in full gets the largest of its parts that
        fits.

        Examples
        --------
        >>> from pbengine.voting.rules.walk import Candidate
        >>> green = Band("green", ("park",), floor=40)
        >>> treasury = Treasury(100, Constraints(bands=(green,), parts=(("hall", (50,)),)))
        >>> treasury.judge(Candidate("hall", 70, 9)).amount, treasury.judge(Candidate("pool", 70, 8)).reason.code
        (50, 'kept-for')
        >>> treasury.judge(Candidate("park", 101, 7)) is None
        True
        """
        rivals = self._rivals.get(candidate.id, ())
        rival = next((id_ for id_ in self.amounts if id_ in rivals), None)
        if rival is not None:
            return _skip(Reason("excluded-by", MappingProxyType({"rival": rival, **candidate.figures(self.left)})))
        amounts = (candidate.cost, *reversed(self._parts.get(candidate.id, ())))
        limit = self._limit(candidate.id)
        granted = next((amount for amount in amounts if amount <= limit), None)
        if granted == candidate.cost:
            return Grant(granted)
        if granted is not None:
            return Grant(granted, "funded-in-part", MappingProxyType({"amount": granted}))
        return self._refusal(candidate, amounts[-1])

    def _limit(self, id_: str) -> int:
        """Return the most that a project may get."""
        caps = (band.cap - self.spent(band) for band in self._capped(id_) if band.cap is not None)
        return min((self.left - self._kept(id_), *caps))

    def _refusal(self, candidate: Candidate, least: int) -> Refusal | None:
        """Return why a project cannot get even the least that it can be carried out for."""
        figures = candidate.figures(self.left)
        for band in self._capped(candidate.id):
            spent = self.spent(band)
            if band.cap is not None and spent + least > band.cap:
                said: dict[str, Figure] = {"band": band.name, "cap": band.cap, "spent": spent, **figures}
                return _skip(Reason("over-cap", MappingProxyType(said)))
        if least > self.left:
            return None
        names = ", ".join(band.name for band in self._keeping(candidate.id))
        kept = {"band": names, "kept": self._kept(candidate.id), **figures}
        return _skip(Reason("kept-for", MappingProxyType(kept)))

    def spent(self, band: Band) -> int:
        """Return what the funded projects of a band got."""
        return sum(self.amounts.get(id_, 0) for id_ in dict.fromkeys(band.projects))

    def _capped(self, id_: str) -> Iterator[Band]:
        return (band for band in self.constraints.bands if band.cap is not None and id_ in band.projects)

    def _keeping(self, id_: str) -> Iterator[Band]:
        """Yield the bands that keep money from a project."""
        for band in self.constraints.bands:
            if band.name in self.holding and id_ not in band.projects and band.floor > self.spent(band):
                yield band

    def _kept(self, id_: str) -> int:
        """Return how much of what is left a project may not use."""
        return min(self.left, sum(band.floor - self.spent(band) for band in self._keeping(id_)))

    def give(self, id_: str, amount: int) -> None:
        """Fund a project."""
        self.left -= amount
        self.amounts[id_] = amount


def _skip(reason: Reason) -> Refusal:
    return Refusal(Action.SKIP, reason)
