"""A made-up town with a round in every phase, at one fixed moment."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.process.ballots import Submission, cast_ballot
from pbengine.process.clockwork import advance
from pbengine.process.commissions import Commission, CommissionPlan, add_commission, find_commission
from pbengine.process.keyring import Keyring
from pbengine.process.opening import open_voting
from pbengine.process.passwords import hash_password
from pbengine.process.people import NewPerson, Office, Person, Role, add_person, find_person, grant
from pbengine.process.plans import RoundDates, RoundPlan
from pbengine.process.projects import projects_of
from pbengine.process.proposals import ProposalDraft, submit_proposal
from pbengine.process.reviews import admit_proposal, decline_proposal
from pbengine.process.rounds import Round, create_round
from pbengine.process.schema import upgrade

if TYPE_CHECKING:
    from sqlmodel import Session

    from pbengine.process.database import Database

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PASSWORD = "correct horse battery"
KEYRING = Keyring(b"k" * 32, "vote.example.org")
PHASES = ("announced", "proposals", "review", "voting", "counting", "published")
"""The slugs of the rounds, each in the phase it is named after."""

PEOPLE = {
    "ana@example.org": ("Ana Brook", (Role.RESIDENT,)),
    "ben@example.org": ("Ben Mills", (Role.RESIDENT,)),
    "cem@example.org": ("Cem Aydın", (Role.RESIDENT,)),
    "dora@example.org": ("Dora Lee", (Role.RESIDENT,)),
    "fay@example.org": ("Fay Stone", (Role.FACILITATOR,)),
    "otto@example.org": ("Otto Check", (Role.AUDITOR,)),
    "zoe@example.org": ("Zoe Far", ()),
}
"""Ana, Ben, Cem and Dora are residents; Ben has voted in every round; Fay facilitates and founds; Zoe has no role."""

DRAFTS = (
    ("Trees for Mill Lane", "Twelve lime trees where the summer sun is hardest.", "Mill Lane", 420_000),
    ("A slide for the lower playground", "The old one was taken away two years ago.", "Lower Meadow", 1_150_000),
    (
        "Benches along the river path",
        "Six benches with arm rests, so that everybody can get up again.",
        "River path",
        380_000,
    ),
    ("Evening bus on Saturdays", "One more bus at ten, for a year.", "", 1_900_000),
)
DECLINED = ("A cable car to the castle", "It would be the first one in the county.", "Castle Hill", None)


def draft(title: str, summary: str, place: str, estimate: int | None) -> ProposalDraft:
    body = f"{summary}\n\n- asked for by **neighbours**\n- ready within a year"
    return ProposalDraft(title, summary, body, place, estimate)


def plan(title: str, first: datetime, *, days: tuple[int, int, int] = (20, 10, 14)) -> RoundPlan:
    review = first + days[0] * DAY
    voting = review + days[1] * DAY
    dates = RoundDates(first, review, voting, voting + days[2] * DAY)
    purpose = f"{title} for *everybody* in Brookmere: small works that last."
    return RoundPlan(title, purpose, 2_000_000, dates, rule_id="greedy", max_choices=3)


def found(session: Session) -> Commission:
    """Make the town and its people, a year ago."""
    then = NOW - 365 * DAY
    place = add_commission(
        session,
        CommissionPlan("brookmere", "Brookmere", "Town council of Brookmere", "Small works that last.", "GBP"),
        now=then,
    )
    for email, (name, roles) in PEOPLE.items():
        office = Office.STEWARD if Role.FACILITATOR in roles else Office.NONE
        person = add_person(session, NewPerson(email, name, hashed(), office), now=then)
        grant(session, person, place.id, *roles)
    return place


@cache
def hashed() -> str:
    return hash_password(PASSWORD)


def person(session: Session, email: str) -> Person:
    found_person = find_person(session, email)
    assert found_person is not None
    return found_person


def announce(session: Session, place: Commission, slug: str, start: datetime) -> Round:
    fay = person(session, "fay@example.org")
    return create_round(session, place, slug, plan(f"The {slug} round", start), actor=fay, now=start - 5 * DAY)


def propose(session: Session, round_: Round) -> None:
    """Ana hands in what she asks for; one of it is more than the town can do."""
    ana = person(session, "ana@example.org")
    for item in (*DRAFTS, DECLINED):
        submit_proposal(session, round_, draft(*item), actor=ana, now=round_.proposals_from + DAY)


def review(session: Session, round_: Round) -> None:
    """Fay admits all but the cable car."""
    fay, ana = person(session, "fay@example.org"), person(session, "ana@example.org")
    when = round_.review_from + DAY
    for item in DRAFTS:
        proposal = submit_proposal(session, round_, draft(*item), actor=ana, now=round_.proposals_from + DAY)
        admit_proposal(session, proposal, cost=item[3], actor=fay, now=when)
    declined = submit_proposal(session, round_, draft(*DECLINED), actor=ana, now=round_.proposals_from + DAY)
    decline_proposal(session, declined, reason="The hill is protected.", actor=fay, now=when)


def vote(session: Session, round_: Round, *emails: str) -> None:
    """These people choose the first two projects, and the last of them the third as well."""
    numbers = tuple(project.number for project in projects_of(session, round_))
    for email in emails:
        choices = numbers[:3] if email == emails[-1] else numbers[:2]
        submission = Submission(choices, secrets.token_bytes(16), secrets.token_bytes(32))
        when = round_.voting_from + DAY
        cast_ballot(session, round_, submission, actor=person(session, email), now=when, keyring=KEYRING)


def open_round(session: Session, place: Commission, slug: str, start: datetime, *voters: str) -> Round:
    round_ = announce(session, place, slug, start)
    review(session, round_)
    open_voting(session, round_, now=round_.voting_from, keyring=KEYRING, draw=lambda n: b"d" * n)
    vote(session, round_, *voters)
    return round_


def build(database: Database) -> None:
    """Fill an empty database with the town as it is at NOW."""
    upgrade(database)
    voters = ("ben@example.org", "cem@example.org", "dora@example.org")
    with database.writing() as session:
        place = found(session)
        round_ = open_round(session, place, "published", NOW - 90 * DAY, *voters)
    advance(database, KEYRING, round_.voting_until)
    with database.writing() as session:
        place = find_commission(session, "brookmere")
        announce(session, place, "announced", NOW + 3 * DAY)
        propose(session, announce(session, place, "proposals", NOW - 10 * DAY))
        review(session, announce(session, place, "review", NOW - 25 * DAY))
        open_round(session, place, "voting", NOW - 35 * DAY, "ben@example.org")
        open_round(session, place, "counting", NOW - 45 * DAY, *voters)
