import pytest

from pbengine.process.database import Database
from pbengine.process.projects import projects_of
from pbengine.process.proposals import Proposal, Status, list_proposals
from pbengine.process.rounds import find_round
from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import DAY

QUEUE = "/facilitate/rounds/proposals/proposals"


def proposal(database: Database, slug: str, title: str) -> Proposal:
    """Return the proposal of a round whose title begins so."""
    with database.reading() as session:
        lines = list_proposals(session, find_round(session, slug))
    return next(line.proposal for line in lines if line.proposal.title.startswith(title))


def address(database: Database, title: str, slug: str = "proposals") -> str:
    """Return where a proposal is decided on."""
    return f"/facilitate/rounds/{slug}/proposals/{proposal(database, slug, title).id}"


def titles(page: Element) -> list[str]:
    """Return the proposals of a list."""
    return [heading.text for heading in page.all("h2")]


def test_the_queue_shows_all_or_those_of_one_status(facilitator: Browser, database: Database) -> None:
    trees = address(database, "Trees")
    facilitator.submit(facilitator.get(trees), f"{trees}/admit", {"cost": "4000"})
    assert len(titles(facilitator.get(QUEUE))) == 5
    page = facilitator.get(f"{QUEUE}?status=admitted")
    assert titles(page) == ["1 Trees for Mill Lane"]
    assert "£4,000" in page.text
    current = [link.text for link in page.all("a") if link.attributes.get("aria-current") == "page"]
    assert current == ["Admitted to the ballot 1"]
    assert len(titles(facilitator.get(f"{QUEUE}?status=submitted"))) == 4
    assert "There is none." in facilitator.get(f"{QUEUE}?status=withdrawn").text
    assert len(titles(facilitator.get(f"{QUEUE}?status=nonsense"))) == 5


def test_an_empty_queue_says_so(facilitator: Browser) -> None:
    assert "Nobody has proposed anything yet." in facilitator.get("/facilitate/rounds/announced/proposals").text
    page = facilitator.get("/facilitate/rounds/review/proposals?status=submitted")
    assert "No proposal waits for a decision." in page.text


def test_a_proposal_is_admitted_at_an_exact_cost_and_stands_on_the_ballot(
    facilitator: Browser, database: Database
) -> None:
    trees = address(database, "Trees")
    page = facilitator.get(trees)
    assert "£4,200" in page.text
    facilitator.submit(page, f"{trees}/admit", {"cost": "£4,150.75"})
    assert facilitator.location == trees
    page = facilitator.get(trees)
    assert "It costs £4,150.75" in page.text
    assert "Next: A slide for the lower playground" in page.text
    with database.reading() as session:
        (project,) = projects_of(session, find_round(session, "proposals"))
    assert (project.title, project.cost) == ("Trees for Mill Lane", 415_075)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "This is missing."),
        ("dear", "Enter an amount of money, such as 1,200."),
        ("10.0001", "Enter an amount without parts of a penny."),
        ("0", "This is too small: at least 1."),
        ("-5", "Enter an amount of money, such as 1,200."),
    ],
)
def test_a_cost_that_is_none_is_refused_and_kept_as_typed(
    facilitator: Browser, database: Database, typed: str, said: str
) -> None:
    trees = address(database, "Trees")
    page = facilitator.submit(facilitator.get(trees), f"{trees}/admit", {"cost": typed}, status=422)
    assert said in page.with_id("cost-fault").text
    assert page.with_id("cost").attributes["value"] == typed
    assert page.one("title").text.startswith("Error:")
    assert proposal(database, "proposals", "Trees").status is Status.SUBMITTED


def test_a_proposal_is_declined_with_a_reason_that_everybody_reads(
    facilitator: Browser, browser: Browser, database: Database
) -> None:
    car = address(database, "A cable car")
    reason = "The hill is <b>protected</b>; a lift & a bus were looked at."
    facilitator.submit(facilitator.get(car), f"{car}/decline", {"reason": reason})
    assert reason in facilitator.get(car).text
    assert reason in facilitator.get(f"{QUEUE}?status=declined").text
    assert reason in browser.get("/rounds/proposals/record").text


@pytest.mark.parametrize(("reason", "said"), [(" \n ", "This is missing."), ("x" * 2001, "at most 2,000 characters")])
def test_declining_takes_a_reason(facilitator: Browser, database: Database, reason: str, said: str) -> None:
    car = address(database, "A cable car")
    page = facilitator.submit(facilitator.get(car), f"{car}/decline", {"reason": reason}, status=422)
    assert said in page.with_id("reason-fault").text
    assert page.with_id("reason").text == reason.strip()
    assert proposal(database, "proposals", "A cable car").status is Status.SUBMITTED


