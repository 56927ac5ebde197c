import httpx
import pytest
from litestar import Litestar, get

from pbengine.web.access import Access
from pbengine.web.app import LARGEST_REQUEST, create_app
from pbengine.web.headers import HEADERS
from pbengine.web.house import House
from pbengine.web.static_files import static_files
from tests.web.conftest import Browser


@get("/boom", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def boom() -> str:
    """Fail."""
    message = "a secret of the server"
    raise RuntimeError(message)


@pytest.fixture
def app(house: House) -> Litestar:
    return create_app(house)  # of its own, for routes are added to it


def ask(browser: Browser, case: str) -> httpx.Response:
    form = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    if case == "400":
        return browser.send("POST", "/sign-in", content=b"x", headers={**form, "Content-Type": "multipart/form-data"})
    if case == "405":
        return browser.send("DELETE", "/", headers=form)
    if case == "413":
        return browser.send("POST", "/sign-in", content=b"a=" + b"x" * LARGEST_REQUEST, headers=form)
    if case == "403":
        return browser.send("POST", "/sign-in", headers=form)
    return browser.send("GET", {"200": "/", "404": "/nowhere", "404-thing": "/rounds/nowhere", "500": "/boom"}[case])


CASES = ["200", "400", "403", "404", "404-thing", "405", "413", "500"]


@pytest.mark.parametrize("case", CASES)
def test_every_answer_has_the_headers(app: Litestar, browser: Browser, case: str) -> None:
    app.register(boom)
    answer = ask(browser, case)
    assert answer.status_code == int(case[:3])
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value]
    assert "server" not in answer.headers


@pytest.mark.parametrize("case", CASES[1:])
def test_every_refusal_is_a_page_of_ours_with_a_code(app: Litestar, browser: Browser, case: str) -> None:
    app.register(boom)
    answer = ask(browser, case)
    page = browser.look_at(answer, int(case[:3]))
    (shown,) = (element for element in page.all("div") if "data-code" in element.attributes)
    assert shown.attributes["data-code"] == answer.headers["X-Refusal"]
    assert page.one("title").text.startswith("Error:")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_fault_says_nothing_of_the_server_and_is_found_in_the_log(
    app: Litestar, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    app.register(boom)
    page = browser.get("/boom", status=500)
    for word in ("RuntimeError", "secret", "Traceback", ".py", "boom"):
        assert word not in page.text
    (record,) = caplog.records
    assert str(record.args[0] if isinstance(record.args, tuple) else "") in page.text
    assert record.exc_info is not None


def test_a_wrong_method_names_the_right_ones(browser: Browser) -> None:
    answer = ask(browser, "405")
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) >= {"GET"}


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_a_body_of_the_largest_size_is_read(browser: Browser) -> None:
    form = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    answer = browser.send("POST", "/sign-in", content=b"a=" + b"x" * (LARGEST_REQUEST - 2), headers=form)
    assert answer.status_code == 403
    assert answer.headers["X-Refusal"] == "stale-form"


def test_static_files_are_kept_for_ever_under_their_version_and_need_no_cookie(browser: Browser) -> None:
    stored = static_files()
    for path, file in stored.files.items():
        answer = browser.send("GET", stored.address(path))
        assert answer.status_code == 200
        assert answer.content == file.content
        assert answer.headers["content-type"].partition(";")[0] == file.kind
        assert "immutable" in answer.headers["Cache-Control"]
        assert "set-cookie" not in answer.headers
    assert browser.send("GET", "/static/other/app.js").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["../app.py", "%2e%2e/app.py", "..%2fapp.py", "vendor/MANIFEST.toml", ""])
def test_nothing_else_is_served_as_a_static_file(browser: Browser, path: str) -> None:
    assert browser.send("GET", f"/static/x/{path}").status_code == 404


def test_addresses_of_static_files_change_with_their_contents() -> None:
    assert len(static_files().version) == 12
    with pytest.raises(KeyError):
        static_files().address("absent.css")
