"""Writing a proposal, and changing one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import BaseModel, Field

from pbengine.process.people import Role, require_role
from pbengine.process.phases import Phase, require_phase
from pbengine.process.proposals import (
    LONGEST,
    Proposal,
    ProposalDraft,
    Status,
    change_proposal,
    find_proposal,
    require_status,
    submit_proposal,
)
from pbengine.process.refusals import (
    NotAllowedRefusal,
    NotAuthorRefusal,
    PhaseRefusal,
    ProposalStatusRefusal,
)
from pbengine.process.rounds import Round, find_round
from pbengine.web.access import Access
from pbengine.web.amounts import Money, typed_money
from pbengine.web.forms import Attempt, Form, FormView, filled, read_form
from pbengine.web.house import house_of
from pbengine.web.language import Currency
from pbengine.web.pages.proposals.reading import is_own
from pbengine.web.rendering import render, see_other
from pbengine.web.round_head import RoundHead, round_head
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from sqlmodel import Session

LATE = (PhaseRefusal, ProposalStatusRefusal, NotAllowedRefusal)
"""Refusals after which the form is shown once more, so that nobody loses what they wrote."""


class ProposalForm(BaseModel):
    """What somebody types to propose something."""

    title: Annotated[str, Field(max_length=LONGEST["title"])]
    summary: Annotated[str, Field(max_length=LONGEST["summary"])]
    body: Annotated[str, Field(max_length=LONGEST["body"])] = ""
    place: Annotated[str, Field(max_length=LONGEST["place"])] = ""
    estimate: Money | None = None

    def draft(self) -> ProposalDraft:
        """Return what the operations take."""
        return ProposalDraft(self.title, self.summary, self.body, self.place, self.estimate)


@dataclass(frozen=True, slots=True)
class WriteView:
    """The form of a proposal; ``address`` is that of the proposal that is changed, empty for a new one."""

    head: RoundHead
    form: FormView
    address: str = ""

    @property
    def longest(self) -> dict[str, int]:
        """How long each text may be."""
        return LONGEST


@get("/rounds/{slug:str}/proposals/new", opt={"access": Access.PERSON}, sync_to_thread=True)
def ask_new(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Ask for a proposal."""
    house = house_of(request)
    with house.database.reading() as session:
        round_ = find_round(session, slug)
        require_phase(round_, house.clock(), Phase.PROPOSALS)
        require_role(session, actor_of(session, request), round_.commission_id, Role.RESIDENT)
        view = WriteView(round_head(session, round_, request), filled({}))
    return render(request, "proposals/write", view)


@post("/rounds/{slug:str}/proposals/new", opt={"access": Access.PERSON}, sync_to_thread=True)
def hand_in(request: Request[Any, Any, Any], slug: FromPath[str], form: NamedDependency[Form]) -> Response[Any]:
    """Hand a proposal in."""
    house = house_of(request)
    attempt = Attempt(form, also=LATE)
    with attempt, house.database.writing() as session:
        round_ = find_round(session, slug)
        draft = read_form(ProposalForm, form, currency=Currency(round_.currency, round_.minor_units)).draft()
        actor = actor_of(session, request)
        proposal = submit_proposal(session, round_, draft, actor=actor, now=house.clock())
    if not attempt.faults:
        return see_other(request, f"/proposals/{proposal.id}")
    with house.database.reading() as session:
        view = WriteView(round_head(session, find_round(session, slug), request), attempt.shown())
    return render(request, "proposals/write", view, status=status_of_attempt(attempt))


@get("/proposals/{proposal_id:str}/edit", opt={"access": Access.PERSON}, sync_to_thread=True)
def ask_change(request: Request[Any, Any, Any], proposal_id: FromPath[str]) -> Response[str]:
    """Show one's own proposal as a form."""
    house = house_of(request)
    with house.database.reading() as session:
        proposal = own_proposal(session, request, proposal_id)
        round_ = session.get_one(Round, proposal.round_id)
        require_phase(round_, house.clock(), Phase.PROPOSALS)
        require_status(proposal, Status.SUBMITTED)
        typed = {name: getattr(proposal, name) for name in LONGEST}
        typed["estimate"] = typed_money(proposal.estimate, round_.minor_units)
        view = WriteView(round_head(session, round_, request), filled(typed), f"/proposals/{proposal.id}")
    return render(request, "proposals/write", view)


@post("/proposals/{proposal_id:str}/edit", opt={"access": Access.PERSON}, sync_to_thread=True)
def change(request: Request[Any, Any, Any], proposal_id: FromPath[str], form: NamedDependency[Form]) -> Response[Any]:
    """Change one's own proposal."""
    house = house_of(request)
    attempt = Attempt(form, also=LATE)
    with attempt, house.database.writing() as session:
        proposal = own_proposal(session, request, proposal_id)
        round_ = session.get_one(Round, proposal.round_id)
        draft = read_form(ProposalForm, form, currency=Currency(round_.currency, round_.minor_units)).draft()
        change_proposal(session, proposal, draft, actor=actor_of(session, request), now=house.clock())
    if not attempt.faults:
        return see_other(request, f"/proposals/{proposal_id}")
    with house.database.reading() as session:
        round_ = session.get_one(Round, find_proposal(session, proposal_id).round_id)
        view = WriteView(round_head(session, round_, request), attempt.shown(), f"/proposals/{proposal_id}")
    return render(request, "proposals/write", view, status=status_of_attempt(attempt))


def own_proposal(session: Session, request: Request[Any, Any, Any], proposal_id: str) -> Proposal:
    """Return a proposal of the visitor's own; raises NotFoundRefusal, NotAuthorRefusal."""
    proposal = find_proposal(session, proposal_id)
    if not is_own(proposal, request.user):
        raise NotAuthorRefusal
    return proposal


def status_of_attempt(attempt: Attempt) -> int:
    """Return 422 for faults in what was typed, 409 where the state of things has changed."""
    return 422 if all(fault.field for fault in attempt.faults) else 409


PAGES = (ask_new, hand_in, ask_change, change)
