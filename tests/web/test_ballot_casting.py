import secrets
from collections.abc import Callable

import pytest
from sqlmodel import func, select

from pbengine.process.ballots import Ballot, SentKey
from pbengine.process.database import Database
from pbengine.process.eligibility import Mark, mark_of
from pbengine.process.rounds import find_round
from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import DAY, NOW, person

BALLOT = "/rounds/voting/ballot"
REVIEW, CAST, RECEIPT = f"{BALLOT}/review", f"{BALLOT}/cast", f"{BALLOT}/receipt"


def review(browser: Browser, *choices: str) -> Element:
    """Choose, and go on to the page on which the ballot is checked."""
    browser.submit(browser.get(BALLOT), REVIEW, {"choices": list(choices)})
    assert browser.location == REVIEW
    return browser.get(REVIEW)


def cast(browser: Browser, page: Element, *, status: int = 303) -> Element:
    """Press the button of a page on which a ballot is checked."""
    chosen = [field.attributes["value"] for field in page.all("input") if field.attributes.get("name") == "choices"]
    return browser.submit(page, CAST, {"choices": chosen}, status=status)


def ballots(database: Database, slug: str = "voting") -> int:
    with database.reading() as session:
        round_ = find_round(session, slug)
        return session.exec(select(func.count()).where(Ballot.round_id == round_.id)).one()


def told(page: Element) -> list[str]:
    """Return the codes of what is refused."""
    return [element.attributes["data-code"] for element in page.all() if "data-code" in element.attributes]


def tracker(browser: Browser) -> str:
    page = browser.get(RECEIPT)
    return "".join(next(element for element in page.all("p") if element.has_class("tracker")).text.split())


def test_the_review_lists_what_is_chosen_in_words_with_the_total(resident: Browser) -> None:
    said = review(resident, "1", "3").one("main").text
    assert "You have chosen these 2 projects:" in said
    assert "not cast yet" in said
    for part in ("Trees for Mill Lane £4,200", "Benches along the river path £3,800", "Together £8,000"):
        assert part in said
    assert "Evening bus" not in said
    assert "You could choose one more. You do not have to." in said


def test_the_review_says_what_the_vote_protects_and_what_not(resident: Browser) -> None:
    page = review(resident, "1")
    for part in ("You vote once.", "the people who run it could see it", "published, without a name"):
        assert part in page.text
    assert "/trust" in [link.attributes["href"] for link in page.one("main").all("a")]


def test_more_than_the_budget_is_fine_where_only_the_number_is_limited(resident: Browser) -> None:
    assert "That is fine: the count decides what fits." in review(resident, "2", "4").text
    assert "That is fine" not in review(resident, "1").text


def test_from_the_review_one_goes_back_to_the_same_choices(resident: Browser) -> None:
    page = review(resident, "2", "3")
    assert BALLOT in [link.attributes["href"] for link in page.one("main").all("a")]
    ticked = [box.attributes["value"] for box in resident.get(BALLOT).all("input") if "checked" in box.attributes]
    assert sorted(ticked) == ["2", "3"]


def test_without_a_draft_the_review_leads_to_choosing(resident: Browser) -> None:
    resident.get(REVIEW, status=303)
    assert resident.location == BALLOT


@pytest.mark.parametrize(
    ("choices", "codes", "sentence"),
    [
        ([], ["too-few"], "You chose 0; choose at least 1."),
        (["1", "2", "3", "4"], ["too-many"], "You chose 4; choose at most 3."),
        (["1", "1"], ["repeated"], "Project 1 stands twice on this ballot."),
        (["<b>9</b>"], ["unknown-project", "too-few"], "There is no project <b>9</b> on this ballot."),
        (["1", "7", "8"], ["unknown-project", "unknown-project"], "There is no project 8 on this ballot."),
    ],
)
def test_what_cannot_be_cast_is_told_at_the_review_all_at_once_and_the_ticks_stay(
    resident: Browser, choices: list[str], codes: list[str], sentence: str
) -> None:
    page = resident.submit(resident.get(BALLOT), REVIEW, {"choices": choices}, status=422)
    assert told(page) == codes
    assert sentence in page.text
    assert page.one("head").one("title").text.startswith("Error:")
    ticked = {box.attributes["value"] for box in page.all("input") if "checked" in box.attributes}
    assert ticked == {choice for choice in choices if choice in {"1", "2", "3", "4"}}


