"""How each promise is tried: on which small votes, and what has to hold on each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pbengine.voting import promises as says
from pbengine.voting.profile import BallotKind
from tests.voting.promises import about_money as money
from tests.voting.promises import about_rankings as ranks
from tests.voting.promises.small_votes import Vote, divisions, towns, wards

if TYPE_CHECKING:
    from collections.abc import Callable

    from pbengine.voting.registry import Rule

    Check = Callable[[Vote, str], bool]


@dataclass(frozen=True)
class Trial:
    """A check that holds for every vote that is drawn for a kind of ballots."""

    holds: Check
    drawn: Callable[[BallotKind], st.SearchStrategy[Vote]] = towns

    def votes(self, rule: Rule) -> st.SearchStrategy[Vote]:
        drawn = self.drawn(kind_for(rule))
        return drawn.map(filled_baskets) if rule.id == "knapsack" else drawn


def kind_for(rule: Rule) -> BallotKind:
    """Return the kind of ballots that a promise is tried with: approvals where the rule counts them."""
    return BallotKind.APPROVAL if BallotKind.APPROVAL in rule.ballots else rule.ballots[0]


def filled_baskets(vote: Vote) -> Vote:
    """Return the vote with as much of each ballot as the budget pays for."""
    return replace(vote, ballots=tuple(basket(vote, ballot) for ballot in vote.ballots))


def basket(vote: Vote, ballot: tuple[int, ...]) -> tuple[int, ...]:
    lengths = range(len(ballot), -1, -1)
    return next(ballot[:length] for length in lengths if sum(vote.costs[c] for c in ballot[:length]) <= vote.budget)


def by_candidates(kind: BallotKind) -> st.SearchStrategy[Vote]:
    return wards(kind)


def ranked_wholly(kind: BallotKind) -> st.SearchStrategy[Vote]:
    return wards(kind, complete=True)


def for_seats(kind: BallotKind) -> st.SearchStrategy[Vote]:
    return wards(kind, seats=3)


def divided(_kind: BallotKind) -> st.SearchStrategy[Vote]:
    return divisions(BallotKind.CUMULATIVE)


def with_completion(kind: BallotKind) -> st.SearchStrategy[Vote]:
    words = ("none", "add1", "add1u", "epsilon", "greedy", "phragmen")
    return st.sampled_from(words).flatmap(lambda word: towns(kind, {"completion": word}))


def completed(kind: BallotKind) -> st.SearchStrategy[Vote]:
    words = ("add1u", "epsilon", "greedy", "phragmen")
    return st.sampled_from(words).flatmap(lambda word: towns(kind, {"completion": word}))


def with_threshold(kind: BallotKind) -> st.SearchStrategy[Vote]:
    return st.integers(0, 5).flatmap(lambda least: towns(kind, {"threshold": least}))


def with_rivals(kind: BallotKind) -> st.SearchStrategy[Vote]:
    return towns(kind, {"groups": "a+b"})


def equalized(_kind: BallotKind) -> st.SearchStrategy[Vote]:
    return divisions(BallotKind.CUMULATIVE).map(lambda vote: replace(vote, options={"partial": "equalizing"}))


def by_points(_kind: BallotKind) -> st.SearchStrategy[Vote]:
    return towns(BallotKind.CUMULATIVE)


KEPT: dict[str, Trial] = {
    says.EXHAUSTIVE: Trial(money.nothing_fits),
    says.EXHAUSTIVE_FOR_WANTED: Trial(money.nothing_wanted_fits),
    says.EXHAUSTIVE_WHEN_COMPLETED: Trial(money.nothing_wanted_fits, completed),
    says.IN_ORDER: Trial(money.goes_by_votes),
    says.AT_LEAST_THE_THRESHOLD: Trial(money.reaches_the_threshold, with_threshold),
    says.ONE_OF_RIVALS: Trial(money.rivals_are_kept_apart, with_rivals),
    says.MORE_APPROVALS_HELP: Trial(money.one_more_approval_helps),
    says.CHEAPER_HELPS: Trial(money.a_lower_cost_helps),
    says.MORE_MONEY_HELPS: Trial(money.more_money_helps),
    says.EJR_PLUS: Trial(money.nobody_is_neglected, with_completion),
    says.PJR_UP_TO_ANY: Trial(money.groups_are_served_up_to_any_project),
    says.INCLUSION_PSC: Trial(ranks.same_rankings_get_their_part),
    says.OWN_MONEY: Trial(money.own_money_is_enough, by_points),
    says.RAISING_HELPS: Trial(ranks.raising_helps, by_candidates),
    says.LATER_NO_HARM: Trial(ranks.later_ranks_do_no_harm, for_seats),
    says.SOLID_COALITIONS: Trial(ranks.solid_coalitions_get_their_seats, for_seats),
    says.MAJORITY_WINS: Trial(ranks.majority_wins, by_candidates),
    says.CONDORCET_WINS: Trial(ranks.condorcet_wins, by_candidates),
    says.CONDORCET_LOSER_LOSES: Trial(ranks.condorcet_loser_loses, by_candidates),
    says.COMPLETE_LOSER_LOSES: Trial(ranks.condorcet_loser_loses, ranked_wholly),
    says.SMITH: Trial(ranks.winner_is_in_smith, by_candidates),
    says.MOST_VOTES: Trial(money.has_most_votes),
    says.MOST_NET_VOTES: Trial(money.has_most_votes, lambda _kind: towns(BallotKind.SCORING)),
    says.MOST_COVERED: Trial(money.covers_most),
    says.HIGHEST_PRODUCT: Trial(money.has_the_highest_product),
    says.BEST_FOR_THE_LEAST: Trial(money.is_best_for_the_least),
    says.MOST_MONEY_AS_WANTED: Trial(money.has_most_money_as_wanted, divided),
    says.CLOSEST_DIVISION: Trial(money.has_most_money_as_wanted, divided),
    says.TRUTHFUL_DIVISION: Trial(money.truth_serves_best, divided),
    says.TRUTHFUL_WHEN_EQUALIZING: Trial(money.truth_serves_best, equalized),
    says.SINGLE_MINDED_SHARES: Trial(money.single_minded_get_their_share, divided),
    says.MANY_SMALL_GIFTS: Trial(money.two_halves_bring_as_much, divided),
}
"""What is kept on every vote."""

BROKEN: dict[str, Check] = {
    says.MONEY_MAY_BE_LEFT: lambda vote, rule: not money.nothing_wanted_fits(vote, rule),
    says.MORE_MONEY_MAY_HURT: lambda vote, rule: not money.more_money_helps(vote, rule),
    says.MAJORITY_TAKES_ALL: money.majority_takes_all,
    says.TACTICS_MAY_HELP: lambda vote, rule: (
        money.tactics_help(vote, rule) if vote.kind is BallotKind.APPROVAL else ranks.tactics_help_who_ranks(vote, rule)
    ),
    says.SMALL_PARTS_MAY_HELP: lambda vote, rule: not money.truth_serves_best(vote, rule),
    says.TWO_NAMES_HELP: money.two_names_help,
    says.RAISING_MAY_HURT: lambda vote, rule: not ranks.raising_helps(vote, rule),
    says.QUOTAS_MAY_BE_LOST: lambda vote, rule: not ranks.solid_coalitions_get_their_seats(vote, rule),
    says.MAJORITY_MAY_LOSE: lambda vote, rule: not ranks.majority_wins(vote, rule),
    says.CONDORCET_MAY_LOSE: lambda vote, rule: not ranks.condorcet_wins(vote, rule),
    says.CONDORCET_LOSER_MAY_WIN: lambda vote, rule: not ranks.condorcet_loser_loses(vote, rule),
    says.SINGLE_MINDED_MAY_GET_NOTHING: money.single_minded_may_get_nothing,
}
"""What is not kept: true of a vote that shows it."""
