"""Reviewing proposals: the queue, and the decision on each, with its cost or its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import BaseModel

from pbengine.process.phases import Phase, phase_of
from pbengine.process.proposals import Status, author_of, hold_round_of, list_proposals
from pbengine.process.refusals import FieldFault, FormRefusal
from pbengine.process.reviews import admit_proposal, decline_proposal, return_to_review
from pbengine.web.access import Access
from pbengine.web.amounts import Money
from pbengine.web.forms import Attempt, Form, FormView, read_form
from pbengine.web.house import house_of
from pbengine.web.language import Currency
from pbengine.web.pages.facilitating.gate import entrusted_round, proposal_of
from pbengine.web.rendering import render, see_other
from pbengine.web.round_head import RoundHead, round_head
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from pbengine.process.proposals import Proposal, ProposalLine
    from pbengine.process.rounds import Round


CHANGED = "changed-meanwhile"


class AdmitFields(BaseModel):
    """What a proposal costs."""

    cost: Money


class DeclineFields(BaseModel):
    """Why a proposal cannot stand on the ballot; that it is not empty is the operation's rule."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A proposal in the queue."""

    id: str
    number: int
    title: str
    summary: str
    author: str
    place: str
    status: Status
    estimate: int | None
    cost: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """The proposals of a round, of one status or of all."""

    head: RoundHead
    address: str
    status: Status | None
    counts: Mapping[Status, int]
    lines: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A proposal to be decided on; where ``decides`` is false, ``head.phase`` is the reason."""

    head: RoundHead
    address: str
    line: QueueLine
    body: str
    decides: bool
    admission: FormView
    refusal: FormView
    seen: str
    next: QueueLine | None

    @property
    def changed(self) -> bool:
        """Whether the author has changed the text after it was shown to be decided on."""
        return any(fault.code == CHANGED for form in (self.admission, self.refusal) for fault in form.faults)


@get("/facilitate/rounds/{slug:str}/proposals", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def queue(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """List the proposals of a round, of one status if the address names one."""
    wanted = request.query_params.get("status", "")
    status = next((status for status in Status if status == wanted), None)
    with house_of(request).database.reading() as session:
        round_ = entrusted_round(session, request, slug)
        every = list_proposals(session, round_)
        counts = Counter(line.proposal.status for line in every)
        view = QueueView(
            head=round_head(session, round_, request),
            address=f"/facilitate/rounds/{slug}",
            status=status,
            counts={status: counts[status] for status in Status},
            lines=tuple(_line(line) for line in every if status in {None, line.proposal.status}),
        )
    return render(request, "facilitate/queue", view)


@get("/facilitate/rounds/{slug:str}/proposals/{id_:str}", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def read(request: Request[Any, Any, Any], slug: FromPath[str], id_: FromPath[str]) -> Response[str]:
    """Show a proposal with the decisions there are."""
    return _show(request, slug, id_)


@post(
    "/facilitate/rounds/{slug:str}/proposals/{id_:str}/admit", opt={"access": Access.FACILITATOR}, sync_to_thread=True
)
def admit(
    request: Request[Any, Any, Any], slug: FromPath[str], id_: FromPath[str], form: NamedDependency[Form]
) -> Response[Any]:
    """Put a proposal on the ballot at a cost."""
    house = house_of(request)
    attempt = Attempt(form)
    with attempt, house.database.writing() as session:
        round_ = entrusted_round(session, request, slug)
        given = read_form(AdmitFields, form, currency=Currency(round_.currency, round_.minor_units))
        proposal = _as_seen(session, proposal_of(session, round_, id_), form)
        admit_proposal(session, proposal, cost=given.cost, actor=actor_of(session, request), now=house.clock())
        return _back(request, slug, id_)
    return _show(request, slug, id_, admission=attempt.shown())


@post(
    "/facilitate/rounds/{slug:str}/proposals/{id_:str}/decline", opt={"access": Access.FACILITATOR}, sync_to_thread=True
)
def decline(
    request: Request[Any, Any, Any], slug: FromPath[str], id_: FromPath[str], form: NamedDependency[Form]
) -> Response[Any]:
    """Keep a proposal off the ballot, with a reason that everybody reads."""
    house = house_of(request)
    attempt = Attempt(form)
    with attempt, house.database.writing() as session:
        round_ = entrusted_round(session, request, slug)
        given = read_form(DeclineFields, form)
        proposal = _as_seen(session, proposal_of(session, round_, id_), form)
        decline_proposal(session, proposal, reason=given.reason, actor=actor_of(session, request), now=house.clock())
        return _back(request, slug, id_)
    return _show(request, slug, id_, refusal=attempt.shown())


@post(
    "/facilitate/rounds/{slug:str}/proposals/{id_:str}/return", opt={"access": Access.FACILITATOR}, sync_to_thread=True
)
def take_back(request: Request[Any, Any, Any], slug: FromPath[str], id_: FromPath[str]) -> Response[Any]:
    """Take a decision back."""
    house = house_of(request)
    with house.database.writing() as session:
        proposal = proposal_of(session, entrusted_round(session, request, slug), id_)
        return_to_review(session, proposal, actor=actor_of(session, request), now=house.clock())
    return _back(request, slug, id_)


def _as_seen(session: Session, proposal: Proposal, form: Form) -> Proposal:
    """Return the proposal, held, if its text is the one that was shown; raises FormRefusal if it has changed."""
    hold_round_of(session, proposal)
    if proposal.status is Status.SUBMITTED and form.one("seen") != _version(proposal):
        raise FormRefusal((FieldFault("seen", CHANGED),))
    return proposal


def _version(proposal: Proposal) -> str:
    return proposal.changed_at.isoformat()


def _back(request: Request[Any, Any, Any], slug: str, id_: str) -> Response[Any]:
    return see_other(request, f"/facilitate/rounds/{slug}/proposals/{id_}")


def _show(
    request: Request[Any, Any, Any],
    slug: str,
    id_: str,
    *,
    admission: FormView | None = None,
    refusal: FormView | None = None,
) -> Response[str]:
    with house_of(request).database.reading() as session:
        round_ = entrusted_round(session, request, slug)
        proposal = proposal_of(session, round_, id_)
        view = DecisionView(
            head=round_head(session, round_, request),
            address=f"/facilitate/rounds/{slug}",
            line=_line_of(proposal, author_of(session, proposal)),
            body=proposal.body,
            decides=phase_of(round_, house_of(request).clock()) in {Phase.PROPOSALS, Phase.REVIEW},
            admission=admission or FormView(),
            refusal=refusal or FormView(),
            seen=_version(proposal),
            next=_next(session, round_, proposal),
        )
    return render(request, "facilitate/decision", view, status=422 if admission or refusal else 200)


def _next(session: Session, round_: Round, proposal: Proposal) -> QueueLine | None:
    """Return the next proposal that waits, after this one and then from the first."""
    waiting = [line for line in list_proposals(session, round_, Status.SUBMITTED) if line.proposal.id != proposal.id]
    waiting.sort(key=lambda line: (line.proposal.number < proposal.number, line.proposal.number))
    return _line(waiting[0]) if waiting else None


def _line(line: ProposalLine) -> QueueLine:
    return _line_of(line.proposal, line.author)


def _line_of(proposal: Proposal, author: str) -> QueueLine:
    return QueueLine(
        id=proposal.id,
        number=proposal.number,
        title=proposal.title,
        summary=proposal.summary,
        author=author,
        place=proposal.place,
        status=proposal.status,
        estimate=proposal.estimate,
        cost=proposal.cost,
        reason=proposal.reason,
    )


PAGES = (queue, read, admit, decline, take_back)
