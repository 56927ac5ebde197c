"""The page of a result: the answer, every project with one sentence why, the pictures, and how to check it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.eligibility import RollCounts, roll_counts
from pbengine.process.rounds import find_round
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.pages.results.checking import Checking, checking_of
from pbengine.web.pages.results.counted import Counted, ProjectLine, counted_of
from pbengine.web.pages.results.official import OfficialTold, official_told
from pbengine.web.pages.results.pictures import Pictures, pictures_of
from pbengine.web.pages.results.published_ballots import PublishedBallots, findings_of
from pbengine.web.pages.results.rule_words import RuleTold, rule_told
from pbengine.web.pages.results.waiting import waiting_view
from pbengine.web.pages.results.words import listed
from pbengine.web.rendering import is_htmx, render, see_other
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from sqlmodel import Session

    from pbengine.process.rounds import Round

FEW = 4
"""So many titles can be read at the top of a page."""


@dataclass(frozen=True, slots=True)
class ResultView:
    """A published result.

    ``names`` are the titles of what is funded, where they are few; ``roll`` is None for an election held elsewhere,
    whose roll nobody here knows.
    """

    head: RoundHead
    cost: int
    budget: int
    voters: int
    covered: int
    counts_voters: bool
    names: str
    roll: RollCounts | None
    lines: tuple[ProjectLine, ...]
    pictures: Pictures
    rule: RuleTold
    ties: int
    official: OfficialTold | None
    checking: Checking

    @property
    def funded(self) -> tuple[ProjectLine, ...]:
        """The funded projects."""
        return tuple(line for line in self.lines if line.funded)

    @property
    def others(self) -> tuple[ProjectLine, ...]:
        """The projects that are not funded."""
        return tuple(line for line in self.lines if not line.funded)


@get("/rounds/{slug:str}/result", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def show_result(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Show the result of a round, or when it comes; a page that waits for it is sent to it once it is there."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        if round_.published_at is None:
            return render(request, "results/waiting", waiting_view(session, round_, request))
        if is_htmx(request):
            return see_other(request, f"/rounds/{slug}/result")
        view = _view(session, round_, request)
    return render(request, "results/show", view)


def _view(session: Session, round_: Round, request: Request[Any, Any, Any]) -> ResultView:
    house = house_of(request)
    counted = counted_of(session, round_, now=house.clock())
    lines, roll = counted.lines(), roll_counts(session, round_)
    findings = findings_of(published_ballots(counted))
    return ResultView(
        head=round_head(session, round_, request),
        cost=counted.cost,
        budget=counted.budget,
        voters=counted.voters,
        covered=findings.covered,
        counts_voters=counted.counts_voters,
        names=listed(counted.titles[id_] for id_ in counted.funded) if len(counted.funded) <= FEW else "",
        roll=roll if roll.eligible else None,
        lines=lines,
        pictures=pictures_of(counted, lines),
        rule=rule_told(counted),
        ties=len(counted.document["ties"]),
        official=official_told(session, round_, counted),
        checking=checking_of(session, round_, counted.result, findings, keyring=house.keyring),
    )


def published_ballots(counted: Counted) -> PublishedBallots:
    """Return the ballots of a published result."""
    return PublishedBallots(counted.result.digest, counted.result.result_pb, counted.funded, counted.titles)


PAGES = (show_result,)
