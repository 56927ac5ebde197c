"""Ranking rules against pref_voting, an implementation by others."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from pbengine.voting import Outcome
from tests.peers.asking import Answer, Question, ask, question, rankings
from tests.voting.pairwise_elections import Ranked, told
from tests.voting.pairwise_elections import election as written

NUMBER = 120  # of each shape
ELECTIONS = {shape: rankings(NUMBER, seed=20090303, shape=shape) for shape in ("full", "short", "tied")}
BY_STRENGTH = list(product(("minimax", "ranked-pairs", "schulze"), ("winning-votes", "margins")))
STRICT = ("full", "short")
TOGETHER = "1 C>D>A>B\n3 B>A>D>C\n4 C>B>D>A\n5 D>B>A>C\n1 A>C>D>B\n4 D>A>B>C"
EXACTLY_EQUAL = replace(written("A B C D", TOGETHER), budget=2)
MILLIONTH = Fraction(1, 10**6)


def asked() -> Iterator[tuple[str, Ranked, Question]]:
    """Yield what is asked: the case, the election and the question."""
    for shape, made in ELECTIONS.items():
        for election in made:
            for rule in ("copeland", "kemeny"):
                yield f"{rule} {shape}", election, question(election, rule)
            for rule, strength in BY_STRENGTH:
                yield f"{rule} {strength} {shape}", election, question(election, rule, strength=strength)
            for unranked in ("zero", "average"):
                yield f"borda {unranked} {shape}", election, question(election, "borda", unranked=unranked)
            if shape in STRICT:
                yield f"irv {shape}", election, question(election, "irv")
            if shape in STRICT and len(election.names) > 3:
                seated = replace(election, budget=2)
                for rule in ("meek-prf", "scottish-stv", "wigm-prf"):
                    yield f"{rule} {shape}", seated, question(seated, rule, seats=2)
    yield "exactly equal", EXACTLY_EQUAL, question(EXACTLY_EQUAL, "meek-prf", seats=2)


@pytest.fixture(scope="module")
def answers() -> dict[str, list[tuple[Ranked, Answer]]]:
    """Give all answers by case, from one process."""
    questions = list(asked())
    given: dict[str, list[tuple[Ranked, Answer]]] = {}
    for (case, election, _), answer in zip(
        questions, ask("pref_voting_rules.py", [put for *_, put in questions]), strict=True
    ):
        given.setdefault(case, []).append((election, answer))
    return given


def named(election: Ranked, numbers: list[int]) -> list[str]:
    return sorted(election.names[number] for number in numbers)


def possible_winners(outcome: Outcome) -> list[str]:
    """Return those of whom the lot made one the first, or the first alone."""
    first = told(outcome, "ranking")[0]
    drawn = next((tie.between for tie in outcome.ties if tie.chosen == first), (str(first),))
    return sorted(drawn)


@pytest.mark.parametrize("shape", ELECTIONS)
@pytest.mark.parametrize("rule", ["copeland", "kemeny"])
def test_the_possible_winners_are_theirs(
    rule: str, shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    for election, answer in answers[f"{rule} {shape}"]:
        assert possible_winners(election.count(rule)) == named(election, answer["winners"])


@pytest.mark.parametrize("shape", ELECTIONS)
@pytest.mark.parametrize("strength", ["winning-votes", "margins"])
@pytest.mark.parametrize("rule", ["minimax", "schulze"])
def test_the_possible_winners_by_strength_are_theirs(
    rule: str, strength: str, shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    for election, answer in answers[f"{rule} {strength} {shape}"]:
        assert possible_winners(election.count(rule, strength=strength)) == named(election, answer["winners"])


@pytest.mark.parametrize("shape", ELECTIONS)
@pytest.mark.parametrize("strength", ["winning-votes", "margins"])
def test_the_winner_of_ranked_pairs_with_the_same_order_of_ties_is_theirs(
    strength: str, shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    tied = 0
    for election, answer in answers[f"ranked-pairs {strength} {shape}"]:
        outcome = election.count("ranked-pairs", strength=strength)
        if strength == "margins" or not has_tied_contest(election):
            assert list(outcome.funded) == named(election, answer["winners"])
            tied += bool(outcome.ties)
    assert tied > 2


def has_tied_contest(election: Ranked) -> bool:
    """Say whether two have equally many votes against each other, which is locked there as a majority of that size."""
    slow = election.slow
    return any(slow.prefer(one, other) == slow.prefer(other, one) > 0 for one in slow.lot for other in slow.lot)


@pytest.mark.parametrize("shape", ELECTIONS)
def test_points_with_the_average_for_the_rest_are_their_symmetric_score(
    shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    for election, answer in answers[f"borda average {shape}"]:
        voters = sum(weight for weight, _ in election.ballots)
        scores = election.slow.borda("average")
        assert told(election.count("borda", unranked="average"), "scores") == tuple(scores.values())
        assert [2 * score - voters * (len(scores) - 1) for score in scores.values()] == answer["scores"]


@pytest.mark.parametrize("shape", STRICT)
def test_points_with_nothing_for_the_rest_are_their_domination_score(
    shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    for election, answer in answers[f"borda zero {shape}"]:
        assert list(told(election.count("borda", unranked="zero"), "scores")) == answer["scores"]


def test_equal_ranks_share_their_points_here_and_lose_them_there(
    answers: dict[str, list[tuple[Ranked, Answer]]],
) -> None:
    differing = 0
    for election, answer in answers["borda zero tied"]:
        lost = dict.fromkeys(election.names, 0.0)
        for weight, ballot in election.ballots:
            for group in ballot:
                for name in group:
                    lost[name] += weight * (len(group) - 1) / 2
        scores = told(election.count("borda", unranked="zero"), "scores")
        assert list(scores) == [
            theirs + lost[name] for theirs, name in zip(answer["scores"], election.names, strict=True)
        ]
        differing += any(lost.values())
    assert differing > NUMBER // 4


@pytest.mark.parametrize("shape", STRICT)
def test_the_winner_of_instant_runoff_is_one_of_theirs_over_all_orders_of_ties(
    shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    for election, answer in answers[f"irv {shape}"]:
        outcome = election.count("irv")
        assert outcome.funded[0] in named(election, answer["winners"])
        assert outcome.ties or len(answer["winners"]) == 1


@pytest.mark.parametrize("shape", STRICT)
@pytest.mark.parametrize("rule", ["scottish-stv", "wigm-prf"])
def test_stv_elects_the_same_wherever_no_lot_is_drawn(
    rule: str, shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    compared = 0
    for election, answer in answers[f"{rule} {shape}"]:
        outcome = election.count(rule)
        if not outcome.ties:
            assert sorted(outcome.funded) == named(election, answer["winners"])
            compared += 1
    assert compared > NUMBER // 4


@pytest.mark.parametrize("shape", STRICT)
def test_meeks_rule_elects_the_same_unless_only_the_last_digits_tell_two_candidates_apart(
    shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    compared = 0
    for election, answer in answers[f"meek-prf {shape}"]:
        outcome, theirs = election.count("meek-prf"), named(election, answer["winners"])
        if not outcome.ties and not differ_in_last_digits(election, outcome, set(outcome.funded) ^ set(theirs)):
            assert sorted(outcome.funded) == theirs
            compared += 1
    assert compared > NUMBER // 4


def test_two_with_exactly_six_votes_are_told_apart_by_nine_digits_here_and_otherwise_there(
    answers: dict[str, list[tuple[Ranked, Answer]]],
) -> None:
    ((_, answer),) = answers["exactly equal"]
    outcome = EXACTLY_EQUAL.count("meek-prf")
    assert outcome.funded == ("D", "C")
    assert named(EXACTLY_EQUAL, answer["winners"]) == ["B", "D"]
    assert differ_in_last_digits(EXACTLY_EQUAL, outcome, {"B", "C"})


def differ_in_last_digits(election: Ranked, outcome: Outcome, elected_once: set[str]) -> bool:
    """Say whether two candidates, each elected on one side only, have votes that are less than a millionth apart."""
    if len(elected_once) != 2:
        return False
    one, other = (election.names.index(name) for name in sorted(elected_once))
    votes = [step.figures["votes"] for step in outcome.steps if "votes" in step.figures]
    return any(
        isinstance(listed, tuple) and 0 < abs(Fraction(str(listed[one])) - Fraction(str(listed[other]))) < MILLIONTH
        for listed in votes
    )
