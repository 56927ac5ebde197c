import pytest
from sqlmodel import col, delete, select

from pbengine.process.ballots import Ballot
from pbengine.process.clockwork import advance
from pbengine.process.commissions import find_commission
from pbengine.process.database import Database
from pbengine.process.people import Membership, Role
from pbengine.process.rounds import find_round
from pbengine.process.tallies import State, Tally
from pbengine.web.house import House
from tests.web.conftest import Browser, Clock
from tests.web.markup import Element
from tests.web.town import DAY, KEYRING, PHASES


def waiting(page: Element) -> dict[str, str]:
    """Return what waits, by round."""
    tasks = [item for item in page.all("article") if item.has_class("task")]
    return {task.one("h2").text: " ".join(part.text for part in task.all("p")) for task in tasks}


def said(page: Element) -> dict[str, str]:
    """Return the sentence of each round of the list."""
    cards = [item for item in page.all("article") if item.has_class("card")]
    return {card.one("h3").text: next(card.all("p")).text for card in cards}


def test_what_waits_comes_first_in_one_sentence_each(facilitator: Browser) -> None:
    page = facilitator.get("/facilitate")
    assert page.one("h1").text == "What waits for you"
    assert waiting(page) == {
        "The proposals round": "5 proposals wait for your decision. Decide",
        "The review round": "Every proposal is decided, and voting can open. Look at what will be frozen",
    }


def test_every_round_says_what_is_due_next(facilitator: Browser) -> None:
    sentences = said(facilitator.get("/facilitate"))
    assert len(sentences) == len(PHASES)
    assert sentences["The announced round"].startswith("Residents can write proposals from Thursday, 7 May 2026 at")
    assert sentences["The voting round"] == "Residents vote until Wednesday, 13 May 2026 at 12:00 UTC (in 9 days)."
    assert sentences["The counting round"].endswith("The ballots are being counted, and the result publishes itself.")
    assert sentences["The published round"] == "The result is published. Nothing is left to do."


def test_a_vote_that_is_due_and_cannot_open_says_why(facilitator: Browser, database: Database, clock: Clock) -> None:
    with database.writing() as session:
        place = find_commission(session, "brookmere")
        residents = col(Membership.role) == Role.RESIDENT
        session.exec(delete(Membership).where(col(Membership.commission_id) == place.id, residents))
    with database.reading() as session:
        clock.now = find_round(session, "review").voting_from + DAY / 48
    facilitator.sign_in("fay@example.org")
    sentence = waiting(facilitator.get("/facilitate"))["The review round"]
    assert sentence.startswith("Before voting opens, something is to be mended. No resident is registered")
    overview = facilitator.get("/facilitate/rounds/review").text
    assert "Voting was due to open on Saturday, 9 May 2026 at 12:00 UTC. It opens as soon as it can." in overview


def test_a_failed_count_waits_and_can_be_started_again(facilitator: Browser, database: Database) -> None:
    with database.writing() as session:
        round_ = find_round(session, "counting")
        session.add(Tally(round_id=round_.id, state=State.FAILED, error="OptionsError: groups name project '9'"))
        round_.closed_at = round_.voting_until
        session.add(round_)
    page = facilitator.get("/facilitate")
    assert waiting(page)["The counting round"].startswith("The count has failed. No ballot is lost")
    page = facilitator.get("/facilitate/rounds/counting/count")
    assert "OptionsError: groups name project '9'" in page.text
    facilitator.submit(page, "/facilitate/rounds/counting/count")
    assert facilitator.location == "/facilitate/rounds/counting/count"
    assert "being counted" in facilitator.get("/facilitate/rounds/counting/count").text
    facilitator.submit(page, "/facilitate/rounds/counting/count", status=409)
    assert facilitator.answer.headers["x-refusal"] == "tally-not-failed"


def test_somebody_without_places_is_told_what_a_place_is(facilitator: Browser, database: Database) -> None:
    with database.writing() as session:
        session.exec(delete(Membership).where(col(Membership.role) == Role.FACILITATOR))
    page = facilitator.get("/facilitate")
    assert "You facilitate no place yet." in page.text
    assert "Set one up" in page.text
    assert (
        "You facilitate no place yet, and a round belongs to a place." in facilitator.get("/facilitate/rounds/new").text
    )


