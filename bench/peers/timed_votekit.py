"""Measure VoteKit; transferable votes by its FastSTV, which transfers as floats and so is no official rule."""

from __future__ import annotations

from typing import Any, NamedTuple

from votekit import RankBallot, RankProfile
from votekit.elections import IRV, Borda, FastSTV, RankedPairs, Schulze

from bench.peers.ballot_files import read_rankings
from bench.peers.timing import Asked, answer


class Election(NamedTuple):
    """A profile, the names that its candidates stand for, and the seats."""

    profile: Any
    names: dict[str, str]
    seats: int


def read(path: str, asked: Asked) -> Election:
    """Read a file; candidates are called so that its alphabet is their order in the file."""
    file = read_rankings(path, asked.seats)
    names = {f"c{number:03}": name for number, name in enumerate(file.names)}
    groups = [frozenset([name]) for name in names]
    ballots = tuple(
        RankBallot(ranking=[groups[number] for number in ranking], weight=weight) for weight, ranking in file.ballots
    )
    profile = RankProfile(ballots=ballots, candidates=list(names), max_ranking_length=len(names))
    return Election(profile, names, file.seats)


def count(election: Election, asked: Asked) -> list[str]:
    """Count by one rule."""
    profile, names, seats = election
    if asked.rule == "scottish-stv":
        counted = FastSTV(profile, n_seats=seats, tiebreak="borda")
    elif asked.rule == "irv":
        counted = IRV(profile, tiebreak="lexicographic")
    elif asked.rule == "borda":
        vector = list(range(len(names) - 1, -1, -1))
        counted = Borda(profile, n_seats=seats, score_vector=vector, tiebreak="lexicographic")
    else:
        counted = {"schulze": Schulze, "ranked-pairs": RankedPairs}[asked.rule](profile, n_seats=seats)
    return [names[name] for group in counted.get_elected() for name in group]


if __name__ == "__main__":
    answer(read, count)
