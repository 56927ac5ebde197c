"""Rules that compare two at a time, and Borda: published examples, then slow twins, then what the rules promise."""

from fractions import Fraction
from itertools import takewhile
from math import factorial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting.errors import BallotsError
from pbengine.voting.outcome import Action, Figure
from tests.oracles.pairwise import taken
from tests.voting.pairwise_elections import Ranked, candidates, election, ranked_elections, read_abif, read_alaska, told

PAIRWISE = ("copeland", "kemeny", "minimax", "ranked-pairs", "schulze")
STRENGTHS = ("winning-votes", "margins")
BY_STRENGTH = ("minimax", "ranked-pairs", "schulze")
EACH_OPTION = [(rule, how) for rule in BY_STRENGTH for how in STRENGTHS] + [("copeland", ""), ("kemeny", "")]

TENNESSEE = election("M N C K", "42 M>N>C>K\n26 N>C>K>M\n15 C>K>N>M\n17 K>C>N>M")
SCHULZE = election(
    "A B C D E",
    "5 A>C>B>E>D\n5 A>D>E>C>B\n8 B>E>D>A>C\n3 C>A>B>E>D\n7 C>A>E>B>D\n2 C>B>A>D>E\n7 D>C>E>B>A\n8 E>B>A>D>C",
)


def options(how: str) -> dict[str, str]:
    return {"strength": how} if how else {}


# What is published


@pytest.mark.parametrize(("rule", "how"), EACH_OPTION)
def test_tennessee_is_nashville_first(rule: str, how: str) -> None:
    outcome = TENNESSEE.count(rule, **options(how))
    assert outcome.funded == ("N",)
    assert told(outcome, "ranking") == (("N", "M", "C", "K") if rule == "minimax" else ("N", "C", "K", "M"))
    assert told(outcome, "preferred") == ((0, 42, 42, 42), (58, 0, 68, 68), (58, 32, 0, 83), (58, 32, 17, 0))
    assert told(outcome, "smith_set") == ("N",)
    assert outcome.ties == ()


def test_tennessee_by_points_and_by_agreement() -> None:
    assert told(TENNESSEE.count("borda"), "scores") == (126, 194, 173, 107)
    assert TENNESSEE.count("kemeny").steps[0].figures["score"] == 393


def test_schulzes_45_voters_have_the_published_paths_and_order() -> None:
    outcome = SCHULZE.count("schulze", strength="winning-votes")
    assert told(outcome, "ranking") == ("E", "A", "C", "B", "D")
    assert told(outcome, "paths") == (
        (0, 28, 28, 30, 24),
        (25, 0, 28, 33, 24),
        (25, 29, 0, 29, 24),
        (25, 28, 28, 0, 24),
        (25, 28, 28, 31, 0),
    )


@pytest.mark.parametrize("how", STRENGTHS)
def test_the_same_45_voters_elect_another_by_ranked_pairs(how: str) -> None:
    outcome = SCHULZE.count("ranked-pairs", strength=how)
    assert told(outcome, "ranking") == ("A", "C", "E", "B", "D")
    assert ("B", "A") in told(outcome, "dropped")
    assert outcome.ties == ()


def test_the_same_45_voters_by_agreement_and_by_points() -> None:
    outcome = SCHULZE.count("kemeny")
    assert told(outcome, "ranking") == ("E", "B", "A", "D", "C")
    assert (outcome.steps[0].figures["score"], outcome.steps[0].figures["optima"]) == (260, 1)
    assert SCHULZE.ranks("borda") == ("E", "A", "B", "C", "D")
    assert told(SCHULZE.count("borda"), "scores") == (98, 92, 89, 69, 102)


