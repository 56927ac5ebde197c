"""A round as its facilitator sees it: where it stands, what is due, the numbers, the list before opening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.phases import UNFROZEN, Phase
from pbengine.voting.registry import find_rule
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.facilitating.checklist import Check, checklist_of
from pbengine.web.pages.facilitating.due import due_in
from pbengine.web.pages.facilitating.gate import entrusted_round
from pbengine.web.pages.facilitating.numbers import desk_of
from pbengine.web.pages.results.rule_words import Telling, settings_told
from pbengine.web.pages.results.words import words_of
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pbengine.process.eligibility import RollCounts
    from pbengine.process.proposals import Status
    from pbengine.web.pages.facilitating.numbers import Desk
    from pbengine.web.timeline import TimelineView


@dataclass(frozen=True, slots=True)
class RoundTerms:
    """What a round has decided: money, limits, rule and dates."""

    budget: int
    rule_id: str
    rule_name: str
    rule_summary: str
    rule_settings: tuple[str, ...]
    max_choices: int | None
    max_sum_cost: int | None
    proposals_from: datetime
    review_from: datetime
    voting_from: datetime
    voting_until: datetime


@dataclass(frozen=True, slots=True)
class OverviewView:
    """A round on the facilitator's desk. ``checks`` are empty once voting has opened."""

    head: RoundHead
    address: str
    timeline: TimelineView
    terms: RoundTerms
    proposals: Mapping[Status, int]
    projects: int
    residents: int
    roll: RollCounts | None
    checks: tuple[Check, ...]
    frozen: str | None

    @property
    def may_open(self) -> bool:
        """Whether the page on opening has anything to say."""
        return self.head.phase in {Phase.PROPOSALS, Phase.REVIEW}

    @property
    def may_close(self) -> bool:
        """Whether voting goes on."""
        return self.head.phase is Phase.VOTING


@get("/facilitate/rounds/{slug:str}", opt={"access": Access.FACILITATOR}, sync_to_thread=True)
def overview(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show a round of one's own."""
    with house_of(request).database.reading() as session:
        round_ = entrusted_round(session, request, slug)
        view = _view(round_head(session, round_, request), desk_of(session, round_, house_of(request).clock()))
    return render(request, "facilitate/overview", view)


def _view(head: RoundHead, desk: Desk) -> OverviewView:
    due = due_in(desk)
    return OverviewView(
        head=head,
        address=desk.address,
        timeline=replace(head.timeline, sentence=due.sentence, action=due.action, reason=due.reason, next=due.after),
        terms=terms_of(desk),
        proposals=desk.proposals,
        projects=len(desk.projects),
        residents=desk.residents,
        roll=desk.roll,
        checks=checklist_of(desk) if desk.phase in UNFROZEN else (),
        frozen=desk.round.election_hash,
    )


def terms_of(desk: Desk) -> RoundTerms:
    """Return what a round has decided so far."""
    round_ = desk.round
    rule = find_rule(round_.rule_id)
    return RoundTerms(
        budget=round_.budget,
        rule_id=rule.id,
        rule_name=rule.name,
        rule_summary=rule.summary,
        rule_settings=settings_told(rule, round_.rule_options, Telling(words_of(desk.currency, {}), {})),
        max_choices=round_.max_choices,
        max_sum_cost=round_.max_sum_cost,
        proposals_from=round_.proposals_from,
        review_from=round_.review_from,
        voting_from=round_.voting_from,
        voting_until=round_.voting_until,
    )


PAGES = (overview,)
