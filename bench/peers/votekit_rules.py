"""Ranking rules by VoteKit: a list of questions as JSON on standard input, the list of answers on standard output.

A question is ``{"rule": ..., "candidates": m, "ballots": [[weight, [[0], [1, 2]]], ...]}``, candidates being numbers in
the order of the lot, and a ballot groups of equal rank, best first. An answer is ``{"ranking": [[...], ...]}`` or
``{"scores": [...]}`` or ``{"winners": [...]}``, or ``{"refused": ...}`` with what VoteKit says.
"""

import json
import sys
import warnings
from typing import Any

from votekit import RankBallot, RankProfile
from votekit.elections import IRV, STV, Borda, RankedPairs, Schulze

RANKINGS = {"schulze": Schulze, "ranked-pairs": RankedPairs}


def name(candidate: int) -> str:
    """Return a name that VoteKit sorts where the lot has the candidate."""
    return f"c{candidate:02}"


def number(candidate: str) -> int:
    """Return the candidate of a name."""
    return int(candidate[1:])


def profile_of(question: dict[str, Any]) -> RankProfile:
    """Return the ballots as VoteKit holds them."""
    ballots = [
        RankBallot(ranking=[frozenset(map(name, group)) for group in ballot], weight=weight)
        for weight, ballot in question["ballots"]
    ]
    names = [name(candidate) for candidate in range(question["candidates"])]
    return RankProfile(ballots=tuple(ballots), candidates=names, max_ranking_length=len(names))


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Answer one question."""
    rule, profile, count = question["rule"], profile_of(question), question["candidates"]
    if rule in RANKINGS:
        ranking = RANKINGS[rule](profile, n_seats=count).get_ranking()
        return {"ranking": [sorted(map(number, group)) for group in ranking]}
    if rule == "borda":
        vector = list(range(count - 1, -1, -1))
        election = Borda(
            profile, n_seats=1, score_vector=vector, scoring_tie_convention="average", tiebreak="lexicographic"
        )
        scores = election.election_states[0].scores
        return {"scores": [float(scores.get(name(candidate), 0)) for candidate in range(count)]}
    if rule == "irv":
        elected = IRV(profile, tiebreak="lexicographic", exact=True).get_elected()
    else:
        elected = STV(profile, n_seats=question["seats"], tiebreak="lexicographic", exact=True).get_elected()
    return {"winners": sorted(number(candidate) for group in elected for candidate in group)}


def answer_or_refusal(question: dict[str, Any]) -> dict[str, Any]:
    """Answer one question, or say why VoteKit does not."""
    try:
        return answer(question)
    except Exception as fault:  # noqa: BLE001 - whatever a peer raises is its answer
        return {"refused": f"{type(fault).__name__}: {fault}"}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump([answer_or_refusal(question) for question in json.load(sys.stdin)], sys.stdout)
