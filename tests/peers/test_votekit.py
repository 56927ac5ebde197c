"""Ranking rules against VoteKit, an implementation by others; where it counts differently docs/peers.md says why."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.peers.asking import Answer, Question, ask, question, rankings
from tests.voting.pairwise_elections import Ranked, election, told

NUMBER = 80  # of each shape
ELECTIONS = {shape: rankings(NUMBER, seed=20220816, shape=shape) for shape in ("full", "short", "tied")}
STRICT = ("full", "short")
EQUAL_RANKS = election("A B C D", "3 B=D>A>C")
UNBEATEN = election("A B C D", "3 D>B>C>A\n3 C>A>B>D\n1 B>A>C>D\n1 D>C>A>B")


def asked() -> Iterator[tuple[str, Ranked, Question]]:
    """Yield what is asked: the case, the election and the question."""
    for shape, made in ELECTIONS.items():
        for one in made:
            yield f"borda {shape}", one, question(one, "borda")
            if shape in STRICT:
                yield f"irv {shape}", one, question(one, "irv")
                for rule in ("schulze", "ranked-pairs"):
                    yield f"{rule} {shape}", one, question(one, rule)
            if shape in STRICT and len(one.names) > 3:
                seated = replace(one, budget=2)
                yield f"stv {shape}", seated, question(seated, "stv", seats=2)
    yield "equal ranks", EQUAL_RANKS, question(EQUAL_RANKS, "schulze")
    yield "three unbeaten", UNBEATEN, question(UNBEATEN, "schulze")


@pytest.fixture(scope="module")
def answers() -> dict[str, list[tuple[Ranked, Answer]]]:
    """Give all answers by case, from one process."""
    questions = list(asked())
    given: dict[str, list[tuple[Ranked, Answer]]] = {}
    for (case, one, _), answer in zip(questions, ask("votekit_rules.py", [put for *_, put in questions]), strict=True):
        given.setdefault(case, []).append((one, answer))
    return given


@pytest.mark.parametrize("shape", STRICT)
@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs"])
def test_the_whole_ranking_by_margins_is_theirs_wherever_no_lot_is_drawn(
    rule: str, shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    compared = 0
    for one, answer in answers[f"{rule} {shape}"]:
        outcome = one.count(rule, strength="margins")
        if "refused" in answer:  # it has no place for candidates whom nobody ranks
            assert answer["refused"].endswith("Not enough candidates received votes to be elected.")
            assert len({name for _, ballot in one.ballots for group in ballot for name in group}) < len(one.names)
        elif not outcome.ties:
            assert told(outcome, "ranking") == tuple(one.names[number] for (number,) in answer["ranking"])
            compared += 1
    assert compared > NUMBER // 2


@pytest.mark.parametrize("shape", ELECTIONS)
def test_points_with_nothing_for_the_rest_and_shared_equal_ranks_are_theirs(
    shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    for one, answer in answers[f"borda {shape}"]:
        assert list(told(one.count("borda", unranked="zero"), "scores")) == answer["scores"]


@pytest.mark.parametrize("shape", STRICT)
def test_instant_runoff_elects_the_same_wherever_no_lot_is_drawn(
    shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    compared = 0
    for one, answer in answers[f"irv {shape}"]:
        outcome = one.count("irv")
        if not outcome.ties:
            assert [int(name[1:]) for name in outcome.funded] == answer["winners"]
            compared += 1
    assert compared > NUMBER // 2


@pytest.mark.parametrize("shape", STRICT)
def test_stv_elects_the_same_wherever_nothing_hangs_on_lots_quotas_and_the_order_of_transfers(
    shape: str, answers: dict[str, list[tuple[Ranked, Answer]]]
) -> None:
    compared = 0
    for one, answer in answers[f"stv {shape}"]:
        outcomes = [one.count(rule) for rule in ("scottish-stv", "wigm-prf", "meek-prf")]
        elected = {tuple(sorted(outcome.funded)) for outcome in outcomes}
        if len(elected) == 1 and not any(outcome.ties for outcome in outcomes) and "refused" not in answer:
            assert elected == {tuple(one.names[number] for number in answer["winners"])}
            compared += 1
    assert compared > NUMBER // 8


def test_equal_ranks_are_dropped_there_so_that_the_two_put_first_by_all_come_last(
    answers: dict[str, list[tuple[Ranked, Answer]]],
) -> None:
    ((one, answer),) = answers["equal ranks"]
    assert answer["ranking"] == [[0], [2], [1], [3]]
    assert one.ranks("schulze") == ("B", "D", "A", "C")


def test_of_three_unbeaten_and_one_beaten_in_a_tier_the_alphabet_elects_the_beaten_one_there(
    answers: dict[str, list[tuple[Ranked, Answer]]],
) -> None:
    ((one, answer),) = answers["three unbeaten"]
    outcome = one.count("schulze", strength="margins")
    assert answer["ranking"][0] == [0]
    assert one.slow.strongest_path("C", "A", "margins") > one.slow.strongest_path("A", "C", "margins")
    assert outcome.funded == ("B",)
