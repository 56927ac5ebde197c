"""What a visitor is told of a round: where it stands, what comes next, and the button or the reason for none."""

from datetime import timedelta

import pytest

from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import DAY, NOW, PHASES


def now_box(page: Element) -> Element:
    (box,) = (part for part in page.all("div") if part.has_class("now"))
    return box


def button(page: Element) -> str:
    found = [(link.text, link.attributes["href"]) for link in now_box(page).all("a")]
    assert len(found) <= 1
    return " -> ".join(found[0]) if found else ""


WAYS = [
    ("browser", "announced", ""),
    ("resident", "announced", ""),
    ("browser", "proposals", "Sign in to write a proposal -> /sign-in?next=%2Frounds%2Fproposals%2Fproposals%2Fnew"),
    ("resident", "proposals", "Write a proposal -> /rounds/proposals/proposals/new"),
    ("stranger", "proposals", "Read the proposals -> /rounds/proposals/proposals"),
    ("resident", "review", "Read the proposals -> /rounds/review/proposals"),
    ("browser", "voting", "Sign in to vote -> /sign-in?next=%2Frounds%2Fvoting%2Fballot"),
    ("resident", "voting", "Choose your projects -> /rounds/voting/ballot"),
    ("voter", "voting", "See your receipt -> /rounds/voting/ballot/receipt"),
    ("stranger", "voting", "Read the proposals -> /rounds/voting/proposals"),
    ("facilitator", "voting", "Read the proposals -> /rounds/voting/proposals"),
    ("resident", "counting", ""),
    ("browser", "published", "See the result -> /rounds/published/result"),
    ("voter", "published", "See the result -> /rounds/published/result"),
]


@pytest.mark.parametrize(("who", "phase", "expected"), WAYS)
def test_everybody_sees_what_they_can_do_now(
    who: str, phase: str, expected: str, request: pytest.FixtureRequest
) -> None:
    someone: Browser = request.getfixturevalue(who)
    assert button(someone.get(f"/rounds/{phase}")) == expected


@pytest.mark.parametrize(
    ("who", "phase", "reason"),
    [
        ("browser", "announced", "You can write a proposal from Thursday, 7 May 2026 at 12:00 UTC."),
        ("stranger", "proposals", "you are not registered as one"),
        ("resident", "review", "voting has not begun"),
        ("stranger", "voting", "You are not on the roll of this vote"),
        ("voter", "counting", "as soon as the count is done"),
    ],
)
def test_who_may_not_reads_why(who: str, phase: str, reason: str, request: pytest.FixtureRequest) -> None:
    someone: Browser = request.getfixturevalue(who)
    assert reason in now_box(someone.get(f"/rounds/{phase}")).text


@pytest.mark.parametrize("phase", PHASES)
def test_the_steps_are_a_list_in_order_with_their_state_in_words(browser: Browser, phase: str) -> None:
    page = browser.get(f"/rounds/{phase}")
    (strip,) = (part for part in page.all("ol") if part.has_class("timeline-steps"))
    assert [next(step.all("span")).text for step in strip.all("li")] == ["Proposals", "Review", "Voting", "Result"]
    states = [[span.text for span in step.all("span")][1] for step in strip.all("li")]
    assert states == sorted(states, key=["done", "now", "to come"].index)
    marked = [step for step in strip.all("li") if step.attributes.get("aria-current") == "step"]
    assert len(marked) == states.count("now") == (0 if phase in {"announced", "published"} else 1)


def test_the_strip_moves_with_time(browser: Browser, clock: Clock) -> None:
    def past() -> float:
        (now,) = (step for step in browser.get("/rounds/voting").all("li") if step.has_class("is-now"))
        (done,) = (part for part in now.all("rect") if part.has_class("past"))
        return float(done.attributes["width"].strip("%"))

    before = past()
    clock.now = NOW + 3 * DAY
    assert past() > before + 10


def test_a_round_whose_day_has_come_says_that_voting_is_about_to_open(browser: Browser, clock: Clock) -> None:
    clock.now = NOW + 5 * DAY + timedelta(minutes=1)
    assert "Voting is about to open" in now_box(browser.get("/rounds/review")).text


def test_voting_ends_with_its_last_minute(resident: Browser, clock: Clock) -> None:
    clock.now = NOW + 9 * DAY
    resident.sign_in("ana@example.org")
    box = now_box(resident.get("/rounds/voting"))
    assert "Voting has closed" in box.text
    assert list(box.all("a")) == []
