from collections.abc import Callable

import pytest

from tests.web.conftest import ORIGIN, Browser
from tests.web.markup import Element
from tests.web.town import PASSWORD

FORM = "application/x-www-form-urlencoded"


def proof_in(page: Element) -> str:
    return next(field.attributes["value"] for field in page.all("input") if field.attributes.get("name") == "_csrf")


def refusal(browser: Browser) -> str:
    return browser.answer.headers["X-Refusal"]


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN}, False),
        ({"Origin": ORIGIN}, True),
        ({}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": f"{ORIGIN}.evil.example"}, False),
    ],
)
def test_forms_are_taken_from_our_own_pages_only(browser: Browser, headers: dict[str, str], *, passes: bool) -> None:
    proof = proof_in(browser.get("/sign-in"))
    content = f"_csrf={proof}&email=ana%40example.org&password={PASSWORD.replace(' ', '+')}"
    answer = browser.send("POST", "/sign-in", content=content, headers={"Content-Type": FORM, **headers})
    assert answer.status_code == (303 if passes else 403)
    assert answer.headers.get("X-Refusal") == (None if passes else "cross-site")


def test_another_visitors_proof_is_refused_on_a_session(resident: Browser, voter: Browser) -> None:
    theirs = proof_in(voter.get("/"))
    resident.post("/sign-out", {"_csrf": theirs}, status=403)
    assert refusal(resident) == "stale-form"
    assert "Signed in as Ana Brook" in resident.get("/").text


def test_an_attackers_proof_is_refused_even_with_the_cookie_planted(
    resident: Browser, new_browser: Callable[[], Browser]
) -> None:
    attacker = new_browser()
    theirs = proof_in(attacker.get("/sign-in"))
    resident.cookies.set("pb-csrf", attacker.cookies["pb-csrf"])
    resident.post("/sign-out", {"_csrf": theirs}, status=403)
    assert refusal(resident) == "stale-form"


def test_a_proof_ends_with_its_session(resident: Browser) -> None:
    page = resident.get("/")
    resident.sign_in("ana@example.org")
    resident.submit(page, "/sign-out", status=403)
    assert refusal(resident) == "stale-form"


@pytest.mark.parametrize("given", ["", "0" * 64, "é"])
def test_a_form_without_its_proof_is_refused(browser: Browser, given: str) -> None:
    browser.get("/sign-in")
    browser.post("/sign-in", {"_csrf": given, "email": "ana@example.org", "password": PASSWORD}, status=403)
    assert refusal(browser) == "stale-form"


def test_the_sign_in_form_needs_the_cookie_that_came_with_it(browser: Browser) -> None:
    page = browser.get("/sign-in")
    browser.cookies.clear()
    browser.submit(page, "/sign-in", {"email": "ana@example.org", "password": PASSWORD}, status=403)
    assert refusal(browser) == "stale-form"


def test_a_garbage_cookie_does_not_lock_anybody_out(browser: Browser) -> None:
    browser.cookies.set("pb-csrf", "garbage", domain="127.0.0.1", path="/")
    browser.sign_in("ana@example.org")
    assert "Signed in as Ana Brook" in browser.get("/").text


def test_a_second_sign_in_page_keeps_the_first_one_usable(browser: Browser) -> None:
    first = browser.get("/sign-in")
    browser.get("/sign-in")
    browser.submit(first, "/sign-in", {"email": "ana@example.org", "password": PASSWORD})


def test_the_proof_may_come_in_a_header(resident: Browser) -> None:
    proof = proof_in(resident.get("/"))
    headers = {"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": proof}
    assert resident.send("POST", "/sign-out", headers=headers).status_code == 303


def test_a_request_by_another_host_name_is_refused(browser: Browser) -> None:
    names = ("evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example", "[", "[::1", "127.0.0.1:x")
    for host in (*names, "127.0.0.1:99999999"):
        browser.get("/", status=400, headers={"Host": host})
        assert refusal(browser) == "unknown-host"
    browser.get("/", headers={"Host": "localhost:9999"})


@pytest.mark.parametrize("path", ["/rounds/%00", "/proposals/a%00b", "/places/%00"])
def test_an_address_with_a_null_is_no_page_and_no_database_is_asked(browser: Browser, path: str) -> None:
    browser.get(path, status=404)
    assert refusal(browser) == "no-such-page"


@pytest.mark.parametrize(
    "part",
    [
        b'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=nobody-knows\r\n\r\n1',
        b'Content-Disposition: form-data; name="a"\r\n\r\n\xff\xfe',
    ],
)
def test_a_form_that_cannot_be_read_is_refused_and_is_no_fault_of_ours(browser: Browser, part: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "same-origin"}
    content = b"--x\r\n" + part + b"\r\n--x--\r\n"
    assert browser.send("POST", "/sign-in", content=content, headers=headers).status_code == 400
    assert refusal(browser) == "bad-request"
