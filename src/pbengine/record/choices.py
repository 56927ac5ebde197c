"""A ballot as the record keeps it: ids of projects and nothing else that a voter could sign her work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.record.canonical import dumps
from pbengine.record.fields import INTEGER, TEXT, refuse
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.record.canonical import Value

VERSION = 1
_LABELS = {
    BallotKind.APPROVAL: "approve",
    BallotKind.CHOOSE_ONE: "approve",
    BallotKind.ORDINAL: "rank",
    BallotKind.CUMULATIVE: "points",
    BallotKind.SCORING: "points",
}


@dataclass(frozen=True, slots=True)
class BallotChoices:
    """What a voter chose: project ids, best first on an ordinal ballot; points (stored units) where there are any."""

    projects: tuple[str, ...]
    points: tuple[int, ...] | None = None

    @property
    def text(self) -> str:
        """The choices for a reader, as ``p01, p02`` or ``p01 (5), p02 (1)``."""
        if self.points is None:
            return ", ".join(self.projects) or "no project"
        return (
            ", ".join(f"{id_} ({points})" for id_, points in zip(self.projects, self.points, strict=True))
            or "no project"
        )


def ballot_document(kind: BallotKind, choices: BallotChoices) -> Mapping[str, Value]:
    """Return the document of a ballot; what has no order of its own is put in the order of the ids.

    Examples
    --------
    >>> ballot_document(BallotKind.APPROVAL, BallotChoices(("p02", "p01")))
    {'approve': ['p01', 'p02'], 'v': 1}
    >>> ballot_document(BallotKind.CUMULATIVE, BallotChoices(("p02", "p01"), (3, 1)))
    {'points': [['p01', 1], ['p02', 3]], 'v': 1}
    """
    label = _LABELS[kind]
    ordered = in_one_order(kind, choices)
    marks: list[Value] = list(ordered.projects)
    if label == "points":
        marks = [list(pair) for pair in zip(ordered.projects, ordered.points or (), strict=True)]
    return {label: marks, "v": VERSION}


def in_one_order(kind: BallotKind, choices: BallotChoices) -> BallotChoices:
    """Put what has no order of its own into the order of the ids, so that equal ballots are equal."""
    if kind is BallotKind.ORDINAL:
        return choices
    if choices.points is None:
        return BallotChoices(tuple(sorted(choices.projects)))
    pairs = sorted(zip(choices.projects, choices.points, strict=True))
    return BallotChoices(tuple(id_ for id_, _ in pairs), tuple(points for _, points in pairs))


def ballot_bytes(kind: BallotKind, choices: BallotChoices) -> bytes:
    """Return the canonical bytes of a ballot, as they go into its commitment."""
    return dumps(ballot_document(kind, choices))


def read_ballot(kind: BallotKind, document: Mapping[str, Value]) -> BallotChoices:
    """Return the choices of a ballot's document.

    Whether they are allowed is not looked at: see :func:`pbengine.voting.ballots.check_ballots`.

    Raises
    ------
    FieldsError
        if the document is not that of a ballot of this kind.
    """
    label = _LABELS[kind]
    if set(document) != {label, "v"} or document["v"] != VERSION or isinstance(document["v"], bool):
        raise refuse(f"the document of {kind} ballots has the fields {label} and v ({VERSION})")
    marks = document[label]
    if not isinstance(marks, list | tuple):
        raise refuse("is no list", label)
    if label != "points":
        for mark in marks:
            if type(mark) is not str:
                TEXT.read(mark)
        return BallotChoices(tuple(marks))
    pairs = [_pair(mark) for mark in marks]
    return BallotChoices(tuple(id_ for id_, _ in pairs), tuple(points for _, points in pairs))


def _pair(mark: Value) -> tuple[str, int]:
    if not isinstance(mark, list | tuple) or len(mark) != len(("project", "points")):
        raise refuse(f"{mark!r} is not a project with its points", "points")
    return TEXT.read(mark[0]), INTEGER.read(mark[1])
