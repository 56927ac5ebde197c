"""Measure pabutools in its exact mode, in the quickest way that it has, with the order of ties that ours takes."""

from __future__ import annotations

from typing import Any, NamedTuple

from pabutools.election import Additive_Borda_Sat, Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import (
    cstv,
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    max_additive_utilitarian_welfare,
    maximin_support,
    method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.rules.cstv import CSTV_Combination
from pabutools.rules.pb_ear import pb_ear
from pabutools.tiebreaking import TieBreakingRule

from bench.peers.timing import Asked, answer

UTILITIES = {
    "cost": Cost_Sat,
    "cardinality": Cardinality_Sat,
    "points": Additive_Cardinal_Sat,
    "borda": Additive_Borda_Sat,
}


class Election(NamedTuple):
    """What pabutools makes of a file."""

    instance: Any
    profile: Any


def read(path: str, asked: Asked) -> Election:
    """Read a file; its rule for short rankings takes ballots merged only."""
    instance, profile = parse_pabulib(path)
    return Election(instance, profile.as_multiprofile() if asked.rule == "expanding-approvals" else profile)


def count(election: Election, asked: Asked) -> list[str]:
    """Count by one rule."""
    instance, profile = election
    places = {project: place for place, project in enumerate(instance.project_meta)}
    by_place = TieBreakingRule(lambda _, __, project: places[project])
    if asked.rule == "equal-shares":
        funded = equal_shares(election, asked.options, places)
    elif asked.rule == "greedy":
        utility = Cardinality_Sat if asked.options.get("order") == "score-per-cost" else Cost_Sat
        funded = greedy_utilitarian_welfare(instance, profile, sat_class=utility, tie_breaking=by_place)
    elif asked.rule == "max-welfare":
        funded = max_additive_utilitarian_welfare(instance, profile, sat_class=Cardinality_Sat)
    elif asked.rule == "cumulative-stv":
        funded = cstv(instance, profile, combination=CSTV_Combination.MT, tie_breaking=by_place)
    elif asked.rule == "expanding-approvals":
        funded = pb_ear(instance, profile)
    else:
        rule = {"phragmen": sequential_phragmen, "maximin-support": maximin_support}[asked.rule]
        funded = rule(instance, profile, tie_breaking=by_place)
    return [project.name for project in funded]


def equal_shares(election: Election, options: dict[str, str], places: dict[Any, int]) -> Any:  # noqa: ANN401 - no types
    """Count by equal shares, ties by lower cost, more votes, the order of the file."""
    instance, profile = election
    votes: dict[Any, int] = dict.fromkeys(instance, 0)
    for ballot in profile:
        for project in ballot:
            votes[project] += 1
    ties = TieBreakingRule(lambda _, __, project: (project.cost, -votes[project], places[project]))
    how = {"sat_class": UTILITIES[options.get("utility", "cost")], "tie_breaking": ties}
    if options.get("completion", "none") == "none":
        return method_of_equal_shares(instance, profile, **how)
    if options.get("exhaustive-stop") == "yes":
        return method_of_equal_shares(instance, profile, voter_budget_increment=1, **how)
    step = profile.num_ballots()
    return exhaustion_by_budget_increase(
        instance, profile, method_of_equal_shares, how, exhaustive_stop=False, budget_step=step
    )


if __name__ == "__main__":
    answer(read, count)
