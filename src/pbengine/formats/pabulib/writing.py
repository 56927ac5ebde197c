"""Write a ``.pb`` file in the strict form."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pbengine.formats.pabulib.plain_votes import SEPARATOR

if TYPE_CHECKING:
    from pbengine.formats.pabulib.file import PabulibFile


def write_pabulib(file: PabulibFile) -> str:
    r"""Return the text of a file: ``\n`` line ends, quotes only where they are needed, every key and column kept.

    Examples
    --------
    >>> from pbengine.formats.pabulib.reading import read_pabulib
    >>> loose = read_pabulib(
    ...     "meta\r\nKey;Value\r\nbudget;10,5\r\nvote_type;approval\r\nprojects\r\n"
    ...     "project_id;cost;target\r\na;3;old, young\r\nvotes\r\nvoter_id;vote;\r\n1; a ;"
    ... )
    >>> print(write_pabulib(loose), end="")
    META
    key;value
    budget;10.5
    vote_type;approval
    PROJECTS
    project_id;cost;beneficiaries
    a;3;old,young
    VOTES
    voter_id;vote
    1;a
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=SEPARATOR, lineterminator="\n")
    rows.writerows((("META",), ("key", "value")))
    rows.writerows(file.meta.items())
    for title, columns in (("PROJECTS", file.projects), ("VOTES", file.votes)):
        rows.writerows(((title,), tuple(columns)))
        rows.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()