def test_casting_leads_to_a_receipt_and_takes_the_draft_away(resident: Browser, database: Database) -> None:
    before = ballots(database)
    cast(resident, review(resident, "1", "3"))
    assert resident.location == RECEIPT
    assert any('pb-ballot=""; ' in c and "Max-Age=0" in c for c in resident.answer.headers.get_list("set-cookie"))
    page = resident.get(RECEIPT)
    assert page.one("h1").text == "Your ballot is in the box"
    assert len(tracker(resident)) == 20
    assert ballots(database) == before + 1
    with database.reading() as session:
        ana = person(session, "ana@example.org")
        assert mark_of(session, find_round(session, "voting"), ana) is Mark.VOTED


def test_what_is_cast_is_what_was_checked_whatever_another_tab_ticked_meanwhile(
    resident: Browser, database: Database
) -> None:
    page = review(resident, "1", "3")
    review(resident, "2")
    cast(resident, page)
    with database.reading() as session:
        round_ = find_round(session, "voting")
        openings = session.exec(select(Ballot.opening).where(Ballot.round_id == round_.id)).all()
    assert any(b'"approve":["1","3"]' in opening for opening in openings)


def test_the_same_page_sent_twice_is_one_ballot_with_one_receipt(resident: Browser, database: Database) -> None:
    before, page = ballots(database), review(resident, "1", "3")
    cast(resident, page)
    first = tracker(resident)
    cast(resident, page)
    assert resident.location == RECEIPT
    assert tracker(resident) == first
    assert ballots(database) == before + 1


def test_a_second_vote_is_refused_in_words_with_the_way_to_the_receipt(resident: Browser, database: Database) -> None:
    page, again = review(resident, "1", "3"), review(resident, "2")
    cast(resident, page)
    before, first = ballots(database), tracker(resident)
    page = cast(resident, again, status=409)
    assert told(page) == ["already-voted"]
    assert "You have already voted in this round, and a ballot cannot be changed." in page.text
    assert first in page.text
    assert RECEIPT in [link.attributes["href"] for link in page.one("main").all("a")]
    assert ballots(database) == before


def test_another_ballot_under_the_same_key_leaves_the_first(resident: Browser, database: Database) -> None:
    page = review(resident, "1", "3")
    cast(resident, page)
    before = ballots(database)
    page = resident.submit(page, CAST, {"choices": ["2"]}, status=409)
    assert told(page) == ["key-reused"]
    assert "That first ballot stands." in page.text
    assert ballots(database) == before


def test_who_has_voted_cannot_go_on_choosing(resident: Browser) -> None:
    page = resident.get(BALLOT)
    cast(resident, review(resident, "1"))
    answer = resident.submit(page, REVIEW, {"choices": ["2"]}, status=409)
    assert answer.one("h1").text == "You have voted"
    resident.submit(page, REVIEW, {"choices": ["2"]}, status=409, htmx=True)
    resident.get(REVIEW, status=303)
    assert resident.location == BALLOT


def form(browser: Browser, **fields: str | list[str]) -> dict[str, str | list[str]]:
    """Return fields with this browser's proof and, unless given, a fresh key."""
    page = browser.get("/")
    token = next(field.attributes["value"] for field in page.all("input") if field.attributes.get("name") == "_csrf")
    return {"_csrf": token, "key": secrets.token_hex(16), **fields}


def test_too_late_is_told_and_nothing_is_stored(resident: Browser, clock: Clock, database: Database) -> None:
    before = ballots(database)
    review(resident, "1", "3")
    clock.now = NOW + 9 * DAY
    resident.sign_in("ana@example.org")
    page = resident.post(CAST, form(resident, choices=["1", "3"]), status=409)
    assert told(page) == ["phase"]
    assert page.one("h1").text == "Voting has closed"
    assert ballots(database) == before


