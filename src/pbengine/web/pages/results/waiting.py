"""What stands at the place of a result before there is one: when it comes, or how far the count is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pbengine.process.people import Role
from pbengine.process.phases import Phase
from pbengine.process.tallies import State, progress_of
from pbengine.web.round_head import RoundHead, round_head

if TYPE_CHECKING:
    from datetime import datetime

    from litestar import Request
    from sqlmodel import Session

    from pbengine.process.rounds import Round

SECONDS, SECONDS_AFTER_FAILURE = 4, 30


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A round without a result. ``state`` is None before its count is queued; of the count itself nothing is told."""

    head: RoundHead
    voting_until: datetime
    state: State | None
    facilitates: bool

    @property
    def counting(self) -> bool:
        """Whether voting is over."""
        return self.head.phase is Phase.COUNTING

    @property
    def failed(self) -> bool:
        """Whether somebody has to start the count again."""
        return self.state is State.FAILED

    @property
    def seconds(self) -> int:
        """After how many seconds the page looks again by itself."""
        return SECONDS_AFTER_FAILURE if self.failed else SECONDS


def waiting_view(session: Session, round_: Round, request: Request[Any, Any, Any]) -> WaitingView:
    """Return what there is to say before the result is published."""
    progress = progress_of(session, round_)
    visitor = request.user
    return WaitingView(
        head=round_head(session, round_, request),
        voting_until=round_.voting_until,
        state=progress.state if progress else None,
        facilitates=visitor is not None and Role.FACILITATOR in visitor.roles.get(round_.commission_id, frozenset()),
    )