@pytest.mark.parametrize(("rule", "how"), EACH_OPTION)
def test_burlington_2009_is_montrolls_by_every_comparison(rule: str, how: str, shared_data: Path) -> None:
    burlington = read_abif(shared_data / "ranked/vectors/burlington2009/burl2009.abif")
    assert sum(weight for weight, _ in burlington.ballots) == 8980
    outcome = burlington.count(rule, **options(how))
    assert outcome.funded == told(outcome, "smith_set") == ("Montroll",)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("equal ranks as they are", [(4067, 3477), (4597, 3668), (4573, 2998), (4314, 4064)]),
        ("cut at equal ranks", [(4064, 3476), (4597, 3664), (4570, 2997), (4313, 4060)]),
    ],
)
def test_burlingtons_contests_with_its_six_papers_that_have_equal_ranks(
    reading: str, expected: list[tuple[int, int]], shared_data: Path
) -> None:
    burlington = read_abif(shared_data / "ranked/vectors/burlington2009/burl2009.abif")
    if reading == "cut at equal ranks":
        cut = [
            (weight, tuple(takewhile(lambda group: len(group) == 1, ballot))) for weight, ballot in burlington.ballots
        ]
        burlington = Ranked(burlington.projects, tuple(cut))
    figures = burlington.count("schulze").steps[0].figures
    matrix = matrix_of(figures["projects"], figures["preferred"])
    pairs = [("Montroll", "Kiss"), ("Montroll", "Wright"), ("Montroll", "Smith"), ("Kiss", "Wright")]
    assert [(matrix[one, other], matrix[other, one]) for one, other in pairs] == expected


@pytest.mark.parametrize(("rule", "how"), EACH_OPTION)
def test_alaskas_special_election_of_2022_is_begichs_by_every_comparison(
    rule: str, how: str, shared_data: Path
) -> None:
    path = shared_data / "ranked/vectors/alaska2022/special_election_v1.ignore_ambig.3candCm1.profile"
    alaska = read_alaska(path)
    assert sum(weight for weight, _ in alaska.ballots) == 188_581
    outcome = alaska.count(rule, **options(how))
    assert outcome.funded == ("Begich",)
    matrix = matrix_of(outcome.steps[0].figures["projects"], outcome.steps[0].figures["preferred"])
    assert (matrix["Begich", "Palin"], matrix["Palin", "Begich"]) == (101_229, 63_619)
    assert (matrix["Begich", "Peltola"], matrix["Peltola", "Begich"]) == (87_883, 79_458)


def matrix_of(names: Figure, rows: Figure) -> dict[tuple[str, str], Figure]:
    assert isinstance(names, tuple)
    assert isinstance(rows, tuple)
    return {
        (str(one), str(other)): value
        for one, row in zip(names, rows, strict=True)
        if isinstance(row, tuple)
        for other, value in zip(names, row, strict=True)
    }


# Slow twins


@given(ranked_elections())
def test_the_matrix_is_that_of_counting_ballot_by_ballot(made: Ranked) -> None:
    slow = made.slow
    matrix = tuple(tuple(slow.prefer(one, other) if one != other else 0 for other in slow.lot) for one in slow.lot)
    for rule in PAIRWISE:
        outcome = made.count(rule)
        assert told(outcome, "preferred") == matrix
        assert told(outcome, "projects") == slow.lot
        assert told(outcome, "smith_set") == slow.smith()


@given(ranked_elections(), st.sampled_from(STRENGTHS))
def test_the_rankings_are_those_of_the_slow_twins(made: Ranked, how: str) -> None:
    slow, place = made.slow, made.names.index
    assert made.ranks("schulze", strength=how) == slow.schulze(how)
    assert made.ranks("ranked-pairs", strength=how) == slow.ranked_pairs(how)
    copeland, defeats = slow.copeland(), slow.worst_defeats(how)
    assert made.ranks("copeland") == tuple(sorted(slow.lot, key=lambda name: (-copeland[name], place(name))))
    assert made.ranks("minimax", strength=how) == tuple(sorted(slow.lot, key=lambda name: (defeats[name], place(name))))


@given(ranked_elections(most=6))
def test_the_best_ranking_is_the_best_of_all_permutations_and_their_number_is_told(made: Ranked) -> None:
    outcome = made.count("kemeny")
    score, orders = made.slow.kemeny()
    assert outcome.steps[0].figures["score"] == score
    assert outcome.steps[0].figures["optima"] == len(orders)
    assert told(outcome, "ranking") == orders[0]
    assert bool(outcome.ties) == (len(orders) > 1)


