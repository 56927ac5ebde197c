import pytest

from pbengine.process.database import Database
from pbengine.process.projects import Project
from pbengine.process.proposals import ProposalDraft, Status, list_proposals, submit_proposal, withdraw_proposal
from pbengine.process.rounds import find_round
from tests.web.conftest import Browser
from tests.web.markup import Element
from tests.web.town import DAY, NOW, person

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>"
    '<b hx-post="/x" hx-trigger="load">bold</b> [x](javascript:alert(1))'
)


def address_of(database: Database, slug: str, title: str) -> str:
    with database.reading() as session:
        lines = list_proposals(session, find_round(session, slug))
        return next(f"/proposals/{line.proposal.id}" for line in lines if line.proposal.title == title)


def hrefs(page: Element) -> list[str]:
    return [link.attributes["href"] for link in page.one("main").all("a")]


def test_proposals_stand_in_groups_by_what_became_of_them(browser: Browser) -> None:
    page = browser.get("/rounds/voting/proposals")
    assert [heading.text for heading in page.all("h2")] == ["On the ballot (4)", "Declined (1)"]
    first = next(page.all("article"))
    assert "Trees for Mill Lane" in first.text
    assert "£4,200" in first.text
    assert "Mill Lane by Ana Brook" in first.text


def test_before_the_review_the_authors_estimate_is_shown_as_such(browser: Browser) -> None:
    page = browser.get("/rounds/proposals/proposals")
    assert [heading.text for heading in page.all("h2")] == ["Waiting for review (5)"]
    assert "£4,200 author’s estimate" in next(page.all("article")).text


def test_a_list_without_proposals_says_so(browser: Browser) -> None:
    assert "Nobody has proposed anything yet." in browser.get("/rounds/announced/proposals").text


def test_authors_see_which_proposals_are_theirs(resident: Browser, voter: Browser) -> None:
    assert resident.get("/rounds/voting/proposals").one("main").text.count("yours") == 5
    assert "yours" not in voter.get("/rounds/voting/proposals").one("main").text


def test_projects_that_came_from_a_file_are_listed_without_a_page_of_their_own(
    browser: Browser, database: Database
) -> None:
    with database.writing() as session:
        round_ = find_round(session, "announced")
        project = Project(round_id=round_.id, number="7", position=7, title="From <i>a</i> file", cost=5_000)
        session.add(project)
    (card,) = browser.get("/rounds/announced/proposals").all("article")
    assert card.one("h3").text == "From <i>a</i> file"
    assert "£50" in card.text
    assert not list(card.all("a"))


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("announced", "You can write a proposal from Thursday, 7 May 2026 at 12:00 UTC."),
        ("review", "The time for writing proposals ended on Wednesday, 29 April 2026 at 12:00 UTC."),
        ("voting", "The time for writing proposals ended"),
        ("counting", "The time for writing proposals ended"),
        ("published", "The time for writing proposals ended"),
    ],
)
def test_outside_its_time_a_reason_stands_in_place_of_the_button(resident: Browser, phase: str, said: str) -> None:
    page = resident.get(f"/rounds/{phase}/proposals")
    assert said in page.text
    assert f"/rounds/{phase}/proposals/new" not in hrefs(page)


def test_while_proposals_are_open_everybody_is_told_how_they_can_write_one(
    browser: Browser, resident: Browser, stranger: Browser
) -> None:
    assert "/rounds/proposals/proposals/new" in hrefs(resident.get("/rounds/proposals/proposals"))
    assert "you are not registered as one" in stranger.get("/rounds/proposals/proposals").text
    page = browser.get("/rounds/proposals/proposals")
    assert "we have to know who you are" in page.text
    browser.get(next(href for href in hrefs(page) if href.startswith("/sign-in")))
    assert (
        browser.sign_in("ben@example.org").get("/rounds/proposals/proposals/new").one("h1").text == "Write a proposal"
    )