def test_a_decision_is_taken_back_and_made_anew(facilitator: Browser, database: Database) -> None:
    trees = address(database, "Trees", "review")
    facilitator.submit(facilitator.get(trees), f"{trees}/return")
    with database.reading() as session:
        numbers = [project.number for project in projects_of(session, find_round(session, "review"))]
    assert numbers == ["2", "3", "4"]
    facilitator.submit(facilitator.get(trees), f"{trees}/decline", {"reason": "No room."})
    assert "No room." in facilitator.get(trees).text


def test_a_form_sent_twice_decides_once(facilitator: Browser, database: Database) -> None:
    trees = address(database, "Trees")
    page = facilitator.get(trees)
    facilitator.submit(page, f"{trees}/admit", {"cost": "4000"})
    refused = facilitator.submit(page, f"{trees}/admit", {"cost": "4000"}, status=409)
    assert "This cannot be done with a proposal that is admitted to the ballot." in refused.text
    facilitator.submit(page, f"{trees}/decline", {"reason": "No"}, status=409)
    assert proposal(database, "proposals", "Trees").cost == 400_000


def test_nobody_decides_on_a_text_that_they_have_not_read(
    facilitator: Browser, resident: Browser, database: Database, clock: Clock
) -> None:
    trees, edit = address(database, "Trees"), f"/proposals/{proposal(database, 'proposals', 'Trees').id}/edit"
    before = facilitator.get(trees)
    clock.now += DAY / 96
    resident.submit(resident.get(edit), edit, {"title": "Trees and a fountain of gold"})
    page = facilitator.submit(before, f"{trees}/admit", {"cost": "4000"}, status=422)
    assert "Its author has changed this proposal" in page.text
    assert page.one("h1").text == "Trees and a fountain of gold"
    assert page.with_id("cost").attributes["value"] == "4000"
    facilitator.submit(before, f"{trees}/decline", {"reason": "No"}, status=422)
    assert proposal(database, "proposals", "Trees").status is Status.SUBMITTED
    facilitator.submit(page, f"{trees}/admit")
    assert proposal(database, "proposals", "Trees").status is Status.ADMITTED


@pytest.mark.parametrize("slug", ["voting", "counting", "published"])
def test_once_voting_has_opened_decisions_stand(facilitator: Browser, database: Database, slug: str) -> None:
    trees = address(database, "Trees", slug)
    page = facilitator.get(trees)
    assert "what stands on the ballot is frozen, and decisions can no longer be changed" in page.text
    forms = [form.attributes["action"] for form in page.all("form")]
    assert not [action for action in forms if action.startswith(trees)]
    proof = next(field.attributes["value"] for field in page.all("input") if field.attributes["name"] == "_csrf")
    for act in ("admit", "decline", "return"):
        page = facilitator.post(f"{trees}/{act}", {"_csrf": proof, "cost": "1", "reason": "x"}, status=409)
        assert facilitator.answer.headers["x-refusal"] == "frozen"
        assert "nobody can change them" in page.text


def test_a_withdrawn_proposal_leaves_nothing_to_decide(
    facilitator: Browser, resident: Browser, database: Database
) -> None:
    trees = proposal(database, "proposals", "Trees")
    page = resident.get(f"/proposals/{trees.id}/withdraw")
    resident.submit(page, f"/proposals/{trees.id}/withdraw")
    page = facilitator.get(address(database, "Trees"))
    assert "Its author has taken it back, so there is nothing to decide." in page.text
    assert len(list(page.all("form"))) == 1


def test_what_a_resident_wrote_runs_nowhere(facilitator: Browser, resident: Browser) -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) {{ 7 * 7 }}"
    page = resident.get("/rounds/proposals/proposals/new")
    fields = {"title": evil, "summary": evil, "body": evil}
    resident.submit(page, "/rounds/proposals/proposals/new", fields)
    page = facilitator.get(QUEUE)
    hrefs = [link.attributes["href"] for link in page.all("a") if evil[:8] in link.text]
    for shown in (page, facilitator.get(hrefs[0])):
        assert not list(shown.all("img"))
        assert not [script for script in shown.all("script") if not script.attributes.get("src")]
        assert "49" not in shown.text
