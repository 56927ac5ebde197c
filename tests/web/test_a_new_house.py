"""A house in which nothing has been set up yet leads whoever runs it to the first steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pbengine.process.database import Database
from pbengine.process.people import NewPerson, Office, add_person
from pbengine.process.schema import upgrade
from tests.web.town import NOW, hashed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.web.conftest import Browser
    from tests.web.markup import Element

ADA = "ada@example.org"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database in which a steward has an account."""
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    upgrade(database)
    with database.writing() as session:
        add_person(session, NewPerson(ADA, "Ada Field", hashed(), Office.STEWARD), now=NOW)
    yield database
    database.close()


def leads(page: Element) -> set[str]:
    return {link.attributes["href"] for link in page.one("main").all("a")}


def test_a_stranger_reads_that_the_site_is_new(browser: Browser) -> None:
    page = browser.get("/")
    assert "This site is new" in page.text
    assert leads(page) == set()


def test_a_steward_is_led_to_the_first_place_and_then_to_its_first_round(enter: Callable[[str], Browser]) -> None:
    steward = enter(ADA)
    assert leads(steward.get("/")) == {"/facilitate/places/new"}
    form = steward.get("/facilitate/places/new")
    steward.submit(form, "/facilitate/places/new", {"place": "Brookmere", "name": "Town council of Brookmere"})
    assert leads(steward.get("/")) == {"/facilitate"}
    desk = steward.get("/facilitate")
    assert "Announce the first" in desk.text
    assert "/facilitate/rounds/new?place=brookmere" in leads(desk)
