"""Opening and closing a vote by hand, and starting a failed count again: each asks first and says what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from pbengine.process.closing import close_now
from pbengine.process.opening import open_now
from pbengine.process.phases import Phase
from pbengine.process.tallies import State, retry_count
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.facilitating.checklist import Check, checklist_of, is_ready
from pbengine.web.pages.facilitating.gate import entrusted_round
from pbengine.web.pages.facilitating.numbers import desk_of
from pbengine.web.pages.facilitating.overview import RoundTerms, terms_of
from pbengine.web.rendering import render, see_other
from pbengine.web.round_head import RoundHead, round_head
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from pbengine.process.eligibility import RollCounts
    from pbengine.web.pages.facilitating.numbers import Desk


@dataclass(frozen=True, slots=True)
class BallotLine:
    """A project as it will be frozen."""

    number: str
    title: str
    cost: int


@dataclass(frozen=True, slots=True)
class OpeningView:
    """What opening now would freeze; where it cannot be done, ``checks`` or ``head.phase`` say why."""

    head: RoundHead
    address: str
    terms: RoundTerms
    projects: tuple[BallotLine, ...]
    residents: int
    undecided: int
    checks: tuple[Check, ...]

    @property
    def in_time(self) -> bool:
        """Whether the round is where opening comes next."""
        return self.head.phase in {Phase.PROPOSALS, Phase.REVIEW}

    @property
    def ready(self) -> bool:
        """Whether nothing speaks against it."""
        return self.in_time and is_ready(self.checks)


@dataclass(frozen=True, slots=True)
class ClosingView:
    """What closing now would end."""

    head: RoundHead
    address: str
    terms: RoundTerms
    roll: RollCounts | None

    @property
    def ready(self) -> bool:
        """Whether there is a vote to close."""
        return self.head.phase is Phase.VOTING


@dataclass(frozen=True, slots=True)
class CountView:
    """How far the count is, and what went wrong with it."""

    head: RoundHead
    address: str
    state: State | None
    error: str

    @property
    def failed(self) -> bool:
        """Whether the count can be started again."""
        return self.state is State.FAILED


@get("/facilitate/rounds/{slug:str}/open", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def ask_to_open(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Say exactly what opening now freezes."""
    head, desk = _look(request, slug)
    view = OpeningView(
        head=head,
        address=desk.address,
        terms=terms_of(desk),
        projects=tuple(BallotLine(project.id, desk.titles[project.id], project.cost) for project in desk.projects),
        residents=desk.residents,
        undecided=desk.waiting,
        checks=checklist_of(desk),
    )
    return render(request, "facilitate/open", view)


@post("/facilitate/rounds/{slug:str}/open", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def open_vote(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Open the vote now."""
    house = house_of(request)
    with house.database.writing() as session:
        round_ = entrusted_round(session, request, slug)
        open_now(session, round_, actor=actor_of(session, request), now=house.clock(), keyring=house.keyring)
    return see_other(request, f"/facilitate/rounds/{slug}")


@get("/facilitate/rounds/{slug:str}/close", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def ask_to_close(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Say exactly what closing now ends."""
    head, desk = _look(request, slug)
    return render(request, "facilitate/close", ClosingView(head, desk.address, terms_of(desk), desk.roll))


@post("/facilitate/rounds/{slug:str}/close", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def close_vote(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Close the vote now."""
    house = house_of(request)
    with house.database.writing() as session:
        round_ = entrusted_round(session, request, slug)
        close_now(session, round_, actor=actor_of(session, request), now=house.clock(), keyring=house.keyring)
    return see_other(request, f"/facilitate/rounds/{slug}")


@get("/facilitate/rounds/{slug:str}/count", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def show_count(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show how far the count is; of its result nothing."""
    head, desk = _look(request, slug)
    progress = desk.progress
    view = CountView(head, desk.address, progress.state if progress else None, progress.error if progress else "")
    return render(request, "facilitate/count", view)


@post("/facilitate/rounds/{slug:str}/count", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def count_again(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Queue a failed count once more."""
    house = house_of(request)
    with house.database.writing() as session:
        round_ = entrusted_round(session, request, slug)
        retry_count(session, round_, actor=actor_of(session, request), now=house.clock())
    return see_other(request, f"/facilitate/rounds/{slug}/count")


def _look(request: Request[Any, Any, Any], slug: str) -> tuple[RoundHead, Desk]:
    with house_of(request).database.reading() as session:
        round_ = entrusted_round(session, request, slug)
        return round_head(session, round_, request), desk_of(session, round_, house_of(request).clock())


PAGES = (ask_to_open, open_vote, ask_to_close, close_vote, show_count, count_again)
