"""How a round stands, in numbers: proposals by status, the ballot, the roll; never anything of a result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.process.eligibility import RollCounts, resident_count, roll_counts
from pbengine.process.phases import Phase, phase_of
from pbengine.process.projects import projects_of
from pbengine.process.proposals import Status, list_proposals
from pbengine.process.tallies import Progress, progress_of
from pbengine.voting.instance import Instance, Project
from pbengine.web.language import Currency

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.rounds import Round


@dataclass(frozen=True, slots=True)
class Desk:
    """A round as its facilitator sees it at one moment. ``roll`` is None before voting has opened."""

    round: Round
    now: datetime
    phase: Phase
    currency: Currency
    proposals: Mapping[Status, int]
    projects: tuple[Project, ...]
    titles: Mapping[str, str]
    residents: int
    roll: RollCounts | None
    progress: Progress | None

    @property
    def address(self) -> str:
        """The address of the facilitator's pages of this round."""
        return f"/facilitate/rounds/{self.round.slug}"

    @property
    def waiting(self) -> int:
        """How many proposals wait for a decision."""
        return self.proposals[Status.SUBMITTED]

    @property
    def instance(self) -> Instance:
        """The ballot as it stands, as the count will see it."""
        return Instance(self.projects, self.round.budget, self.round.minor_units)


def desk_of(session: Session, round_: Round, now: datetime) -> Desk:
    """Return how a round stands."""
    counted = Counter(line.proposal.status for line in list_proposals(session, round_))
    projects = projects_of(session, round_)
    return Desk(
        round=round_,
        now=now,
        phase=phase_of(round_, now),
        currency=Currency(round_.currency, round_.minor_units),
        proposals={status: counted[status] for status in Status},
        projects=tuple(Project(project.number, project.cost, project.standing) for project in projects),
        titles={project.number: project.title for project in projects},
        residents=resident_count(session, round_.commission_id),
        roll=roll_counts(session, round_) if round_.opened_at is not None else None,
        progress=progress_of(session, round_),
    )
