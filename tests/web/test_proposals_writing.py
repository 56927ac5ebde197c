import pytest

from pbengine.process.database import Database
from pbengine.process.proposals import Proposal, list_proposals
from pbengine.process.reviews import admit_proposal
from pbengine.process.rounds import find_round
from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import DAY, NOW, person

NEW = "/rounds/proposals/proposals/new"
LIST = "/rounds/proposals/proposals"
GOOD = {"title": "A clock", "summary": "For the square.", "body": "It **ticks**.", "place": "Square", "estimate": "900"}


def codes(page: Element) -> dict[str, str]:
    """Return the codes of the faults, by the field that the summary leads to."""
    summary = next(element for element in page.all() if element.has_class("summary"))
    return {item.one("a").attributes["href"][1:]: item.attributes["data-code"] for item in summary.all("li")}


def stored(database: Database) -> list[Proposal]:
    with database.reading() as session:
        return [line.proposal for line in list_proposals(session, find_round(session, "proposals"))]


def own(database: Database) -> str:
    """Return the address of a proposal of Ana's that waits for review."""
    return f"/proposals/{stored(database)[0].id}"


def test_a_resident_writes_a_proposal_and_sees_it(resident: Browser) -> None:
    resident.submit(resident.get(NEW), NEW, GOOD)
    page = resident.get(resident.location)
    assert page.one("h1").text == "A clock"
    for said in (
        "For the square.",
        "It ticks .",
        "Square",
        "£900",
        "Ana Brook",
        "4 May 2026",
        "It has been handed in.",
    ):
        assert said in page.one("main").text
    assert "A clock" in resident.get(LIST).text


def test_a_name_and_one_sentence_are_enough(resident: Browser, database: Database) -> None:
    resident.submit(resident.get(NEW), NEW, {"title": "A clock", "summary": "For the square."})
    assert (stored(database)[-1].title, stored(database)[-1].estimate) == ("A clock", None)


def test_every_fault_is_told_at_once_and_nothing_typed_is_lost(resident: Browser, database: Database) -> None:
    typed = {"title": "t" * 121, "summary": " ", "body": "b" * 10_001, "place": "p" * 201, "estimate": "a lot"}
    page = resident.submit(resident.get(NEW), NEW, typed, status=422)
    too_long = {"title": "too-long", "body": "too-long", "place": "too-long"}
    assert codes(page) == {**too_long, "summary": "missing", "estimate": "not-an-amount"}
    assert page.with_id("title").attributes["value"] == typed["title"]
    assert page.with_id("body").text == typed["body"]
    assert page.with_id("estimate").attributes["value"] == "a lot"
    assert page.one("title").text.startswith("Error:")
    assert len(stored(database)) == 5


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1,200.50", 120_050),
        ("1200", 120_000),
        ("£ 1,200", 120_000),
        ("0", 0),
        ("12.5", 1_250),
        ("1,200.50 GBP", 120_050),
    ],
)
def test_money_is_taken_as_people_type_it_to_the_penny(
    resident: Browser, database: Database, typed: str, cents: int
) -> None:
    resident.submit(resident.get(NEW), NEW, {**GOOD, "estimate": typed})
    assert stored(database)[-1].estimate == cents


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("20k", "not-an-amount"),
        ("1.5 million", "not-an-amount"),
        ("12,00.5", "not-an-amount"),
        ("-5", "not-an-amount"),
        ("1.200", "ambiguous-amount"),
        ("1.2345", "too-exact"),
        ("9" * 40, "amount-too-large"),
    ],
)
def test_money_that_could_be_misread_is_not_taken(resident: Browser, typed: str, code: str) -> None:
    page = resident.submit(resident.get(NEW), NEW, {**GOOD, "estimate": typed}, status=422)
    assert codes(page) == {"estimate": code}


def test_what_is_typed_is_never_run_when_the_form_is_shown_again(resident: Browser) -> None:
    hostile = '"><script>alert(1)</script>'
    page = resident.submit(resident.get(NEW), NEW, {"title": hostile, "body": f"</textarea>{hostile}"}, status=422)
    assert page.with_id("title").attributes["value"] == hostile
    assert page.with_id("body").text == f"</textarea>{hostile}"


def test_a_huge_text_is_refused_before_anybody_reads_it(resident: Browser, database: Database) -> None:
    page = resident.submit(resident.get(NEW), NEW, {**GOOD, "body": "b" * 70_000}, status=413)
    assert "too large" in page.text
    assert len(stored(database)) == 5


def test_who_sends_it_too_late_reads_why_and_keeps_the_text(
    resident: Browser, clock: Clock, database: Database
) -> None:
    page = resident.get(NEW)
    clock.now = NOW + 11 * DAY
    page = resident.sign_in("ana@example.org").submit(page, NEW, {**GOOD, "_csrf": proof(resident)}, status=409)
    assert "the round is in the phase “review”" in page.one("main").text
    assert page.with_id("body").text == GOOD["body"]
    assert len(stored(database)) == 5
    assert "This cannot be done now" in resident.get(NEW, status=409).text


