"""The same ballots under other rules: the page that shows what would have come of them."""

from pathlib import Path

import pytest

import pbengine.web.pages.results.contenders as contenders_module
from pbengine.process.database import Database
from pbengine.process.rounds import find_round
from pbengine.voting import BallotKind, Instance, Profile, Project
from pbengine.voting.errors import EffortError
from pbengine.web.pages.results.comparing import TOO_LONG, _refusal
from pbengine.web.pages.results.contenders import MOST, Hindrance, offers_for
from pbengine.web.pages.results.counted import counted_of
from pbengine.web.pages.results.recounting import asked_of, ballots_of, published_of, recounted
from tests.web.conftest import Browser
from tests.web.elections import file_of, publish_file
from tests.web.markup import Element
from tests.web.town import NOW

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "elections"
PROJECTS = ("42;Park;0", "90;Hall;0", "10;Tree;0")
VOTES = ("2", "2", "2,3", "2,3", "1", "1", "1")
"""Four voters want the hall, which greedy funds first; with equal shares the three who want the park can pay for it."""


def columns(page: Element) -> list[str]:
    """Return each rule of the comparison as it reads."""
    return [item.text for item in page.all("li") if item.has_class("compared-rule")]


def table(page: Element) -> list[list[str]]:
    """Return what each rule funds, as the table behind the picture has it."""
    (box,) = (part for part in page.all("div") if part.has_class("step-table"))
    return [[cell.text for cell in row.all("th", "td")] for row in box.all("tr")]


def offered(page: Element) -> dict[str, bool]:
    """Return the rules to choose from, and whether each is ticked."""
    boxes = (box for box in page.all("input") if box.attributes.get("name") == "rule")
    return {box.attributes["value"]: "checked" in box.attributes for box in boxes}


def test_the_decision_comes_first_and_is_called_so(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(PROJECTS, VOTES, rule="greedy")) + "/result/compare")
    told = columns(page)
    assert told[0] == (
        "1 Greedy the rule of this vote 2 projects for €100 of €100. 57% of voters chose something that it funds."
    )
    assert told[1].startswith("2 Method of Equal Shares 2 projects for €52 of €100. 71% of voters chose something")
    assert told[2].startswith("3 Sequential Phragmén ")
    assert "Only the first is the rule of this vote" in page.text
    here = browser.get("/rounds/published/result/compare")
    assert columns(here)[0].startswith("1 Greedy the decision 3 projects")
    assert "Only the first is the decision" in here.text
    assert "nothing is decided by them" in here.text


def test_what_differs_stands_in_the_picture_and_everything_in_the_table(browser: Browser, database: Database) -> None:
    address = publish_file(database, file_of(PROJECTS, VOTES, rule="greedy"))
    page = browser.get(address + "/result/compare?chosen=yes&rule=equal-shares")
    assert table(page) == [
        ["Project", "Cost", "1 Greedy", "2 Method of Equal Shares"],
        ["Park", "€42", "not funded", "funded"],
        ["Hall", "€90", "funded", "not funded"],
        ["Tree", "€10", "funded", "funded"],
    ]
    assert "2 projects are decided differently by some of these rules." in page.text
    assert "It funds one project that the first does not. It leaves out one that the first funds." in page.text
    rows = [item for item in page.all("li") if item.has_class("cells-row")]
    assert [row.text for row in rows] == [
        "Park €42 Funded by rule 2.",
        "Hall €90 Funded by rule 1.",
        "Tree €10 Funded by the rules 1, 2.",
    ]
    looks = [[cell.attributes["class"] for cell in row.all("rect")] for row in rows]
    assert looks == [
        ["look-not-funded", "look-funded"],
        ["look-funded", "look-not-funded"],
        ["look-funded", "look-funded"],
    ]
    bars = [item.one("rect").attributes["width"] for item in page.all("li") if item.has_class("compared-rule")]
    assert bars == ["100%", "52%"]


def test_rules_are_chosen_by_boxes_and_the_choice_stays(browser: Browser) -> None:
    page = browser.get("/rounds/published/result/compare")
    ticked = offered(page)
    assert "greedy" not in ticked, "the rule of the round is there already"
    assert {rule for rule, is_ticked in ticked.items() if is_ticked} == {"equal-shares", "phragmen"}
    page = browser.get("/rounds/published/result/compare?chosen=yes&rule=max-welfare&rule=gredy")
    assert {rule for rule, is_ticked in offered(page).items() if is_ticked} == {"max-welfare"}
    assert len(columns(page)) == 2
    none = browser.get("/rounds/published/result/compare?chosen=yes")
    assert len(columns(none)) == 1
    assert "No other rule is chosen." in none.text


