"""Small elections, as files, that become published rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.formats.pabulib import read_pabulib
from pbengine.process.importing import import_election
from tests.web.town import KEYRING, NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pbengine.process.database import Database

SHARES = ("60;Park;1", "30;Hall;1", "20;Tree;0")
"""The example of the rule's own documentation: four voters, a budget of 100."""
SHARES_VOTES = ("1,2", "1,3", "1,3", "2")


def file_of(
    projects: Iterable[str], votes: Iterable[str], *, rule: str = "equalshares", budget: int = 100, meta: str = ""
) -> str:
    """Return an election as a ``.pb`` file; projects as ``cost;name;selected``, votes as lists of their numbers."""
    rows = [f"{number};{project}" for number, project in enumerate(projects, start=1)]
    ballots = [f"{number};{vote}" for number, vote in enumerate(votes, start=1)]
    head = (
        f"META\nkey;value\ndescription;A small election\ncountry;Nowhere\nunit;Lipowo\ninstance;2026\n"
        f"num_projects;{len(rows)}\nnum_votes;{len(ballots)}\nbudget;{budget}\nvote_type;approval\nrule;{rule}\n"
        f"currency;EUR\ndate_begin;2025\ndate_end;2025\n{meta}"
    )
    lines = ["PROJECTS", "project_id;cost;name;selected", *rows, "VOTES", "voter_id;vote", *ballots]
    return head + "\n".join(lines) + "\n"


def publish_file(database: Database, text: str | bytes) -> str:
    """Import an election and return the address of its round."""
    round_ = import_election(database, read_pabulib(text), now=NOW, keyring=KEYRING)
    return f"/rounds/{round_.slug}"