def proof(browser: Browser) -> str:
    """Return the proof that forms of this browser's present session carry."""
    page = browser.get("/")
    return next(field.attributes["value"] for field in page.all("input") if field.attributes.get("name") == "_csrf")


@pytest.mark.parametrize("who", ["stranger", "facilitator"])
def test_only_residents_write(who: str, request: pytest.FixtureRequest, database: Database) -> None:
    someone: Browser = request.getfixturevalue(who)
    someone.get(NEW, status=403)
    page = someone.post(NEW, {**GOOD, "_csrf": proof(someone)}, status=409)
    assert "Only a resident of this place may do this." in page.text
    assert len(stored(database)) == 5


def test_who_has_not_signed_in_is_led_there_and_back(browser: Browser) -> None:
    browser.get(NEW, status=303)
    assert browser.location == "/sign-in?next=%2Frounds%2Fproposals%2Fproposals%2Fnew"
    browser.post(NEW, GOOD, status=401)


def test_an_author_changes_a_proposal(resident: Browser, database: Database) -> None:
    address = own(database)
    page = resident.get(f"{address}/edit")
    assert page.with_id("title").attributes["value"] == "Trees for Mill Lane"
    assert page.with_id("estimate").attributes["value"] == "4200"
    resident.submit(page, f"{address}/edit", {"title": "Limes for Mill Lane", "estimate": "4,300.25"})
    changed = resident.get(resident.location).one("main").text
    assert "Limes for Mill Lane" in changed
    assert "£4,300.25" in changed
    assert "asked for by neighbours" in changed


def test_faults_of_a_change_are_told_and_nothing_changes(resident: Browser, database: Database) -> None:
    address = own(database)
    page = resident.submit(resident.get(f"{address}/edit"), f"{address}/edit", {"title": ""}, status=422)
    assert codes(page) == {"title": "missing"}
    assert stored(database)[0].title == "Trees for Mill Lane"


def test_a_change_that_comes_after_the_decision_is_refused_and_the_text_kept(
    resident: Browser, database: Database
) -> None:
    address = own(database)
    page = resident.get(f"{address}/edit")
    with database.writing() as session:
        (proposal, *_) = stored(database)
        admit_proposal(session, session.merge(proposal), cost=5, actor=person(session, "fay@example.org"), now=NOW)
    page = resident.submit(page, f"{address}/edit", {"title": "Another name"}, status=409)
    assert "admitted to the ballot" in page.one("main").text
    assert page.with_id("title").attributes["value"] == "Another name"
    assert stored(database)[0].title == "Trees for Mill Lane"


@pytest.mark.parametrize("act", ["edit", "withdraw", "delete"])
def test_nobody_touches_the_proposal_of_another(voter: Browser, browser: Browser, database: Database, act: str) -> None:
    address = f"{own(database)}/{act}"
    refused = "Only the resident who wrote this proposal may change it."
    assert refused in voter.get(address, status=403).text
    assert refused in voter.post(address, {**GOOD, "_csrf": proof(voter)}, status=403).text
    browser.get(address, status=303)
    assert browser.location.startswith("/sign-in?next=")
    assert stored(database)[0].title == "Trees for Mill Lane"


def test_withdrawing_asks_once_more_and_leaves_the_text(resident: Browser, database: Database) -> None:
    address = own(database)
    page = resident.get(f"{address}/withdraw")
    assert stored(database)[0].status == "submitted"
    resident.submit(page, f"{address}/withdraw")
    assert "Withdrawn by its author" in resident.get(resident.location).text
    assert "Trees for Mill Lane" in resident.get(LIST).text
    page = resident.submit(page, f"{address}/withdraw", status=409)
    assert "This cannot be done with a proposal that is withdrawn." in page.text


def test_deleting_asks_once_more_and_leaves_nothing(resident: Browser, database: Database) -> None:
    address = own(database)
    page = resident.get(f"{address}/delete")
    assert len(stored(database)) == 5
    resident.submit(page, f"{address}/delete")
    assert resident.location == LIST
    assert "Trees for Mill Lane" not in resident.get(LIST).text
    resident.get(address, status=404)
    resident.submit(page, f"{address}/delete", status=404)


def test_taking_back_is_over_when_its_time_is(resident: Browser, clock: Clock, database: Database) -> None:
    address = own(database)
    clock.now = NOW + 11 * DAY
    resident.sign_in("ana@example.org").get(f"{address}/delete", status=409)
    resident.submit(resident.get(f"{address}/withdraw"), f"{address}/withdraw")
    assert stored(database)[0].status == "withdrawn"
