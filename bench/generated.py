"""Elections of any size made from a seed: the same projects and ballots on every machine."""

from __future__ import annotations

import numpy as np

from pbengine.voting import BallotKind, Instance, Profile, Project

MOST_APPROVALS = 15
BUDGET = 30_000_000
DEAREST, CHEAPEST = 3_000_000, 50_000


def generated_approvals(voters: int, projects: int, seed: int) -> tuple[Instance, Profile]:
    """Return an election by approvals: each voter names 1 to 15 projects, some projects being far better liked.

    Parameters
    ----------
    voters, projects
        how many; a voter never names more projects than there are.
    seed
        equal seeds give equal elections.

    Returns
    -------
    tuple[Instance, Profile]
        costs between 50,000 and 3,000,000, evenly on a scale of ratios, and a budget of 30,000,000; the approvals of
        a voter rise.

    Examples
    --------
    >>> instance, profile = generated_approvals(1000, 20, seed=1)
    >>> profile.voters, instance.budget, bool(abs(len(profile.choices) / 1000 - 8) < 1)
    (1000, 30000000, True)
    """
    rng = np.random.default_rng(seed)
    costs = np.exp(rng.uniform(np.log(CHEAPEST), np.log(DEAREST), projects)).astype(np.int64)
    liking = rng.exponential(size=projects) + 0.1
    most = min(MOST_APPROVALS, projects)
    lengths = rng.integers(1, most + 1, voters)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    choices = np.empty(int(starts[-1]), dtype=np.int32)
    for first in range(0, voters, 10_000):  # in portions: a million voters by a hundred projects need not fit at once
        last = min(first + 10_000, voters)
        # who takes the smallest of exponential waits draws without putting back, in proportion to liking
        waits = rng.exponential(size=(last - first, projects)) / liking
        nearest = np.argsort(waits, axis=1)[:, :most]
        taken = np.arange(most) < lengths[first:last, None]
        named = np.sort(np.where(taken, nearest, projects), axis=1)
        choices[starts[first] : starts[last]] = named[named < projects]
    instance = Instance(tuple(Project(f"p{column}", cost) for column, cost in enumerate(costs.tolist())), BUDGET)
    return instance, Profile(BallotKind.APPROVAL, projects, starts, choices, np.ones(voters, dtype=np.int64))
