from pbengine.process.clockwork import advance
from pbengine.process.database import Database
from pbengine.process.opening import election_of
from pbengine.process.proposals import list_proposals
from pbengine.process.rounds import find_round
from tests.web.conftest import Browser, Clock
from tests.web.town import KEYRING, NOW

OPEN = "/facilitate/rounds/review/open"
CLOSE = "/facilitate/rounds/voting/close"


def test_before_opening_the_page_says_exactly_what_freezes(facilitator: Browser) -> None:
    page = facilitator.get(OPEN)
    assert page.one("h1").text == "Open voting now?"
    assert "This cannot be taken back" in page.text
    assert "It is written into the public record for ever" in page.text
    facts = dict(zip([name.text for name in page.all("dt")], [value.text for value in page.all("dd")], strict=True))
    assert facts == {
        "Budget": "£20,000",
        "One ballot": "Up to 3 projects",
        "Counted by": "Greedy",
        "Voting closes": "Saturday, 23 May 2026 at 12:00 UTC",
        "The roll": "4 residents",
    }
    assert [cell.text for cell in page.one("tbody").all("th")] == [
        "Trees for Mill Lane",
        "A slide for the lower playground",
        "Benches along the river path",
        "Evening bus on Saturdays",
    ]
    assert page.one("caption").text == "The ballot: 4 projects"


def test_looking_at_the_page_opens_nothing(facilitator: Browser, database: Database) -> None:
    facilitator.get(OPEN)
    with database.reading() as session:
        assert find_round(session, "review").opened_at is None


def test_opening_freezes_what_was_shown_and_residents_can_vote(
    facilitator: Browser, resident: Browser, database: Database
) -> None:
    facilitator.submit(facilitator.get(OPEN), OPEN)
    assert facilitator.location == "/facilitate/rounds/review"
    page = facilitator.get("/facilitate/rounds/review")
    assert "Residents vote until Saturday, 23 May 2026 at 12:00 UTC" in page.text
    with database.reading() as session:
        round_ = find_round(session, "review")
        election = election_of(session, round_)
    assert (round_.opened_at, round_.voting_from) == (NOW, NOW)
    assert str(round_.election_hash) in page.text
    assert [project.cost for project in election.projects] == [420_000, 1_150_000, 380_000, 1_900_000]
    assert "Trees for Mill Lane" in resident.get("/rounds/review/ballot").text


def test_opening_twice_is_refused_in_words_and_opens_once(facilitator: Browser, database: Database) -> None:
    page = facilitator.get(OPEN)
    facilitator.submit(page, OPEN)
    with database.reading() as session:
        digest = find_round(session, "review").election_hash
    refused = facilitator.submit(page, OPEN, status=409)
    assert "Voting has opened, so rules, projects, costs and dates are frozen" in refused.text
    with database.reading() as session:
        assert find_round(session, "review").election_hash == digest
    assert "Voting is open already." in facilitator.get(OPEN).text


def test_without_a_project_nothing_is_opened_and_the_reason_is_said(facilitator: Browser, database: Database) -> None:
    address = "/facilitate/rounds/proposals/open"
    page = facilitator.get(address)
    assert "It cannot be opened as it stands:" in page.text
    assert "No project stands on the ballot: admit at least one proposal." in page.text
    assert address not in [form.attributes["action"] for form in page.all("form")]
    proof = next(field.attributes["value"] for field in page.all("input") if field.attributes["name"] == "_csrf")
    refused = facilitator.post(address, {"_csrf": proof}, status=409)
    assert "Voting cannot open: no proposal has been admitted to the ballot." in refused.text
    with database.reading() as session:
        assert find_round(session, "proposals").opened_at is None


