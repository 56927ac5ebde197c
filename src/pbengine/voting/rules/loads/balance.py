"""The least largest load with which a set of projects can be paid for, by whichever of its supporters, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.exact import TOP
from pbengine.voting.rules.loads.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.rules.loads.backers import Backers

CAUTION = 1 - 2**-40
"""Payments of an earlier round are tried again a little lower, so that rounding does not push them over a limit."""


MEMORY = 24
"""How many parts of the funded projects are tried with a project before a flow is."""


class Balance:
    """The funded projects, and how their supporters could pay for them with the least largest load.

    The least largest load of a set W is the largest cost(S) / stake of those who chose something of S, over all parts S
    of W. So each S gives a lower bound, and payments within a load give an upper one; here they meet. Whole numbers
    throughout: a load n/d is tested with costs times d against stakes times n. See ``docs/proofs/maximin-support.md``.

    Examples
    --------
    Two voters chose ``a``, one of them also ``b`` alone among three: the load of ``a`` moves to the other.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> from pbengine.voting.rules.loads.backers import backers_of
    >>> town = Instance((Project("a", 6), Project("b", 4)), budget=10)
    >>> balance = Balance(town, backers_of(town, Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [0, 1]])))
    >>> balance.fund(0, balance.level(0, None))
    >>> balance.level(1, None)
    Fraction(5, 1)
    """

    def __init__(self, instance: Instance, backers: Backers) -> None:
        self._costs = [project.cost for project in instance.projects]
        chosen = np.zeros((len(self._costs), backers.count), dtype=np.bool_)
        for project in backers.open:
            chosen[project, backers.rows[project]] = True
        self._chosen, kind_of = _kinds(chosen)
        self._stakes = np.zeros(self._chosen.shape[1], dtype=np.int64)
        np.add.at(self._stakes, kind_of, 1 if backers.stakes is None else backers.stakes)
        largest = max(1, instance.budget) * max(1, int(self._stakes.sum()))
        self._type = np.int64 if largest < 2**TOP else object
        self._funded: list[int] = []
        self._load = Fraction(0)
        self._payments = np.zeros((0, len(self._stakes)))
        self._plans: dict[int, NDArray[np.float64]] = {}
        self._bounds: dict[int, Fraction] = {}
        self._parts: dict[tuple[int, ...], NDArray[np.bool_]] = {}

    def level(self, project: int, ceiling: Fraction | None) -> Fraction:
        """Return the least largest load with this project as well, or any load above the ceiling if that is above it.

        Parameters
        ----------
        ceiling
            what the caller has found already for another project.
        """
        load = max(self._load, self._bounds.get(project, Fraction(0)), self._bound_by_parts(project))
        if ceiling is None or load <= ceiling:
            load = self._search(project, load, ceiling)
        self._bounds[project] = load
        return load

    def _search(self, project: int, load: Fraction, ceiling: Fraction | None) -> Fraction:
        """Go up from a lower bound, from one part that is short of money to the next."""
        projects = [*self._funded, project]
        groups = np.flatnonzero(self._supporters(projects))
        chosen = self._chosen[projects][:, groups]
        payments = np.vstack([self._payments[:, groups], np.zeros(len(groups))])
        while ceiling is None or load <= ceiling:
            transport = self._transport(chosen, groups, projects, payments, load)
            part = transport.settle()
            payments = (transport.paid / load.denominator).astype(np.float64)
            if part is None:
                plan = np.zeros((len(projects), len(self._stakes)))
                plan[:, groups] = payments
                self._plans[project] = plan
                return load
            short = [projects[place] for place in np.flatnonzero(part).tolist()]
            load = self._density(short, self._supporters(short))
            self._remember(tuple(other for other in short if other != project))
        return load

    def _supporters(self, projects: Sequence[int]) -> NDArray[np.bool_]:
        """Return which groups chose one of these projects."""
        supporters: NDArray[np.bool_] = np.logical_or.reduce(self._chosen[list(projects)], axis=0)
        return supporters

    def _density(self, projects: Sequence[int], supporters: NDArray[np.bool_]) -> Fraction:
        """Return what these projects cost for each part of the budget that their supporters stand for."""
        stake = int(self._stakes[supporters].sum())
        return Fraction(sum(self._costs[project] for project in projects), stake)

    def _bound_by_parts(self, project: int) -> Fraction:
        """Return a lower bound from what was short of money together with other projects."""
        alone = self._chosen[project]
        bounds = (
            self._density((*part, project), np.logical_or(supporters, alone))
            for part, supporters in self._parts.items()
        )
        return max(self._density((project,), alone), *bounds, Fraction(0))

    def _remember(self, part: tuple[int, ...]) -> None:
        """Keep funded projects that were short of money, the latest MEMORY of them."""
        supporters = self._parts.pop(part, None)
        self._parts[part] = self._supporters(part) if supporters is None else supporters
        if len(self._parts) > MEMORY:
            del self._parts[next(iter(self._parts))]

    def _transport(
        self,
        chosen: NDArray[np.bool_],
        groups: NDArray[np.intp],
        projects: list[int],
        payments: NDArray[np.float64],
        load: Fraction,
    ) -> Transport:
        wanted = np.array([self._costs[project] * load.denominator for project in projects], dtype=self._type)
        spare = self._stakes[groups].astype(self._type) * load.numerator
        paid = np.floor(payments * (load.denominator * CAUTION)).astype(self._type)
        paid[paid.sum(axis=1) > wanted] = 0
        paid[:, paid.sum(axis=0) > spare] = 0
        return Transport(chosen, wanted, spare - paid.sum(axis=0), paid)

    def fund(self, project: int, load: Fraction) -> None:
        """Add a project, whose level was just worked out to be this load."""
        self._funded.append(project)
        self._load = load
        self._payments = self._plans[project]
        self._plans.clear()


def _kinds(chosen: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Return the different columns of a table, and which of them each column is."""
    packed = np.ascontiguousarray(np.packbits(chosen, axis=0).T)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1) if packed.size else np.zeros(len(packed))
    _, first, kind_of = np.unique(keys, return_index=True, return_inverse=True)
    return chosen[:, first], kind_of.reshape(-1).astype(np.intp)
