"""Write a ``.pb`` file in the strict form."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, TypeVar

from pbengine.formats.pabulib.order import META_ORDER, PROJECTS_ORDER, VOTES_ORDER
from pbengine.formats.pabulib.plain_votes import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.formats.pabulib.file import PabulibFile

_Cells = TypeVar("_Cells")


def write_pabulib(file: PabulibFile) -> str:
    r"""Return the text of a file: ``\n`` line ends, quotes only where they are needed, every key and column kept.

    Keys and columns that Pabulib knows come in the order that its checker asks for, then the others as they stood.

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
    rows.writerows(_in_order(file.meta, META_ORDER).items())
    for title, given, order in (("PROJECTS", file.projects, PROJECTS_ORDER), ("VOTES", file.votes, VOTES_ORDER)):
        columns = _in_order(given, order)
        rows.writerows(((title,), tuple(columns)))
        rows.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


def _in_order(given: Mapping[str, _Cells], order: Sequence[str]) -> dict[str, _Cells]:
    return {name: given[name] for name in order if name in given} | dict(given)
