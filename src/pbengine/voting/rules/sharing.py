"""The engines of equal shares under one face: which one counts, and what it returns as an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pbengine.voting.exact import Scale
from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Outcome
from pbengine.voting.rules.graded import run as graded
from pbengine.voting.rules.graded.earned import with_purchases
from pbengine.voting.rules.graded.earnings import earn
from pbengine.voting.rules.graded.evidence import outcome_of
from pbengine.voting.rules.graded.gradings import gradings_of
from pbengine.voting.rules.graded.others import count_with_others
from pbengine.voting.rules.graded.raising import raise_endowment as raise_graded
from pbengine.voting.rules.graded.support import approvals_of
from pbengine.voting.rules.shares import evidence as approved
from pbengine.voting.rules.shares.board import Board
from pbengine.voting.rules.shares.electorate import electorate_of
from pbengine.voting.rules.shares.endowments import raise_endowment
from pbengine.voting.rules.shares.run import Run, count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from fractions import Fraction

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.admission import Admission
    from pbengine.voting.rules.climb import Raised

GRADED_UTILITIES = frozenset({"points", "borda"})
"""Utilities in which the supporters of a project differ."""
GRADED_COMPLETIONS = frozenset({"epsilon", "phragmen"})
"""Completions that need everybody's money after the run."""


class AnyRun(Protocol):
    """What is asked of a run of either engine."""

    cost: int

    @property
    def funded(self) -> list[int]:
        """Columns in the order of funding."""
        ...


class Shares(Protocol):
    """An election arranged for counting by shares at any endowment."""

    @property
    def parts(self) -> int:
        """Equal parts that the budget has: as many as voters, unless voters are endowed differently."""
        ...

    def raise_endowment(self, start: Fraction, *, increment: int, stops_exhaustive: bool) -> Raised:
        """Return the last endowment before the first whose run spends more than the budget."""
        ...

    def cost_at(self, endowment: Fraction) -> int:
        """Return what a run at an endowment spends."""
        ...

    def outcome_at(self, endowment: Fraction) -> Outcome:
        """Return the outcome of a run at an endowment, without a rule's name and options."""
        ...


def shares_of(instance: Instance, profile: Profile, *, lot: Lot, utility: str, completion: str) -> Shares:
    """Arrange an election for the engine that counts it.

    Approvals have an engine of their own, which is faster; it also counts other ballots as approvals of what they
    support where the utility asks for no more.
    """
    if utility in GRADED_UTILITIES or completion in GRADED_COMPLETIONS:
        return GradedShares(instance, profile, lot=lot, utility=utility, completion=completion)
    return ApprovalShares(instance, profile, lot=lot, utility=utility)


class ApprovalShares:
    """Shares where all supporters of a project gain the same."""

    def __init__(self, instance: Instance, profile: Profile, *, lot: Lot, utility: str) -> None:
        self._instance = instance
        self._people = electorate_of(instance, approvals_of(profile), lot=lot, utility=utility)
        self.parts = self._people.parts

    def raise_endowment(self, start: Fraction, *, increment: int, stops_exhaustive: bool) -> Raised:
        """Return the last endowment before the first whose run spends more than the budget."""
        return raise_endowment(
            self._people,
            start,
            increment=increment,
            budget=self._instance.budget,
            is_exhaustive=_exhaustion(self._instance, self._people.admission) if stops_exhaustive else _never,
        )

    def _run_at(self, endowment: Fraction) -> Run:
        return count(Board(self._people, Scale.for_total(self.parts * endowment)), endowment)

    def cost_at(self, endowment: Fraction) -> int:
        """Return what a run at an endowment spends."""
        return self._run_at(endowment).cost

    def outcome_at(self, endowment: Fraction) -> Outcome:
        """Return the outcome of a run at an endowment."""
        run = self._run_at(endowment)
        funding = approved.funding_steps(self._instance, run)
        return Outcome(
            rule="",
            options={},
            funded=tuple(self._instance.projects[column].id for column in run.funded),
            cost=run.cost,
            steps=funding,
            ties=approved.ties_of(self._instance, run),
            reasons=approved.reasons_of(self._instance, run, funding),
        )


class GradedShares:
    """Shares where supporters of a project may gain differently, or everybody's money is needed after the run."""

    def __init__(self, instance: Instance, profile: Profile, *, lot: Lot, utility: str, completion: str) -> None:
        self._instance = instance
        self._completion = completion
        self._people = gradings_of(instance, profile, lot=lot, utility=utility)
        self.parts = self._people.all_parts

    def raise_endowment(self, start: Fraction, *, increment: int, stops_exhaustive: bool) -> Raised:
        """Return the last endowment before the first whose run spends more than the budget."""
        return raise_graded(
            self._people,
            start,
            increment=increment,
            budget=self._instance.budget,
            is_exhaustive=_exhaustion(self._instance, self._people.admission) if stops_exhaustive else _never,
        )

    def cost_at(self, endowment: Fraction) -> int:
        """Return what a run at an endowment spends."""
        return graded.count(self._people, endowment).cost

    def outcome_at(self, endowment: Fraction) -> Outcome:
        """Return the outcome of a run at an endowment, and of what follows it."""
        if self._completion == "epsilon":
            return outcome_of(self._instance, count_with_others(self._people, endowment), with_others=True)
        run = graded.count(self._people, endowment)
        outcome = outcome_of(self._instance, run)
        if self._completion == "phragmen":
            return with_purchases(self._instance, outcome, run, earn(run, self._instance.budget))
        return outcome


def _never(_run: AnyRun) -> bool:
    return False


def _exhaustion(instance: Instance, admission: Admission) -> Callable[[AnyRun], bool]:
    """Return the test whether no further project fits the budget beside what a run funds."""
    costs = [project.cost for project in instance.projects]
    standing = [column for column, project in enumerate(instance.projects) if project.standing is Standing.STANDING]

    def fitting(funded: Sequence[int], most: int) -> Collection[int]:
        return [column for column in standing if costs[column] <= most and column not in funded]

    def is_exhaustive(run: AnyRun) -> bool:
        rest = fitting(run.funded, instance.budget - run.cost)
        return all(admission.bar(column, run.funded) for column in rest)

    return is_exhaustive
