"""Checking a ballot once more, and casting it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import BaseModel, Field

from pbengine.process.ballots import Submission, cast_ballot, choice_faults
from pbengine.process.opening import election_of
from pbengine.process.projects import projects_of
from pbengine.process.refusals import (
    AlreadyVotedRefusal,
    KeyReusedRefusal,
    NotOnRollRefusal,
    PhaseRefusal,
)
from pbengine.process.rounds import find_round
from pbengine.web.access import Access
from pbengine.web.forms import Attempt, Form, read_form
from pbengine.web.house import house_of
from pbengine.web.pages.ballots.choosing import PaperView, draft_of, paper_view
from pbengine.web.pages.ballots.drafts import kept_draft, no_draft_cookie
from pbengine.web.rendering import render, see_other
from pbengine.web.sessions import actor_of

if TYPE_CHECKING:
    from pbengine.process.refusals import FieldFault
    from pbengine.web.pages.ballots.paper import PaperProject
    from pbengine.web.round_head import RoundHead

KEY_BYTES, SALT_BYTES = 16, 32
KEY = rf"^[0-9a-f]{{{2 * KEY_BYTES}}}$"
TOO_LATE = (AlreadyVotedRefusal, KeyReusedRefusal, NotOnRollRefusal, PhaseRefusal)
"""Refusals that the ballot's own page explains, with the way on."""


class CastForm(BaseModel):
    """What the page with the button sends; the key makes sending it twice harmless."""

    key: Annotated[str, Field(pattern=KEY)]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The ballot as it would be cast."""

    paper: PaperView
    key: str

    @property
    def head(self) -> RoundHead:
        """The head of the round."""
        return self.paper.head

    @property
    def chosen(self) -> tuple[PaperProject, ...]:
        """The projects on the ballot."""
        return tuple(project for project in self.paper.projects if project.chosen)


@post("/rounds/{slug:str}/ballot/review", opt={"access": Access.PERSON}, sync_to_thread=True)
def check(request: Request[Any, Any, Any], slug: FromPath[str], form: NamedDependency[Form]) -> Response[Any]:
    """Keep what is ticked; lead on to the review, or say what has to change first."""
    choices = form.many("choices")
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        paper = paper_view(session, request, round_, choices)
        faults = () if paper.barrier else choice_faults(election_of(session, round_), choices)
        draft = draft_of(session, request, round_, choices)
    if paper.barrier or faults:
        answer: Response[Any] = _again(request, slug, choices, faults)
    else:
        answer = see_other(request, f"{paper.head.address}/ballot/review")
    answer.set_cookie(draft)
    return answer


@get("/rounds/{slug:str}/ballot/review", opt={"access": Access.PERSON}, sync_to_thread=True)
def review(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Show the ballot once more in words before it is cast; a draft that cannot be cast goes back to choosing."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        choices = kept_draft(request, round_, projects_of(session, round_))
        paper = paper_view(session, request, round_, choices)
        fit = paper.barrier is None and not choice_faults(election_of(session, round_), choices)
    if not fit:
        return see_other(request, f"{paper.head.address}/ballot")
    return render(request, "ballots/review", ReviewView(paper, secrets.token_hex(KEY_BYTES)))


@post("/rounds/{slug:str}/ballot/cast", opt={"access": Access.PERSON}, sync_to_thread=True)
def cast(request: Request[Any, Any, Any], slug: FromPath[str], form: NamedDependency[Form]) -> Response[Any]:
    """Put the ballot into the box; the same page sent again leads to the same receipt."""
    house = house_of(request)
    attempt = Attempt(form, also=TOO_LATE)
    with attempt:
        given = read_form(CastForm, form)
        submission = Submission(given.choices, bytes.fromhex(given.key), secrets.token_bytes(SALT_BYTES))
        with house.database.writing() as session:
            round_ = find_round(session, slug)
            actor = actor_of(session, request)
            cast_ballot(session, round_, submission, actor=actor, now=house.clock(), keyring=house.keyring)
        answer = see_other(request, f"/rounds/{slug}/ballot/receipt")
        answer.set_cookie(no_draft_cookie(request, round_))
        return answer
    return _again(request, slug, form.many("choices"), attempt.faults)


def _again(
    request: Request[Any, Any, Any], slug: str, choices: tuple[str, ...], faults: tuple[FieldFault, ...]
) -> Response[str]:
    """Show the ballot paper with what is wrong, or why there is no voting any more."""
    with house_of(request).database.reading() as session:
        view = paper_view(session, request, find_round(session, slug), choices, faults)
    status = 422 if all(fault.field for fault in faults) else 409
    return render(request, "ballots/choose", view, status=view.barrier.status if view.barrier else status)


PAGES = (check, review, cast)
