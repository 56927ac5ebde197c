"""Withdrawing and deleting one's own proposal, each after a page that asks once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from pbengine.process.phases import Phase, require_phase
from pbengine.process.proposals import Status, delete_proposal, require_status, withdraw_proposal
from pbengine.process.rounds import Round
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.proposals.writing import own_proposal
from pbengine.web.rendering import render, see_other
from pbengine.web.round_head import RoundHead, round_head
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from pbengine.process.proposals import Proposal


@dataclass(frozen=True, slots=True)
class RemoveView:
    """A question before a proposal is taken back."""

    head: RoundHead
    address: str
    title: str
    status: Status


@get("/proposals/{proposal_id:str}/withdraw", opt={"access": Access.PERSON}, sync_to_thread=True)
def ask_withdrawal(request: Request[Any, Any, Any], proposal_id: FromPath[str]) -> Response[str]:
    """Ask whether a proposal is really to be withdrawn."""
    house = house_of(request)
    with house.database.reading() as session:
        proposal = own_proposal(session, request, proposal_id)
        require_phase(_round(session, proposal), house.clock(), Phase.PROPOSALS, Phase.REVIEW)
        require_status(proposal, Status.SUBMITTED, Status.ADMITTED)
        view = _view(session, request, proposal)
    return render(request, "proposals/withdraw", view)


@post("/proposals/{proposal_id:str}/withdraw", opt={"access": Access.PERSON}, sync_to_thread=True)
def withdraw(request: Request[Any, Any, Any], proposal_id: FromPath[str]) -> Response[Any]:
    """Withdraw one's own proposal."""
    house = house_of(request)
    with house.database.writing() as session:
        proposal = own_proposal(session, request, proposal_id)
        withdraw_proposal(session, proposal, actor=actor_of(session, request), now=house.clock())
    return see_other(request, f"/proposals/{proposal_id}")


@get("/proposals/{proposal_id:str}/delete", opt={"access": Access.PERSON}, sync_to_thread=True)
def ask_deletion(request: Request[Any, Any, Any], proposal_id: FromPath[str]) -> Response[str]:
    """Ask whether a proposal is really to be deleted."""
    house = house_of(request)
    with house.database.reading() as session:
        proposal = own_proposal(session, request, proposal_id)
        require_phase(_round(session, proposal), house.clock(), Phase.PROPOSALS)
        require_status(proposal, Status.SUBMITTED, Status.WITHDRAWN)
        view = _view(session, request, proposal)
    return render(request, "proposals/delete", view)


@post("/proposals/{proposal_id:str}/delete", opt={"access": Access.PERSON}, sync_to_thread=True)
def delete(request: Request[Any, Any, Any], proposal_id: FromPath[str]) -> Response[Any]:
    """Delete one's own proposal."""
    house = house_of(request)
    with house.database.writing() as session:
        proposal = own_proposal(session, request, proposal_id)
        slug = _round(session, proposal).slug
        delete_proposal(session, proposal, actor=actor_of(session, request), now=house.clock())
    return see_other(request, f"/rounds/{slug}/proposals")


def _round(session: Session, proposal: Proposal) -> Round:
    return session.get_one(Round, proposal.round_id)


def _view(session: Session, request: Request[Any, Any, Any], proposal: Proposal) -> RemoveView:
    head = round_head(session, _round(session, proposal), request)
    return RemoveView(head, f"/proposals/{proposal.id}", proposal.title, proposal.status)


PAGES = (ask_withdrawal, withdraw, ask_deletion, delete)
