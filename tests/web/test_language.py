from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from pbengine.web import language
from pbengine.web.language import Currency, Reader, read_as
from pbengine.web.rendering import templates
from pbengine.web.settings import Mode, Settings
from tests.web.conftest import ORIGIN, Browser
from tests.web.town import NOW

POUNDS = Currency("GBP")


@pytest.fixture
def settings() -> Settings:
    return Settings(
        ORIGIN, Mode.DEMO, community="Brookmere", languages=("en", "pl", "ar"), zone=ZoneInfo("Europe/London")
    )


def test_money_is_whole_where_it_can_be() -> None:
    read_as(Reader("en"))
    assert language.money(912_000, POUNDS) == "£9,120"
    assert language.money(912_050, POUNDS) == "£9,120.50"
    assert language.money(Fraction(24909, 10), POUNDS) == "£24.91"
    assert language.money(1500, Currency("JPY", 1)) == "JP¥1,500"
    assert language.money(912_000, Currency("PLN")) == "PLN\u00a09,120"


def test_numbers_and_shares_are_written_for_the_reader() -> None:
    read_as(Reader("en"))
    assert language.number(12345) == "12,345"
    assert language.number(Fraction(1, 3)) == "0.33"
    assert language.percent(1, 3) == "33%"
    assert language.percent(0, 0) == "0%"
    read_as(Reader("pl"))
    assert language.money(912_050, Currency("PLN")) == "9\u00a0120,50\u00a0zł"


def test_moments_name_day_time_and_zone() -> None:
    read_as(Reader("en", ZoneInfo("Europe/London")))
    assert language.moment(NOW) == "Monday, 4 May 2026 at 13:00 BST"
    assert language.day(NOW) == "4 May 2026"
    assert language.short_day(NOW) == "4 May"
    assert language.relative(NOW + timedelta(days=3), NOW) == "in 3 days"


def test_filters_on_constants_follow_the_reader() -> None:
    template = templates().from_string("{{ 12345 | number }}")
    written = []
    for code in ("en", "pl"):
        read_as(Reader(code))
        written.append(template.render())
    assert written == ["12,345", "12\u00a0345"]


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("", "", "en"),
        ("", "pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("", "xx, ar;q=0.2, pl;q=0.1", "ar"),
        ("", "xx;q=nonsense", "en"),
        ("?lang=ar", "pl", "ar"),
        ("?lang=xx", "pl", "pl"),
    ],
)
def test_the_language_is_asked_for_or_negotiated(browser: Browser, query: str, accept: str, expected: str) -> None:
    page = browser.get(f"/{query}", headers={"Accept-Language": accept})
    assert page.one("html").attributes["lang"] == expected


def test_a_chosen_language_may_stand_in_a_cookie(browser: Browser) -> None:
    browser.cookies.set("pb-language", "pl")
    assert browser.get("/").one("html").attributes["lang"] == "pl"
    assert browser.get("/nowhere", status=404).one("html").attributes["lang"] == "pl"


def test_arabic_runs_from_right_to_left_with_its_bars(browser: Browser) -> None:
    page = browser.get("/rounds/voting?lang=ar")
    assert page.one("html").attributes["dir"] == "rtl"
    (now,) = (step for step in page.all("li") if step.has_class("is-now"))
    (done,) = (part for part in now.all("rect") if part.has_class("past"))
    assert float(done.attributes["x"].strip("%")) + float(done.attributes["width"].strip("%")) == 100


def test_answers_vary_by_language_cookie_and_htmx(browser: Browser) -> None:
    browser.get("/")
    assert set(browser.answer.headers["Vary"].split(", ")) == {"HX-Request", "Cookie", "Accept-Language"}
