"""Group 03: the log is one, whole, in order, and the one that was signed."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pbengine.audit.errors import BlockedError, NotGivenError
from pbengine.audit.reading import read_text
from pbengine.audit.register import check
from pbengine.record.checkpoint import open_checkpoint
from pbengine.record.encoding import b64
from pbengine.record.entries import ActEntry, BallotEntry, CloseEntry, OpenEntry, ResultEntry, SeedEntry, VoidEntry
from pbengine.record.merkle import MerkleTree
from pbengine.record.publication import ACTS, ELECTION, ENTRIES, checkpoint_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pbengine.audit.case import Case
    from pbengine.record.checkpoint import Checkpoint


@check("03.01", "every line is canonical and an entry of a known kind")
def lines_are_canonical(case: Case) -> Iterator[str]:
    """Find lines of both logs that are not the one string of bytes of an entry."""
    yield from case.log.faults
    yield from case.acts.faults


@check("03.02", "the recomputed root equals every checkpoint, and the last covers the whole log")
def roots_agree(case: Case) -> Iterator[str]:
    """Find checkpoints that are not of this log, and entries that no checkpoint covers."""
    readings = case.checkpoints
    leaves = case.log.leaves
    roots = roots_at(leaves, {reading.value.size for reading in readings if reading.value is not None})
    for reading in readings:
        checkpoint = reading.value
        if checkpoint is not None:
            yield from _root_faults(reading.path, checkpoint, roots, len(leaves))
    unread = [reading.path for reading in readings if reading.value is None]
    if unread:
        raise BlockedError(f"{', '.join(unread)} cannot be read")
    covered = max((reading.value.size for reading in readings if reading.value is not None), default=0)
    if covered < len(leaves):
        yield f"no checkpoint covers {ENTRIES}, lines {covered + 1} to {len(leaves)}"


def _root_faults(path: str, checkpoint: Checkpoint, roots: Mapping[int, bytes], size: int) -> Iterator[str]:
    if checkpoint.size > size:
        yield f"{path} covers {checkpoint.size} entries; the log has {size}"
    elif checkpoint.root != roots[checkpoint.size]:
        yield f"{path} has root {b64(checkpoint.root)}; the entries give {b64(roots[checkpoint.size])}"


def roots_at(leaves: Sequence[bytes], sizes: Collection[int]) -> Mapping[int, bytes]:
    """Return the root of the tree at each of the sizes that it has reached."""
    tree = MerkleTree()
    roots = {0: tree.root()}
    for leaf in leaves:
        tree.append(leaf)
        if tree.size in sizes:
            roots[tree.size] = tree.root()
    return roots


@check("03.03", "the log begins with what an earlier checkpoint covered")
def earlier_checkpoint_is_a_prefix(case: Case) -> Iterator[str]:
    """Find a history that was rewritten since the checkpoint that the auditor kept."""
    if case.given.previous is None:
        raise NotGivenError("no earlier checkpoint was given")
    key = case.log_key
    reading = read_text("the earlier checkpoint", case.given.previous, lambda note: open_checkpoint(note, key))
    if reading.value is None:
        yield f"{reading.path} {reading.fault}"
        return
    roots = roots_at(case.log.leaves, {reading.value.size})
    yield from _root_faults(reading.path, reading.value, roots, len(case.log.leaves))


@check("03.04", "each checkpoint stands under its size, one root a size")
def one_root_a_size(case: Case) -> Iterator[str]:
    """Find two checkpoints of one size, and checkpoints under another size than their own."""
    by_size = defaultdict(list)
    for reading in case.checkpoints:
        checkpoint = reading.get()
        by_size[checkpoint.size].append(reading)
        if reading.path != checkpoint_path(checkpoint.size):
            yield f"{reading.path} is a checkpoint of {checkpoint.size} entries"
    for size, readings in by_size.items():
        if len({reading.get().root for reading in readings}) > 1:
            yield f"{', '.join(reading.path for reading in readings)} give different roots for {size} entries"


@check("03.05", "entry 0 is the opening, the only one, of the election in election.json")
def opening_names_the_election(case: Case) -> Iterator[str]:
    """Find an election that is not the one which was opened, or cannot be read."""
    if case.election.value is None and ELECTION in case.bundle.files:
        yield f"{ELECTION} {case.election.fault}"
    sha256 = hashlib.sha256(case.file(ELECTION)).digest()
    manifest = case.manifest.value
    if manifest is not None and manifest.election_hash != sha256:
        yield f"{ELECTION} has SHA-256 {b64(sha256)}; the manifest names {b64(manifest.election_hash)}"
    if manifest is not None and case.election.value is not None and manifest.origin != case.election.value.origin:
        yield f"{ELECTION} is of {case.election.value.origin}; the manifest names {manifest.origin}"
    for idx, entry in enumerate(case.log.entries()):
        if isinstance(entry, OpenEntry) != (idx == 0):
            yield f"{ENTRIES}, line {idx + 1} is of kind {entry.kind}"
    if case.opening.election != sha256:
        yield f"{ELECTION} has SHA-256 {b64(sha256)}; {ENTRIES}, line 1 names {b64(case.opening.election)}"


@check("03.06", "one close, one seed and one result, in this order, and no ballot or public act after the close")
def order_of_kinds(case: Case) -> Iterator[str]:
    """Find entries where none of their kind may stand."""
    entries = case.log.entries()
    kinds = Counter(type(entry) for entry in entries)
    for kind in (CloseEntry, SeedEntry, ResultEntry):
        if kinds[kind] != 1:
            yield f"{ENTRIES} has {kinds[kind]} entries of kind {kind.kind}, not one"
    stage = 0
    for idx, entry in enumerate(entries):
        stages = _STAGES[type(entry)]
        if stage not in stages:
            yield f"{ENTRIES}, line {idx + 1}: {entry.kind} stands {_NAMES[stage]}"
        stage = max(stage, _LEADS_TO.get(type(entry), 0))


_NAMES = ("before the close", "after the close", "after the seed", "after the result")
_STAGES: Mapping[type, Collection[int]] = {
    OpenEntry: (0,),
    BallotEntry: (0,),
    VoidEntry: (0, 1, 2, 3),
    CloseEntry: (0, 1, 2, 3),
    SeedEntry: (1, 2, 3),
    ResultEntry: (2, 3),
    ActEntry: (0,),
}
_LEADS_TO: Mapping[type, int] = {CloseEntry: 1, SeedEntry: 2, ResultEntry: 3}


@check("03.07", "the counts of the close are those of the log")
def close_counts(case: Case) -> Iterator[str]:
    """Find counts in the close entry that are not those of the lines before it."""
    close = case.only(CloseEntry)
    before = case.log.entries()[: case.log.entries().index(close)]
    ballots = [entry for entry in before if isinstance(entry, BallotEntry)]
    counts = {
        "ballots": len(ballots),
        "creds": len({entry.cred for entry in ballots}),
        "void": sum(isinstance(entry, VoidEntry) for entry in before),
        "paper": 0,
    }
    for name, count in counts.items():
        if getattr(close, name) != count:
            yield f"the close says {getattr(close, name)} {name}; the log has {count}"


@check("03.08", "no entry stands twice")
def no_leaf_twice(case: Case) -> Iterator[str]:
    """Find lines that repeat an earlier one."""
    first: dict[bytes, int] = {}
    for line in case.log.lines:
        earlier = first.setdefault(line.leaf, line.idx)
        if earlier != line.idx:
            yield f"{ENTRIES}, line {line.idx + 1} repeats line {earlier + 1}"


@check("03.10", "the preparation log is the one that election.json froze")
def acts_agree(case: Case) -> Iterator[str]:
    """Find public acts that were changed, added or dropped after voting opened, and lines that are no act."""
    frozen = case.election.get().acts
    leaves = case.acts.leaves
    if len(leaves) != frozen.size:
        yield f"{ACTS} has {len(leaves)} lines; election.json names {frozen.size}"
    root = MerkleTree(leaves).root()
    if root != frozen.root:
        yield f"{ACTS} has root {b64(root)}; election.json names {b64(frozen.root)}"
    for line in case.acts.lines:
        if line.entry is not None and not isinstance(line.entry, ActEntry):
            yield f"{ACTS}, line {line.idx + 1} is of kind {line.entry.kind}"
