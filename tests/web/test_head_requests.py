"""HEAD is answered as GET is, without the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Browser


@pytest.mark.parametrize("path", ["/", "/rounds/published/result", "/health", "/nowhere"])
def test_the_head_of_a_page_says_what_the_page_would(browser: Browser, path: str) -> None:
    page, head = browser.send("GET", path), browser.send("HEAD", path)
    assert head.status_code == page.status_code
    assert head.content == b""
    assert page.content
    for name in ("content-type", "content-length", "content-security-policy", "cache-control"):
        assert head.headers[name] == page.headers[name]


def test_the_head_of_a_page_for_one_person_is_not_stored(resident: Browser) -> None:
    assert resident.send("HEAD", "/").headers["cache-control"] == "no-store"


def test_what_only_takes_forms_has_no_head(browser: Browser) -> None:
    assert browser.send("HEAD", "/sign-out").status_code == 405
