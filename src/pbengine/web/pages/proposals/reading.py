"""The proposals of a round, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.phases import Phase, phase_of
from pbengine.process.projects import projects_of
from pbengine.process.proposals import Proposal, Status, author_of, find_proposal, list_proposals
from pbengine.process.rounds import Round, find_round
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.proposals.offers import Offer, offer_of
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head, standing_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.projects import Project
    from pbengine.web.sessions import Visitor

ORDER = (Status.ADMITTED, Status.SUBMITTED, Status.DECLINED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal in a list; ``address`` is empty for a project that came with a file instead of from a proposal."""

    address: str
    title: str
    summary: str
    place: str
    author: str
    status: Status
    estimate: int | None
    cost: int | None
    own: bool


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """The proposals that stand alike."""

    status: Status
    cards: tuple[ProposalCard, ...]


@dataclass(frozen=True, slots=True)
class ProposalListView:
    """The proposals of a round, and whether the visitor can write one."""

    head: RoundHead
    groups: tuple[ProposalGroup, ...]
    offer: Offer

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(group.cards) for group in self.groups)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal; ``own_acts`` are what its author can do with it now: edit, withdraw, delete."""

    head: RoundHead
    address: str
    number: int
    title: str
    summary: str
    body: str
    place: str
    author: str
    status: Status
    estimate: int | None
    cost: int | None
    reason: str
    created_at: datetime
    changed_at: datetime
    own: bool
    own_acts: tuple[str, ...]


@get("/rounds/{slug:str}/proposals", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def list_of_round(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """List the proposals of a round."""
    house = house_of(request)
    with house.database.reading() as session:
        round_ = find_round(session, slug)
        offer = offer_of(round_, standing_of(session, round_, request), house.clock())
        view = ProposalListView(round_head(session, round_, request), _groups(session, round_, request.user), offer)
    return render(request, "proposals/list", view)


@get("/proposals/{proposal_id:str}", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def show(request: Request[Any, Any, Any], proposal_id: FromPath[str]) -> Response[str]:
    """Show a proposal."""
    house = house_of(request)
    with house.database.reading() as session:
        proposal = find_proposal(session, proposal_id)
        round_ = session.get_one(Round, proposal.round_id)
        own = is_own(proposal, request.user)
        view = ProposalView(
            head=round_head(session, round_, request),
            address=f"/proposals/{proposal.id}",
            number=proposal.number,
            title=proposal.title,
            summary=proposal.summary,
            body=proposal.body,
            place=proposal.place,
            author=author_of(session, proposal),
            status=proposal.status,
            estimate=proposal.estimate,
            cost=proposal.cost,
            reason=proposal.reason,
            created_at=proposal.created_at,
            changed_at=proposal.changed_at,
            own=own,
            own_acts=acts_of_author(phase_of(round_, house.clock()), proposal.status) if own else (),
        )
    return render(request, "proposals/show", view)


def is_own(proposal: Proposal, visitor: Visitor | None) -> bool:
    """Return whether the visitor wrote a proposal."""
    return visitor is not None and visitor.person_id == proposal.author_id


def acts_of_author(phase: Phase, status: Status) -> tuple[str, ...]:
    """Return which buttons the author is shown; whether an act is allowed is decided by its operation."""
    acts = []
    if phase is Phase.PROPOSALS and status is Status.SUBMITTED:
        acts.append("edit")
    if phase in {Phase.PROPOSALS, Phase.REVIEW} and status in {Status.SUBMITTED, Status.ADMITTED}:
        acts.append("withdraw")
    if phase is Phase.PROPOSALS and status in {Status.SUBMITTED, Status.WITHDRAWN}:
        acts.append("delete")
    return tuple(acts)


def _groups(session: Session, round_: Round, visitor: Visitor | None) -> tuple[ProposalGroup, ...]:
    cards = [*_proposals(session, round_, visitor), *_projects_without_proposal(session, round_)]
    groups = (ProposalGroup(status, tuple(card for card in cards if card.status is status)) for status in ORDER)
    return tuple(group for group in groups if group.cards)


def _proposals(session: Session, round_: Round, visitor: Visitor | None) -> Iterator[ProposalCard]:
    for line in list_proposals(session, round_):
        proposal = line.proposal
        yield ProposalCard(
            address=f"/proposals/{proposal.id}",
            title=proposal.title,
            summary=proposal.summary,
            place=proposal.place,
            author=line.author,
            status=proposal.status,
            estimate=proposal.estimate,
            cost=proposal.cost,
            own=is_own(proposal, visitor),
        )


def _projects_without_proposal(session: Session, round_: Round) -> Iterator[ProposalCard]:
    for project in projects_of(session, round_):
        if project.proposal_id is None:
            yield _card_of_project(project)


def _card_of_project(project: Project) -> ProposalCard:
    return ProposalCard(
        address="",
        title=project.title,
        summary=project.summary,
        place=project.place,
        author="",
        status=Status.ADMITTED,
        estimate=None,
        cost=project.cost,
        own=False,
    )


PAGES = (list_of_round, show)
