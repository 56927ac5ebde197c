from datetime import UTC, datetime

import pytest

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.process.acts import acts_of
from pbengine.process.database import Database
from pbengine.process.rounds import find_round, list_rounds
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import rules
from tests.web.conftest import Browser
from tests.web.markup import Element
from tests.web.town import NOW

NEW = "/facilitate/rounds/new?place=brookmere"
ROUND = {
    "title": "Green streets 2027",
    "purpose": "Trees & benches.",
    "budget": "£20,000.50",
    "rule_id": "greedy",
    "max_choices": "4",
    "max_sum_cost": "",
    "proposals_from": "2026-06-01T09:00",
    "review_from": "2026-07-01T09:00",
    "voting_from": "2026-07-15T09:00",
    "voting_until": "2026-07-29T20:00",
}


def announce(facilitator: Browser, fields: dict[str, str], *, status: int = 303) -> Element:
    """Send the form of a new round."""
    return facilitator.submit(facilitator.get(NEW), NEW, {**ROUND, **fields}, status=status)


def faults(page: Element) -> dict[str, str]:
    """Return what the summary says, by field."""
    summary = next(element for element in page.all("div") if element.has_class("summary"))
    return {link.attributes["href"][1:]: link.text for link in summary.all("a")}


def test_a_round_is_announced_exactly_as_it_was_typed(facilitator: Browser, database: Database) -> None:
    announce(facilitator, {})
    assert facilitator.location == "/facilitate/rounds/green-streets-2027"
    page = facilitator.get("/facilitate/rounds/green-streets-2027")
    assert "£20,000.50" in page.text
    with database.reading() as session:
        round_ = find_round(session, "green-streets-2027")
    assert (round_.budget, round_.max_choices, round_.max_sum_cost) == (2_000_050, 4, None)
    assert (round_.rule_id, round_.rule_options) == ("greedy", {"order": "score"})
    assert round_.voting_until == datetime(2026, 7, 29, 20, tzinfo=UTC)


def test_sending_the_form_twice_announces_one_round(facilitator: Browser, database: Database) -> None:
    page = facilitator.get(NEW)
    for _ in range(2):
        facilitator.submit(page, NEW, ROUND)
        assert facilitator.location == "/facilitate/rounds/green-streets-2027"
    with database.reading() as session:
        slugs = [line.round.slug for line in list_rounds(session, now=NOW)]
        assert slugs.count("green-streets-2027") == 1
        assert len(acts_of(session, find_round(session, "green-streets-2027"))) == 1


def test_another_round_under_the_same_address_is_refused_beside_it(facilitator: Browser) -> None:
    announce(facilitator, {})
    page = announce(facilitator, {"purpose": "Another one."}, status=422)
    assert faults(page) == {"slug": "Address: “green-streets-2027” is in use already. Choose another."}
    announce(facilitator, {"purpose": "Another one.", "slug": "greener-streets"})
    assert facilitator.location == "/facilitate/rounds/greener-streets"


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Łódź, Zielony Milion", "lodz-zielony-milion"), ("شوارع خضراء", "brookmere-round"), ("New", "new-round")],
)
def test_an_address_is_made_of_any_title(facilitator: Browser, title: str, slug: str) -> None:
    announce(facilitator, {"title": title})
    assert facilitator.location == f"/facilitate/rounds/{slug}"


def test_every_fault_is_said_at_once_beside_its_field_and_nothing_typed_is_lost(facilitator: Browser) -> None:
    wrong = {
        "title": " ",
        "purpose": "<b>Kept</b> as typed",
        "slug": "Not an address",
        "budget": "a lot",
        "rule_id": "greedy-threshold",
        "greedy-threshold.threshold": "-1",
        "max_choices": "0",
        "max_sum_cost": "1.0005",
        "review_from": "soon",
        "voting_until": "2026-07-01T00:00",
    }
    page = announce(facilitator, wrong, status=422)
    assert faults(page) == {
        "title": "Title: This is missing.",
        "slug": "Address: Use small letters a to z, digits and single hyphens, at most 80 characters.",
        "budget": "Budget: Enter an amount of money, such as 1,200.",
        "greedy-threshold.threshold": "Greedy with a threshold, threshold: This is too small: at least 0.",
        "max_choices": "Most projects on one ballot: This is too small: at least 1.",
        "max_sum_cost": "Most that one ballot may cost: Enter an amount without parts of a penny.",
        "review_from": "Review begins: Enter a date and a time.",
        "voting_until": "Voting closes: This must be later than the date for “voting opens”.",
    }
    assert page.one("title").text.startswith("Error:")
    for name in ("slug", "budget", "greedy-threshold.threshold", "max_sum_cost", "voting_until"):
        assert page.with_id(name).attributes["value"] == wrong[name]
        assert page.with_id(name).attributes["aria-invalid"] == "true"
    assert page.with_id("purpose").text == "<b>Kept</b> as typed"