def test_the_overview_shows_numbers_and_leads_to_the_result_only_once_it_is_published(facilitator: Browser) -> None:
    voted = {"voting": "1", "counting": "3", "published": "3"}
    for phase in PHASES:
        page = facilitator.get(f"/facilitate/rounds/{phase}")
        assert page.one("h1").text == f"The {phase} round"
        names, values = [[part.text for part in page.all(name)] for name in ("dt", "dd")]
        numbers = dict(zip(names, values, strict=True))
        assert numbers.get("have voted") == voted.get(phase)
        assert ("residents registered" in numbers) is (phase not in voted)
        assert ("Before voting opens" in page.text) is (phase not in voted)
        assert ("See the result" in page.text) is (phase == "published")


def test_no_page_of_an_open_vote_depends_on_what_was_chosen(facilitator: Browser, house: House) -> None:
    paths = ("/facilitate", "/facilitate/rounds/voting", "/facilitate/rounds/voting/close", "/rounds/voting/record")
    before = [facilitator.get(path).text for path in paths]
    with house.database.writing() as session:
        for ballot in session.exec(select(Ballot)):
            ballot.opening = b"{}"
            session.add(ballot)
    assert [facilitator.get(path).text for path in paths] == before


def test_the_list_before_opening_names_what_stops_it_and_where_to_mend_it(
    facilitator: Browser, database: Database
) -> None:
    page = facilitator.get("/facilitate/rounds/proposals")
    checks = [item for item in page.all("li") if item.has_class("check")]
    stops = [check for check in checks if check.has_class("is-stops")]
    assert [check.text for check in stops] == [
        "Missing. No project stands on the ballot: admit at least one proposal. Decide on proposals"
    ]
    looks = [check for check in checks if check.has_class("is-look")]
    assert "5 proposals are undecided. They will not be on the ballot." in looks[0].text
    with database.writing() as session:
        round_ = find_round(session, "review")
        round_.budget, round_.max_sum_cost = 1_000_000, 100_000
        session.add(round_)
    page = facilitator.get("/facilitate/rounds/review")
    assert "“Evening bus on Saturdays” costs £19,000, more than the whole budget, so it cannot be funded." in page.text
    assert "Every project costs more than the £1,000 that one ballot may hold, so nobody could vote." in page.text
    assert "It cannot be opened as it stands:" in facilitator.get("/facilitate/rounds/review/open").text


def test_a_rule_that_cannot_count_the_ballot_says_so_before_it_is_too_late(
    facilitator: Browser, database: Database
) -> None:
    with database.writing() as session:
        round_ = find_round(session, "review")
        round_.rule_id, round_.rule_options = "greedy-exclusive", {"groups": "1+77"}
        session.add(round_)
    page = facilitator.get("/facilitate/rounds/review")
    assert "The rule “Greedy with exclusions” cannot count this ballot: groups name project '77'" in page.text
    assert not [
        form
        for form in facilitator.get("/facilitate/rounds/review/open").all("form")
        if "open" in form.attributes["action"]
    ]


@pytest.mark.parametrize(
    ("columns", "code", "said"),
    [
        (
            {"rule_id": "greedy-exclusive", "rule_options": {"groups": "1+77"}},
            "rule-unfit",
            "the rule “Greedy with exclusions” cannot count this ballot: groups name project '77'",
        ),
        ({"max_sum_cost": 100}, "cost-limit", "every project costs more than one ballot may hold"),
    ],
)
def test_a_vote_that_could_not_be_held_is_not_opened_by_its_form_nor_by_its_date(
    facilitator: Browser, database: Database, clock: Clock, columns: dict[str, object], code: str, said: str
) -> None:
    form = facilitator.get("/facilitate/rounds/review/open")
    with database.writing() as session:
        round_ = find_round(session, "review")
        round_.sqlmodel_update({**columns, "voting_from": clock.now})
        session.add(round_)
    page = facilitator.submit(form, "/facilitate/rounds/review/open", {}, status=409)
    assert facilitator.answer.headers["X-Refusal"] == code
    assert said in page.text
    [refused] = [done.refusal for done in advance(database, KEYRING, clock.now) if done.round_slug == "review"]
    assert refused is not None
    assert refused.code == code
    page = facilitator.get("/facilitate/rounds/review")
    assert "Before voting opens, something is to be mended." in page.text
    assert len([item for item in page.all("li") if item.has_class("is-mend")]) == 1
