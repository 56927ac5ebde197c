import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from pbengine.process.database import Database
from pbengine.process.logins import Login
from tests.web.conftest import Browser, Clock
from tests.web.town import NOW, PASSWORD, PHASES

SESSION = "pb-session"


def logins(database: Database) -> list[Login]:
    with database.reading() as session:
        return list(session.exec(select(Login)))


def is_signed_in(browser: Browser) -> bool:
    return "Signed in as" in browser.get("/").text


def test_visitors_who_never_sign_in_get_no_cookie_and_no_row(browser: Browser, database: Database) -> None:
    for path in ("/", "/rules", "/trust", "/health", *(f"/rounds/{phase}" for phase in PHASES)):
        browser.get(path)
        assert "set-cookie" not in browser.answer.headers, path
    assert logins(database) == []


def test_a_token_is_stored_only_as_its_digest(resident: Browser, database: Database) -> None:
    token = resident.cookies[SESSION]
    (login,) = logins(database)
    assert login.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    browser.sign_in("ana@example.org")
    (cookie,) = (line for line in browser.answer.headers.get_list("set-cookie") if line.startswith(SESSION))
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=28800"):
        assert part in cookie
    assert "Domain" not in cookie


def test_a_token_chosen_by_an_attacker_is_not_adopted(browser: Browser, database: Database) -> None:
    chosen = "attacker-chosen-token-of-forty-characters"
    browser.cookies.set(SESSION, chosen)
    browser.sign_in("ana@example.org")
    assert {login.token_sha256 for login in logins(database)} == {
        hashlib.sha256(cookie.value.encode()).hexdigest()
        for cookie in browser.cookies.jar
        if cookie.name == SESSION and cookie.value and cookie.value != chosen
    }


def test_every_sign_in_makes_a_new_token_and_ends_the_one_before(
    browser: Browser, new_browser: Callable[[], Browser]
) -> None:
    first = browser.sign_in("ana@example.org").cookies[SESSION]
    second = browser.sign_in("ana@example.org").cookies[SESSION]
    assert first != second
    thief = new_browser()
    thief.cookies.set(SESSION, first)
    assert not is_signed_in(thief)


def test_signing_out_ends_the_token_for_good(resident: Browser, new_browser: Callable[[], Browser]) -> None:
    token = resident.cookies[SESSION]
    resident.submit(resident.get("/"), "/sign-out")
    assert resident.location == "/"
    assert not is_signed_in(resident)
    copy = new_browser()
    copy.cookies.set(SESSION, token)
    for _ in range(2):
        assert not is_signed_in(copy)


def test_signing_out_tells_the_browser_to_forget(resident: Browser) -> None:
    resident.submit(resident.get("/"), "/sign-out")
    assert resident.answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    (cookie,) = (line for line in resident.answer.headers.get_list("set-cookie") if line.startswith(SESSION))
    assert "Max-Age=0" in cookie


def test_a_session_ends_after_eight_hours(resident: Browser, clock: Clock) -> None:
    clock.now = NOW + timedelta(hours=7, minutes=59)
    assert is_signed_in(resident)
    clock.now = NOW + timedelta(hours=8)
    assert not is_signed_in(resident)


def test_a_facilitator_is_signed_out_after_half_an_hour_of_rest(facilitator: Browser, clock: Clock) -> None:
    for minutes in (20, 40, 60):
        clock.now = NOW + timedelta(minutes=minutes)
        assert is_signed_in(facilitator)
    clock.now += timedelta(minutes=31)
    assert not is_signed_in(facilitator)


@pytest.mark.parametrize("token", ["x", "%C3%A9" * 50, "'; drop table login; --", "a" * 4000])
def test_a_token_that_nobody_has_is_simply_not_signed_in(browser: Browser, token: str) -> None:
    browser.cookies.set(SESSION, token)
    browser.get("/")
    assert "Signed in as" not in browser.answer.text


def test_pages_for_one_person_are_not_stored_and_vary_by_cookie(resident: Browser) -> None:
    resident.get("/")
    assert resident.answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in resident.answer.headers["Vary"]


def test_passwords_never_stand_in_an_address_or_an_answer(browser: Browser) -> None:
    page = browser.get("/sign-in")
    browser.submit(page, "/sign-in", {"email": "ana@example.org", "password": "a wrong password"}, status=422)
    assert "a wrong password" not in browser.answer.text
    browser.sign_in("ana@example.org")
    assert PASSWORD not in browser.location
