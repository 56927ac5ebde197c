"""Rankings made from a seed, by voters of four groups: the same everywhere, guarded by their first preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting import BallotKind, Instance, Profile

if TYPE_CHECKING:
    from typing import Literal

SEED = 20240601
VOTERS, CANDIDATES, SEATS = 100_000, 15, 5
GROUPS = (0.35, 0.3, 0.2, 0.15)
FIRST_PREFERENCES = (
    7470, 3809, 1984, 13665, 3422, 9277, 8360, 4205, 3657, 18630, 7626, 2838, 3283, 9012, 2762,
)  # fmt: skip


def generated_rankings(lengths: Literal["full", "truncated"]) -> tuple[Instance, Profile]:
    """Return 100,000 rankings of 15 candidates for 5 seats, one row each.

    Each group likes the candidates differently, and each voter likes them as the group does, with noise of their own.

    Parameters
    ----------
    lengths
        ``full``: every voter ranks all; ``truncated``: between 2 and all, few of them many.

    Raises
    ------
    ValueError
        if numpy's generator has come to draw other numbers: the first preferences are not those that are known.

    Examples
    --------
    >>> instance, profile = generated_rankings("truncated")
    >>> profile.voters, instance.seats, int(np.diff(profile.starts).min())
    (100000, 5, 2)
    """
    rng = np.random.default_rng(SEED)
    liking = rng.normal(0, 1.3, (len(GROUPS), CANDIDATES))
    group = rng.choice(len(GROUPS), size=VOTERS, p=GROUPS)
    utility = liking[group] + rng.gumbel(size=(VOTERS, CANDIDATES))
    order = np.argsort(-utility, axis=1).astype(np.int32)
    if tuple(np.bincount(order[:, 0], minlength=CANDIDATES).tolist()) != FIRST_PREFERENCES:
        raise ValueError("the generator draws other rankings than those whose counts are known")
    length = np.full(VOTERS, CANDIDATES)
    if lengths == "truncated":
        length = np.minimum(CANDIDATES, 1 + rng.geometric(0.22, size=VOTERS))
    profile = Profile(
        kind=BallotKind.ORDINAL,
        project_count=CANDIDATES,
        starts=np.concatenate(([0], np.cumsum(length))).astype(np.int64),
        choices=order[np.arange(CANDIDATES) < length[:, None]],
        weights=np.ones(VOTERS, dtype=np.int64),
        ranks=CANDIDATES,
    )
    return Instance.for_seats([str(column) for column in range(CANDIDATES)], SEATS), profile
