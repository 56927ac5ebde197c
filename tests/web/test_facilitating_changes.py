import pytest

from pbengine.process.acts import ActKind, acts_of
from pbengine.process.database import Database
from pbengine.process.rounds import Round, find_round
from tests.web.conftest import Browser, Clock
from tests.web.town import DAY

EDIT = "/facilitate/rounds/review/edit"
DATES = "/facilitate/rounds/review/dates"


def stored(database: Database, slug: str) -> Round:
    """Return a round as it lies in the database."""
    with database.reading() as session:
        return find_round(session, slug)


def kinds(database: Database, slug: str) -> list[ActKind]:
    """Return what was done about a round."""
    with database.reading() as session:
        return [act.kind for act in acts_of(session, find_round(session, slug))]


def test_a_round_is_changed_and_the_record_says_so(facilitator: Browser, database: Database) -> None:
    before = kinds(database, "review")
    page = facilitator.get(EDIT)
    assert page.with_id("title").attributes["value"] == "The review round"
    assert page.with_id("budget").attributes["value"] == "20000"
    fields = {"title": "The better round", "budget": "25,000", "rule_id": "greedy-no-skip", "max_choices": ""}
    facilitator.submit(page, EDIT, fields)
    assert facilitator.location == "/facilitate/rounds/review"
    round_ = stored(database, "review")
    assert (round_.title, round_.budget, round_.rule_id) == ("The better round", 2_500_000, "greedy-no-skip")
    assert round_.max_choices is None
    assert kinds(database, "review") == [*before, ActKind.ROUND_CHANGED, ActKind.RULE_CHANGED]


def test_saving_without_a_change_records_nothing(facilitator: Browser, database: Database) -> None:
    before = kinds(database, "review")
    for address in (EDIT, DATES):
        facilitator.submit(facilitator.get(address), address)
    assert kinds(database, "review") == before


def test_the_dates_are_moved_and_the_record_says_so(facilitator: Browser, database: Database) -> None:
    page = facilitator.get(DATES)
    assert page.with_id("voting_until").attributes["value"] == "2026-05-23T12:00"
    facilitator.submit(page, DATES, {"voting_until": "2026-05-30T18:30"})
    assert stored(database, "review").voting_until.isoformat() == "2026-05-30T18:30:00+00:00"
    assert kinds(database, "review")[-1] is ActKind.DATES_CHANGED


def test_dates_out_of_order_are_all_named_and_kept_as_typed(facilitator: Browser, database: Database) -> None:
    page = facilitator.get(DATES)
    wrong = {"review_from": "2026-01-01T00:00", "voting_from": "never", "voting_until": "2026-02-02T00:00"}
    page = facilitator.submit(page, DATES, wrong, status=422)
    assert "later than the date for “proposals open”" in page.with_id("review_from-fault").text
    assert page.with_id("voting_from-fault").text == "Problem: Enter a date and a time."
    assert "This lies in the past." in page.with_id("voting_until-fault").text
    assert page.with_id("voting_from").attributes["value"] == "never"
    assert stored(database, "review").voting_until.year == 2026


def test_a_change_that_cannot_be_taken_is_shown_with_what_was_typed(facilitator: Browser) -> None:
    page = facilitator.get(EDIT)
    page = facilitator.submit(page, EDIT, {"title": "", "budget": "0"}, status=422)
    assert "This is missing." in page.with_id("title-fault").text
    assert page.with_id("budget").attributes["value"] == "0"
    assert "This is too small: at least 1." in page.with_id("budget-fault").text


@pytest.mark.parametrize("slug", ["voting", "counting", "published"])
def test_once_voting_has_opened_the_pages_say_why_nothing_can_be_changed(
    facilitator: Browser, database: Database, slug: str
) -> None:
    digest = stored(database, slug).election_hash
    for name in ("edit", "dates"):
        page = facilitator.get(f"/facilitate/rounds/{slug}/{name}")
        assert "Nothing here can be changed any more" in page.text
        assert str(digest) in page.text
        assert f"/facilitate/rounds/{slug}/{name}" not in [form.attributes["action"] for form in page.all("form")]
    assert "Change the round" not in facilitator.get(f"/facilitate/rounds/{slug}").text


def test_a_form_that_was_open_when_voting_opened_is_refused_in_words(facilitator: Browser, database: Database) -> None:
    edit, dates = facilitator.get(EDIT), facilitator.get(DATES)
    facilitator.submit(facilitator.get("/facilitate/rounds/review/open"), "/facilitate/rounds/review/open")
    for page, address, fields in (
        (edit, EDIT, {"title": "Late"}),
        (dates, DATES, {"voting_until": "2026-06-30T10:00"}),
    ):
        refused = facilitator.submit(page, address, fields, status=409)
        assert "Voting has opened, so rules, projects, costs and dates are frozen" in refused.text
        assert facilitator.answer.headers["x-refusal"] == "frozen"
    assert stored(database, "review").title == "The review round"


def test_a_round_whose_dates_have_passed_is_mended_by_new_dates(
    facilitator: Browser, database: Database, clock: Clock
) -> None:
    clock.now = stored(database, "review").voting_until + DAY
    facilitator.sign_in("fay@example.org")
    assert "The last day of voting has passed: set new dates." in facilitator.get("/facilitate/rounds/review").text
    page = facilitator.submit(facilitator.get(EDIT), EDIT, {"title": "Later"}, status=422)
    assert "Voting closes: This lies in the past." in page.text
    facilitator.submit(facilitator.get(DATES), DATES, {"voting_until": "2026-06-30T10:00"})
    assert "Every proposal is decided, and voting can open." in facilitator.get("/facilitate/rounds/review").text
