"""The public acts: what people did about a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Request, Response, get
from litestar.params import FromPath

from pbengine.process.acts import acts_of
from pbengine.process.proposals import list_proposals
from pbengine.process.rounds import find_round
from pbengine.web.access import Access
from pbengine.web.house import house_of
from pbengine.web.language import Currency
from pbengine.web.pages.records.lines import ActLine, Known, act_line
from pbengine.web.pages.records.paging import Paging, paging_of
from pbengine.web.rendering import render
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from pbengine.process.rounds import Round

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ActsView:
    """The public acts of a round, oldest first."""

    head: RoundHead
    count: int
    paging: Paging
    acts: tuple[ActLine, ...]


@get("/rounds/{slug:str}/record/acts", opt={"access": Access.PUBLIC}, sync_to_thread=True)
def list_acts(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """List the public acts of a round."""
    with house_of(request).database.reading() as session:
        round_ = find_round(session, slug)
        every = act_lines(session, round_)
        paging = paging_of(request, len(every), PER_PAGE)
        acts = tuple(every[paging.first : paging.first + PER_PAGE])
        view = ActsView(round_head(session, round_, request), len(every), paging, acts)
    return render(request, "records/acts", view)


def act_lines(session: Session, round_: Round) -> Sequence[ActLine]:
    """Return the public acts of a round in words."""
    proposals = [line.proposal for line in list_proposals(session, round_)]
    known = Known(
        titles={proposal.number: proposal.title for proposal in proposals},
        addresses={proposal.number: f"/proposals/{proposal.id}" for proposal in proposals},
        currency=Currency(round_.currency, round_.minor_units),
    )
    return [act_line(act, known) for act in acts_of(session, round_)]


PAGES = (list_acts,)
