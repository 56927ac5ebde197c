"""Filling an empty database with the town: every write is an operation of the process, at a moment in the past."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, groupby
from typing import TYPE_CHECKING

from pbengine.cli.demo.town import EVERYWHERE
from pbengine.cli.demo.voters import residents_of, visits_of
from pbengine.process.ballots import Submission, cast_ballot
from pbengine.process.clockwork import advance
from pbengine.process.commissions import CommissionPlan, add_commission
from pbengine.process.passwords import hash_password
from pbengine.process.people import NewPerson, Office, Role, add_person, grant
from pbengine.process.plans import RoundDates, RoundPlan
from pbengine.process.projects import projects_of
from pbengine.process.proposals import ProposalDraft, submit_proposal, withdraw_proposal
from pbengine.process.reviews import admit_proposal, decline_proposal
from pbengine.process.rounds import create_round, find_round

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlmodel import Session

    from pbengine.cli.demo.town import Idea, PlannedRound, Town
    from pbengine.cli.demo.voters import Resident, Visit
    from pbengine.process.commissions import Commission
    from pbengine.process.database import Database
    from pbengine.process.keyring import Keyring
    from pbengine.process.people import Person
    from pbengine.process.proposals import Proposal
    from pbengine.process.rounds import Round

DAY = timedelta(days=1)
FOUNDED_DAYS = 140
ANNOUNCED_DAYS = 4
NO_PASSWORD = ""
"""Of people whom nobody signs in as: no password verifies against it."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in the made-up town: the place, those who can sign in, and everybody else."""

    commission: Commission
    accounts: Mapping[str, Person]
    residents: Sequence[Resident]
    people: Sequence[Person]

    @property
    def facilitator(self) -> Person:
        """Who announces rounds and decides on proposals."""
        return self.accounts[Role.FACILITATOR]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the town is set up: the database, its keys, and the moment up to which everything has happened."""

    database: Database
    keyring: Keyring
    now: datetime

    def moment(self, days: float) -> datetime:
        """Return the evening so many days from now."""
        return self.now.replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=days)


def seed_town(stage: Stage, town: Town) -> None:
    """Set the town up with its people and all its rounds."""
    cast = _settle(stage, town)
    for planned in town.rounds:
        _announce(stage, planned, cast)
        on_ballot = _propose_and_review(stage, planned, cast)
        if stage.moment(planned.days["voting_from"]) <= stage.now:
            _vote(stage, town, planned, cast, on_ballot)


def _settle(stage: Stage, town: Town) -> Cast:
    now = stage.moment(-FOUNDED_DAYS)
    hashes = {account.role: hash_password(account.password) for account in town.accounts}
    residents = residents_of(town)
    with stage.database.writing() as session:
        commission = add_commission(session, CommissionPlan(**town.commission), now=now)
        accounts = {}
        for account in town.accounts:
            office = Office.STEWARD if account.role == Role.FACILITATOR else Office.NONE
            new = NewPerson(account.email, account.name, hashes[account.role], office)
            accounts[account.role] = add_person(session, new, now=now)
        people = [
            add_person(session, NewPerson(resident.email, resident.name, NO_PASSWORD), now=now)
            for resident in residents
        ]
        session.flush()
        for role, person in accounts.items():
            grant(session, person, commission.id, Role(role))
        for person in people:
            grant(session, person, commission.id, Role.RESIDENT)
    return Cast(commission, accounts, residents, people)


def _announce(stage: Stage, planned: PlannedRound, cast: Cast) -> None:
    minor = cast.commission.minor_units
    plan = RoundPlan(
        title=planned.title,
        purpose=planned.purpose,
        budget=planned.budget * minor,
        dates=RoundDates(**{name: stage.moment(days) for name, days in planned.days.items()}),
        rule_id=planned.rule,
        rule_options=planned.options,
        max_choices=planned.max_choices,
    )
    now = stage.moment(planned.days["proposals_from"] - ANNOUNCED_DAYS)
    with stage.database.writing() as session:
        create_round(session, cast.commission, planned.slug, plan, actor=cast.facilitator, now=now)


def _propose_and_review(stage: Stage, planned: PlannedRound, cast: Cast) -> list[Idea]:
    """Hand every idea in, decide on those that have a fate, and return those admitted, in the order of the ballot."""
    starts, review, voting = (
        stage.moment(planned.days[name]) for name in ("proposals_from", "review_from", "voting_from")
    )
    handed_in = _spread(starts, min(review, stage.now), len(planned.ideas))
    decided = _spread(handed_in[-1], min(voting, stage.now), len(planned.ideas))
    with stage.database.writing() as session:
        round_ = find_round(session, planned.slug)
        proposals = _propose(session, round_, list(zip(planned.ideas, handed_in, strict=True)), cast)
        return [
            idea
            for idea, proposal, moment in zip(planned.ideas, proposals, decided, strict=True)
            if _decide(session, proposal, idea, cast, now=moment)
        ]


def _propose(session: Session, round_: Round, ideas: Sequence[tuple[Idea, datetime]], cast: Cast) -> list[Proposal]:
    authors, proposals = _authors(cast), []
    for idea, moment in ideas:
        author = cast.accounts[idea.author] if idea.author else next(authors[idea.near])
        proposal = submit_proposal(session, round_, _draft(idea, round_.minor_units), actor=author, now=moment)
        if idea.withdrawn:
            withdraw_proposal(session, proposal, actor=author, now=moment + timedelta(hours=2))
        proposals.append(proposal)
    return proposals


def _draft(idea: Idea, minor_units: int) -> ProposalDraft:
    estimate = None if idea.estimate is None else idea.estimate * minor_units
    return ProposalDraft(idea.title, idea.summary, idea.body, idea.place, estimate)


def _authors(cast: Cast) -> dict[str, Iterator[Person]]:
    """Return for each neighbourhood its people in turn, over and over."""
    near: dict[str, list[Person]] = {EVERYWHERE: list(cast.people)}
    for resident, person in zip(cast.residents, cast.people, strict=True):
        near.setdefault(resident.neighbourhood, []).append(person)
    return {name: cycle(people) for name, people in near.items()}


def _spread(start: datetime, end: datetime, count: int) -> list[datetime]:
    """Return so many moments, evenly spread strictly between two."""
    return [start + (end - start) * place / (count + 1) for place in range(1, count + 1)]


def _decide(session: Session, proposal: Proposal, idea: Idea, cast: Cast, *, now: datetime) -> bool:
    """Admit or decline a proposal, or leave it undecided; return whether it stands on the ballot."""
    if idea.declined:
        decline_proposal(session, proposal, reason=idea.declined, actor=cast.facilitator, now=now)
    if idea.cost is None:
        return False
    cost = idea.cost * cast.commission.minor_units
    admit_proposal(session, proposal, cost=cost, actor=cast.facilitator, now=now)
    return True


def _vote(stage: Stage, town: Town, planned: PlannedRound, cast: Cast, on_ballot: Sequence[Idea]) -> None:
    """Open the vote, let people vote day by day, and, if it is over, let it be counted and published."""
    opening, closing = (stage.moment(planned.days[name]) for name in ("voting_from", "voting_until"))
    length = min(closing, stage.now) - opening
    advance(stage.database, stage.keyring, opening)
    visits = visits_of(town, planned, cast.residents, on_ballot)
    for day, on_that_day in groupby(visits, key=lambda visit: visit.moment * length // DAY):
        _cast_all(stage, planned, cast, [(visit, opening + visit.moment * length) for visit in on_that_day], on_ballot)
        advance(stage.database, stage.keyring, min(opening + (day + 1) * DAY, opening + length))
    if closing <= stage.now:
        advance(stage.database, stage.keyring, closing)


def _cast_all(
    stage: Stage, planned: PlannedRound, cast: Cast, visits: Sequence[tuple[Visit, datetime]], on_ballot: Sequence[Idea]
) -> None:
    with stage.database.writing() as session:
        round_ = find_round(session, planned.slug)
        number = {project.title: project.number for project in projects_of(session, round_)}
        for visit, moment in visits:
            choices = tuple(number[on_ballot[place].title] for place in visit.choices)
            submission = Submission(choices, key=secrets.token_bytes(16), salt=secrets.token_bytes(32))
            voter = cast.people[visit.resident]
            cast_ballot(session, round_, submission, actor=voter, now=moment, keyring=stage.keyring)
