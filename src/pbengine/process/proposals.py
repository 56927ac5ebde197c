"""Proposals: what residents ask for, until a facilitator admits them to the ballot as projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, Session, col, select

from pbengine.process.acts import ActKind, Capacity, record_act, text_digest
from pbengine.process.columns import Record, new_id, word_column
from pbengine.process.people import Person, Role, require_role
from pbengine.process.phases import Phase, hold_round, require_phase
from pbengine.process.plans import MOST_MONEY
from pbengine.process.projects import drop_project
from pbengine.process.refusals import FieldFault, FormRefusal, NotAuthorRefusal, NotFoundRefusal, ProposalStatusRefusal
from pbengine.process.rounds import Round

LONGEST = {"title": 120, "summary": 300, "body": 10_000, "place": 200}


class Status(StrEnum):
    """Where a proposal stands."""

    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Proposal(Record, table=True):
    """A proposal. ``estimate`` is the author's, ``cost`` the facilitator's; both in minor units."""

    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    author_id: str = Field(foreign_key="person.id", index=True)
    number: int
    title: str
    summary: str
    body: str
    place: str
    estimate: int | None = Field(default=None, sa_type=BigInteger)
    status: Status = Field(default=Status.SUBMITTED, sa_column=word_column(Status))
    cost: int | None = Field(default=None, sa_type=BigInteger)
    reason: str = ""
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What a resident writes. ``estimate`` is in minor units; None where the author has none."""

    title: str
    summary: str
    body: str
    place: str = ""
    estimate: int | None = None

    def texts(self) -> dict[str, Any]:
        """Return the texts without the blanks around them."""
        return {name: getattr(self, name).strip() for name in LONGEST}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in a list, with its author's name."""

    proposal: Proposal
    author: str


def submit_proposal(session: Session, round_: Round, draft: ProposalDraft, *, actor: Person, now: datetime) -> Proposal:
    """Hand a proposal in; raises NotAllowedRefusal, PhaseRefusal, FormRefusal with every fault."""
    require_role(session, actor, round_.commission_id, Role.RESIDENT)
    hold_round(session, round_)
    require_phase(round_, now, Phase.PROPOSALS)
    _require_sound(draft)
    round_.numbered += 1
    proposal = Proposal(
        round_id=round_.id,
        author_id=actor.id,
        number=round_.numbered,
        estimate=draft.estimate,
        created_at=now,
        changed_at=now,
        **draft.texts(),
    )
    session.add_all([round_, proposal])
    session.flush()
    _record(session, round_, ActKind.PROPOSAL_SUBMITTED, proposal, now=now)
    return proposal


def change_proposal(
    session: Session, proposal: Proposal, draft: ProposalDraft, *, actor: Person, now: datetime
) -> Proposal:
    """Change one's own proposal before it is reviewed; repeating it is harmless.

    Raises NotAuthorRefusal, PhaseRefusal, ProposalStatusRefusal, FormRefusal with every fault.
    """
    round_ = _held_by_author(session, proposal, actor)
    require_phase(round_, now, Phase.PROPOSALS)
    require_status(proposal, Status.SUBMITTED)
    _require_sound(draft)
    new = {**draft.texts(), "estimate": draft.estimate}
    if any(getattr(proposal, name) != value for name, value in new.items()):
        proposal.sqlmodel_update({**new, "changed_at": now})
        session.add(proposal)
        session.flush()
        _record(session, round_, ActKind.PROPOSAL_CHANGED, proposal, now=now)
    return proposal


