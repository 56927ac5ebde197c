"""The roll of a round: who may vote, frozen when voting opens, and who has."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, insert
from sqlmodel import Field, Session, col, select

from pbengine.process.columns import Record, word_column
from pbengine.process.people import Membership, Person, Role
from pbengine.process.rounds import Round


class Mark(StrEnum):
    """Whether somebody on the roll has voted; never what."""

    ELIGIBLE = "eligible"
    VOTED = "voted"


class RollEntry(Record, table=True):
    """Somebody stands on the roll of a round."""

    __tablename__ = "roll"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    mark: Mark = Field(default=Mark.ELIGIBLE, sa_column=word_column(Mark))


@dataclass(frozen=True, slots=True)
class RollCounts:
    """How many may vote, and how many have."""

    eligible: int
    voted: int


def write_roll(session: Session, round_: Round) -> int:
    """Put every resident of the place on the roll, and return how many; the caller checks everything."""
    residents = session.exec(
        select(Membership.person_id).where(
            Membership.commission_id == round_.commission_id, Membership.role == Role.RESIDENT
        )
    ).all()
    if residents:
        rows = [{"round_id": round_.id, "person_id": id_, "mark": Mark.ELIGIBLE} for id_ in residents]
        session.exec(insert(RollEntry), params=rows)
    return len(residents)


def resident_count(session: Session, commission_id: str) -> int:
    """Return how many people will stand on the roll of a round of this place if its vote opens now."""
    query = select(func.count()).select_from(Membership)
    return session.exec(query.where(Membership.commission_id == commission_id, Membership.role == Role.RESIDENT)).one()


def roll_counts(session: Session, round_: Round) -> RollCounts:
    """Return how many stand on the roll and how many of them have voted; both are public at any time."""
    query = select(RollEntry.mark, func.count()).where(RollEntry.round_id == round_.id).group_by(col(RollEntry.mark))
    counts = dict(session.exec(query).all())
    return RollCounts(sum(counts.values()), counts.get(Mark.VOTED, 0))


def mark_of(session: Session, round_: Round, person: Person) -> Mark | None:
    """Return whether a person has voted in a round; None for somebody who is not on its roll."""
    entry = session.get(RollEntry, (round_.id, person.id))
    return entry.mark if entry else None
