"""An election from any file as a file of rankings has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pbengine.formats.ranked.file import RankedFile, candidates_for_seats, numbered
from pbengine.voting.instance import Standing

if TYPE_CHECKING:
    from pbengine.formats.elections.election import Election


def ranked_file(election: Election) -> RankedFile:
    """Return the candidates under their numbers, whatever their ids were; who has no name is called by the id."""
    if isinstance(election.source, RankedFile):
        return replace(election.source, profile=election.profile)
    projects = election.instance.projects
    ids = numbered(len(projects))
    number = {project.id: id_ for project, id_ in zip(projects, ids, strict=True)}
    withdrawn = {number[project.id] for project in projects if project.standing is Standing.WITHDRAWN}
    return RankedFile(
        title=election.title,
        candidates=tuple(election.name_of(project.id) or project.id for project in projects),
        instance=candidates_for_seats(ids, election.instance.seats or 1, withdrawn=withdrawn),
        profile=election.profile,
        lot=tuple(number[id_] for id_ in election.lot),
    )
