"""Whose desk this is: a round or a place is worked on by its own facilitators and by nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pbengine.process.commissions import find_commission, list_commissions
from pbengine.process.people import Role, require_role
from pbengine.process.proposals import find_proposal
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.rounds import find_round
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from litestar import Request
    from sqlmodel import Session

    from pbengine.process.commissions import Commission
    from pbengine.process.proposals import Proposal
    from pbengine.process.rounds import Round

    AnyRequest = Request[Any, Any, Any]


def entrusted_round(session: Session, request: AnyRequest, slug: str) -> Round:
    """Return the round with this slug; raises NotFoundRefusal, NotAllowedRefusal unless the visitor facilitates it."""
    round_ = find_round(session, slug)
    require_role(session, actor_of(session, request), round_.commission_id, Role.FACILITATOR)
    return round_


def entrusted_place(session: Session, request: AnyRequest, slug: str) -> Commission:
    """Return the place with this slug; raises NotFoundRefusal, NotAllowedRefusal unless the visitor facilitates it."""
    place = find_commission(session, slug)
    require_role(session, actor_of(session, request), place.id, Role.FACILITATOR)
    return place


def entrusted_places(session: Session, request: AnyRequest) -> Sequence[Commission]:
    """Return the places that the visitor facilitates."""
    roles = request.user.roles
    return [place for place in list_commissions(session) if Role.FACILITATOR in roles.get(place.id, frozenset())]


def proposal_of(session: Session, round_: Round, proposal_id: str) -> Proposal:
    """Return a proposal of this round; raises NotFoundRefusal for one of another round too."""
    proposal = find_proposal(session, proposal_id)
    if proposal.round_id != round_.id:
        raise NotFoundRefusal("proposal", proposal_id)
    return proposal
