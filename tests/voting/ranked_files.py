"""Elections read from files of rankings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.lot import Lot, ballot_order
from pbengine.voting.profile import BallotKind, Profile

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ranked:
    instance: Instance
    profile: Profile
    lot: Lot
    names: tuple[str, ...]


def read(path: Path) -> Ranked:
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    names = re.findall(r'"([^"]*)"', text)
    text = text[: text.index('"')]
    tie = re.search(r"\[tie ([^\]]*)\]", text)
    gone = re.search(r"\[withdrawn ([^\]]*)\]", text)
    nick = re.search(r"\[nick ([^\]]*)\]", text)
    text = re.sub(r"\[[^\]]*\]", "", text)
    if nick:
        for number, short in enumerate(nick.group(1).split(), 1):
            text = re.sub(rf"\b{short}\b", str(number), text)
    tokens = iter(re.sub(r"\(.*?\)", "", text).split())
    n, seats = int(next(tokens)), int(next(tokens))
    withdrawn = set(gone.group(1).split()) if gone else set()
    ballots: Counter[tuple[int, ...]] = Counter()
    for token in tokens:
        if token.startswith("-"):
            withdrawn.add(token[1:])
            continue
        if token == "0":
            break
        ranking = []
        while (choice := next(tokens)) != "0":
            ranking.append(int(choice) - 1)
        ballots[tuple(ranking)] += int(token)
    projects = tuple(
        Project(str(i), 1, Standing.WITHDRAWN if str(i) in withdrawn else Standing.STANDING) for i in range(1, n + 1)
    )
    instance = Instance(projects, budget=seats)
    lot = Lot(tuple(tie.group(1).split())) if tie else ballot_order(instance)
    return Ranked(instance, profile_of(n, list(ballots.items())), lot, tuple(names[:n]))


def profile_of(n: int, ballots: list[tuple[tuple[int, ...], int]]) -> Profile:
    return Profile(
        kind=BallotKind.ORDINAL,
        project_count=n,
        starts=np.cumsum([0, *(len(r) for r, _ in ballots)], dtype=np.int64),
        choices=np.array([c for r, _ in ballots for c in r], dtype=np.int32),
        weights=np.array([w for _, w in ballots], dtype=np.int64),
        ranks=n,
    )
