"""Elections held elsewhere: whether our count funds what the office funded."""

from pathlib import Path

import pytest

from pbengine.formats.pabulib import read_pabulib
from pbengine.process.database import Database
from tests.web.conftest import Browser
from tests.web.elections import SHARES, SHARES_VOTES, file_of, publish_file
from tests.web.markup import Element


def official(page: Element) -> Element:
    """Return what the page says of the official result."""
    return next(part for part in page.all("div") if part.has_class("notice"))


def test_a_count_that_agrees_says_so(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(SHARES, SHARES_VOTES)) + "/result")
    assert "This count agrees with the official result" in official(page).text
    assert "the same 2 projects are funded, and no other" in official(page).text
    assert official(page).has_class("notice-done")
    assert page.one("h1").text == "2 projects are funded"


def test_a_count_that_differs_names_what_differs(browser: Browser, database: Database) -> None:
    projects = ("60;Park;1", "30;Hall;0", "20;Tree;1")
    page = browser.get(publish_file(database, file_of(projects, SHARES_VOTES)) + "/result")
    told = official(page)
    assert told.has_class("notice-warning")
    assert "Officially funded, and not by this count: Tree" in told.text
    assert "Funded by this count, and not officially: Hall" in told.text


def test_a_file_without_an_official_result_is_compared_with_nothing(browser: Browser, database: Database) -> None:
    text = file_of(SHARES, SHARES_VOTES).replace(";selected", "")
    text = "\n".join(
        line[:-2] if line.count(";") == 3 and line[-2:] in {";0", ";1"} else line for line in text.split("\n")
    )
    page = browser.get(publish_file(database, text) + "/result")
    assert "There is no official result to compare with" in official(page).text


def test_what_the_file_says_of_itself_stands_there(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(SHARES, SHARES_VOTES, meta="comment;#1: by hand\n")) + "/result")
    assert "#1: by hand" in official(page).text


def test_a_round_held_here_has_no_official_result_beside_it(browser: Browser) -> None:
    assert "official" not in browser.get("/rounds/published/result").text


def test_wieliczka_comes_out_as_it_was_decided(browser: Browser, database: Database, shared_data: Path) -> None:
    data = (shared_data / "pabulib" / "Poland_Wieliczka_2023_Green_Budget.pb").read_bytes()
    file = read_pabulib(data)
    page = browser.get(publish_file(database, data) + "/result")
    assert "This count agrees with the official result" in official(page).text
    assert file.selected is not None
    names = dict(zip((project.id for project in file.instance.projects), file.projects["name"], strict=True))
    winners = {" ".join(names[id_].split()) for id_, mark in file.selected.items() if mark == "1"}
    funded = {item.one("h3").text for item in page.all("article") if item.has_class("is-funded")}
    assert funded == winners
    assert len([item for item in page.all("article") if item.has_class("result")]) == 64


@pytest.mark.parametrize("path", ["", "/proposals", "/record", "/record/log", "/result/steps"])
def test_every_page_of_such_a_round_is_there(browser: Browser, database: Database, path: str) -> None:
    browser.get(publish_file(database, file_of(SHARES, SHARES_VOTES)) + path)


def test_the_page_of_an_election_held_elsewhere_claims_no_roll_and_no_vote_here(
    browser: Browser, database: Database
) -> None:
    address = publish_file(database, file_of(SHARES, SHARES_VOTES))
    page = browser.get(address)
    assert "projects on the ballot 3" in page.text
    assert "may vote" not in page.text
    assert "This election was held elsewhere" in page.text
    assert "Each resident votes once" not in page.text
    assert "The time for writing proposals" not in browser.get(address + "/proposals").text
