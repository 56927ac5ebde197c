"""The same house on its public address."""

import pytest

from pbengine.web.headers import TRANSPORT_SECURITY
from pbengine.web.settings import Settings
from tests.web.conftest import Browser
from tests.web.town import PASSWORD


@pytest.fixture
def settings() -> Settings:
    return Settings("https://vote.example.org", community="Brookmere")


def test_cookies_are_secure_and_bound_to_the_host(browser: Browser) -> None:
    browser.sign_in("ana@example.org")
    lines = browser.answer.headers.get_list("set-cookie")
    assert lines
    for line in lines:
        assert line.startswith("__Host-")
        for part in ("Secure", "Path=/", "HttpOnly"):
            assert part in line
        assert "Domain" not in line
    assert "Signed in as Ana Brook" in browser.get("/").text


def test_browsers_are_told_to_stay_on_https(browser: Browser) -> None:
    for path, status in (("/", 200), ("/nowhere", 404)):
        browser.get(path, status=status)
        assert browser.answer.headers["Strict-Transport-Security"] == TRANSPORT_SECURITY


def test_nothing_of_a_demonstration_is_shown(browser: Browser) -> None:
    assert "demonstration" not in browser.get("/").text
    assert PASSWORD not in browser.get("/sign-in").text


def test_an_origin_with_the_right_host_and_the_wrong_scheme_is_another_site(browser: Browser) -> None:
    browser.get("/sign-in")
    answer = browser.send("POST", "/sign-in", headers={"Origin": "http://vote.example.org"})
    assert answer.headers["X-Refusal"] == "cross-site"
