"""How close a result was, whether every group was heard, and what each place got."""

from fractions import Fraction

import pytest

import pbengine.web.pages.results.margin_search as search_module
from pbengine.process.database import Database
from pbengine.process.projects import Project, projects_of
from pbengine.process.rounds import find_round
from pbengine.voting.measures.margins import Margin
from pbengine.web.pages.results.closeness import places_of
from pbengine.web.pages.results.closeness_words import margin_sentence
from pbengine.web.pages.results.counted import Counted, counted_of
from tests.web.conftest import Browser
from tests.web.elections import SHARES, SHARES_VOTES, file_of, publish_file
from tests.web.markup import Element
from tests.web.town import NOW

PROJECTS = ("60;Park;1", "70;Hall;0", "10;Tree;1")
VOTES = ("1,2", "1,2", "3")
"""The example of the measure's own documentation: with a third vote the hall is first, and fits."""


def margins(page: Element) -> list[str]:
    """Return each project with what would have changed its fate, as it reads."""
    return [item.text for item in page.all("article") if item.has_class("result")]


def test_each_project_is_told_at_which_cost_and_with_how_many_votes_it_would_differ(
    browser: Browser, database: Database
) -> None:
    page = browser.get(publish_file(database, file_of(PROJECTS, VOTES, rule="greedy")) + "/result/close")
    assert margins(page) == [
        (
            "Park Funded. It would have been funded even if it had cost the whole budget. "
            "With one vote fewer it would not have been funded."
        ),
        "Tree Funded. It would have been funded even if it had cost €40, and not at €41.",
        (
            "Hall Not funded. It would have been funded if it had cost €40, and not at €41. "
            "One more vote for it alone would have got it funded."
        ),
    ]
    assert "of 3 projects are done" not in page.text


def test_numbers_of_votes_name_both_sides(browser: Browser, database: Database) -> None:
    votes = ["1"] * 9 + ["2"] * 4
    address = publish_file(database, file_of(("60;Park;1", "70;Hall;0"), votes, rule="greedy"))
    told = margins(browser.get(address + "/result/close"))
    assert told[0].endswith("With 6 votes fewer it would not have been funded, with 5 fewer it would.")
    assert told[1].endswith("6 more votes for it alone would have got it funded, 5 would not.")


def test_equal_shares_hear_every_group_and_the_page_says_so(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(SHARES, SHARES_VOTES)) + "/result/close")
    assert "Yes. Whichever voters agree on a project that is not funded" in page.text
    assert "EJR+ up to any project" in page.text


def test_voters_who_were_left_out_are_named_with_what_they_are_due(browser: Browser, database: Database) -> None:
    projects = ("60;Park;1", "50;Hall;0", "40;Tree;1")
    votes = ("1,3", "1,3", "1,3", "2", "2", "2")
    page = browser.get(publish_file(database, file_of(projects, votes, rule="greedy")) + "/result/close")
    (line,) = [item.text for item in page.all("article") if not item.has_class("result")]
    assert line == (
        "Hall 3 of those who chose it are due €50 together, their part of the budget. None of them sees more than €0 "
        "spent on what they chose. With this project, at €50, it would still be no more than is due to them."
    )
    assert "Yes." not in page.text


def test_a_vote_that_is_too_large_for_a_page_says_what_is_left_out(
    browser: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "EXTENTS", {"greedy": 5})
    page = browser.get(publish_file(database, file_of(PROJECTS, VOTES, rule="greedy")) + "/result/close")
    assert not margins(page)
    assert "pbengine explain FILE --margins" in page.text
    assert "Was every group" in page.text


def test_shares_that_are_raised_are_searched_in_smaller_votes_only(
    browser: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "RAISING_EXTENT", 5)
    plain, raised = (
        publish_file(database, file_of(SHARES, [*SHARES_VOTES, more], rule=rule)) + "/result/close"
        for rule, more in (("equalshares", "1"), ("equalshares/add1", "2"))
    )
    assert margins(browser.get(plain))
    assert not margins(browser.get(raised))


def test_a_long_search_goes_on_with_every_look(
    browser: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "SECONDS", -1.0)
    address = publish_file(database, file_of(PROJECTS, VOTES, rule="greedy")) + "/result/close"
    page = browser.get(address)
    assert "1 of 3 projects are done" in page.text
    assert page.with_id("close").attributes["hx-get"] == address
    assert len(margins(browser.get(address, htmx=True))) == 2
    last = browser.get(address, htmx=True)
    assert len(margins(last)) == 3
    assert "hx-get" not in last.with_id("close").attributes


def test_whoever_asks_while_somebody_else_searches_is_shown_what_there_is(browser: Browser, database: Database) -> None:
    address = publish_file(database, file_of(PROJECTS, VOTES, rule="greedy")) + "/result/close"
    with search_module.ONE_AT_A_TIME:
        assert not margins(browser.get(address))
    assert len(margins(browser.get(address))) == 3


def test_places_stand_side_by_side_where_some_have_several_projects(browser: Browser, database: Database) -> None:
    with database.writing() as session:
        projects = projects_of(session, find_round(session, "published"))
        for project, place in zip(projects, ("North", "North", "South", ""), strict=True):
            project.place = place
            session.add(project)
    page = browser.get("/rounds/published/result/close")
    rows = [[cell.text for cell in row.all("th", "td")] for row in page.one("table").all("tr")]
    assert rows == [
        ["Place", "Funded", "Money", "Of the money", "Of the votes"],
        ["North", "2 of 2", "£15,700", "81%", "86%"],
        ["South", "1 of 1", "£3,800", "19%", "14%"],
    ]


@pytest.mark.parametrize("places", [(), ("", ""), ("North", "North"), ("North", "South"), ("North", "")])
def test_places_that_compare_nothing_are_left_out(places: tuple[str, ...]) -> None:
    assert (
        places_of(
            [Project(round_id="r", number=str(n), position=n, title="", place=p, cost=1) for n, p in enumerate(places)]
        )
        == {}
    )


def test_points_and_hopeless_projects_have_their_sentences(database: Database) -> None:
    with database.reading() as session:
        counted = counted_of(session, find_round(session, "published"), now=NOW)
    (first, *_) = counted.funded
    assert said(counted, Margin(first, is_funded=True, cost=None, votes=None)).startswith("Nothing that was tried")
    assert said(counted, Margin(first, is_funded=False, cost=None, votes=None)).startswith("Neither a lower cost")
    assert said(counted, Margin(first, is_funded=False, cost=5, votes=None)) == (
        "It would have been funded if it had cost £0.05, and not at £0.06. "
        "No number of further votes that was tried would have been enough."
    )
    points = Margin(first, is_funded=False, cost=None, votes=Fraction(5, 2), in_points=True)
    assert said(counted, points) == "With 2.5 more points for it alone it would have been funded."
    cost = counted.minor(counted.document["projects_detail"][first]["cost"])
    assert "it would not have been funded." in said(counted, Margin(first, is_funded=True, cost=cost, votes=None))


def said(counted: Counted, margin: Margin) -> str:
    return margin_sentence(margin, counted)


def test_the_result_and_the_steps_lead_there(browser: Browser) -> None:
    for path in ("/rounds/published/result", "/rounds/published/result/steps"):
        (link,) = (link for link in browser.get(path).all("a") if link.text == "See how close it was")
        assert browser.get(link.attributes["href"]).one("h1").text == "How close was it, and was everybody heard?"


def test_before_the_result_is_published_nothing_is_told_of_it(browser: Browser) -> None:
    browser.get("/rounds/voting/result/close", status=404)
