"""Take the pictures of the README: the ballot on a phone, and a result on a desk.

    .venv/bin/python docs/screenshots/make.py

It sets up the demonstration's town in a temporary folder, at a fixed moment, serves it on a free port of this machine
and writes ``ballot.png`` and ``result.png`` beside this file. It needs Chromium (found by itself, or named in
PB_CHROMIUM) and Playwright, which ``python3 pb test`` installs where there is a Chromium.
Run it again after every change that the pictures show, and look at them before you commit them.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import uvicorn
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from pbengine.cli.counting import load_rules
from pbengine.cli.demo.command import demo_settings
from pbengine.cli.demo.seeding import Stage, seed_town
from pbengine.cli.demo.town import read_town
from pbengine.process.database import Database
from pbengine.process.keyring import Keyring
from pbengine.process.schema import upgrade
from pbengine.web.app import create_app
from pbengine.web.house import House

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
NOW = datetime(2027, 5, 4, 10, 0, tzinfo=UTC)
KEYRING = Keyring(b"only for pictures".ljust(32, b"."), "larkmouth.example")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LARGEST = 300_000
PHONE: ViewportSize = {"width": 360, "height": 800}
DESK: ViewportSize = {"width": 1280, "height": 1390}
CHOSEN = (0, 1, 3)
"""Which lines of the ballot the voter in the picture ticks."""


def main() -> None:
    """Take both pictures."""
    chromium = os.environ.get("PB_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        sys.exit("no Chromium found; install it or name it in PB_CHROMIUM")
    load_rules()
    with TemporaryDirectory() as folder, town(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        shoot_ballot(browser, address)
        shoot_result(browser, address)
        browser.close()
    for picture in HERE.glob("*.png"):
        size = picture.stat().st_size
        if size > LARGEST:
            sys.exit(f"{picture.name} has {size} bytes; at most {LARGEST} are for a picture")


@contextmanager
def town(folder: Path) -> Iterator[str]:
    """Serve the made-up town, in which it is always NOW; yields its address."""
    made_up = read_town()
    database = Database(f"sqlite:///{folder / 'town.sqlite3'}")
    upgrade(database)
    seed_town(Stage(database, KEYRING, NOW), made_up)
    listener = socket.create_server(("127.0.0.1", 0))
    settings = demo_settings(made_up, listener)
    app = create_app(House(database, KEYRING, lambda: NOW, settings))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield settings.origin
    finally:
        server.should_exit = True
        thread.join()
        database.close()


def shoot_ballot(browser: Browser, address: str) -> None:
    """Show a ballot with some projects chosen, as the ready-made resident sees it on a phone."""
    resident = read_town().account("resident")
    page = browser.new_page(base_url=address, viewport=PHONE, device_scale_factor=2, reduced_motion="reduce")
    page.goto("/sign-in?next=/rounds/growing-up-here/ballot")
    page.get_by_label("E-mail address").fill(resident.email)
    page.get_by_label("Password").fill(resident.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    for line in CHOSEN:
        page.get_by_role("checkbox").nth(line).check()
    page.get_by_role("status").get_by_text(f"{len(CHOSEN)} of 6").wait_for()
    page.get_by_role("article").first.evaluate("line => scrollTo(0, line.getBoundingClientRect().top + scrollY - 16)")
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=HERE / "ballot.png")


def shoot_result(browser: Browser, address: str) -> None:
    """Show the top of a published result, as anybody sees it on a desk."""
    page = browser.new_page(base_url=address, viewport=DESK)
    page.goto("/rounds/streets-and-squares/result")
    page.get_by_role("heading", level=1).wait_for()
    page.screenshot(path=HERE / "result.png")


if __name__ == "__main__":
    main()
