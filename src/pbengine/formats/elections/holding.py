"""What an election has that not every format can hold: refused where it matters to a count, told where it does not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.pabulib.file import PabulibFile
from pbengine.formats.ranked.file import RankedFile
from pbengine.voting.constraints import Feature
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.formats.elections.election import Election


class Holding(StrEnum):
    """Something that a file may or may not be able to say."""

    COSTS = "costs"
    CONSTRAINTS = "constraints"
    APPROVALS = "approvals"
    POINTS = "points"
    EQUAL_RANKS = "equal-ranks"
    UNRANKED = "unranked"
    WITHDRAWN = "withdrawn"
    ENDOWMENTS = "endowments"
    NO_PROJECTS = "no-projects"
    BLANK_BALLOTS = "blank-ballots"
    SEATS = "seats"
    LOT = "lot"
    RULE = "rule"
    TITLE = "title"
    REMARKS = "remarks"
    DETAILS = "details"


NEEDED = {
    Holding.COSTS: "cannot hold what projects cost; give --seats N to count or write it as an election to N seats",
    Holding.CONSTRAINTS: "cannot hold what is asked of an outcome beside the budget",
    Holding.APPROVALS: "holds rankings only, and these ballots have no order",
    Holding.POINTS: "holds rankings only, and these ballots give points",
    Holding.EQUAL_RANKS: "cannot hold equal ranks",
    Holding.UNRANKED: "holds rankings of every candidate only, and some of these leave candidates out",
    Holding.WITHDRAWN: "cannot hold that somebody has withdrawn",
    Holding.ENDOWMENTS: "cannot hold that voters have different weights",
    Holding.NO_PROJECTS: "cannot hold an election in which nothing stands on the ballot",
}
"""What a file that cannot hold it must not be written for: a count of it would be another one."""

LEFT_OUT = {
    Holding.BLANK_BALLOTS: "the ballots that name nobody",
    Holding.SEATS: "how many seats there are",
    Holding.LOT: "the order that settles ties",
    Holding.RULE: "the rule that the file declares",
    Holding.TITLE: "the title",
    Holding.REMARKS: "the remarks, and options for other programs",
    Holding.DETAILS: "what else the file says of projects, voters and the count",
}
"""What may be left out, and is told."""

PROJECTS = frozenset(Holding) - {
    Holding.CONSTRAINTS,
    Holding.ENDOWMENTS,
    Holding.EQUAL_RANKS,
    Holding.LOT,
    Holding.REMARKS,
}
"""What a ``.pb`` file holds."""

RANKINGS = frozenset(
    {
        Holding.EQUAL_RANKS,
        Holding.UNRANKED,
        Holding.WITHDRAWN,
        Holding.BLANK_BALLOTS,
        Holding.SEATS,
        Holding.LOT,
        Holding.TITLE,
        Holding.REMARKS,
    }
)
"""What a ``.blt`` file holds."""

SPREADSHEET = (RANKINGS | {Holding.APPROVALS, Holding.POINTS}) - {Holding.REMARKS}
"""What a ``.csv`` file of ballots holds."""


class NotHeldError(Exception):
    """A format cannot hold an election. ``faults`` holds every reason."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def refuse_unheld(election: Election, holds: frozenset[Holding], name: str) -> tuple[str, ...]:
    """Return in words what a file of a format leaves out of an election.

    Raises
    ------
    NotHeldError
        if something is needed to count it as it is meant.
    """
    unheld = [holding for holding in holdings(election) if holding not in holds]
    if faults := tuple(f"{name} {NEEDED[holding]}" for holding in unheld if holding in NEEDED):
        raise NotHeldError(faults)
    return tuple(LEFT_OUT[holding] for holding in unheld)


def holdings(election: Election) -> tuple[Holding, ...]:
    r"""Return what there is in an election that not every format can hold.

    Examples
    --------
    >>> from pbengine.formats.blt import read_blt
    >>> from pbengine.formats.elections.election import election_of
    >>> [str(one) for one in holdings(election_of(read_blt('2 1\n-2\n3 1 0\n0\n"A" "B" "Board"')))]
    ['unranked', 'withdrawn', 'seats', 'title']
    """
    there = {*_ballots(election), *_instance(election), *_words(election)}
    return tuple(holding for holding in Holding if holding in there)


def _ballots(election: Election) -> Iterator[Holding]:
    profile = election.profile
    lengths = np.diff(profile.starts)
    if profile.kind in (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE):
        yield Holding.APPROVALS
    elif profile.kind is not BallotKind.ORDINAL:
        yield Holding.POINTS
    elif np.any(lengths < profile.project_count):
        yield Holding.UNRANKED
    if np.any(lengths == 0):
        yield Holding.BLANK_BALLOTS
    if Feature.EQUAL_RANKS in profile.features:
        yield Holding.EQUAL_RANKS
    if Feature.ENDOWMENTS in profile.features:
        yield Holding.ENDOWMENTS


def _instance(election: Election) -> Iterator[Holding]:
    instance = election.instance
    yield Holding.SEATS if election.fills_seats or instance.seats else Holding.COSTS
    if not instance.projects:
        yield Holding.NO_PROJECTS
    if instance.constraints.features:
        yield Holding.CONSTRAINTS
    if len(instance.standing) < len(instance.projects):
        yield Holding.WITHDRAWN


def _words(election: Election) -> Iterator[Holding]:
    if election.lot:
        yield Holding.LOT
    if election.rule_id or election.declared:
        yield Holding.RULE
    if election.title:
        yield Holding.TITLE
    source = election.source
    if isinstance(source, PabulibFile):
        yield Holding.DETAILS
    if isinstance(source, RankedFile) and (source.options or source.remarks):
        yield Holding.REMARKS
