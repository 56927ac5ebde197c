import secrets
from collections.abc import Callable

import pytest

from pbengine.process.commissions import CommissionPlan, add_commission
from pbengine.process.database import Database
from pbengine.process.people import NewPerson, Role, add_person, grant
from pbengine.process.proposals import list_proposals
from pbengine.process.rounds import find_round
from tests.web.conftest import Browser
from tests.web.town import NOW, hashed

PAGES = (
    "/facilitate",
    "/facilitate/places/new",
    "/facilitate/places/brookmere/edit",
    "/facilitate/rounds/new",
    "/facilitate/rounds/review",
    "/facilitate/rounds/review/edit",
    "/facilitate/rounds/review/dates",
    "/facilitate/rounds/review/proposals",
    "/facilitate/rounds/review/open",
    "/facilitate/rounds/voting/close",
    "/facilitate/rounds/counting/count",
)
ROUND_PAGES = tuple(page for page in PAGES if "/rounds/" in page and not page.endswith("/new"))
WRITES = (
    "/facilitate/rounds/review/edit",
    "/facilitate/rounds/review/dates",
    "/facilitate/rounds/review/open",
    "/facilitate/rounds/voting/close",
    "/facilitate/rounds/counting/count",
    "/facilitate/places/brookmere/edit",
)


@pytest.fixture
def neighbour(database: Database, new_browser: Callable[[], Browser]) -> Browser:
    """Give the browser of Nell, who facilitates another place and has no office."""
    with database.writing() as session:
        plan = CommissionPlan("overmere", "Overmere", "Parish of Overmere", "", "GBP")
        place = add_commission(session, plan, now=NOW)
        nell = add_person(session, NewPerson("nell@example.org", "Nell Over", hashed()), now=NOW)
        grant(session, nell, place.id, Role.FACILITATOR)
    return new_browser().sign_in("nell@example.org")


def proof(browser: Browser) -> str:
    """Return the proof that this browser's forms carry."""
    return next(
        field.attributes["value"] for field in browser.get("/").all("input") if field.attributes.get("name") == "_csrf"
    )


def test_strangers_are_led_to_sign_in_and_back(browser: Browser) -> None:
    for path in PAGES:
        browser.get(path, status=303)
        assert browser.location == "/sign-in?next=" + path.replace("/", "%2F")


def test_after_signing_in_a_facilitator_is_where_they_wanted_to_be(browser: Browser) -> None:
    page = browser.follow("/facilitate/rounds/review/open")
    fields = {"email": "fay@example.org", "password": "correct horse battery"}
    browser.submit(page, "/sign-in", fields)
    assert browser.location == "/facilitate/rounds/review/open"


def test_a_resident_reads_what_it_takes(resident: Browser) -> None:
    for path in PAGES:
        page = resident.get(path, status=403)
        assert resident.answer.headers["x-refusal"] == "not-allowed"
        assert "Only a facilitator of this place may do this." in page.text


def test_a_facilitator_of_another_place_reads_what_it_takes(neighbour: Browser) -> None:
    for path in ROUND_PAGES:
        page = neighbour.get(path, status=403)
        assert "Only a facilitator of this place may do this." in page.text


def test_nobody_else_changes_anything(neighbour: Browser, resident: Browser, database: Database) -> None:
    for browser in (neighbour, resident):
        sent = {"_csrf": proof(browser), "title": "Mine"}
        for path in WRITES:
            browser.post(path, sent, status=403)
            assert browser.answer.headers["x-refusal"] == "not-allowed"
    with database.reading() as session:
        assert find_round(session, "review").opened_at is None
        assert find_round(session, "voting").closed_at is None


def test_a_facilitator_of_another_place_decides_on_nothing(neighbour: Browser, database: Database) -> None:
    with database.reading() as session:
        proposal = list_proposals(session, find_round(session, "review"))[0].proposal
    address = f"/facilitate/rounds/review/proposals/{proposal.id}"
    neighbour.get(address, status=403)
    for act in ("admit", "decline", "return"):
        neighbour.post(f"{address}/{act}", {"_csrf": proof(neighbour), "cost": "1", "reason": "No"}, status=403)
        assert neighbour.answer.headers["x-refusal"] == "not-allowed"
    with database.reading() as session:
        assert list_proposals(session, find_round(session, "review"))[0].proposal.status == proposal.status


def test_a_proposal_is_not_found_among_those_of_another_round(facilitator: Browser, database: Database) -> None:
    with database.reading() as session:
        proposal = list_proposals(session, find_round(session, "review"))[0].proposal
    facilitator.get(f"/facilitate/rounds/proposals/proposals/{proposal.id}", status=404)
    facilitator.get(f"/facilitate/rounds/review/proposals/{secrets.token_hex(16)}", status=404)


def test_only_a_steward_sets_up_places(neighbour: Browser) -> None:
    page = neighbour.get("/facilitate/places/new", status=403)
    assert "Only a steward may do this." in page.text
    assert "Set up a place" not in neighbour.get("/facilitate").text
    fields = {"_csrf": proof(neighbour), "place": "Mine", "name": "I", "currency": "EUR"}
    neighbour.post("/facilitate/places/new", fields, status=403)


def test_a_facilitator_of_another_place_announces_no_round_here(neighbour: Browser) -> None:
    neighbour.get("/facilitate/rounds/new?place=brookmere", status=403)
    neighbour.post("/facilitate/rounds/new?place=brookmere", {"_csrf": proof(neighbour), "title": "Mine"}, status=403)


def test_a_round_or_a_place_that_is_not_there_is_not_found(facilitator: Browser) -> None:
    for path in ("/facilitate/rounds/nowhere", "/facilitate/rounds/nowhere/open", "/facilitate/places/nowhere/edit"):
        facilitator.get(path, status=404)
    facilitator.get("/facilitate/rounds/new?place=nowhere", status=404)


def test_a_form_without_its_proof_changes_nothing(facilitator: Browser, database: Database) -> None:
    facilitator.post("/facilitate/rounds/review/open", {}, status=403)
    assert facilitator.answer.headers["x-refusal"] == "stale-form"
    with database.reading() as session:
        assert find_round(session, "review").opened_at is None
