import re

from sqlmodel import select

from pbengine.process.acts import ActKind
from pbengine.process.ballots import Ballot
from pbengine.process.database import Database
from pbengine.process.ledger import Log, append, checkpoints_of, entries_of
from pbengine.process.phases import Phase
from pbengine.process.projects import projects_of
from pbengine.process.rounds import find_round
from pbengine.record.checkpoint import open_checkpoint
from pbengine.record.merkle import leaf_hash
from pbengine.record.proofs import InclusionProof
from pbengine.record.receipts import tracker
from pbengine.web.pages.records.lines import SENTENCES
from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import KEYRING, PEOPLE, PHASES, propose

LOG_KEY = KEYRING.log_signer("vote.example.org/published").key


def acts(page: Element) -> list[str]:
    """Return the acts of a page as they read."""
    return [item.text for item in page.all("li") if item.has_class("act")]


def fingerprint(page: Element) -> str:
    """Return the fingerprint that a page prints."""
    return "".join(next(part for part in page.all("p") if part.has_class("root")).text.split())


def test_every_round_has_a_record_that_anybody_may_read(browser: Browser, facilitator: Browser) -> None:
    for phase in PHASES:
        page = browser.get(f"/rounds/{phase}/record")
        assert page.one("h1").text == "The record of this round"
        assert "nothing is ever taken out or changed" in page.text
        assert re.fullmatch("[0-9a-f]{64}", fingerprint(page))
        assert "set-cookie" not in browser.answer.headers
    auditor = browser.sign_in("otto@example.org")
    for path in ("", "/acts", "/log", "/checkpoints", "/receipt"):
        seen = auditor.get(f"/rounds/published/record{path}")
        assert seen.one("h1").text == facilitator.get(f"/rounds/published/record{path}").one("h1").text


def test_what_was_done_reads_as_a_list_with_day_role_and_reason(browser: Browser) -> None:
    lines = acts(browser.get("/rounds/review/record"))
    assert lines[0].startswith("4 April 2026 facilitator The round was announced.")
    assert "10 April 2026 resident Proposal 1 was handed in. Trees for Mill Lane" in lines[1]
    assert lines[2] == "30 April 2026 facilitator Proposal 1 was admitted to the ballot at £4,200. Trees for Mill Lane"
    assert lines[-1].endswith("Proposal 5 was declined. A cable car to the castle Reason: The hill is protected.")
    assert not re.search(r"\d\d:\d\d", lines[2])


def test_the_first_act_shows_what_was_announced_in_words(browser: Browser) -> None:
    line = acts(browser.get("/rounds/review/record"))[0]
    assert "Budget £20,000" in line
    assert "Voting closes Saturday, 23 May 2026 at 12:00 UTC" in line
    assert "Most projects on one ballot 3" in line


def test_every_kind_of_act_has_its_sentence() -> None:
    assert set(SENTENCES) == set(ActKind)


def test_no_resident_is_named_in_the_record(browser: Browser) -> None:
    for path in ("/record", "/record/acts", "/record/log"):
        text = browser.get(f"/rounds/published{path}").text
        assert not [name for name, _ in PEOPLE.values() if name in text]
        assert not [email for email in PEOPLE if email in text]


def test_a_long_preparation_is_shown_in_pages(browser: Browser, database: Database) -> None:
    with database.writing() as session:
        round_ = find_round(session, "proposals")
        for _ in range(11):
            propose(session, round_)
    page = browser.get("/rounds/proposals/record")
    assert len(acts(page)) == 12
    assert "These are the last 12 of 61 public acts." in page.text
    first, second = (browser.get(f"/rounds/proposals/record/acts?page={number}") for number in (1, 2))
    assert (len(acts(first)), len(acts(second))) == (50, 11)
    for asked in ("9", "0", "-1", "x", "²", "9" * 40):
        assert len(acts(browser.get(f"/rounds/proposals/record/acts?page={asked}"))) in {50, 11}


def test_the_fingerprint_is_what_the_log_signed_of_all_its_entries(browser: Browser, database: Database) -> None:
    page = browser.get("/rounds/published/record")
    with database.reading() as session:
        note = checkpoints_of(session, find_round(session, "published"))[-1].note
    checkpoint = open_checkpoint(note, LOG_KEY)
    assert fingerprint(page) == checkpoint.root.hex()
    assert LOG_KEY.text in page.text
    assert KEYRING.receipt_signer("vote.example.org/published").key.text in page.text
    assert "all 7 entries in the log of the vote" in page.text


