"""Fixtures for pages: a town with a round in every phase, and a browser that checks every page it is given."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from litestar.testing import TestClient

from pbengine.process.database import Database
from pbengine.process.logins import start_login
from pbengine.web.app import create_app
from pbengine.web.house import House
from pbengine.web.language import Reader, read_as
from pbengine.web.pages.signing_in import throttles
from pbengine.web.settings import DemoAccount, Mode, Settings
from tests.web.checks import check_fragment, check_page
from tests.web.markup import Element
from tests.web.town import KEYRING, NOW, PASSWORD, build, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from litestar import Litestar

ORIGIN = "http://127.0.0.1:8000"


@dataclass
class Clock:
    """The moment it is in a test; assign to ``now`` to move it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Browser:
    """Somebody's browser: it keeps cookies, says where forms come from, and checks every page that it gets."""

    client: TestClient[Litestar]
    app: Litestar
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    last: httpx.Response | None = None

    def get(
        self, path: str, *, status: int = 200, htmx: bool = False, headers: Mapping[str, str] | None = None
    ) -> Element:
        """Return the page at an address, checked."""
        sent = {**(headers or {}), **({"HX-Request": "true"} if htmx else {})}
        return self.look_at(self.send("GET", path, headers=sent), status)

    def follow(self, path: str) -> Element:
        """Return the page at which an address ends after redirects, checked."""
        return self.look_at(self.send("GET", path, follow_redirects=True), 200)

    def post(
        self, path: str, fields: Mapping[str, str | list[str]], *, status: int = 303, htmx: bool = False
    ) -> Element:
        """Send fields as a browser does, without a page before; the answer is checked."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        if htmx:
            headers["HX-Request"] = "true"
        body = urlencode(fields, doseq=True)
        return self.look_at(self.send("POST", path, content=body, headers=headers), status)

    def submit(
        self,
        page: Element,
        action: str,
        fields: Mapping[str, str | list[str]] | None = None,
        *,
        status: int = 303,
        htmx: bool = False,
    ) -> Element:
        """Fill in the page's form with this action and send it, with what stands in its other fields."""
        (form,) = (form for form in page.all("form") if form.attributes["action"] == action)
        names = {element.attributes.get("name") for element in form.all("input", "textarea", "select", "button")}
        unknown = set(fields or {}) - names
        assert not unknown, f"the form to {action} has no field {unknown}"
        return self.post(action, {**standing(form), **(fields or {})}, status=status, htmx=htmx)

    def sign_in(self, email: str) -> Browser:
        """Sign in through the page, and return this browser."""
        page = self.get("/sign-in")
        self.submit(page, "/sign-in", {"email": email, "password": PASSWORD})
        return self

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - what httpx takes
        """Send a request with this browser's cookies, and keep those that come back."""
        self.client.cookies = self.cookies
        self.last = self.client.request(method, path, **{"follow_redirects": False, **request})
        self.cookies = self.client.cookies
        return self.last

    @property
    def answer(self) -> httpx.Response:
        """The last answer, with its status and headers."""
        assert self.last is not None
        return self.last

    @property
    def location(self) -> str:
        """Where the last answer leads."""
        return self.answer.headers["location"]

    def look_at(self, answer: httpx.Response, status: int) -> Element:
        """Return the page of an answer after the checks of every page."""
        assert answer.status_code == status, f"{answer.status_code} instead of {status}: {told(answer)}"
        if "text/html" not in answer.headers.get("content-type", "") or not answer.text:
            return Element("", {}, [answer.text])
        if answer.request.headers.get("hx-request") == "true":
            return check_fragment(answer.text, self.app)
        return check_page(answer.text, self.app)


