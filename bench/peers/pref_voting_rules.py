"""Ranking rules by pref_voting: a list of questions as JSON on standard input, the list of answers on standard output.

A question is ``{"rule": ..., "candidates": m, "ballots": [[weight, [[0], [1, 2]]], ...]}``, candidates being numbers in
the order of the lot, and a ballot groups of equal rank, best first. An answer is ``{"winners": [...]}``, all that the
rule would elect whatever the lot, unless it takes a lot of its own; with ``"scores"`` where it has them.
"""

import json
import sys
import warnings
from random import Random
from typing import Any

from pref_voting.c1_methods import copeland
from pref_voting.iterative_methods import instant_runoff_put
from pref_voting.margin_based_methods import beat_path, minimax, ranked_pairs_tb
from pref_voting.other_methods import kemeny_young
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_meek, stv_scottish, stv_wig
from pref_voting.scoring_methods import domination_borda_scores, symmetric_borda_scores

BY_STRENGTH = {"minimax": minimax, "schulze": beat_path, "ranked-pairs": ranked_pairs_tb}
BY_MARGIN = {"copeland": copeland, "kemeny": kemeny_young, "irv": instant_runoff_put}
IN_SEATS = {"meek-prf": stv_meek, "wigm-prf": stv_wig}
BORDA = {"zero": domination_borda_scores, "average": symmetric_borda_scores}


def profile_of(question: dict[str, Any]) -> ProfileWithTies:
    """Return the ballots as pref_voting holds rankings that are short or have equal ranks."""
    rankings = [{c: rank for rank, group in enumerate(ballot, 1) for c in group} for _, ballot in question["ballots"]]
    counts = [weight for weight, _ in question["ballots"]]
    profile = ProfileWithTies(rankings, rcounts=counts, candidates=list(range(question["candidates"])))
    profile.use_extended_strict_preference()
    return profile


def full_profile_of(question: dict[str, Any]) -> Profile:
    """Return strict rankings of all candidates as pref_voting's own kind, which some of its rules ask for."""
    rankings = [[group[0] for group in ballot] for _, ballot in question["ballots"]]
    return Profile(rankings, rcounts=[weight for weight, _ in question["ballots"]])


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Answer one question."""
    rule = question["rule"]
    profile = full_profile_of(question) if question.get("full") else profile_of(question)
    if rule == "borda":
        scores = BORDA[question["unranked"]](profile)
        return {"scores": [float(scores[candidate]) for candidate in range(question["candidates"])]}
    if rule == "scottish-stv":
        return {"winners": stv_scottish(profile, num_seats=question["seats"], rng=Random(0))}
    if rule in IN_SEATS:
        return {"winners": IN_SEATS[rule](profile, num_seats=question["seats"])}
    if rule in BY_MARGIN:
        return {"winners": BY_MARGIN[rule](profile)}
    strength = profile.support if question["strength"] == "winning-votes" else profile.margin
    options = {"tie_breaker": list(range(question["candidates"]))} if rule == "ranked-pairs" else {}
    return {"winners": BY_STRENGTH[rule](profile, strength_function=strength, **options)}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout, default=int)
