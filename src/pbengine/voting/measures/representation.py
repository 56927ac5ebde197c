"""Whether every group of voters who agree on a project got what their number entitles them to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from pbengine.voting.instance import Standing
from pbengine.voting.measures.supporters import rows_by_project
from pbengine.voting.pots import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.pots import Part
    from pbengine.voting.profile import Profile

_INT64 = 2**62


@dataclass(frozen=True, slots=True)
class Neglected:
    """Voters who agree on a project that is not funded, and whom the outcome leaves with less than is due to them.

    Parameters
    ----------
    project
        that all of them support.
    voters
        how many they are.
    due
        their part of the budget, in minor units.
    most
        what the funded projects that one of them supports cost, at most.
    cost
        of the project: with it even the best off of them would not have more than is due to all.
    """

    project: str
    voters: int
    due: Fraction
    most: int | Fraction
    cost: int


def neglected_groups(
    instance: Instance,
    profile: Profile,
    funded: Iterable[str],
    amounts: Mapping[str, int | Fraction] = MappingProxyType({}),
) -> tuple[Neglected, ...]:
    """Check EJR+ up to any project under cost utilities; return a group for each project where it fails.

    It holds if there is no project outside the outcome with supporters of whom each, had the project been funded as
    well, would still see no more money spent on what they support than the part of the budget that is due to all of
    them together. The check is exact and takes time linear in the ballots, but for sorting. Each pot is checked by
    itself; other constraints may rule out that EJR+ holds, and are not looked at.

    Parameters
    ----------
    instance, profile
        what was counted; whoever names a project, with more than no points, supports it.
    funded
        ids of the funded projects.
    amounts
        what is spent on each of them, where that is not its cost.

    Returns
    -------
    tuple[Neglected, ...]
        for each project where the check fails the largest such group, in the order of the ballot; empty if EJR+ holds.

    References
    ----------
    M. Brill, J. Peters, *Robust and Verifiable Proportionality Axioms for Multiwinner Voting*, EC 2023,
    arXiv:2302.01989, section 6 on participatory budgeting.

    Examples
    --------
    Half of the voters want only the hall: 50 is due to them, and they get nothing.

    >>> from pbengine.voting import BallotKind, Instance, Profile, Project
    >>> town = Instance((Project("park", 60), Project("hall", 50), Project("tree", 40)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 2], [0, 2], [1], [1]])
    >>> neglected_groups(town, ballots, ["park", "tree"])
    (Neglected(project='hall', voters=2, due=Fraction(50, 1), most=0, cost=50),)
    >>> neglected_groups(town, ballots, ["hall", "tree"])
    ()
    """
    chosen = frozenset(funded)
    return tuple(group for part in parts_of(instance, profile) for group in _within(part, chosen, amounts))


def _within(part: Part, chosen: frozenset[str], amounts: Mapping[str, int | Fraction]) -> Iterator[Neglected]:
    """Yield the groups of one pot, whose voters are due their part of its money."""
    instance, profile = part.instance, part.profile
    supporters = rows_by_project(profile)
    largest = sum(project.cost for project in instance.projects) + instance.budget
    fits = not amounts and largest * max(profile.voters, 1) < _INT64
    utility: NDArray[np.int64] = np.zeros(profile.ballots, dtype=np.int64 if fits else np.object_)
    for column, project in enumerate(instance.projects):
        if project.id in chosen:
            spent: Any = amounts.get(project.id, project.cost)
            utility[supporters[column]] += spent
    for column, project in enumerate(instance.projects):
        if project.id not in chosen and project.standing is Standing.STANDING:
            group = _neglected(column, instance, profile, utility[supporters[column]], supporters[column])
            if group is not None:
                yield group


def _neglected(
    column: int, instance: Instance, profile: Profile, utility: NDArray[np.int64], rows: NDArray[np.intp]
) -> Neglected | None:
    """Return the largest group of supporters, the worst off first, to whom as much is due as they get with it."""
    project = instance.projects[column]
    order = np.argsort(utility, kind="stable")
    heads = np.cumsum(profile.weights[rows][order]).astype(utility.dtype)
    least = utility[order]
    fails = np.flatnonzero(heads * instance.budget >= (least + project.cost) * profile.voters)
    if not len(fails):
        return None
    last = int(fails[-1])
    voters = int(heads[last])
    due = Fraction(voters * instance.budget, profile.voters)
    return Neglected(project.id, voters, due, least.tolist()[last], project.cost)
