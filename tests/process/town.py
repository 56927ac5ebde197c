"""A small town for the tests of the process: people, a place, a round, and the moments of its life."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from pbengine.process.ballots import Accepted, Submission, cast_ballot
from pbengine.process.clockwork import Done, advance
from pbengine.process.closing import close_voting
from pbengine.process.commissions import Commission, CommissionPlan, add_commission, create_commission
from pbengine.process.database import Database
from pbengine.process.keyring import Keyring
from pbengine.process.people import NewPerson, Office, Person, Role, add_person, grant
from pbengine.process.phases import Phase
from pbengine.process.plans import RoundDates, RoundPlan
from pbengine.process.proposals import Proposal, ProposalDraft, submit_proposal
from pbengine.process.reviews import admit_proposal
from pbengine.process.rounds import Round, create_round

SECRET = bytes(range(32))
DAY = timedelta(days=1)
FOUNDED = datetime(2026, 3, 1, 9, tzinfo=UTC)
DATES = RoundDates(
    proposals_from=datetime(2026, 4, 1, tzinfo=UTC),
    review_from=datetime(2026, 5, 1, tzinfo=UTC),
    voting_from=datetime(2026, 6, 1, tzinfo=UTC),
    voting_until=datetime(2026, 6, 15, tzinfo=UTC),
)
PLAN = RoundPlan("Green streets", "Trees and benches", 1_000_00, DATES, rule_id="greedy")
DURING = {
    Phase.ANNOUNCED: datetime(2026, 3, 20, tzinfo=UTC),
    Phase.PROPOSALS: datetime(2026, 4, 10, tzinfo=UTC),
    Phase.REVIEW: datetime(2026, 5, 10, tzinfo=UTC),
    Phase.VOTING: datetime(2026, 6, 3, tzinfo=UTC),
    Phase.COUNTING: datetime(2026, 6, 15, 0, 1, tzinfo=UTC),
    Phase.PUBLISHED: datetime(2026, 6, 15, 0, 2, tzinfo=UTC),
}
"""A moment in each phase, once everything due before it has been done."""
IDEAS = {"Benches": 300_00, "Trees": 500_00, "Lamps": 400_00, "Swings": 250_00}


@dataclass
class Town:
    """A town with residents Ada, Ben and Cyd, the facilitator Fay, and one round; Sam holds every role elsewhere."""

    database: Database
    keyring: Keyring
    commission: Commission
    round_id: str
    residents: Sequence[Person]
    facilitator: Person
    stranger: Person
    proposals: list[str] = field(default_factory=list)

    @contextmanager
    def writing(self) -> Iterator[tuple[Session, Round]]:
        with self.database.writing() as session:
            yield session, session.get_one(Round, self.round_id)

    @contextmanager
    def reading(self) -> Iterator[tuple[Session, Round]]:
        with self.database.reading() as session:
            yield session, session.get_one(Round, self.round_id)

    @property
    def round(self) -> Round:
        with self.reading() as (_, round_):
            return round_

    def propose(self, title: str, *, by: Person | None = None, now: datetime = DURING[Phase.PROPOSALS]) -> Proposal:
        draft = ProposalDraft(title, f"{title} for everybody", "More words.")
        with self.writing() as (session, round_):
            return submit_proposal(session, round_, draft, actor=by or self.residents[0], now=now)

    def fill_ballot(self) -> None:
        """Have every idea proposed and admitted: projects 1 to 4."""
        with self.writing() as (session, round_):
            for title, cost in IDEAS.items():
                draft = ProposalDraft(title, f"{title} for everybody", "More words.")
                now = DURING[Phase.PROPOSALS]
                proposal = submit_proposal(session, round_, draft, actor=self.residents[0], now=now)
                self.proposals.append(proposal.id)
                admit_proposal(session, proposal, cost=cost, actor=self.facilitator, now=DURING[Phase.REVIEW])

    def advance(self, now: datetime) -> list[Done]:
        return advance(self.database, self.keyring, now)

    def cast(
        self, person: Person, *choices: str, key: bytes = b"k" * 16, now: datetime = DURING[Phase.VOTING]
    ) -> Accepted:
        submission = Submission(choices, key, salt=bytes(32))
        with self.writing() as (session, round_):
            return cast_ballot(session, round_, submission, actor=person, now=now, keyring=self.keyring)

    def live_until(self, phase: Phase) -> None:
        """Let the round live, with all its ideas and, from voting on, a ballot of each resident, until this phase."""
        if phase is Phase.ANNOUNCED:
            return
        self.fill_ballot()
        if phase in {Phase.PROPOSALS, Phase.REVIEW}:
            return
        self.advance(DATES.voting_from)
        if phase is Phase.VOTING:
            return
        for resident, choices in zip(self.residents, (("1", "2"), ("2",), ("2", "4")), strict=True):
            self.cast(resident, *choices, key=resident.id[:16].encode())
        if phase is Phase.COUNTING:
            with self.writing() as (session, round_):
                close_voting(session, round_, now=DATES.voting_until, keyring=self.keyring)
            return
        self.advance(DATES.voting_until)


def found_town(database: Database, keyring: Keyring) -> Town:
    """Found the town."""
    with database.writing() as session:
        people = {
            name: add_person(session, NewPerson(f"{name}@town.example", name.title(), "no hash", office), now=FOUNDED)
            for name, office in {
                "ada": Office.NONE,
                "ben": Office.NONE,
                "cyd": Office.NONE,
                "fay": Office.STEWARD,
                "sam": Office.NONE,
            }.items()
        }
        plan = CommissionPlan("town", "Town", "Town council", "Streets for people", "EUR")
        commission = create_commission(session, plan, actor=people["fay"], now=FOUNDED)
        residents = [people[name] for name in ("ada", "ben", "cyd")]
        for person in residents:
            grant(session, person, commission.id, Role.RESIDENT)
        village = add_commission(
            session, CommissionPlan("village", "Village", "Village council", "", "EUR"), now=FOUNDED
        )
        grant(session, people["sam"], village.id, *Role)
        round_ = create_round(session, commission, "green-streets", PLAN, actor=people["fay"], now=FOUNDED)
    return Town(database, keyring, commission, round_.id, residents, people["fay"], people["sam"])