def withdraw_proposal(session: Session, proposal: Proposal, *, actor: Person, now: datetime) -> None:
    """Take one's own proposal back before voting opens; it stays readable, and leaves the ballot if it stood there.

    Raises NotAuthorRefusal, PhaseRefusal, ProposalStatusRefusal.
    """
    round_ = _held_by_author(session, proposal, actor)
    require_phase(round_, now, Phase.PROPOSALS, Phase.REVIEW)
    require_status(proposal, Status.SUBMITTED, Status.ADMITTED)
    drop_project(session, proposal)
    proposal.sqlmodel_update({"status": Status.WITHDRAWN, "cost": None, "changed_at": now})
    session.add(proposal)
    session.flush()
    _record(session, round_, ActKind.PROPOSAL_WITHDRAWN, proposal, now=now)


def delete_proposal(session: Session, proposal: Proposal, *, actor: Person, now: datetime) -> None:
    """Remove one's own undecided proposal while proposals are open; the record keeps its number and no text.

    Raises NotAuthorRefusal, PhaseRefusal, ProposalStatusRefusal.
    """
    round_ = _held_by_author(session, proposal, actor)
    require_phase(round_, now, Phase.PROPOSALS)
    require_status(proposal, Status.SUBMITTED, Status.WITHDRAWN)
    _record(session, round_, ActKind.PROPOSAL_DELETED, proposal, now=now)
    session.delete(proposal)
    session.flush()


def require_status(proposal: Proposal, *statuses: Status) -> None:
    """Raise ProposalStatusRefusal unless the proposal has one of these statuses."""
    if proposal.status not in statuses:
        raise ProposalStatusRefusal(proposal.status, tuple(statuses))


def hold_round_of(session: Session, proposal: Proposal) -> Round:
    """Return the proposal's round, held; the proposal is read again too."""
    round_ = session.get_one(Round, proposal.round_id)
    hold_round(session, round_)
    session.refresh(proposal)
    return round_


def _held_by_author(session: Session, proposal: Proposal, actor: Person) -> Round:
    round_ = hold_round_of(session, proposal)
    if proposal.author_id != actor.id:
        raise NotAuthorRefusal
    require_role(session, actor, round_.commission_id, Role.RESIDENT)
    return round_


def _require_sound(draft: ProposalDraft) -> None:
    texts = draft.texts()
    faults = [FieldFault(name, "missing") for name in ("title", "summary") if not texts[name]]
    faults += [
        FieldFault(name, "too-long", {"most": most}) for name, most in LONGEST.items() if len(texts[name]) > most
    ]
    if draft.estimate is not None and draft.estimate < 0:
        faults.append(FieldFault("estimate", "too-small", {"least": 0}))
    if draft.estimate is not None and draft.estimate > MOST_MONEY:
        faults.append(FieldFault("estimate", "too-large", {"most": MOST_MONEY}))
    if faults:
        raise FormRefusal(tuple(faults))


def _record(session: Session, round_: Round, kind: ActKind, proposal: Proposal, *, now: datetime) -> None:
    details: dict[str, int | str] = {"number": proposal.number}
    if kind in {ActKind.PROPOSAL_SUBMITTED, ActKind.PROPOSAL_CHANGED}:
        details["text"] = text_digest({name: getattr(proposal, name) for name in LONGEST})
    record_act(session, round_, kind, details, by=Capacity.RESIDENT, now=now)


def find_proposal(session: Session, proposal_id: str) -> Proposal:
    """Return the proposal with this id; raises NotFoundRefusal."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFoundRefusal("proposal", proposal_id)
    return proposal


def author_of(session: Session, proposal: Proposal) -> str:
    """Return the name of the resident who wrote a proposal."""
    return session.get_one(Person, proposal.author_id).name


def list_proposals(session: Session, round_: Round, *statuses: Status) -> Sequence[ProposalLine]:
    """Return the proposals of a round by number, with authors, in one query; all of them where no status is named."""
    query = select(Proposal, Person.name).join(Person, col(Person.id) == col(Proposal.author_id))
    query = query.where(Proposal.round_id == round_.id)
    if statuses:
        query = query.where(col(Proposal.status).in_(statuses))
    return [ProposalLine(proposal, name) for proposal, name in session.exec(query.order_by(col(Proposal.number)))]
