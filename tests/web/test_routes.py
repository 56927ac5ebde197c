"""Walk through the whole site as different people would; every page on the way is checked."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from litestar import Litestar

from tests.web.checks import COMING, has_route, is_coming
from tests.web.markup import Element

if TYPE_CHECKING:
    from tests.web.conftest import Browser


def links(page: Element) -> set[str]:
    """Return the addresses of our own that a page links to."""
    parts = [urlsplit(link.attributes["href"]) for link in page.all("a")]
    return {part._replace(fragment="").geturl() for part in parts if part.path and not part.netloc and not part.scheme}


@pytest.mark.parametrize("who", ["browser", "resident", "voter", "facilitator", "stranger"])
def test_every_link_leads_to_a_page_that_passes_every_check(who: str, request: pytest.FixtureRequest) -> None:
    someone: Browser = request.getfixturevalue(who)
    seen, waiting = {"/"}, ["/"]
    while waiting:
        page = someone.follow(waiting.pop())
        found = {address for address in links(page) if address not in seen and not is_coming(urlsplit(address).path)}
        seen |= found
        waiting += sorted(found)
    assert len(seen) > 20


def test_pages_that_are_there_have_left_the_list_of_those_to_come(app: Litestar) -> None:
    assert [path for path in COMING if has_route(app, "GET", path)] == []
