"""Every sentence on what a rule promises is tried, and every one on what it does not is shown by a vote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.voting import BallotKind, Rule, find_rule, promises
from pbengine.voting.registry import rules
from tests.voting.promises.about_rankings import smith
from tests.voting.promises.shown import SHOWN
from tests.voting.promises.small_votes import written
from tests.voting.promises.trials import BROKEN, KEPT, kind_for

EVERY = [pytest.param(rule, id=rule.id) for rule in rules()]
PROMISED = [(rule.id, sentence) for rule in rules() for sentence in rule.properties if sentence in KEPT]
NOT_PROMISED = [(rule, sentence) for sentence, votes in SHOWN.items() for rule in votes]
DIVIDED = {promises.SINGLE_MINDED_MAY_GET_NOTHING, promises.SMALL_PARTS_MAY_HELP}


@pytest.mark.parametrize("rule", EVERY)
def test_every_rule_says_what_it_promises_and_each_sentence_is_tried(rule: Rule) -> None:
    assert 2 <= len(rule.properties) <= 6
    assert len(set(rule.properties)) == len(rule.properties)
    shown = {sentence for rule_id, sentence in NOT_PROMISED if rule_id == rule.id}
    assert set(rule.properties) - KEPT.keys() == shown


def test_every_sentence_is_one_of_these_and_is_said_by_a_rule() -> None:
    listed = {text for name, text in vars(promises).items() if name.isupper()}
    assert listed == KEPT.keys() | BROKEN.keys()
    assert listed == {sentence for rule in rules() for sentence in rule.properties}
    assert not KEPT.keys() & BROKEN.keys()


@pytest.mark.parametrize(("rule", "sentence"), PROMISED)
@settings(max_examples=50)
@given(data=st.data())
def test_a_promise_is_kept(rule: str, sentence: str, data: st.DataObject) -> None:
    trial = KEPT[sentence]
    assert trial.holds(data.draw(trial.votes(find_rule(rule))), rule)


@pytest.mark.parametrize(("rule", "sentence"), NOT_PROMISED)
def test_what_is_not_promised_is_shown(rule: str, sentence: str) -> None:
    kind = BallotKind.CUMULATIVE if sentence in DIVIDED else kind_for(find_rule(rule))
    assert BROKEN[sentence](written(kind, *SHOWN[sentence][rule]), rule)


@pytest.mark.parametrize(
    ("sentence", "rule", "vote"),
    [
        (promises.EXHAUSTIVE, "greedy-no-skip", ("3 1", 2, "1 ab")),
        (promises.IN_ORDER, "greedy", ("3 1", 2, "2 a, 1 b")),
        (promises.EJR_PLUS, "greedy", ("5 5 2", 10, "4 ab, 1 c")),
        (promises.PJR_UP_TO_ANY, "greedy", ("5 5 2", 10, "4 ab, 1 c")),
        (promises.MORE_MONEY_HELPS, "greedy", ("3 4 1", 6, "1 ab")),
        (promises.MOST_VOTES, "greedy", ("3 2 2", 4, "3 a, 2 bc")),
        (promises.MOST_COVERED, "greedy", ("2 2 2", 4, "3 ab, 2 c")),
        (promises.HIGHEST_PRODUCT, "greedy", ("2 2 2", 4, "3 ab, 2 c")),
        (promises.BEST_FOR_THE_LEAST, "greedy", ("2 2 2", 4, "3 ab, 2 c")),
    ],
)
def test_a_trial_fails_where_another_rule_breaks_the_promise(
    sentence: str, rule: str, vote: tuple[str, int, str]
) -> None:
    assert not KEPT[sentence].holds(written(BallotKind.APPROVAL, *vote), rule)


@pytest.mark.parametrize(
    ("sentence", "rule", "vote"),
    [
        (promises.CONDORCET_WINS, "irv", "4 abc, 2 bac, 3 cba"),
        (promises.SMITH, "irv", "4 abc, 2 bac, 3 cba"),
        (promises.MAJORITY_WINS, "borda", "3 abc, 2 bca"),
        (promises.CONDORCET_LOSER_LOSES, "minimax", "1 dabc, 2 abcd, 1 dbca, 2 bcad, 2 dcab, 1 cabd"),
        (promises.RAISING_HELPS, "irv", "39 abc, 35 bca, 26 cab"),
        (promises.LATER_NO_HARM, "borda", "2 a, 2 b"),
    ],
)
def test_a_trial_of_rankings_fails_where_another_rule_breaks_the_promise(sentence: str, rule: str, vote: str) -> None:
    costs = "1 1 1 1" if "d" in vote else "1 1 1"
    assert not KEPT[sentence].holds(written(BallotKind.ORDINAL, costs, 1, vote), rule)


def test_the_smallest_group_that_beats_all_others_is_found() -> None:
    assert smith(written(BallotKind.ORDINAL, "1 1 1 1", 1, "1 abcd, 1 bcad, 1 cabd")) == {"a", "b", "c"}
