"""What any page of ours has to keep to when it stands in a browser; empty is good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import scrolls_sideways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the page that is open: what axe finds, and whether it scrolls sideways.

    axe never comes back in a context without JavaScript; block the scripts instead.
    """
    name = page.url.partition("//")[2].partition("/")[2]
    found = AXE.run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    faults = [f"/{name}: {fault}" for fault in told(found.response["violations"])]
    if scrolls_sideways(page):
        faults.append(f"/{name}: scrolls sideways, because of {page.evaluate(WIDEST)}")
    return faults


def contrast_faults_in_the_dark(page: Page) -> list[str]:
    """Return what cannot be read on a page in the dark; :func:`faults_of` comes first, for it brings axe."""
    page.emulate_media(color_scheme="dark")
    violations = page.evaluate("async () => (await axe.run({runOnly: ['color-contrast']})).violations")
    page.emulate_media(color_scheme="light")
    return [f"{page.url} in the dark: {fault}" for fault in told(violations)]


def told(violations: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for violation in violations:
        places = "; ".join(str(node["html"])[:160] for node in violation["nodes"])
        yield f"{violation['id']} ({violation['help']}): {places}"


WIDEST = """() => {
  const edge = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > edge + 1);
  return wide.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(" | ");
}"""
