"""Measure abcvoting, in exact fractions, where approvals fill seats."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, NamedTuple

from bench.peers.ballot_files import read_approvals
from bench.peers.timing import Asked, answer

sys.modules["gurobipy"] = ModuleType("gurobipy")  # it is imported whether used or not, and its licence is proprietary

from abcvoting import abcrules  # noqa: E402 - found only after the line above
from abcvoting.preferences import Profile  # noqa: E402 - as above

RULES = {"equal-shares": "equal-shares", "phragmen": "seqphragmen", "maximin-support": "maximin-support"}


class Election(NamedTuple):
    """A profile and the names that its numbers stand for."""

    profile: Any
    ids: list[str]


def read(path: str, _: Asked) -> Election:
    """Read a file."""
    file = read_approvals(path)
    profile = Profile(len(file.ids))
    profile.add_voters(file.ballots)
    return Election(profile, file.ids)


def count(election: Election, asked: Asked) -> list[str]:
    """Count by one rule."""
    options = {"completion": None} if asked.rule == "equal-shares" else {}
    algorithm = "fastest" if asked.rule == "maximin-support" else "standard-fractions"
    committees = abcrules.compute(
        RULES[asked.rule], election.profile, committeesize=asked.seats, algorithm=algorithm, resolute=True, **options
    )
    return [election.ids[number] for number in sorted(committees[0])]


if __name__ == "__main__":
    answer(read, count)
