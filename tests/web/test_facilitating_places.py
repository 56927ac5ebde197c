import pytest

from pbengine.process.commissions import find_commission, list_commissions
from pbengine.process.database import Database
from pbengine.process.rounds import find_round
from tests.web.conftest import Browser

PLACE = {"place": "Overmere", "name": "Parish of Overmere", "purpose": "A *small* pot.", "currency": "PLN"}


def test_a_steward_sets_a_place_up_and_facilitates_it(facilitator: Browser, database: Database) -> None:
    page = facilitator.get("/facilitate/places/new")
    facilitator.submit(page, "/facilitate/places/new", PLACE)
    assert facilitator.location == "/facilitate"
    page = facilitator.get("/facilitate")
    assert "Overmere" in [heading.text for heading in page.all("h2")]
    with database.reading() as session:
        place = find_commission(session, "overmere")
    assert (place.currency, place.minor_units, place.name) == ("PLN", 100, "Parish of Overmere")
    facilitator.get("/facilitate/rounds/new?place=overmere")


def test_the_currency_brings_its_minor_units(facilitator: Browser, database: Database) -> None:
    for currency, units in (("JPY", 1), ("KWD", 1000)):
        page = facilitator.get("/facilitate/places/new")
        fields = {**PLACE, "currency": currency, "slug": f"in-{currency.lower()}"}
        facilitator.submit(page, "/facilitate/places/new", fields)
        with database.reading() as session:
            assert find_commission(session, f"in-{currency.lower()}").minor_units == units


def test_sending_the_form_twice_sets_up_one_place(facilitator: Browser, database: Database) -> None:
    page = facilitator.get("/facilitate/places/new")
    for _ in range(2):
        facilitator.submit(page, "/facilitate/places/new", PLACE)
    with database.reading() as session:
        assert [place.slug for place in list_commissions(session)] == ["brookmere", "overmere"]


def test_another_place_of_the_same_address_is_refused_beside_the_address(facilitator: Browser) -> None:
    page = facilitator.get("/facilitate/places/new")
    page = facilitator.submit(page, "/facilitate/places/new", {**PLACE, "place": "Brookmere"}, status=422)
    assert page.with_id("slug-fault").text == "Problem: “brookmere” is in use already. Choose another."
    assert page.with_id("place").attributes["value"] == "Brookmere"


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"place": "", "name": " "}, {"place": "This is missing.", "name": "This is missing."}),
        (
            {"slug": "Übermere!"},
            {"slug": "Use small letters a to z, digits and single hyphens"},
        ),
    ],
)
def test_everything_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(
    facilitator: Browser, fields: dict[str, str], faults: dict[str, str]
) -> None:
    page = facilitator.get("/facilitate/places/new")
    page = facilitator.submit(page, "/facilitate/places/new", {**PLACE, **fields}, status=422)
    assert page.one("title").text.startswith("Error:")
    for name, sentence in faults.items():
        assert sentence in page.with_id(f"{name}-fault").text
    assert page.with_id("purpose").text == "A *small* pot."


def test_a_currency_that_is_none_is_refused(facilitator: Browser) -> None:
    page = facilitator.get("/facilitate/places/new")
    page = facilitator.submit(page, "/facilitate/places/new", {**PLACE, "currency": "pounds"}, status=422)
    assert "three capital letters" in page.with_id("currency-fault").text


def test_a_place_is_changed_and_its_rounds_keep_their_currency(facilitator: Browser, database: Database) -> None:
    address = "/facilitate/places/brookmere/edit"
    page = facilitator.get(address)
    assert page.with_id("place").attributes["value"] == "Brookmere"
    facilitator.submit(page, address, {"place": "Brookmere & Hill", "currency": "EUR"})
    with database.reading() as session:
        place = find_commission(session, "brookmere")
        assert (place.place, place.currency) == ("Brookmere & Hill", "EUR")
        assert find_round(session, "review").currency == "GBP"
    page = facilitator.submit(facilitator.get(address), address, {"place": " "}, status=422)
    assert page.one("h1").text == "Change Brookmere & Hill"
    assert "This is missing." in page.with_id("place-fault").text


def test_hostile_text_is_only_text(facilitator: Browser, browser: Browser) -> None:
    evil = "<script>alert(1)</script>{{ 7 * 7 }}\"'><img src=x onerror=alert(1)>"
    page = facilitator.get("/facilitate/places/new")
    facilitator.submit(page, "/facilitate/places/new", {"place": evil, "name": evil, "purpose": evil, "slug": "evil"})
    for page in (
        facilitator.get("/facilitate"),
        facilitator.get("/facilitate/places/evil/edit"),
        browser.get("/places/evil"),
    ):
        assert "49" not in page.text
        assert not [script for script in page.all("script") if not script.attributes.get("src")]
        assert not list(page.all("img"))
