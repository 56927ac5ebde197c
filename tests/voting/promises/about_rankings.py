"""What rules promise to those who rank, tried on one vote: each function says whether the promise is kept."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING

from tests.oracles import expanding_approvals as oracle
from tests.voting.promises.about_money import subsets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.voting.promises.small_votes import Vote


def beats(vote: Vote, one: str, other: str) -> bool:
    """Say whether more voters rank one above the other; whom a ballot does not name comes after all that it names."""
    place = {True: 0, False: 0}
    first, second = vote.ids.index(one), vote.ids.index(other)
    for ballot in vote.ballots:
        ranks = [ballot.index(column) if column in ballot else len(vote.ids) for column in (first, second)]
        if ranks[0] != ranks[1]:
            place[ranks[0] < ranks[1]] += 1
    return place[True] > place[False]


def smith(vote: Vote) -> frozenset[str]:
    """Return the smallest group each of which beats everybody outside it."""
    return next(
        frozenset(group)
        for group in subsets(vote.ids)
        if all(beats(vote, one, other) for one in group for other in vote.ids if other not in group)
    )


def majority_wins(vote: Vote, rule: str) -> bool:
    firsts = Counter(vote.ids[ballot[0]] for ballot in vote.ballots if ballot)
    return all(vote.funded(rule) == {id_} for id_, many in firsts.items() if 2 * many > len(vote.ballots))


def condorcet_wins(vote: Vote, rule: str) -> bool:
    return all(
        vote.funded(rule) == {id_}
        for id_ in vote.ids
        if all(beats(vote, id_, other) for other in vote.ids if other != id_)
    )


def condorcet_loser_loses(vote: Vote, rule: str) -> bool:
    return not any(all(beats(vote, other, id_) for other in vote.ids if other != id_) for id_ in vote.funded(rule))


def winner_is_in_smith(vote: Vote, rule: str) -> bool:
    return vote.funded(rule) <= smith(vote)


def raised(vote: Vote, id_: str) -> Iterator[Vote]:
    """Yield every vote in which some voters of one ballot, one or more, put this one higher, up to the first place."""
    column = vote.ids.index(id_)
    for ballot in dict.fromkeys(vote.ballots):
        rest = [other for other in ballot if other != column]
        place = ballot.index(column) if column in ballot else len(ballot)
        alike = [voter for voter, cast in enumerate(vote.ballots) if cast == ballot]
        for higher in range(place):
            changed = vote
            for voter in alike:
                changed = changed.with_ballot(voter, (*rest[:higher], column, *rest[higher:]))
                yield changed


def raising_helps(vote: Vote, rule: str) -> bool:
    """Try votes without ties that decide, and none in which somebody is raised whom a ballot did not name at all."""
    outcome = vote.count(rule)
    if any(tie.effect == "outcome" for tie in outcome.ties):
        return True
    return all(id_ in after.count(rule).funded for id_ in outcome.funded for after in raised(vote, id_))


def later_ranks_do_no_harm(vote: Vote, rule: str) -> bool:
    funded = vote.funded(rule)
    for voter, ballot in enumerate(vote.ballots):
        safe = funded & {vote.ids[column] for column in ballot}
        for column in range(len(vote.ids)):
            if ballot and column not in ballot and not safe <= vote.with_ballot(voter, (*ballot, column)).funded(rule):
                return False
    return True


def solid_coalitions_get_their_seats(vote: Vote, rule: str) -> bool:
    """Count quotas as whole votes above the seats' part of the papers that name anybody."""
    funded, cast = vote.funded(rule), sum(map(bool, vote.ballots))
    quota = Fraction(cast, vote.budget + 1) // 1 + 1
    for group in subsets(vote.ids):
        solid = sum({vote.ids[column] for column in ballot[: len(group)]} == set(group) for ballot in vote.ballots)
        if len(funded & set(group)) < min(solid // quota, len(group), vote.budget):
            return False
    return True


def same_rankings_get_their_part(vote: Vote, rule: str) -> bool:
    """Look at every coalition (inclusion PSC); ballots that name nothing are in none."""
    rankings = tuple(tuple((column,) for column in ballot) for ballot in vote.ballots)
    every = tuple(range(len(vote.ids)))
    question = oracle.Question(
        vote.costs, rankings, (1,) * len(rankings), vote.budget, tuple(map(vote.ids.index, vote.lot)), frozenset(every)
    )
    return oracle.missing_for_ipsc(question, [vote.ids.index(id_) for id_ in vote.funded(rule)]) is None


def tactics_help_who_ranks(vote: Vote, rule: str) -> bool:
    """Say whether some voter who ranks all has somebody win whom they rank higher, with some other ranking of all."""
    (winner,) = vote.funded(rule)
    for voter, ballot in enumerate(vote.ballots):
        above = {vote.ids[column] for column in ballot[: ballot.index(vote.ids.index(winner))]}
        for said in permutations(ballot):
            if vote.with_ballot(voter, said).funded(rule) & above:
                return True
    return False
