import re
from datetime import timedelta

import pytest

from pbengine.process.clockwork import advance
from pbengine.process.database import Database
from pbengine.process.opening import election_of
from pbengine.process.rounds import find_round
from pbengine.record.receipts import open_receipt, receipt_key_name, tracker
from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import DAY, KEYRING, NOW

RECEIPT = "/rounds/voting/ballot/receipt"


def tracker_on(page: Element) -> str:
    shown = next(element for element in page.all("p") if element.has_class("tracker")).text
    assert re.fullmatch(r"([A-Z2-7]{4} ){4}[A-Z2-7]{4}", shown), shown
    return shown.replace(" ", "")


def test_the_receipt_shows_the_tracker_and_what_it_is_good_for(voter: Browser) -> None:
    page = voter.get(RECEIPT)
    assert page.one("h1").text == "Your ballot is in the box"
    assert len(tracker_on(page)) == 20
    for part in (
        "It does not say who you are.",
        "Show it only to people whom you trust.",
        "Look for your tracker",
        "It is signed, and proves that your ballot was taken.",
        "Voting closes on Wednesday, 13 May 2026 at 12:00 UTC",
    ):
        assert part in page.one("main").text
    assert "/rounds/voting/record/receipt" in [link.attributes["href"] for link in page.one("main").all("a")]


def test_the_receipt_never_says_what_was_chosen(voter: Browser) -> None:
    page = voter.get(RECEIPT)
    for title in ("Trees for Mill Lane", "A slide", "Benches", "£4,200"):
        assert title not in page.text


def test_the_saved_receipt_is_signed_and_names_the_same_ballot(voter: Browser, database: Database) -> None:
    shown = tracker_on(voter.get(RECEIPT))
    voter.get(f"{RECEIPT}.txt")
    assert voter.answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert voter.answer.headers["content-disposition"] == 'attachment; filename="receipt-voting.txt"'
    assert voter.answer.headers["cache-control"] == "no-store"
    with database.reading() as session:
        election = election_of(session, find_round(session, "voting"))
    signer = KEYRING.receipt_signer(election.origin)
    assert signer.name == receipt_key_name(election.origin)
    receipt = open_receipt(voter.answer.text, signer.key)
    assert tracker(receipt.leaf) == shown


def test_the_signed_text_stands_on_the_page_too(voter: Browser) -> None:
    shown = voter.get(RECEIPT).one("pre").text
    voter.get(f"{RECEIPT}.txt")
    assert shown.split() == voter.answer.text.split()


def test_once_the_ballot_is_in_the_record_the_receipt_names_its_entry(
    voter: Browser, database: Database, clock: Clock
) -> None:
    clock.now = NOW + timedelta(hours=1)
    assert "as entry number" not in voter.get(RECEIPT).text
    advance(database, KEYRING, NOW + 10 * DAY)
    assert "Your ballot stands in the record, as entry number 1." in voter.get(RECEIPT).text


def test_long_after_the_close_the_receipt_says_where_the_ballot_stands_and_promises_nothing(
    voter: Browser, database: Database, clock: Clock
) -> None:
    for days in (10, 12):
        advance(database, KEYRING, NOW + days * DAY)
    clock.now = NOW + 12 * DAY
    page = voter.sign_in("ben@example.org").get(RECEIPT)
    assert "Your ballot stands in the record, as entry number 1." in page.text
    assert len(tracker_on(page)) == 20
    assert f"{RECEIPT}.txt" not in [link.attributes["href"] for link in page.all("a")]
    assert "There is no such receipt" in voter.get(f"{RECEIPT}.txt", status=404).text


@pytest.mark.parametrize("who", ["resident", "stranger", "facilitator"])
def test_who_has_not_voted_is_led_to_the_ballot(who: str, request: pytest.FixtureRequest) -> None:
    someone: Browser = request.getfixturevalue(who)
    someone.get(RECEIPT, status=303)
    assert someone.location == "/rounds/voting/ballot"
    someone.get(f"{RECEIPT}.txt", status=404)


@pytest.mark.parametrize("address", [RECEIPT, f"{RECEIPT}.txt"])
def test_who_has_not_signed_in_is_led_there(browser: Browser, address: str) -> None:
    browser.get(address, status=303)
    assert browser.location.startswith("/sign-in?next=%2Frounds%2Fvoting%2Fballot%2Freceipt")


def test_a_round_that_is_not_there_has_no_ballot_and_no_receipt(voter: Browser) -> None:
    for page in ("", "/review", "/receipt", "/receipt.txt"):
        assert "There is no such round" in voter.get(f"/rounds/nowhere/ballot{page}", status=404).text