def test_more_rules_than_have_room_are_said_to_be_left_over(browser: Browser) -> None:
    every = list(offered(browser.get("/rounds/published/result/compare")))
    assert len(every) > MOST
    query = "&".join(f"rule={rule}" for rule in every)
    page = browser.get(f"/rounds/published/result/compare?chosen=yes&{query}")
    assert len(columns(page)) + page.text.count(" cannot count.") == MOST + 1
    assert "the first of those you chose are shown" in page.text


def test_rules_that_cannot_count_these_votes_are_named_with_the_reason(browser: Browser, database: Database) -> None:
    address = publish_file(database, (FIXTURES / "ordinal.pb").read_bytes())
    page = browser.get(address + "/result/compare")
    assert "phragmen" not in offered(page)
    assert "Sequential Phragmén : It counts other ballots than those you were given." in page.text
    assert "Scottish STV : It fills seats, and here the projects differ in cost." in page.text
    address = publish_file(database, file_of(PROJECTS, ["1,2"], rule="greedy"))
    page = browser.get(address + "/result/compare?chosen=yes&rule=knapsack")
    assert "Knapsack : There are ballots that it cannot count." in page.text
    assert _refusal(EffortError("it takes long", 5)) == TOO_LONG


def test_rules_too_slow_for_so_many_ballots_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Instance(tuple(Project(str(id_), id_ + 1) for id_ in range(20)), budget=100)
    ballots = Profile.from_ballots(BallotKind.APPROVAL, 20, [[0, 1], [2]])
    closed = {rule.id: why for rule, why in offers_for(town, ballots, ("greedy", {})).closed}
    assert closed["max-nash"] is Hindrance.SLOW
    assert "maximin-support" not in closed
    monkeypatch.setattr(contenders_module, "WIDE", contenders_module.Reach(2))
    closed = {rule.id: why for rule, why in offers_for(town, ballots, ("greedy", {})).closed}
    assert closed["phragmen"] is Hindrance.SLOW


@pytest.mark.parametrize("name", ["scoring", "cumulative", "ordinal", "knapsack", "choose-1", "loose", "withdrawn"])
def test_published_ballots_counted_again_by_their_own_rule_give_the_published_result(
    browser: Browser, database: Database, name: str
) -> None:
    address = publish_file(database, (FIXTURES / f"{name}.pb").read_bytes())
    browser.get(address + "/result/compare")
    assert_counts_the_same(database, address.rsplit("/", 1)[1])


def test_the_round_of_the_town_counted_again_in_pence_gives_its_result(database: Database) -> None:
    assert_counts_the_same(database, "published")


def assert_counts_the_same(database: Database, slug: str) -> None:
    with database.reading() as session:
        counted = counted_of(session, find_round(session, slug), now=NOW)
    published = published_of(counted)
    again = recounted(published, asked_of(counted))
    assert (again.funded, again.cost, again.refused) == (counted.funded, counted.cost, None)
    instance = ballots_of(published).instance
    assert (instance.budget, instance.minor_units) == (counted.budget, counted.currency.minor_units)


def test_before_the_result_is_published_there_is_nothing_to_compare(browser: Browser) -> None:
    page = browser.get("/rounds/voting/result/compare", status=404)
    assert "Nothing of the result is shown before it is published." in page.text


def test_the_result_leads_to_the_comparison(browser: Browser) -> None:
    page = browser.get("/rounds/published/result")
    (link,) = (link for link in page.all("a") if link.text == "Compare with other rules")
    assert browser.get(link.attributes["href"]).one("h1").text == "Other ways to count the same votes"


def test_long_lists_of_projects_are_folded(browser: Browser, database: Database) -> None:
    projects = [f"{10 + number};Project {number};0" for number in range(1, 41)]
    votes = [",".join(map(str, range(most, 41))) for most in range(1, 41)]
    page = browser.get(publish_file(database, file_of(projects, votes, rule="greedy", budget=600)) + "/result/compare")
    folded = [part for part in page.all("details") if part.has_class("more-bars")]
    shown = len([item for item in page.all("li") if item.has_class("cells-row")])
    assert shown == len(projects)
    assert folded


def test_projects_that_get_a_part_of_their_cost_are_counted(browser: Browser, database: Database) -> None:
    address = publish_file(database, file_of(PROJECTS, VOTES, rule="greedy"))
    page = browser.get(address + "/result/compare?chosen=yes&rule=knapsack-per-dollar")
    assert "One of them gets a part of its cost only." in columns(page)[1]
