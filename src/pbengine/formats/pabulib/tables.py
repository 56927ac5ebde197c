"""The three sections of a file, read one by one and not yet held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong inside the sections."""
        return (*self.meta.faults, *self.projects.faults, *self.votes.faults)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is doubtful inside the sections."""
        return (*self.meta.warnings, *self.projects.warnings)