def test_a_proposal_is_shown_with_its_facts(browser: Browser, database: Database) -> None:
    page = browser.get(address_of(database, "voting", "Benches along the river path"))
    said = page.one("main").text
    for fact in ("Proposal 3", "admitted to the ballot", "£3,800", "River path", "Ana Brook", "31 March 2026"):
        assert fact in said
    assert [item.text for item in page.one("main").all("li")][-1] == "ready within a year"


def test_a_declined_proposal_says_why(browser: Browser, database: Database) -> None:
    page = browser.get(address_of(database, "voting", "A cable car to the castle"))
    assert "Why it was declined The hill is protected." in page.one("main").text


def test_from_a_project_on_the_ballot_a_voter_goes_on_to_the_ballot(resident: Browser, database: Database) -> None:
    page = resident.get(address_of(database, "voting", "Trees for Mill Lane"))
    assert "/rounds/voting/ballot" in hrefs(page)


@pytest.mark.parametrize("address", ["/proposals/nothing", "/proposals/" + "x" * 5_000, "/rounds/nowhere/proposals"])
def test_what_is_not_there_is_not_found(browser: Browser, address: str) -> None:
    assert "There is no such" in browser.get(address, status=404).text


def test_what_residents_write_is_shown_and_never_run(browser: Browser, database: Database) -> None:
    with database.writing() as session:
        draft = ProposalDraft(HOSTILE[:120], HOSTILE, HOSTILE + "\n\n" + HOSTILE, HOSTILE)
        ana = person(session, "ana@example.org")
        proposal = submit_proposal(session, find_round(session, "proposals"), draft, actor=ana, now=NOW)
    for page in (browser.get(f"/proposals/{proposal.id}"), browser.get("/rounds/proposals/proposals")):
        main = page.one("main")
        assert "<script>alert(1)</script>" in main.text
        assert not list(main.all("script", "img", "b"))
        assert not [name for element in main.all() for name in element.attributes if name in {"hx-post", "hx-trigger"}]


ACTS = ("edit", "withdraw", "delete")


@pytest.mark.parametrize(
    ("slug", "title", "offered"),
    [
        ("proposals", "Trees for Mill Lane", ACTS),
        ("proposals", "withdrawn", ("delete",)),
        ("review", "Trees for Mill Lane", ("withdraw",)),
        ("review", "A cable car to the castle", ()),
        ("voting", "Trees for Mill Lane", ()),
        ("published", "Trees for Mill Lane", ()),
    ],
)
def test_authors_are_offered_exactly_what_they_can_do(
    resident: Browser, database: Database, slug: str, title: str, offered: tuple[str, ...]
) -> None:
    address = address_of(database, slug, "Evening bus on Saturdays" if title == "withdrawn" else title)
    if title == "withdrawn":
        with database.writing() as session:
            lines = list_proposals(session, find_round(session, slug))
            proposal = next(line.proposal for line in lines if address.endswith(line.proposal.id))
            withdraw_proposal(session, proposal, actor=person(session, "ana@example.org"), now=NOW)
    page = resident.get(address)
    assert [act for act in ACTS if f"{address}/{act}" in hrefs(page)] == list(offered)
    for act in ACTS:
        question = resident.get(f"{address}/{act}", status=200 if act in offered else 409)
        assert (question.one("h1").text == "That was not done") is (act not in offered)


def test_others_are_offered_nothing(voter: Browser, browser: Browser, database: Database) -> None:
    address = address_of(database, "proposals", "Trees for Mill Lane")
    for page in (voter.get(address), browser.get(address)):
        assert "your proposal" not in page.one("main").text
        assert not [href for href in hrefs(page) if href.startswith(address + "/")]


def test_a_proposal_that_was_changed_says_when(browser: Browser, database: Database) -> None:
    with database.writing() as session:
        round_ = find_round(session, "proposals")
        line = list_proposals(session, round_, Status.SUBMITTED)[0]
        line.proposal.changed_at = NOW - DAY
        session.add(line.proposal)
    assert "changed 3 May 2026" in browser.get(f"/proposals/{line.proposal.id}").text
