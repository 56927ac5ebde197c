"""An election from any file as a ``.pb`` file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.formats.pabulib.declared import rule_keys
from pbengine.formats.pabulib.file import PabulibFile
from pbengine.formats.pabulib.making import pabulib_file
from pbengine.formats.pabulib.writing import write_pabulib
from pbengine.voting.ballots import BallotLimits

if TYPE_CHECKING:
    from pbengine.formats.elections.election import Election


def write_election(election: Election) -> str:
    """Return the text of a file in the strict form, with every column where the election comes from such a file.

    Raises
    ------
    FormatError
        if the file could not be read: an id with a comma.
    """
    if isinstance(election.source, PabulibFile):
        return write_pabulib(election.source)
    rule = rule_keys(election.rule_id, election.rule_options) if election.rule_id else {}
    meta = {"description": election.title, "currency": election.currency, **rule}
    names = {"name": election.names} if any(election.names) else {}
    return write_pabulib(
        pabulib_file(election.instance, election.profile, BallotLimits(), meta=meta, project_columns=names)
    )
