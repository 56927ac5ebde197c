"""A resident reads proposals, votes and takes a receipt home, in every way in which a browser may come."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlmodel import func, select

from pbengine.process.ballots import Ballot
from pbengine.process.rounds import find_round
from tests.browser.conftest import PHONE, Server, Watch, scrolls_sideways, sign_in
from tests.web.town import DAY, NOW

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

BALLOT = "/rounds/voting/ballot"
HOUR = timedelta(hours=1)
TREES, BENCHES, BUS = "Trees for Mill Lane", "Benches along the river path", "Evening bus on Saturdays"
WAYS = ("without JavaScript", "scripts blocked", "with JavaScript")


@pytest.fixture(params=WAYS)
def phone(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A phone 360 px wide, with JavaScript or one of the two ways of being without."""
    page = new_page(viewport=PHONE, java_script_enabled=request.param != "without JavaScript")
    if request.param == "scripts blocked":
        page.context.route("**/*.js", lambda route: route.abort())
    return page


def ballots(server: Server) -> int:
    with server.database.reading() as session:
        round_ = find_round(session, "voting")
        return session.exec(select(func.count()).where(Ballot.round_id == round_.id)).one()


def choose(page: Page, *titles: str) -> None:
    page.goto(BALLOT)
    for title in titles:
        page.get_by_role("checkbox", name=title).check()


def test_a_resident_reads_proposals_votes_gets_a_receipt_and_no_second_vote(phone: Page, server: Server) -> None:
    before = ballots(server)
    phone.goto("/")
    phone.get_by_role("link", name="The voting round").click()
    phone.get_by_role("link", name="All proposals").click()
    phone.get_by_role("link", name=TREES).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(TREES)
    expect(phone.get_by_text("asked for by neighbours")).to_be_visible()
    sign_in(phone, "ana@example.org")
    choose(phone, TREES, BENCHES)
    phone.get_by_role("button", name="Check your ballot").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your ballot")
    expect(phone.get_by_text("not cast yet")).to_be_visible()
    expect(phone.locator(".review-total")).to_contain_text("£8,000")
    second = phone.context.new_page()
    second.goto(f"{BALLOT}/review")
    phone.get_by_role("button", name="Cast my ballot").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your ballot is in the box")
    tracker = phone.locator(".tracker").inner_text()
    assert re.fullmatch(r"([A-Z2-7]{4}\s*){5}", tracker), tracker
    assert not phone.get_by_text(BENCHES).count()
    second.get_by_role("button", name="Cast my ballot").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("You have voted")
    expect(second.get_by_text("a ballot cannot be changed")).to_be_visible()
    second.get_by_role("link", name="See your receipt").click()
    expect(second.locator(".tracker")).to_have_text(tracker)
    assert ballots(server) == before + 1


def test_a_button_works_out_what_is_left_where_scripts_do_not_run(new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(java_script_enabled=False), "ana@example.org")
    choose(page, TREES, BUS)
    page.get_by_role("button", name="Work out what is left").click()
    expect(page.get_by_role("status")).to_contain_text("£23,200 together (budget £20,000)")
    expect(page.get_by_role("checkbox", name=BUS)).to_be_checked()


def test_with_scripts_what_is_left_follows_every_tick_without_a_reload(new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(), "ana@example.org")
    page.goto(BALLOT)
    status = page.get_by_role("status")
    page.evaluate("document.querySelector('#so-far-notes').marked = document.body.marked = true")
    expect(page.get_by_role("button", name="Work out what is left")).to_be_hidden()
    page.get_by_role("checkbox", name=TREES).check()
    expect(status).to_contain_text("1 of 3 projects chosen")
    page.locator("label", has_text=BENCHES).click()
    expect(status).to_contain_text("2 of 3 projects chosen £8,000 together (budget £20,000)")
    expect(page.locator(".budget-part")).to_have_count(2)
    expect(page.get_by_role("checkbox", name=BENCHES)).to_be_focused()
    assert page.evaluate("document.body.marked"), "the page was loaded again"
    assert page.evaluate("document.querySelector('#so-far-notes').marked"), "a new status line would not be spoken"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_each_part_of_the_budget_bar_is_as_long_as_its_project_costs(new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(), "ana@example.org")
    choose(page, TREES, BENCHES)
    expect(page.locator(".budget-part")).to_have_count(2)
    widths = sorted(width_of(part) for part in page.locator(".budget-part").all())
    whole = width_of(page.locator(".so-far .budget-bar"))
    assert widths == pytest.approx([whole * 0.19, whole * 0.21], abs=1.5)


def width_of(drawn: Locator) -> float:
    return float(drawn.evaluate("shape => shape.getBoundingClientRect().width"))


