import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pbengine.voting
from pbengine.formats.sentences import POINT_SENTENCES, SENTENCES, Message, Words, english_ordinal, sentence
from pbengine.voting.outcome import Figure, Reason
from pbengine.voting.profile import BallotKind

EXAMPLES: dict[str, dict[str, Figure]] = {
    "funded-by-score": {"place": 3, "score": 1204, "cost": 30000, "left": 45000},
    "not-affordable": {"score": 312, "cost": 15000, "left": Fraction(18241, 2)},
    "after-stop": {"blocker": "7", "score": 312, "cost": 15000, "left": 9120},
    "below-threshold": {"score": 12, "threshold": 50},
    "below-minimum": {"votes": 12, "minimum": 25},
    "excluded-by": {"rival": "1932"},
    "funded-in-part": {"place": 2, "score": 312, "amount": 5000, "cost": 15000, "left": 9120},
    "funded-by-cover": {"place": 3, "score": 2450, "cost": 590000, "left": 524350, "reserve": 65650},
    "waits-for": {"needs": ("7", "12"), "score": 312, "cost": 15000, "left": 9120},
    "over-cap": {"band": "Green", "cap": 20000, "spent": 18000, "score": 312, "cost": 15000, "left": 90000},
    "kept-for": {"band": "Green, Youth", "kept": 20000, "score": 312, "cost": 15000, "left": 30000},
    "withdrawn": {"votes": 88},
    "funded-by-shares": {"place": 1, "supporters": 1204, "cost": 30000, "payment": Fraction(2600, 97)},
    "funded-by-completion": {"place": 9, "score": 312, "cost": 5000, "left": 7200},
    "not-covered": {"supporters": 312, "cost": 15000, "left": Fraction(27361, 3), "round": 4},
    "no-votes": {},
    "funded-by-reach": {"place": 2, "supporters": 312, "cost": 5000, "left": 7200, "adds": 120, "only": 40},
    "beyond-budget": {"supporters": 312, "cost": 5000, "budget": 4000},
    "reaches-no-more": {"supporters": 312, "cost": 5000, "without": 17},
    "no-better-for-the-least": {"supporters": 312, "cost": 5000, "without": 17},
    "no-higher-product": {"supporters": 312, "cost": 5000, "without": 17},
    "funded-with-others": {"place": 4, "supporters": 312, "cost": 15000, "held": Fraction(27361, 3), "levy": 5},
    "not-covered-together": {"supporters": 312, "cost": 15000, "left": Fraction(27361, 3)},
    "funded-by-earnings": {"place": 4, "supporters": 312, "cost": 15000, "earned": Fraction(7, 3), "left": 21000},
    "outrun": {"supporters": 312, "cost": 15000, "left": 9120},
    "funded-by-overspending": {"place": 4, "supporters": 312, "cost": 15000, "covered": 14200, "payment": 51},
    "nothing-left": {"supporters": 312, "cost": 15000},
    "funded-in-best-set": {"place": 2, "score": 312, "cost": 5000, "left": 7200},
    "funded-in-part-of-best-set": {"place": 2, "score": 312, "cost": 5000, "amount": 3000, "left": 7200},
    "worse-set": {"score": 312, "cost": 5000, "short": 17},
    "worse-set-at-least": {"score": 312, "cost": 5000, "short": 17},
    "dearer-set": {"score": 312, "cost": 5000, "more": 200},
    "set-by-lot": {"score": 312, "cost": 5000},
    "over-budget": {"score": 312, "cost": 5000, "budget": 4000},
    "no-set-with-it": {"score": 312, "cost": 5000},
    "no-gain": {"score": -4, "cost": 5000},
    "elected-quota": {"stage": 4, "votes": "1139.94406", "quota": "994"},
    "elected-last": {"stage": 6, "votes": "1317.90720"},
    "excluded": {"stage": 3, "votes": "612.94981"},
    "not-elected": {"votes": "664.04557"},
    "not-ranked": {},
    "elected-by-rank": {"place": 1, "rank": 1, "beats": 5, "loses": 0},
    "outranked": {"rank": 4, "beats": 2, "loses": 3},
    "funded-among-first": {"place": 2, "rank": 3, "supporters": 120, "cost": 15000},
    "funded-by-rank": {"place": 2, "rank": 3, "beats": 3, "loses": 2, "cost": 15000, "left": 18240},
    "funded-in-part-by-rank": {
        "place": 2,
        "rank": 3,
        "beats": 3,
        "loses": 2,
        "amount": 5000,
        "cost": 15000,
        "left": 9120,
    },
    "not-affordable-by-rank": {"rank": 4, "beats": 2, "loses": 3, "cost": 15000, "left": 9120},
    "waits-for-by-rank": {"needs": ("7", "12"), "rank": 4, "beats": 2, "loses": 3, "cost": 15000, "left": 9120},
    "over-cap-by-rank": {"band": "Green", "cap": 20000, "spent": 18000, "rank": 4, "cost": 15000, "left": 90000},
    "kept-for-by-rank": {"band": "Green, Youth", "kept": 20000, "rank": 4, "cost": 15000, "left": 30000},
    "funded-by-load": {"place": 2, "score": 312, "cost": 15000, "left": 21000, "load": Fraction(2600, 97)},
    "funded-by-load-in-parts": {"place": 2, "score": 312, "cost": 15000, "left": 21000, "load": 27},
    "funded-by-balance": {"place": 2, "score": 312, "cost": 15000, "left": 21000, "load": Fraction(2600, 97)},
    "funded-by-balance-in-parts": {"place": 2, "score": 312, "cost": 15000, "left": 21000, "load": 27},
    "funded-by-backing": {"place": 2, "supporters": 120, "cost": 15000, "backing": 16000, "left": 21000},
    "funded-by-transfer": {"place": 2, "supporters": 120, "cost": 15000, "backing": 9000, "left": 21000},
    "funded-by-rest": {"place": 2, "supporters": 120, "cost": 15000, "backing": 9000, "left": 21000},
    "under-supported": {"supporters": 120, "cost": 15000, "backing": 9000, "left": 21000},
    "funded-by-units": {"place": 2, "payout": 5000, "cost": 15000, "supporters": 120},
    "no-units": {"cost": 15000, "supporters": 12},
    "funded-by-median": {"place": 2, "payout": 5000, "mean_amount": Fraction(14500, 3)},
    "no-median": {"mean_amount": Fraction(1450, 3)},
    "funded-by-match": {"place": 2, "payout": 5000, "contributed": 1450, "contributors": 120},
    "no-match": {"contributed": 1450, "contributors": 1},
    "elected-by-score": {"place": 1, "score": Fraction(389, 2)},
    "outscored": {"score": 107},
}