def told(answer: httpx.Response) -> str:
    """Return what a page says, for the message of a failing test."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2] or answer.text).split())[:600]


def standing(form: Element) -> dict[str, str | list[str]]:
    """Return what a browser would send of a form as it stands, without its buttons."""
    fields: dict[str, str | list[str]] = {}
    for element in form.all("input", "textarea", "select"):
        name, kind = element.attributes.get("name", ""), element.attributes.get("type", "text")
        if element.name == "textarea":
            fields[name] = element.text
        elif element.name == "select":
            chosen = [option for option in element.all("option") if "selected" in option.attributes]
            fields[name] = (chosen or list(element.all("option")))[0].attributes["value"]
        elif kind in {"checkbox", "radio"}:
            if "checked" in element.attributes:
                fields[name] = [*fields.get(name, []), element.attributes["value"]]
        else:
            fields[name] = element.attributes.get("value", "")
    return fields


@pytest.fixture(autouse=True)
def _plain_reader() -> Iterator[None]:
    """Leave the reader as he was found: a test that reads as somebody else is no test's neighbour."""
    read_as(Reader())
    yield
    read_as(Reader())


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's database, built once."""
    path = tmp_path_factory.mktemp("town") / "town.sqlite3"
    database = Database(f"sqlite:///{path}")
    build(database)
    database.close()
    return path


@pytest.fixture
def database(town_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A copy of the town's database that a test may change."""
    path = tmp_path / "town.sqlite3"
    for suffix in ("", "-wal"):
        if Path(f"{town_file}{suffix}").exists():
            shutil.copyfile(f"{town_file}{suffix}", f"{path}{suffix}")
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def clock() -> Clock:
    """The clock of the server under test."""
    return Clock()


@pytest.fixture
def settings() -> Settings:
    """The settings of the server under test; override this fixture in a test module for others."""
    accounts = (DemoAccount("resident", "ana@example.org", PASSWORD),)
    return Settings(ORIGIN, Mode.DEMO, hosts=("localhost",), community="Brookmere", demo_accounts=accounts)


@pytest.fixture
def house(database: Database, clock: Clock, settings: Settings) -> House:
    """The server's belongings."""
    return House(database, KEYRING, clock, settings)


@pytest.fixture(scope="session")
def routes(town_file: Path) -> Litestar:
    """The application of all tests: reading its routes takes longer than most tests do."""
    database = Database(f"sqlite:///{town_file}")
    return create_app(House(database, KEYRING, Clock(), Settings(ORIGIN, Mode.DEMO)))


@pytest.fixture
def app(routes: Litestar, house: House) -> Litestar:
    """The application under test, in a house of its own; a module that adds routes overrides this."""
    routes.state.house, routes.state.throttles = house, throttles()
    return routes


@pytest.fixture
def new_browser(app: Litestar, settings: Settings) -> Iterator[Callable[[], Browser]]:
    """Opens further browsers, each with its own cookies."""
    with TestClient(app, base_url=settings.origin) as client:
        yield lambda: Browser(client, app)


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    """Somebody's browser, not signed in."""
    return new_browser()


@pytest.fixture
def enter(new_browser: Callable[[], Browser], house: House) -> Callable[[str], Browser]:
    """Opens the browser of somebody who has just signed in, without the time that checking a password takes."""

    def open_as(email: str) -> Browser:
        with house.database.writing() as session:
            token = start_login(session, person(session, email), now=house.clock(), old_token=None)
        browser = new_browser()
        host = urlsplit(house.settings.origin).hostname or ""
        browser.cookies.set(house.settings.session_cookie, token, domain=host, path="/")
        return browser

    return open_as


@pytest.fixture
def resident(enter: Callable[[str], Browser]) -> Browser:
    """Ana's browser: a resident who wrote the proposals and has not voted."""
    return enter("ana@example.org")


@pytest.fixture
def voter(enter: Callable[[str], Browser]) -> Browser:
    """Ben's browser: a resident who has voted in every round."""
    return enter("ben@example.org")


@pytest.fixture
def facilitator(enter: Callable[[str], Browser]) -> Browser:
    """Fay's browser: facilitator of Brookmere, and steward of the house."""
    return enter("fay@example.org")


@pytest.fixture
def stranger(enter: Callable[[str], Browser]) -> Browser:
    """Zoe's browser: signed in, with no role anywhere."""
    return enter("zoe@example.org")
