"""The page of a result: the answer first, then each project in one sentence, the pictures, the rule."""

from pathlib import Path

import pytest

from pbengine.process.database import Database
from pbengine.process.rounds import find_round
from pbengine.process.tallies import result_of
from tests.web.conftest import Browser
from tests.web.elections import SHARES, SHARES_VOTES, file_of, publish_file
from tests.web.markup import Element
from tests.web.town import NOW

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "elections"


def rows(page: Element) -> list[str]:
    """Return each project of the page as it reads, in its order."""
    return [item.text for item in page.all("article") if item.has_class("result")]


def figures(page: Element) -> dict[str, str]:
    """Return the large figures, by what they are called."""
    (box,) = (part for part in page.all("dl") if part.has_class("figures-large"))
    return {name.text: value.text for name, value in zip(list(box.all("dt")), list(box.all("dd")), strict=True)}


def test_the_answer_comes_first(browser: Browser) -> None:
    page = browser.get("/rounds/published/result")
    assert page.one("h1").text == "We will pay for 3 projects"
    assert next(page.one("main").all("p")).has_class("timeline-compact-sentence")
    (lead,) = (part.text for part in page.all("p") if part.has_class("lead"))
    assert lead.endswith(" and “Benches along the river path”")
    assert {"“A slide for the lower playground”", "“Trees for Mill Lane”"} == set(
        lead.partition(" and ")[0].split(", ")
    )
    assert figures(page) == {
        "of a budget of £20,000": "£19,500",
        "of 4 projects are funded": "3",
        "of 4 on the roll voted": "3",
        "of voters chose something that is funded": "100%",
    }
    assert "£500 is left." in page.text


def test_each_project_is_told_in_one_sentence_funded_ones_first(browser: Browser, database: Database) -> None:
    projects = ("70;Park;0", "60;Hall;0", "20;Tree;0", "50;Pond;0")
    votes = ["1", "1,2", "1,2,3", "3", "2,4", "1"]
    assert rows(browser.get(publish_file(database, file_of(projects, votes, rule="greedy")) + "/result")) == [
        "Park Funded, first: 4 of you chose it; it costs €70, and €100 is left at its turn. €70 4 votes",
        "Tree Funded, second: 2 of you chose it; it costs €20, and €30 is left at its turn. €20 2 votes",
        "Hall Not funded: 3 of you chose it; it costs €60, and €30 is left at its turn. €60 3 votes",
        "Pond Not funded: 1 of you chose it; it costs €50, and €10 is left at its turn. €50 1 vote",
    ]


def test_projects_lead_to_the_proposals_they_were(browser: Browser) -> None:
    page = browser.get("/rounds/published/result")
    links = [link for item in page.all("article") if item.has_class("result") for link in item.all("a")]
    assert [browser.get(link.attributes["href"]).one("h1").text for link in links] == [link.text for link in links]


def test_pictures_have_a_sentence_above_and_a_table_behind(browser: Browser) -> None:
    page = browser.get("/rounds/published/result")
    charts = [figure for figure in page.all("figure") if figure.has_class("chart")]
    assert len(charts) == 2
    votes = charts[1]
    assert "has the most votes: 3 of you chose it." in votes.text
    table = [[cell.text for cell in row.all("th", "td")] for row in votes.one("tbody").all("tr")]
    assert ["A slide for the lower playground", "3", "funded"] in table[:2]
    assert table[-1] == ["Evening bus on Saturdays", "0", "not funded"]
    budget = next(svg for svg in page.all("svg") if svg.has_class("budget-bar"))
    parts = [part for part in budget.all("rect") if part.has_class("budget-part")]
    assert {part.text: part.attributes["width"] for part in parts} == {
        "A slide for the lower playground: £11,500": "57.5%",
        "Trees for Mill Lane: £4,200": "21%",
        "Benches along the river path: £3,800": "19%",
    }


def test_equal_shares_tell_what_supporters_paid(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(SHARES, SHARES_VOTES)) + "/result")
    assert rows(page) == [
        "Park Funded, first: 3 of you chose it; your shares cover its cost of €60, €20 each. €60 3 votes",
        "Hall Funded, second: 2 of you chose it; your shares cover its cost of €30, at most €25 each. €30 2 votes",
        "Tree Not funded: 2 of you chose it; in the end you have €10 left between you, and it costs €20. €20 2 votes",
    ]
    payments = next(figure for figure in page.all("figure") if "What supporters paid" in figure.text)
    assert "Each of you had a share of €25 to spend." in payments.text
    assert [row.text for row in payments.one("tbody").all("tr")] == ["Park €20", "Hall €25"]
    assert "the count ends, even if money is left" in page.text
    assert figures(page)["of voters chose something that is funded"] == "100%"


