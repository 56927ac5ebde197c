"""The three sections of a file, read one by one and not yet held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.formats.pabulib.votes import WITH_POINTS

if TYPE_CHECKING:
    from pbengine.formats.faults import Fault
    from pbengine.formats.pabulib.meta import Meta
    from pbengine.formats.pabulib.projects import ProjectTable
    from pbengine.formats.pabulib.votes import VoteTable


@dataclass(frozen=True, slots=True)
class Tables:
    """META, PROJECTS and VOTES."""

    meta: Meta
    projects: ProjectTable
    votes: VoteTable

    @property
    def is_countable(self) -> bool:
        """Whether there are a budget, a kind of ballot, projects with different ids and ballots, faulty or not."""
        given = self.meta.kind is not None and "budget" in self.meta.numbers
        needed = {"voter_id", "vote", *(["points"] if self.meta.kind in WITH_POINTS else [])}
        columns = {"project_id", "cost"} <= self.projects.columns.keys() and needed <= self.votes.columns.keys()
        return given and columns and len(set(self.projects.ids)) == len(self.projects.ids)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong inside the sections."""
        return (*self.meta.faults, *self.projects.faults, *self.votes.faults)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is doubtful inside the sections."""
        return (*self.meta.warnings, *self.projects.warnings)
