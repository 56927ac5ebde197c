"""Files of ballots for peers that read none, or only slowly: no more than the files of the benchmark need."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Approvals:
    """A Pabulib file of approvals: ids and costs in its order, and each ballot's projects by their places."""

    ids: list[str]
    costs: list[int]
    budget: int
    ballots: list[list[int]]


@dataclass(frozen=True)
class Rankings:
    """A file of strict rankings: names in its order, and how often each ranking was cast, by places."""

    names: list[str]
    ballots: list[tuple[int, list[int]]]
    seats: int


def read_approvals(path: str) -> Approvals:
    """Read a ``.pb`` file whose amounts are whole numbers."""
    part: list[list[str]] = []
    parts: dict[str, list[list[str]]] = {}
    with Path(path).open(newline="", encoding="utf-8-sig") as file:
        for row in csv.reader(file, delimiter=";"):
            if len(row) == 1 and row[0] in {"META", "PROJECTS", "VOTES"}:
                part = parts.setdefault(row[0], [])
            elif row:
                part.append(row)
    meta = {row[0]: row[1] for row in parts["META"]}
    head, *projects = parts["PROJECTS"]
    cost = head.index("cost")
    place = {row[0]: number for number, row in enumerate(projects)}
    head, *votes = parts["VOTES"]
    vote = head.index("vote")
    ballots = [[place[name] for name in row[vote].split(",") if name] for row in votes]
    costs = [int(row[cost]) for row in projects]
    return Approvals(list(place), costs, int(float(meta["budget"].replace(",", "."))), ballots)


def read_rankings(path: str, seats: int) -> Rankings:
    """Read a ``.blt`` file, whose seats are its own, or one of PrefLib's with strict rankings."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    if path.endswith(".blt"):
        return _of_blt(lines)
    names, ballots = [], []
    for line in lines:
        if line.startswith("# ALTERNATIVE NAME"):
            names.append(line.partition(": ")[2])
        elif line and not line.startswith("#"):
            weight, _, ranking = line.partition(": ")
            ballots.append((int(weight), [int(number) - 1 for number in ranking.split(",")]))
    return Rankings(names, ballots, seats)


def _of_blt(lines: list[str]) -> Rankings:
    candidates, seats = map(int, lines[0].split())
    end = lines.index("0")
    ballots = []
    for line in lines[1:end]:
        weight, *ranking = map(int, line.split()[:-1])
        if ranking:
            ballots.append((weight, [number - 1 for number in ranking]))
    names = [line.strip().strip('"') for line in lines[end + 1 : end + 1 + candidates]]
    return Rankings(names, ballots, seats)
