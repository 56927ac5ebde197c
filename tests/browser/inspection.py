"""What any page of ours has to keep to when it stands in a browser; empty is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import scrolls_sideways

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = Axe()


def faults_of(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return what is wrong with the page that is open: what axe finds, by these rules or all, and sideways scrolling.

    axe never comes back in a context without JavaScript; block the scripts instead.
    """
    name = page.url.partition("/")[2].partition("/")[2]
    faults = [f"{name}: {fault}" for fault in axe_faults(page, rules)]
    if scrolls_sideways(page):
        faults.append(f"{name}: scrolls sideways, because of {page.evaluate(WIDEST)}")
    return faults


def axe_faults(page: Page, rules: Sequence[str]) -> Iterator[str]:
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(TAGS)}
    found = AXE.run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    for violation in found.response["violations"]:
        places = "; ".join(str(node["html"])[:160] for node in violation["nodes"])
        yield f"{violation['id']} ({violation['help']}): {places}"


WIDEST = """() => {
  const edge = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > edge + 1);
  return wide.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(" | ");
}"""