def test_an_auditor_reads_how_to_check_and_can_download_once_it_is_published(browser: Browser) -> None:
    command = f"pbengine audit published.zip --vkey '{LOG_KEY.text}'"
    page = browser.get("/rounds/published/record")
    assert command in page.text
    bundle = [link.text for link in page.all("a") if link.attributes["href"] == "/rounds/published/bundle.zip"]
    assert bundle == ["Download the whole record"]
    for phase in set(Phase) - {Phase.PUBLISHED}:
        page = browser.get(f"/rounds/{phase}/record")
        assert f"/rounds/{phase}/bundle.zip" not in [link.attributes["href"] for link in page.all("a")]
        assert "When the result is published, the whole record can be downloaded here" in page.text


def test_the_log_says_what_each_entry_is_and_how_it_is_written(browser: Browser, database: Database) -> None:
    page = browser.get("/rounds/published/record/log")
    entries = [item for item in page.all("li") if item.has_class("entry")]
    kinds = [item.one("strong").text for item in entries]
    assert kinds == ["Opening", "Ballot", "Ballot", "Ballot", "Close", "Lot", "Result"]
    assert "Voting closed with 3 ballots." in entries[4].text
    with database.reading() as session:
        written = entries_of(session, find_round(session, "published"), Log.MAIN)
    assert [item.one("pre").text for item in entries] == [entry.decode() for entry in written]
    assert tracker(leaf_hash(written[1])) in "".join(entries[1].one("summary").text.split())
    assert leaf_hash(written[1]).hex() in entries[1].text


def test_before_the_result_nothing_of_a_ballot_is_shown(browser: Browser, database: Database, clock: Clock) -> None:
    with database.reading() as session:
        round_ = find_round(session, "voting")
        ballots = session.exec(select(Ballot).where(Ballot.round_id == round_.id)).all()
        titles = [project.title for project in projects_of(session, round_)]
    clock.now = round_.voting_from
    for path in ("", "/log", "/checkpoints", "/acts"):
        text = browser.get(f"/rounds/voting/record{path}").text
        for ballot in ballots:
            assert ballot.opening.decode() not in text
    assert not [title for title in titles if title in browser.get("/rounds/counting/record/log").text]


def test_a_long_log_is_shown_in_pages(browser: Browser, database: Database) -> None:
    with database.writing() as session:
        round_ = find_round(session, "voting")
        append(session, round_, Log.MAIN, [*entries_of(session, round_, Log.MAIN)] * 120)
    first = browser.get("/rounds/voting/record/log")
    third = browser.get("/rounds/voting/record/log?page=3")
    counts = [len([item for item in page.all("li") if item.has_class("entry")]) for page in (first, third)]
    assert counts == [50, 21]
    assert third.with_id("entry-120").one("strong").text == "Opening"


def test_before_voting_opens_log_and_checkpoints_are_empty(browser: Browser) -> None:
    assert "Voting has not opened, so the log is empty." in browser.get("/rounds/review/record/log").text
    assert "nothing has been signed" in browser.get("/rounds/review/record/checkpoints").text
    assert "there is no log of the vote yet" in browser.get("/rounds/review/record").text


def test_each_checkpoint_can_be_kept_and_holds(browser: Browser) -> None:
    page = browser.get("/rounds/published/record/checkpoints")
    links = [href for link in page.all("a") if "/checkpoints/" in (href := link.attributes["href"])]
    sizes = []
    for link in links:
        browser.get(link)
        assert browser.answer.headers["content-type"].startswith("text/plain")
        checkpoint = open_checkpoint(browser.answer.text, LOG_KEY)
        assert checkpoint.root.hex() in page.text
        sizes.append(checkpoint.size)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 7
    browser.get("/rounds/published/record/checkpoints/6543", status=404)


def test_the_proof_of_each_entry_holds_under_the_key(browser: Browser, database: Database) -> None:
    with database.reading() as session:
        written = entries_of(session, find_round(session, "published"), Log.MAIN)
    for index, entry in enumerate(written):
        browser.get(f"/rounds/published/record/proofs/{index}")
        assert browser.answer.headers["content-disposition"] == f'attachment; filename="published-{index}.tlog-proof"'
        proof = InclusionProof.parse(browser.answer.text)
        assert proof.index == index
        proof.verify(leaf_hash(entry), LOG_KEY)
    browser.get("/rounds/published/record/proofs/7", status=404)
    browser.get("/rounds/review/record/proofs/0", status=404)


def test_a_record_of_no_round_is_not_found(browser: Browser) -> None:
    for path in ("", "/acts", "/log", "/checkpoints", "/receipt", "/proofs/0", "/checkpoints/1"):
        browser.get(f"/rounds/nowhere/record{path}", status=404)