def test_outside_its_phase_neither_opening_nor_closing_is_offered(facilitator: Browser) -> None:
    said = {
        "announced/open": "It is too early",
        "voting/open": "Voting is open already.",
        "counting/open": "Voting in this round is over.",
        "published/open": "Voting in this round is over.",
        "review/close": "Voting in this round has not opened, so there is nothing to close.",
        "counting/close": "Voting in this round has closed already.",
        "published/close": "Voting in this round has closed already.",
    }
    proof = ""
    for path, sentence in said.items():
        page = facilitator.get(f"/facilitate/rounds/{path}")
        assert sentence in page.text
        assert [form.attributes["action"] for form in page.all("form")] == ["/sign-out"]
        proof = page.one("input").attributes["value"]
        facilitator.post(f"/facilitate/rounds/{path}", {"_csrf": proof}, status=409)


def test_closing_says_what_it_ends_and_ends_it(facilitator: Browser, resident: Browser, database: Database) -> None:
    page = facilitator.get(CLOSE)
    assert "It closes by itself on Wednesday, 13 May 2026 at 12:00 UTC" in page.text
    assert "From this moment nobody can vote, and voting in this round never opens again." in page.text
    names, values = [[part.text for part in page.all(name)] for name in ("dt", "dd")]
    assert dict(zip(names, values, strict=True)) == {"may vote": "4", "have voted": "1", "have not": "3"}
    facilitator.submit(page, CLOSE)
    assert facilitator.location == "/facilitate/rounds/voting"
    with database.reading() as session:
        assert find_round(session, "voting").closed_at == NOW
    assert "4 May 2026 facilitator Voting was ended before its date." in resident.get("/rounds/voting/record").text
    assert "The ballots are being counted" in facilitator.get("/facilitate/rounds/voting").text
    assert "Choose your projects" not in resident.get("/rounds/voting").text
    refused = facilitator.submit(page, CLOSE, status=409)
    assert facilitator.answer.headers["x-refusal"] == "phase"
    assert "the round is in the phase" in refused.text


def test_after_the_close_the_count_publishes_itself(facilitator: Browser, database: Database, clock: Clock) -> None:
    facilitator.submit(facilitator.get(CLOSE), CLOSE)
    assert "Nothing is left to do" not in facilitator.get("/facilitate/rounds/voting").text
    advance(database, KEYRING, clock.now)
    page = facilitator.get("/facilitate/rounds/voting")
    assert "The result is published. Nothing is left to do." in page.text
    page = facilitator.get("/facilitate/rounds/voting/count")
    assert "The ballots are counted, and the result is published." in page.text


def test_htmx_gets_the_part_and_nothing_else_of_a_page(facilitator: Browser) -> None:
    paths = ("/facilitate", "/facilitate/rounds/review", "/facilitate/rounds/review/proposals", OPEN, CLOSE)
    for path in paths:
        facilitator.get(path, htmx=True)
        assert "HX-Request" in facilitator.answer.headers["vary"]


def test_a_vote_that_is_opened_while_proposals_are_open_has_pages_too(
    facilitator: Browser, browser: Browser, database: Database
) -> None:
    with database.reading() as session:
        proposal = list_proposals(session, find_round(session, "proposals"))[0].proposal
    address = f"/facilitate/rounds/proposals/proposals/{proposal.id}"
    facilitator.submit(facilitator.get(address), f"{address}/admit", {"cost": "4000"})
    page = facilitator.get("/facilitate/rounds/proposals/open")
    assert "4 proposals are undecided. They will not be on the ballot." in page.text
    facilitator.submit(page, "/facilitate/rounds/proposals/open")
    facilitator.get("/facilitate/rounds/proposals")
    browser.get("/rounds/proposals")
    browser.get("/rounds/proposals/record")


def test_a_vote_may_be_closed_in_the_very_moment_it_was_opened(facilitator: Browser) -> None:
    facilitator.submit(facilitator.get(OPEN), OPEN)
    close = "/facilitate/rounds/review/close"
    facilitator.submit(facilitator.get(close), close)
    facilitator.get("/facilitate/rounds/review")
