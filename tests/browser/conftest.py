"""Fixtures for tests in a real browser: a live server on a scratch database, and pages that are watched."""

from __future__ import annotations

import shutil
import socket
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, ViewportSize, expect, sync_playwright

from pbengine.process.database import Database
from pbengine.web.app import create_app
from pbengine.web.house import House
from pbengine.web.settings import Mode, Settings
from tests.web.town import KEYRING, NOW, PASSWORD, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from litestar import Litestar

PHONE: ViewportSize = {"width": 360, "height": 740}
NARROW: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}
FLAGS = ["--disable-gpu", "--disable-quic"]

expect.set_options(timeout=30_000)  # milliseconds; a busy machine is no fault


@dataclass
class Server:
    """A live server. Assign to ``now`` to move its clock."""

    address: str
    database: Database
    app: Litestar
    now: datetime = NOW


class StartedServer(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's database, built once."""
    path = tmp_path_factory.mktemp("town") / "town.sqlite3"
    database = Database(f"sqlite:///{path}")
    build(database)
    database.close()
    return path


@pytest.fixture
def server(town_file: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of this test alone, on a copy of the town's database; it can be asked to write from the right."""
    path = tmp_path / "town.sqlite3"
    shutil.copyfile(town_file, path)
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    database = Database(f"sqlite:///{path}")
    settings = Settings(address, Mode.DEMO, community="Brookmere", languages=("en", "ar"))
    app = create_app(House(database, KEYRING, lambda: here.now, settings))
    here = Server(address, database, app)
    running = StartedServer(uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=running.run, args=([listener],), name="server")
    thread.start()
    assert running.listening.wait(30), "the server did not start"
    yield here
    running.should_exit = True
    thread.join(30)
    listener.close()
    database.close()


@pytest.fixture(scope="module")
def chrome(chromium: str) -> Iterator[Browser]:
    """A running Chromium; of one module, for while it runs nothing else in this thread may use asyncio."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What happened on pages that should not have."""

    host: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("pageerror", lambda error: self.faults.append(f"error on {page.url}: {error}"))
        page.on("request", self.asked)
        page.on(
            "console",
            lambda said: (
                self.said(said.text, str(said.location.get("url", "")), page)
                if said.type in {"error", "warning"}
                else None
            ),
        )

    def asked(self, request: Request) -> None:
        """Note a request that leaves the server."""
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != self.host:
            self.faults.append(f"asked somebody else: {request.url}")

    def said(self, text: str, source: str, page: Page) -> None:
        """Note what the console says, but for pages that are refusals themselves, and requests that a test blocks."""
        refused = text.startswith("Failed to load resource: the server responded with a status of 4")
        if "net::ERR_FAILED" in text or (refused and source == page.url):
            return
        self.faults.append(f"console on {page.url}: {text} ({source})")


@pytest.fixture
def watch(server: Server) -> Watch:
    """What the pages of a test do wrong; a test that provokes something takes it out of ``faults``."""
    return Watch(urlsplit(server.address).netloc)


@pytest.fixture
def new_page(chrome: Browser, server: Server, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens pages, each as in a browser of its own; options are those of a context. Faults on any fail the test."""
    with ExitStack() as stack:

        def open_one(**options: Any) -> Page:  # noqa: ANN401 - the options of a context
            context = chrome.new_context(base_url=server.address, **{"viewport": PHONE, **options})
            context.on("page", watch.over)
            stack.callback(context.close)
            return context.new_page()

        yield open_one
    assert not watch.faults, "\n".join(watch.faults)


def sign_in(page: Page, email: str) -> Page:
    """Sign somebody in through the page, and return the page."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    return page


def scrolls_sideways(page: Page) -> bool:
    """Return whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