@given(ranked_elections(), st.sampled_from(("zero", "average", "modified")))
def test_points_are_those_of_dealing_them_out_ballot_by_ballot(made: Ranked, unranked: str) -> None:
    outcome, slow = made.count("borda", unranked=unranked), made.slow
    assert told(outcome, "scores") == tuple(slow.borda(unranked).values())
    assert all(type(score) is int or score.denominator == 2 for score in told(outcome, "scores"))  # type: ignore[union-attr]


@given(ranked_elections())
def test_points_with_the_average_for_the_rest_are_wins_over_single_opponents_on_single_ballots(made: Ranked) -> None:
    slow, voters = made.slow, sum(weight for weight, _ in made.ballots)
    doubled = {
        one: sum(slow.prefer(one, other) - slow.prefer(other, one) + voters for other in slow.lot if other != one)
        for one in slow.lot
    }
    assert slow.borda("average") == {name: Fraction(score, 2) for name, score in doubled.items()}


@given(ranked_elections(most=4).filter(lambda made: made.ballots), st.sampled_from(STRENGTHS))
def test_strongest_paths_by_trying_all_are_those_by_floyd_and_warshall_in_fractions(made: Ranked, how: str) -> None:
    slow, voters = made.slow, sum(weight for weight, _ in made.ballots)
    shares = slow.schulze_by_fractions(how)
    paths = matrix_of(slow.lot, made.count("schulze", strength=how).steps[0].figures["paths"])
    for one in slow.lot:
        for other in slow.lot:
            if one != other:
                assert paths[one, other] == slow.strongest_path(one, other, how) == shares[one, other] * voters


# What is funded


@given(ranked_elections())
@settings(max_examples=60)
def test_what_still_fits_is_funded_down_the_ranking(made: Ranked) -> None:
    costs = {project.id: project.cost for project in made.projects}
    for rule in (*PAIRWISE, "borda"):
        outcome = made.count(rule)
        assert outcome.funded == taken(made.ranks(rule), costs, made.budget)


@given(ranked_elections(seats=True))
@settings(max_examples=60)
def test_an_election_to_seats_elects_the_first_of_the_ranking(made: Ranked) -> None:
    for rule in (*PAIRWISE, "borda"):
        outcome = made.count(rule)
        assert outcome.funded == made.ranks(rule)[: made.budget]
        elected = [step for step in outcome.steps if step.action is Action.ELECT]
        assert len(elected) == len(outcome.funded)
        codes = {outcome.reasons[id_].code for id_ in outcome.funded}
        assert codes <= ({"elected-by-score"} if rule == "borda" else {"elected-by-rank"})


def test_a_reason_says_rank_and_contests() -> None:
    outcome = TENNESSEE.count("schulze")
    assert dict(outcome.reasons["N"].figures) == {"place": 1, "rank": 1, "beats": 3, "loses": 0}
    assert (outcome.reasons["K"].code, dict(outcome.reasons["K"].figures)) == (
        "outranked",
        {"rank": 3, "beats": 1, "loses": 2},
    )


# What the rules promise


@given(ranked_elections(seats=True))
def test_whoever_beats_all_others_comes_first_and_whoever_loses_to_all_comes_last(made: Ranked) -> None:
    slow = made.slow
    if not slow.lot:
        return
    for rule in ("copeland", "kemeny", "ranked-pairs", "schulze"):
        ranking = made.ranks(rule)
        assert ranking[0] in slow.smith()
        for name in slow.lot:
            rivals = [other for other in slow.lot if other != name]
            assert ranking[0] == name or not all(slow.beats(name, other) for other in rivals)
            assert ranking[-1] == name or not all(slow.beats(other, name) for other in rivals)


@given(ranked_elections(seats=True))
def test_smaller_majorities_never_put_minimax_past_a_condorcet_winner(made: Ranked) -> None:
    slow = made.slow
    for how in STRENGTHS:
        if len(slow.smith()) == 1:
            assert made.ranks("minimax", strength=how)[0] == slow.smith()[0]


@given(ranked_elections(seats=True))
def test_sets_that_beat_all_others_come_first_as_a_whole(made: Ranked) -> None:
    slow = made.slow
    for rule in ("copeland", "kemeny", "ranked-pairs", "schulze"):
        assert sorted(made.ranks(rule)[: len(slow.smith())]) == sorted(slow.smith())


