"""The pages that come between: a form with faults, a ballot over its limit, the review, the receipt, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, sign_in
from tests.browser.inspection import faults_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Ana's phone, whose scripts never arrive."""
    page = new_page(viewport=NARROW, reduced_motion="reduce")
    page.context.route("**/*.js", lambda route: route.abort())
    return sign_in(page, "ana@example.org")


def test_every_step_of_a_vote_is_sound(page: Page) -> None:
    page.goto("/rounds/voting/ballot")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_text("Details").first.click()
    faults = faults_of(page)
    page.get_by_role("button", name="Work out what is left").click()
    expect(page.get_by_role("status")).to_contain_text("4 of 3")
    faults += faults_of(page)
    page.get_by_role("button", name="Check your ballot").click()
    expect(page.get_by_role("alert")).to_be_visible()
    faults += faults_of(page)
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Check your ballot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your ballot")
    faults += faults_of(page)
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_text("The signed text of the receipt").click()
    expect(page.get_by_text("pb-receipt/v1")).to_be_visible()
    faults += faults_of(page)
    assert not faults, "\n".join(faults)


def test_every_step_of_a_proposal_is_sound(page: Page) -> None:
    page.goto("/rounds/proposals/proposals")
    page.get_by_role("link", name="Write a proposal").click()
    page.get_by_label("What is your proposal called?").fill("Clock" * 60)
    page.get_by_label("What might it cost?").fill("a lot")
    page.get_by_role("button", name="Hand the proposal in").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    faults = faults_of(page)
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("What is your proposal called?")).to_be_focused()
    page.get_by_label("What is your proposal called?").fill("A" + "a" * 100)
    page.get_by_label("What should be done, in one sentence?").fill("https://example.org/" + "b" * 200)
    page.get_by_label("Where?").fill("C" * 150)
    page.get_by_label("What might it cost?").fill("1,200.50")
    page.get_by_role("button", name="Hand the proposal in").click()
    expect(page.get_by_text("This is your proposal")).to_be_visible()
    expect(page.get_by_text("£1,200.50")).to_be_visible()
    faults += faults_of(page)
    page.goto("/rounds/proposals/proposals")
    faults += faults_of(page)
    page.get_by_role("link", name="A" + "a" * 100).click()
    page.get_by_role("link", name="Delete it").click()
    faults += faults_of(page)
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposals")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "address", ["/no/such/page", "/proposals/nothing", "/facilitate", "/rounds/review/proposals/new"]
)
def test_refusals_are_sound_pages(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status >= 400
    assert not faults_of(page)


def test_what_is_wrong_with_a_page_is_found(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=NARROW)
    page.goto("/")
    page.evaluate("""() => {
      const wide = document.body.appendChild(document.createElement("main"));
      wide.style.width = "400px";
      wide.innerHTML = "<input><h5></h5>";
    }""")
    faults = " ".join(faults_of(page))
    for name in ("label", "empty-heading", "landmark-no-duplicate-main", "scrolls sideways, because of <main"):
        assert name in faults
