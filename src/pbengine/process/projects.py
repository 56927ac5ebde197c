"""Projects: what stands on the ballot."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, Session, col, select

from pbengine.process.columns import Record, new_id, word_column
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.rounds import Round
from pbengine.voting.instance import Standing

if TYPE_CHECKING:
    from pbengine.process.proposals import Proposal


class Project(Record, table=True):
    """A project on the ballot. ``number`` is its id there, ``position`` its place, ``cost`` in minor units."""

    __table_args__ = (UniqueConstraint("round_id", "number"), UniqueConstraint("round_id", "position"))

    id: str = Field(default_factory=new_id, primary_key=True)
    round_id: str = Field(foreign_key="round.id")
    proposal_id: str | None = Field(default=None, foreign_key="proposal.id", unique=True)
    number: str
    position: int
    title: str
    summary: str = ""
    body: str = ""
    place: str = ""
    cost: int = Field(sa_type=BigInteger)
    standing: Standing = Field(default=Standing.STANDING, sa_column=word_column(Standing))


def projects_of(session: Session, round_: Round) -> Sequence[Project]:
    """Return the projects of a round in ballot order, in one query."""
    return session.exec(select(Project).where(Project.round_id == round_.id).order_by(col(Project.position))).all()


def find_project(session: Session, round_: Round, number: str) -> Project:
    """Return the project with this id on the ballot; raises NotFoundRefusal."""
    query = select(Project).where(Project.round_id == round_.id, Project.number == number)
    project = session.exec(query).one_or_none()
    if project is None:
        raise NotFoundRefusal("project", number)
    return project


def put_on_ballot(session: Session, proposal: "Proposal", cost: int) -> Project:
    """Make a proposal a project, with the proposal's number as its id; the caller checks everything."""
    project = Project(
        round_id=proposal.round_id,
        proposal_id=proposal.id,
        number=str(proposal.number),
        position=proposal.number,
        title=proposal.title,
        summary=proposal.summary,
        body=proposal.body,
        place=proposal.place,
        cost=cost,
    )
    session.add(project)
    session.flush()
    return project


def drop_project(session: Session, proposal: "Proposal") -> None:
    """Take the project made of a proposal off the ballot, if there is one; the caller checks everything."""
    project = session.exec(select(Project).where(Project.proposal_id == proposal.id)).one_or_none()
    if project is not None:
        session.delete(project)
        session.flush()