@given(ranked_elections(seats=True), st.sampled_from(STRENGTHS))
def test_reversed_ballots_reverse_the_ranking_where_no_lot_is_needed(made: Ranked, how: str) -> None:
    full = Ranked(made.projects, tuple((weight, completed(ballot, made.names)) for weight, ballot in made.ballots))
    back = Ranked(full.projects, tuple((weight, ballot[::-1]) for weight, ballot in full.ballots))
    for rule, given_options in (
        ("copeland", {}),
        ("kemeny", {}),
        ("ranked-pairs", options(how)),
        ("schulze", options(how)),
    ):
        outcome = full.count(rule, **given_options)
        if not outcome.ties:
            assert back.ranks(rule, **given_options) == told(outcome, "ranking")[::-1]


def completed(ballot: tuple[tuple[str, ...], ...], names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Add what a ballot does not name as its last group, so that it can be turned round."""
    named = [name for group in ballot for name in group]
    rest = tuple(name for name in names if name not in named)
    return (*ballot, rest) if rest else ballot


# Ties


@given(ranked_elections(), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_where_no_tie_is_told_no_lot_changes_the_ranking_and_where_it_is_only_order_none_changes_what_is_funded(
    made: Ranked, chance: Random
) -> None:
    for rule in (*PAIRWISE, "borda"):
        outcome = made.count(rule)
        shuffled = list(made.projects)
        chance.shuffle(shuffled)
        other = Ranked(tuple(shuffled), made.ballots, made.budget)
        if not outcome.ties:
            assert other.ranks(rule) == made.ranks(rule)
        if all(tie.effect == "order" for tie in outcome.ties):
            assert sorted(other.count(rule).funded) == sorted(outcome.funded)


def test_equal_majorities_in_a_circle_are_settled_by_the_lot_and_told() -> None:
    circle = election("A B C", "1 A>B>C\n1 B>C>A\n1 C>A>B")
    outcome = circle.count("ranked-pairs")
    assert told(outcome, "ranking") == ("A", "B", "C")
    assert told(outcome, "dropped") == (("C", "A"),)
    assert [(tie.between, tie.chosen, tie.effect) for tie in outcome.ties] == [(("A", "B", "C"), "A", "outcome")]
    outcome = circle.count("schulze")
    assert [(tie.between, tie.chosen, tie.effect) for tie in outcome.ties] == [(("A", "B", "C"), "A", "outcome")]
    outcome = circle.count("kemeny")
    assert outcome.steps[0].figures["optima"] == 3
    assert [(tie.between, tie.chosen, tie.effect) for tie in outcome.ties] == [(("A", "B", "C"), "A", "outcome")]


def test_a_tie_below_the_last_seat_changes_only_the_order() -> None:
    outcome = election("A B C", "2 A").count("schulze")
    assert [(tie.between, tie.chosen, tie.effect) for tie in outcome.ties] == [(("B", "C"), "B", "order")]


# Limits


def test_a_circle_of_too_many_is_refused_in_words_and_many_in_a_line_are_not() -> None:
    names = [f"p{number:02}" for number in range(30)]
    line = Ranked(candidates(" ".join(names)), ((1, tuple((name,) for name in names)),))
    assert line.ranks("kemeny") == tuple(names)
    turns = tuple((1, tuple((names[(start + step) % 19],) for step in range(19))) for start in range(19))
    with pytest.raises(BallotsError, match="19 projects"):
        Ranked(candidates(" ".join(names[:19])), turns).count("kemeny")


def test_rankings_of_very_many_voters_are_added_up_without_running_over() -> None:
    names = [f"p{number:02}" for number in range(18)]
    many = 2**62 // 73  # the most that a profile of 18 ballots takes
    huge = Ranked(candidates(" ".join(names)), tuple((many, ((name,),)) for name in names))
    outcome = huge.count("kemeny")
    assert outcome.steps[0].figures["score"] == many * 17 * 18 // 2 > 2**63
    assert outcome.steps[0].figures["optima"] == factorial(18)
    assert told(huge.count("borda", unranked="average"), "scores") == (Fraction(many * (2 * 17 + 17 * 16), 2),) * 18
