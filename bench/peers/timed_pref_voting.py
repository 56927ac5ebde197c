"""Measure pref_voting, in the quickest way that it has for each rule."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from pref_voting.c1_methods import copeland
from pref_voting.iterative_methods import instant_runoff, instant_runoff_for_truncated_linear_orders
from pref_voting.margin_based_methods import beat_path, minimax, ranked_pairs
from pref_voting.other_methods import kemeny_young
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_meek, stv_scottish, stv_wig
from pref_voting.scoring_methods import borda, domination_borda_scores

from bench.peers.ballot_files import read_rankings
from bench.peers.timing import Asked, answer

SINGLE = {
    "schulze": beat_path,
    "ranked-pairs": ranked_pairs,
    "minimax": minimax,
    "copeland": copeland,
    "kemeny": kemeny_young,
}
IN_SEATS = {"meek-prf": stv_meek, "nz-meek": stv_meek, "wigm-prf": stv_wig}


class Election(NamedTuple):
    """A profile, the names that its numbers stand for, and the seats."""

    profile: Any
    names: list[str]
    seats: int


def read(path: str, asked: Asked) -> Election:
    """Read a file; where everybody ranks all, and one seat is filled, it has a quicker kind of profile."""
    file = read_rankings(path, asked.seats)
    counts = [weight for weight, _ in file.ballots]
    if file.seats == 1 and all(len(ranking) == len(file.names) for _, ranking in file.ballots):
        return Election(Profile([ranking for _, ranking in file.ballots], rcounts=counts), file.names, 1)
    rankings = [{number: rank for rank, number in enumerate(ranking, 1)} for _, ranking in file.ballots]
    profile = ProfileWithTies(rankings, rcounts=counts, candidates=list(range(len(file.names))))
    profile.use_extended_strict_preference()
    return Election(profile, file.names, file.seats)


def count(election: Election, asked: Asked) -> list[str]:
    """Count by one rule."""
    profile, full = election.profile, isinstance(election.profile, Profile)
    if asked.rule == "scottish-stv":
        elected = stv_scottish(profile, num_seats=election.seats, rng=Random(0))
    elif asked.rule in IN_SEATS:
        elected = IN_SEATS[asked.rule](profile, num_seats=election.seats)
    elif asked.rule == "irv":
        elected = instant_runoff(profile) if full else instant_runoff_for_truncated_linear_orders(profile)
    elif asked.rule == "borda":
        elected = borda(profile) if full else most(domination_borda_scores(profile))
    else:
        elected = SINGLE[asked.rule](profile)
    return [election.names[number] for number in elected]


def most(scores: dict[int, float]) -> list[int]:
    """Return who has the highest score."""
    return [number for number, score in scores.items() if score == max(scores.values())]


if __name__ == "__main__":
    answer(read, count)