def test_raised_shares_and_the_comparison_are_told_with_the_rule(browser: Browser, database: Database) -> None:
    text = file_of(SHARES, SHARES_VOTES, rule="equalshares/add1-comparison")
    page = browser.get(publish_file(database, text) + "/result")
    assert "everybody’s share is raised a little and all is counted anew" in page.text
    assert "Shares are raised by €1 at a time." in page.text
    assert "compared with the one that the number of votes alone would give" in page.text
    assert [link for link in page.all("a") if link.attributes["href"] == "/rules/equal-shares"]


def test_a_project_that_is_withdrawn_says_so(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, (FIXTURES / "withdrawn.pb").read_bytes()) + "/result")
    withdrawn = next(row for row in rows(page) if "bridge" in row)
    assert "Not funded: it can no longer be carried out. 6 of you chose it." in withdrawn
    assert len(rows(page)) == 4
    assert withdrawn.endswith("999,999,999 6 votes"), "the file names no currency"


@pytest.mark.parametrize("name", ["scoring", "cumulative", "ordinal", "knapsack", "choose-1", "loose", "strict"])
def test_every_kind_of_ballot_has_its_page(browser: Browser, database: Database, name: str) -> None:
    address = publish_file(database, (FIXTURES / f"{name}.pb").read_bytes())
    page = browser.get(address + "/result")
    with database.reading() as session:
        document = result_of(session, find_round(session, address.rsplit("/", 1)[1]), now=NOW).document
    assert len(rows(page)) == document["projects"]
    assert sum("is-funded" in item.attributes["class"] for item in page.all("article")) == len(document["funded"])
    points = name in {"scoring", "cumulative", "ordinal"}
    assert all(row.rstrip().endswith(("points", "point") if points else ("votes", "vote")) for row in rows(page))
    browser.get(address + "/result/steps")
    browser.get(address + "/ballots.csv")


def test_a_result_that_funds_nothing_says_so(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(SHARES, ["", "", ""])) + "/result")
    assert page.one("h1").text == "No project is funded"
    assert figures(page)["of voters chose something that is funded"] == "0%"
    assert "Not funded: none of you chose it." in rows(page)[0]


def test_a_result_without_a_single_ballot_has_its_page(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(SHARES, [])) + "/result")
    assert figures(page)["ballots counted"] == "0"


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (
            "greedy",
            "One project is funded although another with more support is not: that one costs more than was left.",
        ),
        (
            "equalshares",
            (
                "One project is funded although another with more support is not: that one costs more than those who "
                "chose it have left together."
            ),
        ),
    ],
)
def test_a_project_funded_before_one_with_more_support_is_explained(
    browser: Browser, database: Database, rule: str, why: str
) -> None:
    projects = ("60;Park;0", "90;Hall;0", "10;Tree;0")
    votes = ["1,2", "1,2", "1,2", "1", "3", "3"]
    page = browser.get(publish_file(database, file_of(projects, votes, rule=rule)) + "/result")
    assert why in page.text


def test_hostile_titles_are_only_text(browser: Browser, database: Database) -> None:
    titles = [
        "<script>alert(1)</script>",
        "100% {0} %(project)s {{ 7 * 7 }}",
        "'\" onmouseover=alert(1) x='",
        "שביל ירוק",
        "=1+1",
    ]
    cells = ['"' + title.replace('"', '""') + '"' for title in titles]
    projects = [f"{cost};{cell};0" for cost, cell in zip((30, 30, 30, 30, 5), cells, strict=True)]
    address = publish_file(database, file_of(projects, ["1,2", "2,3", "1,3", "4", "5"], rule="greedy"))
    page = browser.get(address + "/result")
    shown = [item.one("h3").text for item in page.all("article") if item.has_class("result")]
    assert sorted(shown) == sorted(" ".join(title.split()) for title in titles)
    steps = browser.get(address + "/result/steps")
    for title in titles:
        assert title in steps.text


def test_long_lists_of_bars_are_folded_and_keep_their_scale(browser: Browser, database: Database) -> None:
    projects = [f"10;Project {number};0" for number in range(1, 31)]
    votes = [",".join(map(str, range(1, most + 1))) for most in range(1, 31)]
    page = browser.get(publish_file(database, file_of(projects, votes, rule="greedy")) + "/result")
    (folded,) = (part for part in page.all("details") if part.has_class("more-bars"))
    assert "Show the other 15" in folded.text
    bars = [
        (item.one("rect").attributes["width"], item.text.split()[1])
        for item in page.all("li")
        if item.has_class("bars-row")
    ]
    assert len(bars) == 30
    assert bars[0] == ("100%", "1")
    assert bars[-1] == ("3.333%", "30")


def test_a_title_that_runs_the_other_way_is_kept_apart_in_a_sentence(browser: Browser, database: Database) -> None:
    page = browser.get(publish_file(database, file_of(("60;שביל;1", "30;Hall;1"), ["1,2", "1"])) + "/result")
    (lead,) = (part.text for part in page.all("p") if part.has_class("lead"))
    assert lead == "“\N{FIRST STRONG ISOLATE}שביל\N{POP DIRECTIONAL ISOLATE}”"
