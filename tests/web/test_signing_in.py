from collections.abc import Callable
from datetime import timedelta

import pytest

from pbengine.web.pages.signing_in import MOST_PER_ACCOUNT, MOST_PER_ADDRESS, safe_next
from pbengine.web.throttle import MOST_KEYS, Throttle
from tests.web.conftest import Browser, Clock
from tests.web.town import NOW, PASSWORD


def try_in(browser: Browser, email: str, password: str, status: int) -> str:
    page = browser.get("/sign-in")
    answer = browser.submit(page, "/sign-in", {"email": email, "password": password}, status=status)
    return answer.text


def test_signing_in_leads_to_where_one_wanted_to_go(browser: Browser) -> None:
    page = browser.get("/sign-in?next=%2Frounds%2Fvoting")
    browser.submit(page, "/sign-in", {"email": " Ana@Example.org ", "password": PASSWORD})
    assert browser.location == "/rounds/voting"
    assert "Signed in as Ana Brook" in browser.get("/rounds/voting").text


@pytest.mark.parametrize(
    "address", ["/facilitate/rounds/new?place=brookmere", "/rounds/voting/record/log?page=1&lang=en"]
)
def test_signing_in_leads_back_with_what_stood_behind_the_address(
    new_browser: Callable[[], Browser], address: str
) -> None:
    browser = new_browser()
    if address.startswith("/facilitate"):
        browser.get(address, status=303)
        form = browser.location
    else:
        form = next(link.attributes["href"] for link in browser.get(address).all("a") if link.text == "Sign in")
    browser.submit(browser.get(form), "/sign-in", {"email": "fay@example.org", "password": PASSWORD})
    assert browser.location == address
    browser.get(address)


@pytest.mark.parametrize("address", ["/rules", "/a?b=c&d=%2F%2Fevil.example", "/a?next=//evil.example", "/b?x=1#top"])
def test_an_address_of_ours_is_kept_whole(address: str) -> None:
    assert safe_next(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/a\\b",
        "evil",
        "",
        "/x\r\nSet-Cookie: a",
        "/x?y\n",
        "//evil.example/?x=/y",
        "/\t/evil",
    ],
)
def test_nobody_is_led_to_another_site(address: str) -> None:
    assert safe_next(address) == "/"


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(browser: Browser) -> None:
    known = try_in(browser, "ana@example.org", "not the password", 422)
    unknown = try_in(browser, "nobody@example.org", "not the password", 422)
    assert "do not belong together" in known
    assert known == unknown


def test_what_was_typed_stays_but_for_the_password(browser: Browser) -> None:
    page = browser.get("/sign-in?next=%2Frules")
    page = browser.submit(page, "/sign-in", {"email": "ana@example.org", "password": "wrong wrong"}, status=422)
    assert page.with_id("email").attributes["value"] == "ana@example.org"
    assert "value" not in page.with_id("password").attributes
    assert page.one("title").text.startswith("Error:")
    browser.submit(page, "/sign-in", {"password": PASSWORD})
    assert browser.location == "/rules"


def test_empty_fields_are_all_named(browser: Browser) -> None:
    page = browser.submit(browser.get("/sign-in"), "/sign-in", status=422)
    assert [link.text for link in page.with_id("main").all("a")][:2] == [
        "E-mail address: This is missing.",
        "Password: This is missing.",
    ]


def test_an_account_is_closed_for_a_while_after_too_many_failures(browser: Browser, clock: Clock) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        try_in(browser, "ana@example.org", "not the password", 422)
    told = try_in(browser, "ANA@example.org", PASSWORD, 429)
    assert "Wait 15 minutes" in told
    assert browser.answer.headers["Retry-After"] == "900"
    try_in(browser, "ben@example.org", PASSWORD, 303)
    clock.now = NOW + timedelta(minutes=15)
    try_in(browser, "ana@example.org", PASSWORD, 303)


def test_an_address_is_closed_for_a_while_after_too_many_failures(browser: Browser, clock: Clock) -> None:
    throttles = browser.app.state.throttles
    for _ in range(MOST_PER_ADDRESS):
        throttles.address.count("testclient", clock())
    try_in(browser, "ana@example.org", PASSWORD, 429)


def test_a_throttle_counts_within_its_window_only() -> None:
    throttle = Throttle(2, timedelta(minutes=15))
    throttle.count("a", NOW)
    assert throttle.wait("a", NOW) == timedelta(0)
    throttle.count("a", NOW + timedelta(minutes=10))
    assert throttle.wait("a", NOW + timedelta(minutes=10)) == timedelta(minutes=5)
    assert throttle.wait("b", NOW) == timedelta(0)
    assert throttle.wait("a", NOW + timedelta(minutes=15)) == timedelta(0)
    throttle.forget("a")
    assert throttle.wait("a", NOW) == timedelta(0)


def test_a_throttle_forgets_the_oldest_rather_than_grow_without_end() -> None:
    throttle = Throttle(1, timedelta(minutes=15))
    for number in range(MOST_KEYS + 1):
        throttle.count(str(number), NOW)
    assert throttle.wait("0", NOW) == timedelta(0)
    assert throttle.wait("1", NOW) == timedelta(minutes=15)


def test_ready_made_sign_ins_stand_on_the_page_of_a_demonstration(browser: Browser) -> None:
    assert PASSWORD in browser.get("/sign-in").text
