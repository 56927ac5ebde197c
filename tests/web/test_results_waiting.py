"""Before there is a result: when it comes, how far the count is, and not a word of what it will be."""

import json

import pytest

from pbengine.process.clockwork import advance
from pbengine.process.closing import close_voting
from pbengine.process.database import Database
from pbengine.process.projects import projects_of
from pbengine.process.rounds import find_round
from pbengine.process.tallies import claim_count, fail_count, keep_count, reveal_seed
from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import KEYRING, NOW

DOWNLOADS = ("result.json", "result.pb", "ballots.csv", "bundle.zip", "result/steps")
ADDRESS = "/rounds/counting/result"


def waiting(page: Element) -> Element:
    return page.with_id("waiting")


def count_without_publishing(database: Database) -> bytes:
    """Count the round that is being counted, and return what is not published yet."""
    with database.writing() as session:
        round_ = find_round(session, "counting")
        close_voting(session, round_, now=NOW, keyring=KEYRING)
        reveal_seed(session, round_, now=NOW, keyring=KEYRING)
        count = claim_count(session, round_, now=NOW)
        assert count is not None
        result = count.run()
        assert keep_count(session, round_, count.claim, result, now=NOW)
    return result.result_json


def fail(database: Database) -> None:
    with database.writing() as session:
        round_ = find_round(session, "counting")
        close_voting(session, round_, now=NOW, keyring=KEYRING)
        reveal_seed(session, round_, now=NOW, keyring=KEYRING)
        count = claim_count(session, round_, now=NOW)
        assert count is not None
        fail_count(session, round_, count.claim, "ZeroDivisionError: project 3", now=NOW)


@pytest.mark.parametrize("phase", ["announced", "proposals", "review", "voting"])
def test_before_the_close_the_page_says_when_the_result_comes(browser: Browser, phase: str) -> None:
    page = browser.get(f"/rounds/{phase}/result")
    assert page.one("h1").text == "There is no result yet"
    assert "Voting closes on" in waiting(page).text
    assert "hx-get" not in waiting(page).attributes


@pytest.mark.parametrize("phase", ["announced", "proposals", "review", "voting", "counting"])
@pytest.mark.parametrize("path", DOWNLOADS)
def test_nothing_can_be_downloaded_before_the_result_is_published(browser: Browser, phase: str, path: str) -> None:
    browser.get(f"/rounds/{phase}/{path}", status=404)
    assert browser.answer.headers["X-Refusal"] == "not-published"


def test_while_counting_the_page_looks_again_by_itself_or_by_a_link(browser: Browser) -> None:
    page = browser.get(ADDRESS)
    assert page.one("h1").text == "We are counting"
    assert waiting(page).attributes["hx-get"] == ADDRESS
    assert waiting(page).attributes["hx-trigger"].startswith("every ")
    assert ADDRESS in [link.attributes["href"] for link in waiting(page).all("a")]
    fragment = browser.get(ADDRESS, htmx=True)
    assert waiting(fragment).text == waiting(page).text
    assert not list(fragment.all("h1"))


def test_the_page_follows_the_count_until_the_result_is_there(browser: Browser, database: Database) -> None:
    with database.writing() as session:
        round_ = find_round(session, "counting")
        close_voting(session, round_, now=NOW, keyring=KEYRING)
    assert "The count begins in a moment." in browser.get(ADDRESS).text
    with database.writing() as session:
        round_ = find_round(session, "counting")
        reveal_seed(session, round_, now=NOW, keyring=KEYRING)
        claim_count(session, round_, now=NOW)
    assert "The count is running." in browser.get(ADDRESS, htmx=True).text


def test_a_waiting_page_is_led_to_the_result_once_it_is_published(browser: Browser, database: Database) -> None:
    advance(database, KEYRING, NOW)
    browser.get(ADDRESS, status=204, htmx=True)
    assert browser.answer.headers["HX-Redirect"] == ADDRESS
    assert browser.get(ADDRESS).one("h1").text == "We will pay for 3 projects"


def test_a_result_that_is_counted_and_not_published_stays_unseen(
    browser: Browser, facilitator: Browser, database: Database
) -> None:
    document = json.loads(count_without_publishing(database))
    with database.reading() as session:
        titles = [project.title for project in projects_of(session, find_round(session, "counting"))]
    for someone in (browser, facilitator):
        for htmx in (False, True):
            page = someone.get(ADDRESS, htmx=htmx)
            assert "The ballots are counted. The result is published in a moment." in page.text
            assert not [title for title in titles if title in page.text]
            assert document["election"] not in page.text
        for path in DOWNLOADS:
            someone.get(f"/rounds/counting/{path}", status=404)


@pytest.mark.parametrize("path", ["", "/result", "/record", "/record/log", "/proposals"])
@pytest.mark.parametrize("phase", ["voting", "counting"])
def test_no_page_of_an_undecided_round_holds_a_score(
    browser: Browser, database: Database, clock: Clock, phase: str, path: str
) -> None:
    if phase == "counting":
        count_without_publishing(database)
    else:
        clock.now = NOW
    page = browser.get(f"/rounds/{phase}{path}")
    for word in ("of you chose it", "Not funded", "1 vote", "2 votes", "3 votes", "is-funded"):
        assert word not in browser.answer.text, word
    assert page.one("h1").text


def test_a_failed_count_is_told_calmly_without_what_the_program_said(
    resident: Browser, facilitator: Browser, database: Database
) -> None:
    fail(database)
    page = resident.get(ADDRESS)
    assert "No ballot is lost" in waiting(page).text
    assert "for the facilitators of Brookmere to start the count again" in waiting(page).text
    assert "ZeroDivisionError" not in resident.answer.text
    assert not [link for link in page.all("a") if "/facilitate/" in link.attributes["href"]]
    offered = [link.attributes["href"] for link in waiting(facilitator.get(ADDRESS)).all("a")]
    assert "/facilitate/rounds/counting/count" in offered
    assert facilitator.get("/facilitate/rounds/counting/count").one("h1").text == "The count"
