"""What anybody takes home of a result: the same bytes each time, nothing of who voted, checked by our own audit."""

import csv
import io
import json
import re
from hashlib import sha256

import pytest

from pbengine.audit.audit import audit
from pbengine.formats.pabulib import read_pabulib
from pbengine.process.database import Database
from pbengine.process.rounds import find_round
from pbengine.process.tallies import result_of
from pbengine.record.packing import read_zip
from pbengine.web.pages.results.checking import size_told
from tests.web.conftest import Browser
from tests.web.elections import file_of, publish_file
from tests.web.town import KEYRING, NOW, PEOPLE

ROUND = "/rounds/published"


def table(data: bytes) -> list[list[str]]:
    """Return the cells of a table."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("path", "filename", "kind"),
    [
        ("result.json", "published-result.json", "application/json"),
        ("result.pb", "published.pb", "text/plain; charset=utf-8"),
        ("ballots.csv", "published-ballots.csv", "text/csv; charset=utf-8"),
        ("bundle.zip", "published.zip", "application/zip"),
    ],
)
def test_downloads_are_files_to_be_saved(browser: Browser, path: str, filename: str, kind: str) -> None:
    browser.get(f"{ROUND}/{path}")
    first, headers = browser.answer.content, browser.answer.headers
    assert headers["content-disposition"] == f'attachment; filename="{filename}"'
    assert headers["content-type"] == kind
    assert headers["x-content-type-options"] == "nosniff"
    browser.get(f"{ROUND}/{path}")
    assert browser.answer.content == first
    for email, (name, _) in PEOPLE.items():
        assert email.encode() not in first
        assert name.encode() not in first


def test_the_page_offers_each_download_with_its_size(browser: Browser) -> None:
    page = browser.get(f"{ROUND}/result")
    offered = {
        item.one("a").attributes["href"]: next(part.text for part in item.all("p") if part.has_class("card-end"))
        for box in page.all("ul")
        if box.has_class("downloads")
        for item in box.all("article")
    }
    for path in ("result.json", "result.pb", "ballots.csv"):
        browser.get(f"{ROUND}/{path}")
        assert offered[f"{ROUND}/{path}"] == size_told(len(browser.answer.content))
    browser.get(f"{ROUND}/bundle.zip")
    told = re.fullmatch(r"about (\d+) kB", offered[f"{ROUND}/bundle.zip"])
    assert told
    assert 0.7 < int(told[1]) * 1000 / len(browser.answer.content) < 1.4


def test_the_bundle_passes_the_audit_with_the_key_on_the_page(browser: Browser) -> None:
    page = browser.get(f"{ROUND}/result")
    command = next(part.text for part in page.all("pre") if part.text.startswith("pbengine audit"))
    key = KEYRING.log_signer("vote.example.org/published").key.text
    assert command == f"pbengine audit published.zip --vkey '{key}'"
    browser.get(f"{ROUND}/bundle.zip")
    report = audit(read_zip(browser.answer.content), vkey=key)
    assert report.passed
    checkpoint = [part.text for part in page.all("p") if part.has_class("root")]
    record = browser.get(f"{ROUND}/record")
    assert checkpoint == [part.text for part in record.all("p") if part.has_class("root")]


def test_the_result_as_data_is_what_the_log_holds(browser: Browser, database: Database) -> None:
    page = browser.get(f"{ROUND}/result")
    browser.get(f"{ROUND}/result.json")
    with database.reading() as session:
        result = result_of(session, find_round(session, "published"), now=NOW)
    assert browser.answer.content == result.result_json
    assert json.loads(browser.answer.content)["funded"] == list(result.document["funded"])
    assert sha256(browser.answer.content).hexdigest() in page.text


def test_the_pabulib_file_holds_the_ballots(browser: Browser) -> None:
    browser.get(f"{ROUND}/result.pb")
    file = read_pabulib(browser.answer.content)
    assert file.profile.voters == 3
    assert file.selected is not None
    assert list(file.selected.values()).count("1") == 3


def test_the_table_has_a_row_for_each_ballot_with_titles(browser: Browser) -> None:
    browser.get(f"{ROUND}/ballots.csv")
    trees, slide = "Trees for Mill Lane", "A slide for the lower playground"
    assert table(browser.answer.content) == [
        ["ballot", "choice 1", "choice 2", "choice 3"],
        ["1", trees, slide, ""],
        ["2", trees, slide, ""],
        ["3", trees, slide, "Benches along the river path"],
    ]


def test_no_cell_of_the_table_is_a_formula(browser: Browser, database: Database) -> None:
    titles = ("=1+1", "+1", "-1", "@SUM(A1)", 'a "quoted", one', "=cmd|' /C calc'!A0")
    projects = ['10;"' + title.replace('"', '""') + '";0' for title in titles]
    address = publish_file(database, file_of(projects, ["1,2,3,4,5,6", "5", ""], rule="greedy"))
    browser.get(f"{address}/ballots.csv")
    rows = table(browser.answer.content)
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=1+1" in cells
    assert 'a "quoted", one' in cells
    assert [len(row) for row in rows] == [7] * 4


def test_points_stand_beside_the_titles(browser: Browser, database: Database) -> None:
    text = file_of(("10;Park;0", "20;Hall;0"), ["1,2", "2"], rule="greedy")
    text = text.replace("vote_type;approval", "vote_type;cumulative\nmax_sum_points;5")
    text = text.replace("voter_id;vote\n1;1,2\n2;2", "voter_id;vote;points\n1;1,2;3,2\n2;2;5")
    browser.get(publish_file(database, text) + "/ballots.csv")
    assert table(browser.answer.content) == [
        ["ballot", "choice 1", "points 1", "choice 2", "points 2"],
        ["1", "Hall", "5", "", ""],
        ["2", "Park", "3", "Hall", "2"],
    ]


def test_downloads_of_no_round_are_not_found(browser: Browser) -> None:
    for path in ("result", "result/steps", "result.json", "result.pb", "ballots.csv", "bundle.zip"):
        browser.get(f"/rounds/nowhere/{path}", status=404)
        assert browser.answer.headers["X-Refusal"] == "not-found"
