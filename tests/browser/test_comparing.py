"""Comparing rules and waiting for margins, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

import pbengine.web.pages.results.margin_search as search_module
from tests.browser.conftest import NARROW, scrolls_sideways
from tests.browser.inspection import faults_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

COMPARE = "/rounds/published/result/compare"


def test_rules_are_chosen_with_the_keyboard_where_scripts_do_not_run(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(COMPARE)
    expect(page.locator(".compared-rule")).to_have_count(3)
    page.get_by_role("checkbox", name="Most votes together").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".compared-rule")).to_have_count(4)
    expect(page.get_by_role("checkbox", name="Most votes together")).to_be_checked()


def test_with_everything_unfolded_axe_finds_nothing_and_nothing_scrolls_sideways(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=NARROW, reduced_motion="reduce")
    page.goto(f"{COMPARE}?chosen=yes&rule=equal-shares&rule=phragmen&rule=max-welfare&rule=greedy-cover&rule=knapsack")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert not faults_of(page)
    assert not scrolls_sideways(page)


def test_margins_come_by_themselves_until_all_are_there(
    new_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "SECONDS", -1.0)
    search_module.search_of.cache_clear()
    page = new_page()
    page.goto("/rounds/published/result/close")
    expect(page.get_by_role("status")).to_contain_text("1 of 4 projects are done")
    expect(page.locator("#close .result")).to_have_count(4)
    expect(page.get_by_role("status")).to_have_count(0)