def test_a_form_with_nothing_in_it_names_everything_that_is_missing(facilitator: Browser) -> None:
    page = announce(facilitator, dict.fromkeys(ROUND, ""), status=422)
    missing = {"title", "budget", "proposals_from", "review_from", "voting_from", "voting_until"}
    assert missing <= set(faults(page))
    assert {text.rpartition(": ")[2] for name, text in faults(page).items() if name in missing} == {"This is missing."}


def test_dates_in_the_past_and_a_rule_that_is_none_are_refused(facilitator: Browser) -> None:
    past = {name: value.replace("2026", "2020") for name, value in ROUND.items() if name.endswith(("_from", "_until"))}
    page = announce(facilitator, {**past, "rule_id": "borda-of-thrones"}, status=422)
    assert faults(page)["voting_until"] == "Voting closes: This lies in the past."
    assert faults(page)["rule_id"].startswith("Rule: There is no such rule.")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("20000", 2_000_000), ("20 000", 2_000_000), ("20,000.05 GBP", 2_000_005), ("£0.01", 1), ("٢٠٠", 20_000)],
)
def test_money_is_read_as_people_type_it_and_kept_exactly(
    facilitator: Browser, database: Database, typed: str, stored: int
) -> None:
    announce(facilitator, {"budget": typed})
    with database.reading() as session:
        assert find_round(session, "green-streets-2027").budget == stored


@pytest.mark.parametrize("typed", ["20k", "1.5 million", "1.200", "20 EUR", "1e4", "12-13", "12,50"])
def test_an_amount_that_could_be_misread_is_refused(facilitator: Browser, typed: str) -> None:
    page = announce(facilitator, {"budget": typed}, status=422)
    assert set(faults(page)) == {"budget"}
    assert page.with_id("budget").attributes["value"] == typed


def test_the_form_offers_every_rule_of_the_register_with_its_options(facilitator: Browser) -> None:
    page = facilitator.get(NEW)
    offered = [field.attributes["value"] for field in page.all("input") if field.attributes.get("name") == "rule_id"]
    assert offered == [rule.id for rule in rules() if BallotKind.APPROVAL in rule.ballots]
    names = {field.attributes.get("name") for field in page.all("input", "select", "textarea")}
    for rule in rules():
        if rule.id in offered:
            assert rule.summary in page.text
            assert {f"{rule.id}.{option.name}" for option in rule.options} <= names
    assert len([field for field in page.all("input") if "checked" in field.attributes]) == 1


def test_options_reach_the_round_and_only_those_of_the_chosen_rule(facilitator: Browser, database: Database) -> None:
    chosen = {"rule_id": "greedy-threshold", "greedy-threshold.threshold": "2.5", "greedy.order": "score-per-cost"}
    announce(facilitator, chosen)
    with database.reading() as session:
        round_ = find_round(session, "green-streets-2027")
    assert round_.rule_options == {"threshold": "5/2"}
    page = facilitator.get("/facilitate/rounds/green-streets-2027/edit")
    assert page.with_id("greedy-threshold.threshold").attributes["value"] == "5/2"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rule_id": "greedy", "greedy.order": "by-beauty"}, "Choose one of the answers shown."),
        ({"rule_id": "greedy-threshold", "greedy-threshold.threshold": "1e9"}, "This cannot be read."),
        ({"rule_id": "greedy-exclusive", "greedy-exclusive.groups": "7"}, "This cannot be read."),
        ({"rule_id": "greedy-exclusive", "greedy-exclusive.groups": "7+8," * 600}, "This is too long: at most 2,000"),
    ],
)
def test_options_that_the_rule_cannot_take_are_refused(facilitator: Browser, fields: dict[str, str], said: str) -> None:
    page = announce(facilitator, fields, status=422)
    assert said in next(iter(faults(page).values()))


def test_with_several_places_the_first_question_is_for_which(facilitator: Browser) -> None:
    page = facilitator.get("/facilitate/places/new")
    place = {"place": "Overmere", "name": "Parish", "currency": "EUR"}
    facilitator.submit(page, "/facilitate/places/new", place)
    page = facilitator.get("/facilitate/rounds/new")
    links = [link.attributes["href"] for link in page.all("a")]
    assert {NEW, "/facilitate/rounds/new?place=overmere"} <= set(links)
    assert "EUR" in facilitator.get("/facilitate/rounds/new?place=overmere").text