def test_when_an_update_fails_the_button_for_it_comes_back(new_page: Callable[..., Page], watch: Watch) -> None:
    page = sign_in(new_page(), "ana@example.org")
    page.goto(BALLOT)

    def fail(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route(f"**{BALLOT}", fail)
    page.get_by_role("checkbox", name=TREES).check()
    button = page.get_by_role("button", name="Work out what is left")
    expect(button).to_be_visible()
    assert "htmx:error: Failed to fetch" in watch.faults.pop()
    page.unroute(f"**{BALLOT}")
    button.click()
    expect(page.get_by_role("status")).to_contain_text("1 of 3 projects chosen")


def test_the_ticks_survive_going_back_and_closing_the_page(new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(), "ana@example.org")
    choose(page, TREES)
    page.get_by_role("button", name="Check your ballot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your ballot")
    page.go_back()
    expect(page.get_by_role("checkbox", name=TREES)).to_be_checked()
    page.get_by_role("checkbox", name=BENCHES).check()
    expect(page.get_by_role("status")).to_contain_text("2 of 3")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(BALLOT)
    expect(page.get_by_role("checkbox", name=TREES)).to_be_checked()
    expect(page.get_by_role("checkbox", name=BENCHES)).to_be_checked()
    expect(page.get_by_text("They are not cast yet.")).to_be_visible()


def test_over_the_limit_one_may_think_and_not_go_on_and_the_keyboard_stands_at_the_fault(
    new_page: Callable[..., Page],
) -> None:
    page = sign_in(new_page(), "ana@example.org")
    choose(page, TREES, BENCHES, BUS, "A slide for the lower playground")
    expect(page.get_by_role("status")).to_contain_text("Take 1 project out before you go on.")
    page.get_by_role("button", name="Check your ballot").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("You chose 4; choose at most 3.")
    expect(alert).to_be_focused()
    page.get_by_role("checkbox", name=BUS).uncheck()
    page.get_by_role("button", name="Check your ballot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your ballot")


def test_pressing_the_button_twice_is_one_vote(new_page: Callable[..., Page], server: Server) -> None:
    before = ballots(server)
    page = sign_in(new_page(), "ana@example.org")
    choose(page, TREES)
    page.get_by_role("button", name="Check your ballot").click()
    page.get_by_role("button", name="Cast my ballot").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your ballot is in the box")
    assert ballots(server) == before + 1


def test_the_keyboard_alone_is_enough_and_what_has_the_focus_is_never_hidden(new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(reduced_motion="reduce"), "ana@example.org")
    page.goto(BALLOT)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for title in page.get_by_role("checkbox").evaluate_all("boxes => boxes.map(box => box.labels[0].textContent)"):
        box = page.get_by_role("checkbox", name=title)
        tab_to(page, box)
        if title in {TREES, BENCHES}:
            page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_contain_text("2 of 3")
    tab_to(page, page.get_by_role("button", name="Check your ballot"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your ballot")
    tab_to(page, page.get_by_role("button", name="Cast my ballot"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your ballot is in the box")


def tab_to(page: Page, target: Locator) -> None:
    """Press the tabulator until the keyboard is there; all that it passes has to be in sight, above what sticks."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(HIDDEN), f"{page.evaluate('document.activeElement.outerHTML')[:120]} is hidden"
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"the keyboard never comes to {target}")


HIDDEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector(".so-far");
  const floor = bar && !bar.contains(document.activeElement) ? bar.getBoundingClientRect().top : innerHeight;
  return box.top < 0 || box.top >= floor;
}"""


def test_a_receipt_prints_with_its_tracker_and_without_furniture(new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(), "ben@example.org")
    page.goto(f"{BALLOT}/receipt")
    page.emulate_media(media="print")
    expect(page.locator(".tracker")).to_be_visible()
    expect(page.get_by_text("pb-receipt/v1")).to_be_visible()
    expect(page.get_by_role("navigation", name="Site")).to_be_hidden()


def test_a_receipt_can_be_saved_as_a_file(new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(), "ben@example.org")
    page.goto(f"{BALLOT}/receipt")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the receipt").click()
    assert saved.value.suggested_filename == "receipt-voting.txt"
    assert saved.value.path().read_text().startswith("pb-receipt/v1\n")


def test_in_a_low_window_what_is_left_does_not_cover_the_projects(new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(viewport={"width": 640, "height": 300}), "ana@example.org")
    page.goto(BALLOT)
    assert page.locator(".so-far").evaluate("bar => getComputedStyle(bar).position") == "static"
    assert not scrolls_sideways(page)


def test_when_the_vote_closes_while_one_thinks_the_page_says_so_and_does_not_break(
    new_page: Callable[..., Page], server: Server
) -> None:
    server.now = NOW + 9 * DAY - HOUR
    page = sign_in(new_page(), "ana@example.org")
    choose(page, TREES)
    expect(page.get_by_role("status")).to_contain_text("1 of 3")
    server.now = NOW + 9 * DAY + HOUR
    page.get_by_role("checkbox", name=BENCHES).check()
    button = page.get_by_role("button", name="Work out what is left")
    expect(button).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose your projects")
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voting has closed")
