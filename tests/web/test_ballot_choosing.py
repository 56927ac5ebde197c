from collections import Counter
from collections.abc import Callable

import pytest

from pbengine.process.database import Database
from pbengine.process.projects import Project, projects_of
from pbengine.process.rounds import find_round
from pbengine.web.pages.ballots.paper import shuffled
from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import DAY, NOW

BALLOT = "/rounds/voting/ballot"
REVIEW = f"{BALLOT}/review"


def ticks(page: Element) -> list[str]:
    return [box.attributes["value"] for box in page.all("input") if "checked" in box.attributes]


def boxes(page: Element) -> list[str]:
    return [box.attributes["value"] for box in page.all("input") if box.attributes.get("type") == "checkbox"]


def proof(page: Element) -> str:
    return next(field.attributes["value"] for field in page.all("input") if field.attributes.get("name") == "_csrf")


def hrefs(page: Element) -> list[str]:
    return [link.attributes["href"] for link in page.one("main").all("a")]


def test_the_ballot_shows_each_project_with_what_it_costs_and_its_details(resident: Browser) -> None:
    page = resident.get(BALLOT)
    assert page.one("h1").text == "Choose your projects"
    assert "Tick up to 3 projects that you want." in page.text
    assert sorted(boxes(page)) == ["1", "2", "3", "4"]
    card = next(card for card in page.all("article") if "Mill Lane" in card.text)
    assert "£4,200" in card.text
    assert "Twelve lime trees where the summer sun is hardest." in card.text
    assert "asked for by neighbours" in card.one("details").text
    label = next(label for label in card.all("label"))
    assert label.attributes["for"] == card.one("input").attributes["id"]


def test_the_order_is_the_voters_own_stays_and_is_told(resident: Browser, database: Database) -> None:
    page = resident.get(BALLOT)
    assert "Their order was drawn for you alone" in page.text
    assert boxes(resident.get(BALLOT)) == boxes(page)
    with database.reading() as session:
        projects = projects_of(session, find_round(session, "voting"))
    orders = {tuple(project.number for project in shuffled(projects, f"voter {n}")) for n in range(200)}
    assert len(orders) == 24


def test_every_project_stands_first_for_about_as_many_voters() -> None:
    projects = [
        Project(id=f"{n:032x}", round_id="r", number=str(n), position=n, title=str(n), cost=1) for n in range(5)
    ]
    firsts = Counter(shuffled(projects, f"voter {voter}")[0].number for voter in range(1_000))
    assert set(firsts) == {"0", "1", "2", "3", "4"}
    assert all(150 < count < 250 for count in firsts.values()), firsts


def test_without_scripts_a_button_works_out_what_is_left_and_the_ticks_stay(resident: Browser) -> None:
    page = resident.get(BALLOT)
    update = next(button for button in page.all("button") if "formaction" in button.attributes)
    assert update.attributes["formaction"] == BALLOT
    resident.post(BALLOT, {"_csrf": proof(page), "choices": ["1", "3"]})
    assert resident.location == BALLOT
    page = resident.get(BALLOT)
    assert sorted(ticks(page)) == ["1", "3"]
    assert page.with_id("so-far-notes").text == "2 of 3 projects chosen £8,000 together (budget £20,000)"
    assert "They are not cast yet." in page.text


def tick(browser: Browser, *choices: str, status: int = 200) -> Element:
    """Tick as htmx tells it."""
    token = proof(browser.get(BALLOT))
    return browser.post(BALLOT, {"_csrf": token, "choices": list(choices)}, status=status, htmx=True)


def test_with_htmx_every_tick_brings_what_is_left_and_nothing_else(resident: Browser) -> None:
    part = tick(resident, "2", "4")
    assert part.with_id("so-far-notes").text == "2 of 3 projects chosen £30,500 together (budget £20,000)"
    assert part.with_id("so-far-notes").attributes["role"] == "status"
    parts = [shape for shape in part.all("rect") if shape.has_class("budget-part")]
    assert [round(float(shape.attributes["width"][:-1]), 1) for shape in parts] in ([37.7, 62.3], [62.3, 37.7])
    assert not list(part.all("input"))


def test_over_the_limit_is_allowed_while_thinking(resident: Browser) -> None:
    part = tick(resident, "1", "2", "3", "4")
    assert "4 of 3 projects chosen" in part.text
    assert "Take 1 project out before you go on." in part.text
    assert sorted(ticks(resident.get(BALLOT))) == ["1", "2", "3", "4"]


