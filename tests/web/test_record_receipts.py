from collections.abc import Callable

import pytest
from sqlmodel import col, select

from pbengine.process.ballots import Ballot
from pbengine.process.database import Database
from pbengine.process.ledger import Log, entries_of
from pbengine.process.rounds import find_round
from pbengine.record.merkle import leaf_hash
from pbengine.record.receipts import tracker
from tests.web.conftest import Browser
from tests.web.markup import Element


def trackers(database: Database, slug: str) -> list[str]:
    """Return the trackers of a round in the order of its log."""
    with database.reading() as session:
        round_ = find_round(session, slug)
        ballots = session.exec(select(Ballot).where(Ballot.round_id == round_.id).order_by(col(Ballot.idx))).all()
    return [tracker(ballot.leaf_hash) for ballot in ballots]


def check(browser: Browser, slug: str, typed: str, *, status: int = 200) -> Element:
    """Check a tracker as a visitor does."""
    address = f"/rounds/{slug}/record/receipt"
    return browser.submit(browser.get(address), address, {"tracker": typed}, status=status)


@pytest.mark.parametrize("write", [str, str.lower, " ".join, lambda name: f" {name[:4]}-{name[4:]} "])
def test_a_tracker_is_found_however_it_is_typed(
    browser: Browser, database: Database, write: Callable[[str], str]
) -> None:
    name = trackers(database, "published")[1]
    page = check(browser, "published", write(name))
    assert page.one("h1").text == "This ballot is in the log"
    assert "It is entry number 2 of the log of the vote." in page.text


def test_the_proof_of_a_found_ballot_is_one_click_away(browser: Browser, database: Database) -> None:
    page = check(browser, "published", trackers(database, "published")[0])
    links = {link.text: link.attributes["href"] for link in page.all("a")}
    assert links["Download the proof"] == "/rounds/published/record/proofs/1"
    assert links["See it in the log"] == "/rounds/published/record/log?page=1#entry-1"
    browser.get(links["Download the proof"])
    with database.reading() as session:
        entry = entries_of(session, find_round(session, "published"), Log.MAIN)[1]
    assert tracker(leaf_hash(entry)) == trackers(database, "published")[0]


def test_once_everything_is_published_a_voter_sees_what_the_ballot_says(browser: Browser, database: Database) -> None:
    pages = [check(browser, "published", name) for name in trackers(database, "published")]
    chosen = [next(section for section in page.all("section") if "What it says" in section.text).text for page in pages]
    assert all("Trees for Mill Lane" in text and "A slide for the lower playground" in text for text in chosen)
    assert sum("Benches along the river path" in text for text in chosen) == 1


def test_a_ballot_that_waits_is_in_the_box_and_sealed(browser: Browser, database: Database) -> None:
    (name,) = trackers(database, "voting")
    page = check(browser, "voting", name)
    assert page.one("h1").text == "This ballot is in the box"
    assert "Your receipt says by when it will stand there." in page.text
    assert "What it says stays sealed until the result is published." in page.text
    assert "Trees" not in page.text
    assert "Download the proof" not in page.text


def test_while_ballots_are_counted_they_stay_sealed(browser: Browser, database: Database) -> None:
    page = check(browser, "counting", trackers(database, "counting")[0])
    assert "What it says stays sealed until the result is published." in page.text
    assert "Trees" not in page.text


@pytest.mark.parametrize("typed", ["AAAAAAAAAAAAAAAAAAAA", "not a tracker", "<script>alert(1)</script>", "é" * 60, "A"])
def test_a_tracker_that_is_not_there_is_answered_with_what_to_do(browser: Browser, typed: str) -> None:
    page = check(browser, "published", typed, status=422)
    assert "There is no such ballot in this round" in page.text
    assert "it is signed, and proves that a ballot is missing" in page.text
    assert page.with_id("tracker").attributes["value"] == typed
    assert page.one("title").text.startswith("Error:")


def test_a_tracker_of_another_round_is_not_found(browser: Browser, database: Database) -> None:
    check(browser, "counting", trackers(database, "published")[0], status=422)


def test_an_empty_form_says_that_the_tracker_is_missing(browser: Browser) -> None:
    page = check(browser, "published", " ", status=422)
    assert "This is missing." in page.with_id("tracker-fault").text


def test_the_tracker_stays_out_of_every_address(browser: Browser, database: Database) -> None:
    name = trackers(database, "published")[0]
    page = check(browser, "published", name)
    assert name not in str(browser.answer.url)
    assert not [link for link in page.all("a") if name in link.attributes["href"]]
    assert browser.answer.headers["cache-control"] == "no-store"


def test_the_receipt_of_a_voter_is_found_by_the_page_it_leads_to(voter: Browser) -> None:
    page = voter.get("/rounds/voting/ballot/receipt")
    shown = next(part for part in page.all("p") if part.has_class("tracker")).text
    assert check(voter, "voting", shown).one("h1").text == "This ballot is in the box"
