"""Measure pyrankvote; its transferable vote is a rule of its own, in floats."""

from __future__ import annotations

from typing import Any, NamedTuple

from pyrankvote import Ballot, Candidate, instant_runoff_voting, single_transferable_vote

from bench.peers.ballot_files import read_rankings
from bench.peers.timing import Asked, answer


class Election(NamedTuple):
    """Candidates, one ballot a voter, and the seats."""

    candidates: list[Any]
    ballots: list[Any]
    seats: int


def read(path: str, asked: Asked) -> Election:
    """Read a file."""
    file = read_rankings(path, asked.seats)
    candidates = [Candidate(name) for name in file.names]
    ballots = []
    for weight, ranking in file.ballots:
        ballots += [Ballot(ranked_candidates=[candidates[number] for number in ranking])] * weight
    return Election(candidates, ballots, file.seats)


def count(election: Election, asked: Asked) -> list[str]:
    """Count by one rule."""
    if asked.rule == "irv":
        counted = instant_runoff_voting(election.candidates, election.ballots)
    else:
        counted = single_transferable_vote(election.candidates, election.ballots, number_of_seats=election.seats)
    return [candidate.name for candidate in counted.get_winners()]


if __name__ == "__main__":
    answer(read, count)