@pytest.mark.parametrize("kind", BallotKind)
@pytest.mark.parametrize("code", SENTENCES)
def test_every_reason_is_said_on_every_kind_of_ballot(code: str, kind: BallotKind) -> None:
    said = sentence(Reason(code, EXAMPLES[code]), kind)
    assert said.startswith(("Funded, ", "Not funded: ", "Elected at stage ", "Elected, ", "Not elected: "))
    assert said.endswith(".")
    assert "%" not in said


def test_the_catalogue_has_a_sentence_for_every_reason_that_a_rule_can_give() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(pbengine.voting.__file__).parent.rglob("*.py"))
    codes = set(re.findall(r'\bReason\(\s*"([a-z-]+)"', source))
    assert codes
    assert codes <= SENTENCES.keys()


def test_votes_in_parts_are_said_rounded_down_so_that_the_quota_is_never_said_to_be_missed() -> None:
    figures: dict[str, Figure] = {"stage": 2, "votes": "1172.799398428", "quota": "1172.799398428"}
    assert sentence(Reason("elected-quota", figures), BallotKind.ORDINAL) == (
        "Elected at stage 2 with 1,172.79 of your votes, at least the quota, which is 1,172.79."
    )


def test_points_are_said_as_points() -> None:
    reason = Reason("not-affordable", {"score": Fraction(25, 2), "cost": 500, "left": 40})
    assert sentence(reason, BallotKind.CUMULATIVE) == (
        "Not funded: you gave it 12.5 points; it costs 500, and 40 is left at its turn."
    )
    assert set(POINT_SENTENCES) <= set(SENTENCES)


