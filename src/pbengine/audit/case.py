"""What an audit looks at: the bundle, what the auditor brought along, and what can be read of both, read once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pbengine.audit.ballots import BallotBox, read_ballots, read_openings
from pbengine.audit.errors import BlockedError, UncountableError
from pbengine.audit.reading import Reading, absent, read, read_log, read_text
from pbengine.audit.recount import recount
from pbengine.audit.result_pb import published_ballots
from pbengine.formats.faults import FormatError
from pbengine.formats.pabulib import read_pabulib
from pbengine.record.bundle import MANIFEST, parse_manifest
from pbengine.record.canonical import dumps, object_of
from pbengine.record.checkpoint import open_checkpoint
from pbengine.record.election import parse_election
from pbengine.record.entries import OpenEntry
from pbengine.record.publication import (
    ACTS,
    CHECKPOINTS,
    ELECTION,
    ENTRIES,
    KEYS,
    OPENINGS,
    RESULT_JSON,
    RESULT_PB,
    SEED,
    parse_keys,
)
from pbengine.record.receipts import open_receipt
from pbengine.record.seeds import parse_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from pbengine.audit.ballots import Openings, ReadBallots
    from pbengine.audit.reading import Log
    from pbengine.audit.recount import Recount
    from pbengine.formats.pabulib import PabulibFile
    from pbengine.record.bundle import Bundle, Manifest
    from pbengine.record.checkpoint import Checkpoint
    from pbengine.record.choices import BallotChoices
    from pbengine.record.election import Election
    from pbengine.record.entries import Entry
    from pbengine.record.keys import VerifierKey
    from pbengine.record.receipts import Receipt
    from pbengine.record.seeds import Seed
    from pbengine.voting import Lot

    T = TypeVar("T")
    E = TypeVar("E", bound=Entry)

NOTHING: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Given:
    """What the auditor brings along from outside of the bundle; receipts and proofs by the names of their files."""

    vkey: VerifierKey | None
    previous: bytes | None
    receipts: Mapping[str, bytes]
    proofs: Mapping[str, bytes]
    roll_count: int | None


class Case:
    """A bundle under audit. Nothing here judges: the checks do."""

    def __init__(self, bundle: Bundle, given: Given) -> None:
        self.bundle = bundle
        self.given = given

    def file(self, path: str) -> bytes:
        """Return the content of a file.

        Raises
        ------
        BlockedError
            if it is absent.
        """
        try:
            return self.bundle.files[path]
        except KeyError:
            raise BlockedError(f"{path} is absent") from None

    def _read(self, path: str, parse: Callable[[bytes], T], *refusals: type[Exception]) -> Reading[T]:
        data = self.bundle.files.get(path)
        return absent(path) if data is None else read(path, data, parse, *refusals)

    @cached_property
    def manifest(self) -> Reading[Manifest]:
        """The manifest."""
        return self._read(MANIFEST, parse_manifest)

    @cached_property
    def election(self) -> Reading[Election]:
        """The frozen election."""
        return self._read(ELECTION, parse_election)

    @cached_property
    def keys(self) -> Reading[tuple[VerifierKey, VerifierKey]]:
        """The keys of ``keys.txt``: the log's, the receipts'."""
        data = self.bundle.files.get(KEYS)
        return absent(KEYS) if data is None else read_text(KEYS, data, parse_keys)

    @property
    def log_key(self) -> VerifierKey:
        """The key that must have signed: the auditor's own, or in want of one that of ``keys.txt``."""
        return self.given.vkey or self.keys.get()[0]

    @cached_property
    def log(self) -> Log:
        """The log."""
        return read_log(ENTRIES, self.file(ENTRIES))

    @cached_property
    def acts(self) -> Log:
        """The preparation log."""
        return read_log(ACTS, self.file(ACTS))

    @cached_property
    def checkpoints(self) -> tuple[Reading[Checkpoint], ...]:
        """The checkpoints of the bundle, by the names of their files; only what the log signed is read."""
        key = self.log_key
        found = sorted((path, data) for path, data in self.bundle.files.items() if path.startswith(CHECKPOINTS))
        return tuple(read_text(path, data, lambda note: open_checkpoint(note, key)) for path, data in found)

    @cached_property
    def receipts(self) -> tuple[Reading[Receipt], ...]:
        """The receipts that the auditor brought."""
        if not self.given.receipts:
            return ()
        key = self.election.get().keys.receipt
        return tuple(
            read_text(name, data, lambda note: open_receipt(note, key)) for name, data in self.given.receipts.items()
        )

    @cached_property
    def opening(self) -> OpenEntry:
        """Entry 0."""
        lines = self.log.lines
        if not lines or not isinstance(lines[0].entry, OpenEntry):
            raise BlockedError(f"{ENTRIES}, line 1 is not the opening")
        return lines[0].entry

    def only(self, kind: type[E]) -> E:
        """Return the one entry of a kind.

        Raises
        ------
        BlockedError
            if there is none or more than one, or the log cannot be read.
        """
        found = [entry for entry in self.log.entries() if isinstance(entry, kind)]
        if len(found) != 1:
            raise BlockedError(f"{ENTRIES} has {len(found)} entries of kind {kind.kind}, not one")
        return found[0]

    @cached_property
    def box(self) -> BallotBox:
        """The ballots of the log."""
        return BallotBox(self.log.entries(), self.log.leaves)

    @cached_property
    def openings(self) -> Openings:
        """What each commitment hid."""
        return read_openings(OPENINGS, self.file(OPENINGS))

    @cached_property
    def seed(self) -> Reading[Seed]:
        """What the lot was drawn from."""
        return self._read(SEED, parse_seed)

    @property
    def lot(self) -> Lot:
        """The lot that the seed gives."""
        return self.seed.get().lot(line.id for line in self.election.get().projects)

    @cached_property
    def result(self) -> Reading[Mapping[str, Any]]:
        """The published result, as far as it is JSON at all."""
        return self._read(RESULT_JSON, _any_object, ValueError, RecursionError)

    @cached_property
    def result_pb(self) -> Reading[PabulibFile]:
        """The published ballots."""
        return self._read(RESULT_PB, read_pabulib, FormatError)

    @cached_property
    def recounted(self) -> Reading[Recount]:
        """The result as it is counted here and now."""
        try:
            return Reading("the recount", recount(self.election.get(), self.counting, self.lot))
        except (BlockedError, UncountableError) as error:
            return Reading("the recount", None, f"is not possible: {error}")

    @cached_property
    def ballots(self) -> ReadBallots:
        """What the ballots of the log say."""
        return read_ballots(self.election.get().ballot_kind, self.box.ballots, self.openings)

    @cached_property
    def counting(self) -> Counter[BallotChoices]:
        """The ballots that count, each with how many voters cast it."""
        return Counter(self.ballots.of(ballot) for ballot in self.box.counting)

    @cached_property
    def published(self) -> Counter[BallotChoices]:
        """The ballots of ``result.pb``, each with how many voters cast it."""
        return published_ballots(self.election.get(), self.result_pb.get())


def _any_object(data: bytes) -> Mapping[str, Any]:
    """Return an object in whatever order and spacing: what it says is compared even where its bytes are wrong."""
    return object_of(dumps(json.loads(data.decode("utf-8"))))
