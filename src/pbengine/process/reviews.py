"""Reviews: a facilitator decides which proposals stand on the ballot, and what each costs."""

from datetime import datetime

from sqlmodel import Session

from pbengine.process.acts import ActKind, Capacity, record_act
from pbengine.process.people import Person, Role, require_role
from pbengine.process.phases import Phase, require_phase, require_unfrozen
from pbengine.process.plans import MOST_MONEY
from pbengine.process.projects import Project, drop_project, put_on_ballot
from pbengine.process.proposals import Proposal, Status, hold_round_of, require_status
from pbengine.process.refusals import FieldFault, FormRefusal
from pbengine.process.rounds import Round

LONGEST_REASON = 2_000


def admit_proposal(session: Session, proposal: Proposal, *, cost: int, actor: Person, now: datetime) -> Project:
    """Put a submitted proposal on the ballot at a cost in minor units.

    Raises NotAllowedRefusal, FrozenRefusal, PhaseRefusal, ProposalStatusRefusal, FormRefusal.
    """
    round_ = _held_by_facilitator(session, proposal, actor, now)
    require_status(proposal, Status.SUBMITTED)
    if not 0 < cost <= MOST_MONEY:
        code, bound = ("too-small", {"least": 1}) if cost < 1 else ("too-large", {"most": MOST_MONEY})
        raise FormRefusal((FieldFault("cost", code, bound),))
    _decide(session, proposal, Status.ADMITTED, cost=cost)
    details = {"number": proposal.number, "cost": cost}
    record_act(session, round_, ActKind.PROPOSAL_ADMITTED, details, by=Capacity.FACILITATOR, now=now)
    return put_on_ballot(session, proposal, cost)


def decline_proposal(session: Session, proposal: Proposal, *, reason: str, actor: Person, now: datetime) -> None:
    """Keep a submitted proposal off the ballot, with a reason that everybody reads.

    Raises NotAllowedRefusal, FrozenRefusal, PhaseRefusal, ProposalStatusRefusal, FormRefusal.
    """
    round_ = _held_by_facilitator(session, proposal, actor, now)
    require_status(proposal, Status.SUBMITTED)
    if not reason.strip():
        raise FormRefusal((FieldFault("reason", "missing"),))
    if len(reason.strip()) > LONGEST_REASON:
        raise FormRefusal((FieldFault("reason", "too-long", {"most": LONGEST_REASON}),))
    _decide(session, proposal, Status.DECLINED, reason=reason.strip())
    details = {"number": proposal.number, "reason": proposal.reason}
    record_act(session, round_, ActKind.PROPOSAL_DECLINED, details, by=Capacity.FACILITATOR, now=now)


def return_to_review(session: Session, proposal: Proposal, *, actor: Person, now: datetime) -> None:
    """Take a decision back: the proposal is undecided again, and off the ballot.

    Raises NotAllowedRefusal, FrozenRefusal, PhaseRefusal, ProposalStatusRefusal.
    """
    round_ = _held_by_facilitator(session, proposal, actor, now)
    require_status(proposal, Status.ADMITTED, Status.DECLINED)
    drop_project(session, proposal)
    _decide(session, proposal, Status.SUBMITTED)
    record_act(
        session, round_, ActKind.PROPOSAL_RETURNED, {"number": proposal.number}, by=Capacity.FACILITATOR, now=now
    )


def _held_by_facilitator(session: Session, proposal: Proposal, actor: Person, now: datetime) -> Round:
    round_ = hold_round_of(session, proposal)
    require_role(session, actor, round_.commission_id, Role.FACILITATOR)
    require_unfrozen(round_)
    require_phase(round_, now, Phase.PROPOSALS, Phase.REVIEW)
    return round_


def _decide(session: Session, proposal: Proposal, status: Status, *, cost: int | None = None, reason: str = "") -> None:
    proposal.sqlmodel_update({"status": status, "cost": cost, "reason": reason})
    session.add(proposal)
    session.flush()
