"""The loads of sequential Phragmen, exact: a voter's load is the level of the project they helped to pay for last."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pbengine.voting.rules.loads.backers import Backers


class Loads:
    """What each voter has borne so far, for each part of the budget that they stand for.

    After k projects there are at most k different loads, so each row has a small number, its *label*, and only the
    levels behind the labels are fractions: integers over one common denominator. The reasoning is in
    ``docs/proofs/phragmen.md``.

    Examples
    --------
    Two voters share a project of 6, one of them and a third share one of 5.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> from pbengine.voting.rules.loads.backers import backers_of
    >>> town = Instance((Project("a", 6), Project("b", 5)), budget=11)
    >>> loads = Loads(backers_of(town, Profile.from_ballots(BallotKind.APPROVAL, 2, [[0], [0, 1], [1]])))
    >>> loads.bear(0, loads.level(0, 6))
    >>> loads.level(1, 5)
    Fraction(4, 1)
    """

    def __init__(self, backers: Backers) -> None:
        self._backers = backers
        self._labels = np.zeros(backers.count, dtype=np.intp)
        self._numerators = [0]
        self._denominator = 1

    def level(self, project: int, cost: int) -> Fraction:
        """Return the load to which those of its supporters who bear less must be raised to pay for a project."""
        stakes = self._backers.by_label(project, self._labels, len(self._numerators))
        groups = [(load, stake) for load, stake in zip(self._numerators, stakes, strict=True) if stake]
        total = cost * self._denominator + sum(load * stake for load, stake in groups)
        parts = sum(stake for _, stake in groups)
        if max(load for load, _ in groups) * parts > total:  # only where a project had to wait for another
            for load, stake in sorted(groups, reverse=True):
                if load * parts <= total:
                    break
                total, parts = total - load * stake, parts - stake
        return Fraction(total, self._denominator * parts)

    def bear(self, project: int, level: Fraction) -> None:
        """Raise the loads of the project's supporters to this level; who bears more already is left alone."""
        factor = level.denominator // gcd(self._denominator, level.denominator)
        if factor > 1:
            self._denominator *= factor
            self._numerators = [numerator * factor for numerator in self._numerators]
        raised = level.numerator * (self._denominator // level.denominator)
        lower = np.array([numerator < raised for numerator in self._numerators], dtype=np.bool_)
        rows = self._backers.rows[project]
        self._labels[rows[lower[self._labels[rows]]]] = len(self._numerators)
        self._numerators.append(raised)
