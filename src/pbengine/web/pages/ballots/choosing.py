"""Choosing: the ballot paper, and what is left as one ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from pbengine.process.phases import Phase
from pbengine.process.projects import projects_of
from pbengine.process.rounds import Round, find_round
from pbengine.web.access import Access
from pbengine.web.forms import Form, FormView
from pbengine.web.house import house_of
from pbengine.web.pages.ballots.barriers import Barrier, barrier_of
from pbengine.web.pages.ballots.drafts import draft_cookie, kept_draft
from pbengine.web.pages.ballots.paper import PaperProject, SoFar, Terms, paper_of, so_far, terms_of
from pbengine.web.rendering import is_htmx, render, see_other
from pbengine.web.round_head import RoundHead, round_head, standing_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from litestar.datastructures import Cookie
    from sqlmodel import Session

    from pbengine.process.refusals import FieldFault
    from pbengine.web.language import Currency


@dataclass(frozen=True, slots=True)
class PaperView:
    """The ballot paper with what is ticked; ``barrier`` says why this visitor can only read it."""

    head: RoundHead
    barrier: Barrier | None
    projects: tuple[PaperProject, ...]
    so_far: SoFar
    terms: Terms
    form: FormView

    @property
    def currency(self) -> Currency:
        """In what money is told."""
        return self.head.currency


@get("/rounds/{slug:str}/ballot", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def choose(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show the ballot paper, with the ticks that were left on this device."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        kept = kept_draft(request, round_, projects_of(session, round_)) if request.user else ()
        view = paper_view(session, request, round_, kept)
    return render(request, "ballots/choose", view)


@post("/rounds/{slug:str}/ballot", opt={"access": Access.PERSON}, sync_to_thread=True)
def keep(request: Request[Any, Any, Any], slug: FromPath[str], form: NamedDependency[Form]) -> Response[Any]:
    """Keep what is ticked and tell what is left: htmx asks at every tick, without it there is a button."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        view = paper_view(session, request, round_, form.many("choices"))
        draft = draft_of(session, request, round_, form.many("choices"))
    if view.barrier:
        return render(request, "ballots/choose", view, status=view.barrier.status)
    answer = (
        render(request, "ballots/so-far", view)
        if is_htmx(request)
        else see_other(request, f"{view.head.address}/ballot")
    )
    answer.set_cookie(draft)
    return answer


def paper_view(
    session: Session,
    request: Request[Any, Any, Any],
    round_: Round,
    chosen: Collection[str],
    faults: Sequence[FieldFault] = (),
) -> PaperView:
    """Return the ballot paper for whoever asks; while nothing is voted on it is empty."""
    head = round_head(session, round_, request)
    voter_id = request.user.person_id if request.user else ""
    projects = projects_of(session, round_) if head.phase is Phase.VOTING else ()
    paper, terms = paper_of(projects, chosen, voter_id), terms_of(round_)
    return PaperView(
        head=head,
        barrier=barrier_of(round_, standing_of(session, round_, request), house_of(request).clock()),
        projects=paper,
        so_far=so_far(paper, terms),
        terms=terms,
        form=FormView(faults=tuple(faults)),
    )


def draft_of(session: Session, request: Request[Any, Any, Any], round_: Round, chosen: Collection[str]) -> Cookie:
    """Return the cookie that keeps these choices."""
    return draft_cookie(request, round_, projects_of(session, round_), chosen)


PAGES = (choose, keep)
