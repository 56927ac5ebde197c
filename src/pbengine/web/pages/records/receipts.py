"""Checking a receipt: whether a ballot stands in the log, and, once everything is published, what it says there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import BaseModel

from pbengine.process.ledger import latest_checkpoint
from pbengine.process.opening import election_of
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.rounds import find_round
from pbengine.process.traces import choices_of, trace_of_tracker
from pbengine.web.access import Access
from pbengine.web.forms import Attempt, Form, FormView, read_form
from pbengine.web.house import house_of
from pbengine.web.language import number
from pbengine.web.pages.records.lines import in_groups
from pbengine.web.pages.records.log import PER_PAGE
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.rounds import Round
    from pbengine.process.traces import Trace


class TrackerForm(BaseModel):
    """What stands on a receipt."""

    tracker: str


@dataclass(frozen=True, slots=True)
class Found:
    """A ballot of the box. ``index`` is its place in the log, ``choices`` what it says, where that is public."""

    tracker: tuple[str, ...]
    index: int | None
    covered: int
    choices: tuple[str, ...] | None

    @property
    def proven(self) -> bool:
        """Whether a signed checkpoint covers the ballot, so that there is a proof."""
        return self.index is not None and self.index < self.covered

    @property
    def page(self) -> int:
        """The page of the log on which the ballot stands."""
        return (self.index or 0) // PER_PAGE + 1


@dataclass(frozen=True, slots=True)
class CheckView:
    """The form, and what was found; ``missing`` where a tracker was asked for that is not there."""

    head: RoundHead
    form: FormView
    found: Found | None

    @property
    def missing(self) -> bool:
        """Whether nothing was found."""
        return any(fault.code == NotFoundRefusal.code for fault in self.form.faults)


@get("/rounds/{slug:str}/record/receipt", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def ask_for_tracker(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Ask for a tracker."""
    return _ask(request, slug, FormView(), status=200)


@post("/rounds/{slug:str}/record/receipt", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def look_up(request: Request[Any, Any, Any], slug: FromPath[str], form: NamedDependency[Form]) -> Response[str]:
    """Say where a ballot stands; sent as a form, so that the tracker stays out of addresses and logs of servers."""
    answer = _answer(request, slug, form)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _answer(request: Request[Any, Any, Any], slug: str, form: Form) -> Response[str]:
    attempt = Attempt(form, also=(NotFoundRefusal,))
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        with attempt:
            trace = trace_of_tracker(session, round_, read_form(TrackerForm, form).tracker)
            found = _found(session, round_, trace, house_of(request).clock())
            head = round_head(session, round_, request)
            return render(request, "records/receipt", CheckView(head, attempt.shown(), found))
    return _ask(request, slug, attempt.shown(), status=422)


def _ask(request: Request[Any, Any, Any], slug: str, form: FormView, *, status: int) -> Response[str]:
    with house_of(request).database.reading() as session:
        head = round_head(session, find_round(session, slug), request)
    return render(request, "records/receipt", CheckView(head, form, None), status=status)


def _found(session: Session, round_: Round, trace: Trace, now: datetime) -> Found:
    checkpoint = latest_checkpoint(session, round_)
    covered = checkpoint.size if checkpoint else 0
    return Found(in_groups(trace.tracker), trace.index, covered, _choices(session, round_, trace, now))


def _choices(session: Session, round_: Round, trace: Trace, now: datetime) -> tuple[str, ...] | None:
    """Return the titles that a ballot names; None before the result, and with it every ballot, is published."""
    if round_.published_at is None:
        return None
    titles = {project.id: project.title for project in election_of(session, round_).projects}
    ballot = choices_of(session, round_, trace, now=now)
    if ballot.points is None:
        return tuple(titles[id_] for id_ in ballot.projects)
    pairs = zip(ballot.projects, ballot.points, strict=True)
    return tuple(f"{titles[id_]} ({number(points)})" for id_, points in pairs)


PAGES = (ask_for_tracker, look_up)
