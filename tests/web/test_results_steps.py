"""The count step by step: what happened in plain words, the figures, the ties, the lot."""

import pytest

from pbengine.process.database import Database
from pbengine.voting.outcome import Action
from pbengine.web.pages.results.step_words import FIGURES, SENTENCES
from tests.web.conftest import Browser
from tests.web.elections import SHARES, SHARES_VOTES, file_of, publish_file
from tests.web.markup import Element


def steps(page: Element) -> list[str]:
    """Return each step as it reads."""
    return [item.text for item in page.all("li") if item.has_class("step")]


def table(page: Element) -> list[list[str]]:
    """Return the rounded figures, with their head."""
    (box,) = (part for part in page.all("div") if part.has_class("step-table"))
    return [[cell.text for cell in row.all("th", "td")] for row in box.all("tr")]


def exact(page: Element) -> str:
    """Return the exact figures as they read."""
    return next(part.text for part in page.all("details") if part.has_class("exact"))


def test_a_greedy_count_reads_turn_by_turn(browser: Browser) -> None:
    page = browser.get("/rounds/published/result/steps")
    assert "At the start £20,000 is there to spend." in page.text
    told = steps(page)
    assert "comes next with 3 votes." in told[0]
    assert told[2] == (
        "“Benches along the river path” comes next with 1 vote. It costs £3,800 and £4,300 is left, so it is funded."
    )
    assert told[3] == (
        "“Evening bus on Saturdays” comes next with 0 votes. It costs £19,000 and only £500 is left, "
        "so it is passed over."
    )
    assert table(page)[0] == ["Project", "Place", "Votes or points", "Cost", "Left at its turn"]
    assert table(page)[4] == ["Evening bus on Saturdays", "–", "0", "£19,000", "£500"]


def test_a_tie_says_how_it_was_settled_and_where_the_lot_stands(browser: Browser) -> None:
    page = browser.get("/rounds/published/result/steps")
    (tie,) = [item.text for item in page.all("li") if "were level" in item.text]
    assert "by lot “" in tie
    assert "The same projects would have been funded the other way round." in tie
    assert "a secret number was drawn and its fingerprint written into the record" in page.text
    (link,) = (link for link in page.all("a") if link.text == "See the number in the log")
    address, _, entry = link.attributes["href"].partition("#")
    assert browser.get(address).with_id(entry).one("strong").text == "Lot"
    assert "Once projects were level" in browser.get("/rounds/published/result").text


def test_a_tie_that_decides_says_so(browser: Browser, database: Database) -> None:
    text = file_of(("60;Park;1", "60;Hall;0"), ["1,2", "1,2"], rule="greedy")
    page = browser.get(publish_file(database, text) + "/result/steps")
    (tie,) = [item.text for item in page.all("li") if "were level" in item.text]
    assert tie == (
        "“Park” and “Hall” were level; by lot “Park” came first. "
        "The other way round, other projects might have been funded."
    )
    assert "in the order of the official file" in page.text


def test_ties_of_equal_shares_go_to_the_cheaper_or_the_more_chosen(browser: Browser, database: Database) -> None:
    text = file_of(("40;Park;1", "20;Hall;1"), ["1", "1", "2", "2"], budget=100)
    page = browser.get(publish_file(database, text) + "/result/steps")
    assert "“Park” and “Hall”" not in steps(page)
    told = [item.text for item in page.all("li") if "were level" in item.text]
    assert told == [
        (
            "“Hall” and “Park” were level; “Hall” came first because it costs less. "
            "The same projects would have been funded the other way round."
        )
    ]


def test_equal_shares_read_round_by_round_with_exact_figures(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(SHARES, SHARES_VOTES, rule="equalshares/add1")) + "/result/steps")
    assert "The budget of €100 is shared among 4 voters: at the start each has €25." in page.text
    assert steps(page) == [
        (
            "Each voter’s share is raised 4 times by €1, to €29, and each time all is counted anew. "
            "With one raise more the projects would cost €110, which is more than the budget."
        ),
        "“Park” is the best value now. It costs €60, and 3 of its 3 supporters pay for it, each at most €20.",
        "“Hall” is the best value now. It costs €30, and 2 of its 2 supporters pay for it, each at most €21.",
    ]
    assert table(page)[2] == ["Hall", "2", "2", "1.43", "€30", "2", "€21"]
    assert "Effective votes 10/7" in exact(page)
    assert "Raising the shares" in exact(page)


def test_shares_that_cannot_be_raised_say_so(browser: Browser, database: Database) -> None:
    text = file_of(("50;Park;1", "51;Tree;0"), ["1", "2"], rule="equalshares/add1")
    page = browser.get(publish_file(database, text) + "/result/steps")
    assert steps(page)[0] == (
        "Each voter’s share stays at €50. With one raise by €1 the projects would cost €101, "
        "which is more than the budget."
    )


def test_the_comparison_is_told_with_its_numbers(browser: Browser, database: Database) -> None:
    text = file_of(SHARES, SHARES_VOTES, rule="equalshares/add1-comparison")
    page = browser.get(publish_file(database, text) + "/result/steps")
    last = steps(page)[-1]
    assert last == (
        "The result is compared with the one that the number of votes alone would give: 0 voters see more of their "
        "projects in this one, 0 in the other, 4 as many in both. This one stands."
    )


def test_a_result_that_is_replaced_shows_what_was_dropped(browser: Browser, database: Database) -> None:
    projects = ("90;Big;1", "10;Small;0")
    votes = ["1"] * 6 + ["2"] * 4
    page = browser.get(
        publish_file(database, file_of(projects, votes, rule="equalshares-comparison")) + "/result/steps"
    )
    dropped = [item.text for item in page.all("li") if item.has_class("is-dropped")]
    replaced = [text for text in steps(page) if "takes its place" in text]
    assert dropped == [
        (
            "“Small” is the best value now. It costs €10, and 4 of its 4 supporters pay for it, each at most €2.50. "
            "A comparison later put another result in its place."
        )
    ]
    assert len(replaced) == 1
    assert steps(page)[-2:] == [
        "“Big” comes next with 6 votes. It costs €90 and €100 is left, so it is funded.",
        "“Small” comes next with 4 votes. It costs €10 and €10 is left, so it is funded.",
    ]


def test_every_action_has_a_sentence_for_figures_nobody_foresaw() -> None:
    assert {action for action, needed, _, _ in SENTENCES if not needed} == set(Action)


@pytest.mark.parametrize(("action", "needed", "one", "many"), SENTENCES)
def test_sentences_name_only_figures_that_are_there(action: str, needed: frozenset[str], one: str, many: str) -> None:
    figures = dict.fromkeys({*FIGURES, "project"}, "1")
    assert one % figures
    assert many % figures or not many
    told = {name for name in figures if f"%({name})s" in one + many}
    assert action in set(Action)
    assert bool(told - {"project"}) == bool(needed)