def test_the_receipt_of_a_ballot_in_time_comes_even_after_the_close(resident: Browser, clock: Clock) -> None:
    sent = form(resident, choices=["1", "3"])
    resident.post(CAST, sent)
    first = tracker(resident)
    clock.now = NOW + 9 * DAY
    again = form(resident.sign_in("ana@example.org"), choices=["1", "3"], key=sent["key"])
    resident.post(CAST, again)
    assert tracker(resident) == first


@pytest.mark.parametrize("phase", ["announced", "proposals", "review", "counting", "published"])
def test_outside_the_vote_nothing_can_be_sent(resident: Browser, database: Database, phase: str) -> None:
    address, before = f"/rounds/{phase}/ballot", ballots(database, phase)
    sent = form(resident, choices=["1"])
    for step in ("", "/review", "/cast"):
        page = resident.post(address + step, sent, status=409)
        assert page.one("h1").text in {"Voting has not opened yet", "Voting has closed"}
    resident.post(address, sent, status=409, htmx=True)
    resident.get(f"{address}/review", status=303)
    assert ballots(database, phase) == before


@pytest.mark.parametrize("who", ["stranger", "facilitator"])
def test_who_is_not_on_the_roll_cannot_send_anything(
    who: str, request: pytest.FixtureRequest, database: Database
) -> None:
    someone: Browser = request.getfixturevalue(who)
    before, sent = ballots(database), form(someone, choices=["1"])
    for address in (BALLOT, REVIEW, CAST):
        assert someone.post(address, sent, status=403).one("h1").text == "You cannot vote in this round"
    assert ballots(database) == before


def test_who_has_not_signed_in_cannot_send_anything(browser: Browser, database: Database) -> None:
    before = ballots(database)
    for address in (BALLOT, REVIEW, CAST):
        browser.post(address, {"choices": ["1"]}, status=401)
    browser.get(REVIEW, status=303)
    assert browser.location.startswith("/sign-in?next=")
    assert ballots(database) == before


@pytest.mark.parametrize("key", ["", "x", "g" * 32, "a" * 31, "A" * 32])
def test_a_key_that_our_page_did_not_make_is_refused(resident: Browser, database: Database, key: str) -> None:
    before = ballots(database)
    page = resident.post(CAST, form(resident, choices=["1"], key=key), status=422)
    assert told(page) in (["not-that-form"], ["missing"])
    assert ballots(database) == before


def test_a_ballot_that_breaks_the_rules_is_refused_at_the_box_too(resident: Browser, database: Database) -> None:
    before = ballots(database)
    for choices, code in ((["1", "2", "3", "4"], "too-many"), ([], "too-few"), (["99"], "unknown-project")):
        page = resident.post(CAST, form(resident, choices=choices), status=422)
        assert code in told(page)
    assert ballots(database) == before


def test_a_ballot_of_thousands_of_made_up_projects_is_answered(resident: Browser, database: Database) -> None:
    before = ballots(database)
    page = resident.post(CAST, form(resident, choices=[f"p{n}" for n in range(3_000)]), status=422)
    assert "unknown-project" in told(page)
    resident.post(CAST, form(resident, choices=["1" * 100] * 2_000), status=413)
    assert ballots(database) == before


def test_a_cost_that_the_browser_sends_is_not_even_read(resident: Browser) -> None:
    resident.post(REVIEW, form(resident, choices=["2"], cost="1"))
    assert "Together £11,500" in resident.get(REVIEW).one("main").text


def test_two_people_with_the_same_key_do_not_get_each_others_receipt(
    resident: Browser, new_browser: Callable[[], Browser], database: Database
) -> None:
    dora = new_browser().sign_in("dora@example.org")
    sent = form(resident, choices=["1"])
    resident.post(CAST, sent)
    page = dora.post(CAST, form(dora, choices=["1"], key=sent["key"]), status=409)
    assert tracker(resident) not in page.text
    with database.reading() as session:
        round_ = find_round(session, "voting")
        assert mark_of(session, round_, person(session, "dora@example.org")) is Mark.ELIGIBLE
        assert session.exec(select(func.count()).select_from(SentKey).where(SentKey.round_id == round_.id)).one() == 2
