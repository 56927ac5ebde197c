"""The page of a round: where it stands, what can be done now, what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.eligibility import RollCounts, roll_counts
from pbengine.process.importing import held_elsewhere
from pbengine.process.projects import projects_of
from pbengine.process.proposals import Status, list_proposals
from pbengine.process.rounds import find_round
from pbengine.voting.registry import find_rule
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.results.rule_words import Telling, settings_told
from pbengine.web.pages.results.words import words_of
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.rounds import Round


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round; ``elsewhere`` are elections that were held elsewhere, and have no roll here."""

    head: RoundHead
    purpose: str
    budget: int
    rule_id: str
    rule_name: str
    rule_summary: str
    rule_settings: tuple[str, ...]
    max_choices: int | None
    max_sum_cost: int | None
    proposals: int
    projects: int
    roll: RollCounts | None
    elsewhere: bool
    voting_from: datetime
    voting_until: datetime
    election_hash: str | None


@get("/rounds/{slug:str}", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def show_round(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Show a round."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        view = _view(session, round_, round_head(session, round_, request))
    return render(request, "rounds/show", view)


def _view(session: Session, round_: Round, head: RoundHead) -> RoundView:
    rule = find_rule(round_.rule_id)
    roll = roll_counts(session, round_) if round_.opened_at else None
    return RoundView(
        head=head,
        purpose=round_.purpose,
        budget=round_.budget,
        rule_id=rule.id,
        rule_name=rule.name,
        rule_summary=rule.summary,
        rule_settings=settings_told(rule, round_.rule_options, Telling(words_of(head.currency, {}), {})),
        max_choices=round_.max_choices,
        max_sum_cost=round_.max_sum_cost,
        proposals=len(list_proposals(session, round_, Status.SUBMITTED, Status.ADMITTED)),
        projects=len(projects_of(session, round_)) if round_.opened_at else 0,
        roll=roll if roll and roll.eligible else None,
        elsewhere=held_elsewhere(session, round_),
        voting_from=round_.voting_from,
        voting_until=round_.voting_until,
        election_hash=round_.election_hash,
    )


PAGES = (show_round,)
