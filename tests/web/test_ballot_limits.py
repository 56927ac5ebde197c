"""Ballots of rounds with other limits than those of the town's rounds."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pbengine.process.commissions import find_commission
from pbengine.process.database import Database
from pbengine.process.opening import open_voting
from pbengine.process.projects import projects_of
from pbengine.process.proposals import ProposalDraft, submit_proposal
from pbengine.process.reviews import admit_proposal
from pbengine.process.rounds import create_round, find_round
from pbengine.voting.instance import Standing
from tests.web.conftest import Browser
from tests.web.markup import Element
from tests.web.town import DAY, KEYRING, NOW, person, plan

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
BALLOT = "/rounds/special/ballot"

Opens = Callable[..., None]


@pytest.fixture
def opens(database: Database) -> Opens:
    """Open a round with three projects and these limits for Ana's place."""

    def open_one(*, max_choices: int | None = None, max_sum_cost: int | None = None) -> None:
        start = NOW - 35 * DAY
        with database.writing() as session:
            place = find_commission(session, "brookmere")
            fay, ana = person(session, "fay@example.org"), person(session, "ana@example.org")
            special = replace(plan("Special", start), max_choices=max_choices, max_sum_cost=max_sum_cost)
            round_ = create_round(session, place, "special", special, actor=fay, now=start - DAY)
            for title, cost in (("Bench", 30_000), ("Tree", 45_050), (HOSTILE, 80_000)):
                draft = ProposalDraft(title, HOSTILE, f"{HOSTILE}\n\n**{HOSTILE}**", HOSTILE)
                proposal = submit_proposal(session, round_, draft, actor=ana, now=round_.proposals_from)
                admit_proposal(session, proposal, cost=cost, actor=fay, now=round_.review_from)
            open_voting(session, round_, now=round_.voting_from, keyring=KEYRING)

    return open_one


def proof(page: Element) -> str:
    return next(field.attributes["value"] for field in page.all("input") if field.attributes.get("name") == "_csrf")


def tick(browser: Browser, *choices: str) -> Element:
    return browser.post(BALLOT, {"_csrf": proof(browser.get(BALLOT)), "choices": list(choices)}, status=200, htmx=True)


def test_where_the_money_is_limited_what_is_left_of_it_is_told_to_the_penny(resident: Browser, opens: Opens) -> None:
    opens(max_sum_cost=100_000)
    assert "Together they may cost up to £1,000." in resident.get(BALLOT).text
    assert "2 projects chosen £249.50 left" in tick(resident, "1", "2").text


def test_what_is_over_the_limit_is_drawn_and_told_and_stopped_at_the_review(resident: Browser, opens: Opens) -> None:
    opens(max_sum_cost=100_000)
    part = tick(resident, "1", "2", "3")
    assert "£550.50 too much" in part.text
    assert "Together they may cost £1,000. Take something out before you go on." in part.text
    looks = [shape.attributes["class"] for shape in part.all("rect") if shape.has_class("budget-part")]
    assert looks[-1] == "budget-part look-over"
    page = resident.submit(resident.get(BALLOT), f"{BALLOT}/review", {"choices": ["1", "2", "3"]}, status=422)
    assert "What you chose costs £1,550.50 together; it may cost at most £1,000." in page.text


def test_within_the_limit_the_review_says_what_is_left(resident: Browser, opens: Opens) -> None:
    opens(max_sum_cost=100_000)
    resident.submit(resident.get(BALLOT), f"{BALLOT}/review", {"choices": ["3"]})
    said = resident.get(resident.location).one("main").text
    assert "Together £800" in said
    assert "left £200" in said


def test_without_limits_everything_may_be_chosen(resident: Browser, opens: Opens) -> None:
    opens()
    assert "Tick every project that you want." in resident.get(BALLOT).text
    assert "3 projects chosen £1,550.50 together (budget £20,000)" in tick(resident, "1", "2", "3").text
    resident.submit(resident.get(BALLOT), f"{BALLOT}/review", {"choices": ["1", "2", "3"]})
    assert "these 3 projects" in resident.get(resident.location).text


def test_where_one_may_be_chosen_the_words_fit(resident: Browser, opens: Opens) -> None:
    opens(max_choices=1)
    assert "Tick one project that you want." in resident.get(BALLOT).text
    assert "1 of 1 project chosen" in tick(resident, "2").text
    resident.submit(resident.get(BALLOT), f"{BALLOT}/review", {"choices": ["2"]})
    assert "You have chosen this project:" in resident.get(resident.location).text


def test_what_residents_wrote_is_shown_on_the_ballot_and_never_run(resident: Browser, opens: Opens) -> None:
    opens()
    tick(resident, "3")
    for page in (resident.get(BALLOT), resident.get(f"{BALLOT}/review")):
        main = page.one("main")
        assert HOSTILE in main.text
        assert not list(main.all("script", "img"))


def test_a_project_that_was_withdrawn_can_be_read_and_not_chosen(
    resident: Browser, opens: Opens, database: Database
) -> None:
    opens()
    with database.writing() as session:
        project = projects_of(session, find_round(session, "special"))[0]
        project.standing = Standing.WITHDRAWN
        session.add(project)
    page = resident.get(BALLOT)
    card = next(card for card in page.all("article") if "Bench" in card.text)
    assert "it cannot be chosen any more" in card.text
    assert not list(card.all("input"))
