"""Which ballots of a log count, and what their openings say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pbengine.audit.errors import BlockedError
from pbengine.audit.reading import line_faults, read, split_lines
from pbengine.record.choices import in_one_order, read_ballot
from pbengine.record.entries import BallotEntry, VoidEntry
from pbengine.record.errors import RecordError
from pbengine.record.openings import parse_opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pbengine.record.choices import BallotChoices
    from pbengine.record.entries import Entry
    from pbengine.record.openings import Opening
    from pbengine.voting import BallotKind


@dataclass(frozen=True, slots=True)
class LoggedBallot:
    """A ballot entry with its place in the log."""

    idx: int
    leaf: bytes
    entry: BallotEntry


class BallotBox:
    """The ballots of a log: all of them, and those that count."""

    def __init__(self, entries: Sequence[Entry], leaves: Sequence[bytes]) -> None:
        self.ballots = tuple(
            LoggedBallot(idx, leaves[idx], entry) for idx, entry in enumerate(entries) if isinstance(entry, BallotEntry)
        )
        self.voids = tuple((idx, entry) for idx, entry in enumerate(entries) if isinstance(entry, VoidEntry))

    @cached_property
    def by_cred(self) -> Mapping[bytes, tuple[LoggedBallot, ...]]:
        """The ballots of each voter in the order of the log."""
        found = defaultdict(list)
        for ballot in self.ballots:
            found[ballot.entry.cred].append(ballot)
        return {cred: tuple(ballots) for cred, ballots in found.items()}

    @cached_property
    def counting(self) -> tuple[LoggedBallot, ...]:
        """Of each voter the ballot with the highest ``seq`` among those that are not void, in the order of the log."""
        leaves = {entry.leaf for _, entry in self.voids if entry.leaf is not None}
        creds = {entry.cred for _, entry in self.voids if entry.cred is not None}
        last: dict[bytes, LoggedBallot] = {}
        for ballot in self.ballots:
            cred = ballot.entry.cred
            if ballot.leaf in leaves or cred in creds:
                continue
            if cred not in last or last[cred].entry.seq < ballot.entry.seq:
                last[cred] = ballot
        return tuple(sorted(last.values(), key=lambda ballot: ballot.idx))


@dataclass(frozen=True, slots=True)
class Openings:
    """The openings of a file by index; ``faults`` are those of its lines with their places."""

    by_idx: Mapping[int, Opening]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadBallots:
    """What the ballots of a log say, by index, in the one order that equal ballots have; and why others say nothing."""

    choices: Mapping[int, BallotChoices]
    faults: Mapping[int, str]

    def of(self, ballot: LoggedBallot) -> BallotChoices:
        """Return what a ballot says.

        Raises
        ------
        BlockedError
            if it has no opening, or its opening holds no ballot of the kind voted with.
        """
        try:
            return self.choices[ballot.idx]
        except KeyError:
            fault = self.faults.get(ballot.idx, f"the ballot at index {ballot.idx} has no opening")
            raise BlockedError(fault) from None


def read_ballots(kind: BallotKind, ballots: Iterable[LoggedBallot], openings: Openings) -> ReadBallots:
    """Return what those ballots say that have an opening."""
    choices: dict[int, BallotChoices] = {}
    faults: dict[int, str] = {}
    for ballot in ballots:
        opening = openings.by_idx.get(ballot.idx)
        if opening is None:
            continue
        try:
            choices[ballot.idx] = in_one_order(kind, read_ballot(kind, opening.ballot))
        except RecordError as error:
            faults[ballot.idx] = f"the ballot at index {ballot.idx} cannot be read: {error}"
    return ReadBallots(choices, faults)


def read_openings(path: str, data: bytes) -> Openings:
    """Return the openings that the lines of a file hold; of two with one index the first."""
    by_idx: dict[int, Opening] = {}
    faults = list(line_faults(path, data))
    latest = -1
    for number, content in enumerate(split_lines(data), start=1):
        reading = read("", content, parse_opening)
        place = f"{path}, line {number}"
        if reading.value is None:
            faults.append(f"{place}: {reading.fault}")
            continue
        idx = reading.value.idx
        if idx in by_idx:
            faults.append(f"{place}: a second opening of index {idx}")
        elif idx < latest:
            faults.append(f"{place}: index {idx} stands after index {latest}")
        by_idx.setdefault(idx, reading.value)
        latest = max(latest, idx)
    return Openings(by_idx, tuple(faults))
