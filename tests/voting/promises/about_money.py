"""What rules promise about the money, tried on one vote: each function says whether the promise is kept."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations
from math import isqrt
from typing import TYPE_CHECKING

from pbengine.voting.measures.representation import neglected_groups
from pbengine.voting.profile import BallotKind
from tests.voting.promises.small_votes import SIMPLEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.voting.promises.small_votes import Vote


def left_out(vote: Vote, rule: str) -> frozenset[str]:
    """Return the projects that the rest of the money would pay for."""
    funded = vote.funded(rule)
    left = vote.budget - vote.cost_of(funded)
    return frozenset(id_ for id_ in vote.ids if id_ not in funded and vote.cost_of(id_) <= left)


def nothing_fits(vote: Vote, rule: str) -> bool:
    return not left_out(vote, rule)


def nothing_wanted_fits(vote: Vote, rule: str) -> bool:
    return not left_out(vote, rule) & {vote.ids[column] for column in chain.from_iterable(vote.ballots)}


def scores(vote: Vote) -> dict[str, int]:
    """Return the votes or points of each project."""
    if vote.has_points:
        return {id_: sum(ballot[column] for ballot in vote.ballots) for column, id_ in enumerate(vote.ids)}
    return {id_: sum(column in ballot for ballot in vote.ballots) for column, id_ in enumerate(vote.ids)}


def goes_by_votes(vote: Vote, rule: str) -> bool:
    funded, votes = vote.funded(rule), scores(vote)
    return all(votes[one] >= votes[other] for one in funded for other in vote.ids if other not in funded)


def reaches_the_threshold(vote: Vote, rule: str) -> bool:
    votes = scores(vote)
    return all(votes[id_] >= Fraction(vote.options["threshold"]) for id_ in vote.funded(rule))


def rivals_are_kept_apart(vote: Vote, rule: str) -> bool:
    return not {"a", "b"} <= vote.funded(rule)


# What a change does


def one_more_approval_helps(vote: Vote, rule: str) -> bool:
    return all(
        id_ in vote.with_ballot(voter, (*ballot, vote.ids.index(id_))).funded(rule)
        for id_ in vote.funded(rule)
        for voter, ballot in enumerate(vote.ballots)
        if vote.ids.index(id_) not in ballot
    )


def a_lower_cost_helps(vote: Vote, rule: str) -> bool:
    return all(
        id_ in vote.with_cost(vote.ids.index(id_), cost).funded(rule)
        for id_ in vote.funded(rule)
        for cost in range(1, vote.cost_of(id_))
    )


def more_money_helps(vote: Vote, rule: str) -> bool:
    if max(vote.costs) > vote.budget:
        return True
    funded = vote.funded(rule)
    return all(funded <= replace(vote, budget=vote.budget + more).funded(rule) for more in (1, 2, 5))


def two_names_help(vote: Vote, rule: str) -> bool:
    """Say whether the first voter gets more for their project under two names, with half of their means each.

    Half of a gift is half the money; half of the credits buys a number of votes whose square it covers.
    """
    ballot = vote.ballots[0]
    half = tuple(isqrt(number**2 // 2) if rule == "quadratic" else number // 2 for number in ballot)
    split = replace(vote, ballots=(half, half, *vote.ballots[1:]))
    wanted = vote.ids[ballot.index(max(ballot))]
    once, twice = vote.count(rule), split.count(rule)
    return (wanted in twice.funded, twice.amounts.get(wanted, 0)) > (wanted in once.funded, once.amounts.get(wanted, 0))


# Majorities and minorities


def majority_takes_all(vote: Vote, rule: str) -> bool:
    """Say whether nobody but those who agree gets anything, though the part of the others would pay for something."""
    voters, funded = len(vote.ballots), vote.funded(rule)
    many = next(ballot for ballot in vote.ballots if 2 * vote.ballots.count(ballot) > voters)
    rest = Fraction((voters - vote.ballots.count(many)) * vote.budget, voters)
    theirs = {vote.ids[column] for column, number in enumerate(many) if number} if vote.has_points else None
    wanted = theirs or {vote.ids[column] for column in many}
    return funded == wanted and any(vote.cost_of(id_) <= rest for id_ in vote.ids if id_ not in wanted)


def nobody_is_neglected(vote: Vote, rule: str) -> bool:
    return not neglected_groups(vote.instance, vote.profile, vote.funded(rule))


def groups_are_served_up_to_any_project(vote: Vote, rule: str) -> bool:
    """Look at every set of projects and every group that agrees on it and has its cost (PJR up to any project)."""
    funded = vote.funded(rule)
    for wanted in subsets(vote.ids):
        cost, missing = vote.cost_of(wanted), [id_ for id_ in wanted if id_ not in funded]
        agreed = [ballot for ballot in vote.ballots if {vote.ids.index(id_) for id_ in wanted} <= set(ballot)]
        for group in combinations(agreed, -(-cost * len(vote.ballots) // vote.budget)):
            got = funded & {vote.ids[column] for column in chain.from_iterable(group)}
            if any(vote.cost_of(got) + vote.cost_of(id_) <= cost for id_ in missing):
                return False
    return True


def own_money_is_enough(vote: Vote, rule: str) -> bool:
    funded = vote.funded(rule)
    for column, id_ in enumerate(vote.ids):
        devoted = sum(number > 0 and sum(ballot) == number for ballot in vote.ballots for number in ballot[column:][:1])
        if devoted and devoted * vote.budget >= vote.costs[column] * len(vote.ballots) and id_ not in funded:
            return False
    return True


# What is as good as can be


def subsets(ids: str) -> Iterator[str]:
    """Yield every set of some of the projects."""
    for size in range(1, len(ids) + 1):
        yield from map("".join, combinations(ids, size))


def affordable(vote: Vote) -> list[frozenset[str]]:
    return [frozenset(), *(frozenset(ids) for ids in subsets(vote.ids) if vote.cost_of(ids) <= vote.budget)]


def gains(vote: Vote, funded: frozenset[str]) -> list[int]:
    """Return how many funded projects each voter named."""
    return [sum(vote.ids[column] in funded for column in ballot) for ballot in vote.ballots]


def has_most_votes(vote: Vote, rule: str) -> bool:
    votes = scores(vote)
    return sum(votes[id_] for id_ in vote.funded(rule)) == max(
        sum(votes[id_] for id_ in ids) for ids in affordable(vote)
    )


def covers_most(vote: Vote, rule: str) -> bool:
    def covered(ids: frozenset[str]) -> int:
        return sum(map(bool, gains(vote, ids)))

    return covered(vote.funded(rule)) == max(map(covered, affordable(vote)))


def has_the_highest_product(vote: Vote, rule: str) -> bool:
    def product(ids: frozenset[str]) -> int:
        result = 1
        for gain in gains(vote, ids):
            result *= 1 + gain
        return result

    return product(vote.funded(rule)) == max(map(product, affordable(vote)))


def is_best_for_the_least(vote: Vote, rule: str) -> bool:
    return min(gains(vote, vote.funded(rule))) == max(min(gains(vote, ids)) for ids in affordable(vote))


# Divisions of a budget


def shares(vote: Vote, rule: str) -> tuple[Fraction, ...]:
    amounts = vote.count(rule).amounts
    return tuple(Fraction(amounts.get(id_, 0)) for id_ in vote.ids)


def as_wanted(division: tuple[Fraction | int, ...], wish: tuple[int, ...]) -> Fraction:
    return sum((Fraction(min(pair)) for pair in zip(division, wish, strict=True)), Fraction(0))


def has_most_money_as_wanted(vote: Vote, rule: str) -> bool:
    def together(division: tuple[Fraction | int, ...]) -> Fraction:
        return sum((as_wanted(division, ballot) for ballot in vote.ballots), Fraction(0))

    return together(shares(vote, rule)) == max(map(together, SIMPLEX))


def truth_serves_best(vote: Vote, rule: str) -> bool:
    wish = vote.ballots[0]
    honest = as_wanted(shares(vote, rule), wish)
    return all(as_wanted(shares(vote.with_ballot(0, said), rule), wish) <= honest for said in SIMPLEX)


def single_minded_get_their_share(vote: Vote, rule: str) -> bool:
    """Look only at what each voter wants most."""
    firsts = [ballot.index(max(ballot)) for ballot in vote.ballots]
    minded = replace(vote, ballots=tuple(tuple(4 * (column == first) for column in range(3)) for first in firsts))
    given = shares(minded, rule)
    return all(given[column] == Fraction(4 * firsts.count(column), len(firsts)) for column in range(3))


def single_minded_may_get_nothing(vote: Vote, rule: str) -> bool:
    return sorted(shares(vote, rule)) == [0, 0, 4] and len(set(vote.ballots)) > 1


def two_halves_bring_as_much(vote: Vote, rule: str) -> bool:
    """Split the gift of each voter who gives to one project only."""
    pool = replace(vote, costs=(1000, 1000, 1000), budget=100)
    for voter, ballot in enumerate(pool.ballots):
        if max(ballot) == sum(ballot):
            half = tuple(number // 2 for number in ballot)
            split = replace(pool, ballots=(half, half, *pool.ballots[:voter], *pool.ballots[voter + 1 :]))
            column = ballot.index(max(ballot))
            if shares(split, rule)[column] < shares(pool, rule)[column]:
                return False
    return True


def tactics_help(vote: Vote, rule: str) -> bool:
    """Say whether the first voter gets more of the projects they approve with some other ballot."""
    wanted = {vote.ids[column] for column in vote.ballots[0]}
    honest = len(wanted & vote.funded(rule))
    assert vote.kind is BallotKind.APPROVAL
    others = [tuple(map(vote.ids.index, ids)) for ids in ("", *subsets(vote.ids))]
    return any(len(wanted & vote.with_ballot(0, said).funded(rule)) > honest for said in others)