def test_equal_payments_are_said_exactly_where_two_digits_hold_them() -> None:
    reason = Reason("funded-by-shares", {"place": 1, "supporters": 8, "cost": 50, "payment": Fraction(25, 4)})
    assert sentence(reason, BallotKind.APPROVAL).endswith("your shares cover its cost of 50, 6.25 each.")


def test_equal_payments_that_were_rounded_are_said_to_be_about_that() -> None:
    reason = Reason("funded-by-shares", {"place": 1, "supporters": 3, "cost": 50, "payment": Fraction(50, 3)})
    assert sentence(reason, BallotKind.APPROVAL).endswith("cover its cost of 50, about 16.67 each.")


def test_unequal_payments_are_said_by_the_largest_rounded_up() -> None:
    reason = Reason("funded-by-shares", {"place": 1, "supporters": 4, "cost": 50, "payment": Fraction(50, 3)})
    assert sentence(reason, BallotKind.APPROVAL).endswith("cover its cost of 50, at most 16.67 each.")


def test_one_supporter_is_spoken_to_alone() -> None:
    reason = Reason("not-covered", {"supporters": 1, "cost": 50, "left": 2, "round": 1})
    assert sentence(reason, BallotKind.APPROVAL) == (
        "Not funded: 1 of you chose it; in the end you have 2 left, and it costs 50."
    )


@given(st.integers(1, 10**9), st.fractions(0, 1).filter(lambda part: part < 1))
def test_money_that_did_not_cover_a_cost_never_looks_as_if_it_did(cost: int, part: Fraction) -> None:
    said = sentence(Reason("not-covered", {"supporters": 2, "cost": cost, "left": cost * part}), BallotKind.APPROVAL)
    left, needed = re.findall(r"have ([\d,.]+) left .* costs ([\d,.]+)\.$", said)[0]
    assert Fraction(left.replace(",", "")) < Fraction(needed.replace(",", "")) == cost


def test_another_language_brings_its_own_words_and_plural() -> None:
    catalogue = {"Not funded: none of you chose it.": "Heb ei ariannu."}
    words = Words(
        translate=lambda text: catalogue.get(text, text),
        translate_counted=lambda one, many, count: f"{count}: {one if count == 1 else many}",
        money=lambda amount: f"£{float(amount):,.2f}",
        project='"{}"'.format,
    )
    assert sentence(Reason("no-votes"), BallotKind.APPROVAL, words=words) == "Heb ei ariannu."
    said = sentence(Reason("after-stop", EXAMPLES["after-stop"]), BallotKind.APPROVAL, words=words)
    assert said.startswith("312: ")
    assert '"7"' in said
    said = sentence(Reason("not-affordable", EXAMPLES["not-affordable"]), BallotKind.APPROVAL, words=words)
    assert "£15,000.00" in said


@pytest.mark.parametrize("message", [*SENTENCES.values(), *POINT_SENTENCES.values()])
def test_a_sentence_names_the_same_figures_for_one_and_for_many_but_those_left_out(message: Message) -> None:
    one, many = (set(re.findall(r"%\((\w+)\)s", text)) for text in (message.one, message.many))
    assert one <= many
    assert not message.by or message.by in one


def test_ordinals() -> None:
    assert [english_ordinal(place) for place in (1, 2, 12, 20, 22, 23, 31, 111, 1001)] == [
        "first",
        "second",
        "twelfth",
        "twentieth",
        "22nd",
        "23rd",
        "31st",
        "111th",
        "1,001st",
    ]