def test_a_draft_survives_signing_out_and_is_nobody_elses(
    resident: Browser, new_browser: Callable[[], Browser], clock: Clock
) -> None:
    tick(resident, "4")
    draft = next(cookie for cookie in resident.answer.headers.get_list("set-cookie") if cookie.startswith("pb-ballot="))
    for word in ("HttpOnly", "Path=/rounds/voting/ballot", "SameSite=strict"):
        assert word.lower() in draft.lower()
    clock.now = NOW + DAY
    other = new_browser().sign_in("dora@example.org")
    value = draft.partition(";")[0]
    assert ticks(other.get(BALLOT, headers={"Cookie": f"{session_of(other)}; {value}"})) == []
    assert ticks(resident.sign_in("ana@example.org").get(BALLOT)) == ["4"]


def session_of(browser: Browser) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


@pytest.mark.parametrize("value", ["", "x", "A" * 64, "%00", "=" * 400, "AAAA" * 200])
def test_a_draft_that_cannot_be_read_is_no_draft(resident: Browser, value: str) -> None:
    assert ticks(resident.get(BALLOT, headers={"Cookie": f"{session_of(resident)}; pb-ballot={value}"})) == []


def test_drafts_have_the_same_length_whatever_is_chosen(resident: Browser) -> None:
    lengths = set()
    for choices in ((), ("1",), ("1", "2", "3", "4")):
        tick(resident, *choices)
        (draft,) = (c for c in resident.answer.headers.get_list("set-cookie") if c.startswith("pb-ballot="))
        lengths.add(len(draft.partition(";")[0]))
    assert len(lengths) == 1


def test_who_has_not_signed_in_reads_the_projects_and_how_to_vote(browser: Browser) -> None:
    page = browser.get(BALLOT)
    assert page.one("h1").text == "Sign in to vote"
    assert "Trees for Mill Lane" in page.text
    assert not boxes(page)
    browser.submit(
        browser.get("/sign-in?next=/rounds/voting/ballot"),
        "/sign-in",
        {"email": "ana@example.org", "password": "correct horse battery"},
    )
    assert browser.location == BALLOT
    assert "/sign-in?next=%2Frounds%2Fvoting%2Fballot" in hrefs(page)


@pytest.mark.parametrize("who", ["stranger", "facilitator"])
def test_who_is_not_on_the_roll_reads_why(who: str, request: pytest.FixtureRequest) -> None:
    someone: Browser = request.getfixturevalue(who)
    page = someone.get(BALLOT)
    assert page.one("h1").text == "You cannot vote in this round"
    assert "your name is not on it" in page.text
    assert not boxes(page)


def test_who_has_voted_is_shown_the_way_to_the_receipt(voter: Browser) -> None:
    page = voter.get(BALLOT)
    assert page.one("h1").text == "You have voted"
    assert f"{BALLOT}/receipt" in hrefs(page)
    assert not boxes(page)


@pytest.mark.parametrize(
    ("phase", "title", "reason", "way"),
    [
        ("announced", "Voting has not opened yet", "Voting opens on Saturday, 6 June 2026 at 12:00 UTC", "proposals"),
        ("proposals", "Voting has not opened yet", "Voting opens on Sunday, 24 May 2026 at 12:00 UTC", "proposals"),
        ("review", "Voting has not opened yet", "Voting opens on", "proposals"),
        ("counting", "Voting has closed", "as soon as the ballots are counted", None),
        ("published", "Voting has closed", "The result is published", "result"),
    ],
)
def test_before_and_after_the_vote_the_ballot_says_when(
    resident: Browser, phase: str, title: str, reason: str, way: str | None
) -> None:
    page = resident.get(f"/rounds/{phase}/ballot")
    assert page.one("h1").text == title
    assert reason in page.text
    assert not boxes(page)
    if way:
        assert f"/rounds/{phase}/{way}" in hrefs(page)


def test_between_its_date_and_its_opening_the_vote_is_said_to_open_in_a_moment(resident: Browser, clock: Clock) -> None:
    clock.now = NOW + 6 * DAY
    assert "voting opens in a moment" in resident.get("/rounds/review/ballot").text


def test_the_ballot_says_what_it_does_not_protect(resident: Browser) -> None:
    page = resident.get(BALLOT)
    assert "the people who run it could" in page.text
    assert "/trust" in hrefs(page)
