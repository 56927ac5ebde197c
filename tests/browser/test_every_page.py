"""Every page of every room, found by walking the routes, as each kind of visitor sees it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from pbengine.process.proposals import list_proposals
from pbengine.process.rounds import find_round
from pbengine.web.access import Access
from tests.browser.conftest import DESK, NARROW, PHONE, Server, scrolls_sideways, sign_in
from tests.browser.inspection import contrast_faults_in_the_dark, faults_of
from tests.web.town import PHASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NOT_PAGES = {
    "/health",
    "/static/{version}/{path}",
    "/rounds/{slug}/record/checkpoints/{size}",
    "/rounds/{slug}/record/proofs/{index}",
}
"""What answers a GET with a file and has no dot in its name. A new page needs no line anywhere."""
VISITORS = {
    "nobody": ((Access.PUBLIC,), PHASES),
    "ana@example.org": ((Access.PUBLIC, Access.PERSON), ("proposals", "voting")),
    "ben@example.org": ((Access.PERSON,), ("voting", "published")),
    "fay@example.org": ((Access.FACILITATOR,), ("proposals", "review", "voting", "counting")),
}
"""Which pages are looked at as whom, in which phases: a resident, a resident who has voted, a facilitator."""


def walk(page: Page, server: Server, visitor: str, phases: Sequence[str] = ()) -> Iterator[str]:
    """Open every page that this visitor may open, and yield its address once it is open.

    Addresses that lead on to another page are left out, and of refusals one of each status is enough.
    """
    if visitor != "nobody":
        sign_in(page, visitor)
    kinds, usual = VISITORS[visitor]
    statuses = set()
    for address in addresses(server, kinds, phases or usual):
        answer = page.goto(address)
        assert answer is not None, address
        if not page.url.endswith(address) or answer.status in statuses:
            continue
        if answer.status >= 400:
            statuses.add(answer.status)
        yield address


def addresses(server: Server, kinds: Sequence[Access], phases: Sequence[str]) -> Iterator[str]:
    """Yield the addresses of all pages of these kinds, each with every example of what stands in it."""
    for route in sorted(server.app.routes, key=lambda route: route.path_format):
        handlers = [handler for handler in getattr(route, "route_handlers", ()) if "GET" in handler.http_methods]
        path = route.path_format
        if path in NOT_PAGES or "." in path or not any(handler.opt["access"] in kinds for handler in handlers):
            continue
        names = re.findall(r"{(\w+)}", path)
        for values in itertools.product(*(examples(server, path, name, phases) for name in names)):
            yield path.format(**dict(zip(names, values, strict=True)))


def examples(server: Server, path: str, name: str, phases: Sequence[str]) -> Sequence[str]:
    """Return what may stand for a name in an address; a new name needs a line here."""
    if name in {"proposal_id", "id_"}:
        return proposals_of(server, "proposals" if "/facilitate/" in path else "voting")
    if "/places/" in path:
        return ("brookmere",)
    slugs = ("proposals",) if "{id_}" in path else phases
    return {"slug": slugs, "rule_id": ("greedy",)}[name]


def proposals_of(server: Server, slug: str) -> Sequence[str]:
    """Return the first and the last proposal of a round: once reviewed, one that was admitted and one declined."""
    with server.database.reading() as session:
        lines = list_proposals(session, find_round(session, slug))
    return (lines[0].proposal.id, lines[-1].proposal.id)


@pytest.mark.parametrize("visitor", VISITORS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    new_page: Callable[..., Page], server: Server, visitor: str
) -> None:
    page = new_page(viewport=NARROW, reduced_motion="reduce")
    faults, seen = [], 0
    for _ in walk(page, server, visitor):
        faults += faults_of(page)
        faults += contrast_faults_in_the_dark(page)
        seen += 1
    assert seen > 2
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("visitor", ["nobody", "ana@example.org", "fay@example.org"])
def test_pages_that_run_from_the_right_and_pages_in_large_type_fit_their_windows(
    new_page: Callable[..., Page], server: Server, visitor: str
) -> None:
    page = new_page(viewport=NARROW, reduced_motion="reduce")
    page.context.add_cookies([{"name": "pb-language", "value": "ar", "url": server.address}])
    wide = []
    for address in walk(page, server, visitor, ("published",) if visitor == "nobody" else ("voting",)):
        assert page.evaluate("document.documentElement.dir") == "rtl", address
        for window, size in ((NARROW, "100%"), (PHONE, "125%"), (DESK, "200%")):
            page.set_viewport_size(window)
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            wide += [f"{address} at {window['width']} px, type at {size}"] if scrolls_sideways(page) else []
    assert not wide, "\n".join(wide)
