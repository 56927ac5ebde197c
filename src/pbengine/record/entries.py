"""The entries of the log: what each says, and the one string of bytes that says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from pbengine.record.canonical import dumps
from pbengine.record.fields import (
    ANY,
    COUNT,
    HASH,
    KEBAB,
    KEY,
    MOMENT,
    POSITIVE,
    TEXT,
    body_of,
    carries,
    document_of,
    listed,
    mapped,
    refuse,
    value_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pbengine.record.canonical import Value
    from pbengine.record.keys import VerifierKey

VERSION = 1
LONGEST_ENTRY = 65_535
_KINDS: dict[str, type[Entry]] = {}
E = TypeVar("E", bound="Entry")


@dataclass(frozen=True, slots=True)
class Entry:
    """A public act: one line of a log that is never taken back."""

    kind: ClassVar[str] = ""


def entry(kind: str) -> Callable[[type[E]], type[E]]:
    """Register a dataclass of carried fields as the entries of a kind.

    Raises
    ------
    ValueError
        if the kind is taken.
    """
    if kind in _KINDS:
        raise ValueError(f"there are already entries of kind {kind!r}")

    def register(cls: type[E]) -> type[E]:
        cls.kind = kind
        _KINDS[kind] = cls
        return cls

    return register


@entry("open")
@carries(election=HASH, keys=listed(KEY))
@dataclass(frozen=True, slots=True)
class OpenEntry(Entry):
    """Entry 0, once: voting opens under the election of this hash, and these keys will sign."""

    election: bytes
    keys: tuple[VerifierKey, ...]


@entry("ballot")
@carries(commit=HASH, cred=HASH, seq=POSITIVE)
@dataclass(frozen=True, slots=True)
class BallotEntry(Entry):
    """A ballot, hidden in its commitment until the close; ``cred`` stands for the voter, ``seq`` counts her ballots."""

    commit: bytes
    cred: bytes
    seq: int


@entry("void")
@carries(reason=TEXT, leaf=HASH, cred=HASH)
@dataclass(frozen=True, slots=True)
class VoidEntry(Entry):
    """A ballot (``leaf``) or all ballots of a voter (``cred``) count no longer, for a public reason."""

    reason: str
    leaf: bytes | None = None
    cred: bytes | None = None


@entry("close")
@carries(ballots=COUNT, creds=COUNT, void=COUNT, paper=COUNT)
@dataclass(frozen=True, slots=True)
class CloseEntry(Entry):
    """Voting is over: how many ballots, distinct voters, void entries and paper ballots stand before this line."""

    ballots: int
    creds: int
    void: int
    paper: int


@entry("seed")
@carries(sources=listed(KEBAB), seed=HASH)
@dataclass(frozen=True, slots=True)
class SeedEntry(Entry):
    """What the lot was drawn from: the names of the sources in ``seed.json``, and its SHA-256."""

    sources: tuple[str, ...]
    seed: bytes


@entry("result")
@carries(sha256=HASH)
@dataclass(frozen=True, slots=True)
class ResultEntry(Entry):
    """The tally: the SHA-256 of ``result.json``."""

    sha256: bytes


@entry("act")
@carries(act=KEBAB, at=MOMENT, role=KEBAB, details=mapped(ANY))
@dataclass(frozen=True, slots=True)
class ActEntry(Entry):
    """A public act, in the preparation log until voting opens: what, when, in which role, with what details."""

    act: str
    at: str
    role: str
    details: Mapping[str, Value]


def encode_entry(value: Entry) -> bytes:
    """Return the canonical bytes of an entry.

    Raises
    ------
    FieldsError
        if a field holds what it cannot hold, or the entry is longer than 65,535 bytes.
    CanonicalError
        if a free field holds what canonical JSON cannot.

    Examples
    --------
    >>> encode_entry(CloseEntry(ballots=2, creds=2, void=0, paper=0))
    b'{"ballots":2,"creds":2,"kind":"close","paper":0,"v":1,"void":0}'
    """
    document = document_of(value)
    value_of(type(value), document)
    data = dumps({"kind": value.kind, "v": VERSION, **document})
    _require_length(data)
    return data


def parse_entry(line: bytes) -> Entry:
    """Return the entry that canonical bytes hold.

    Raises
    ------
    CanonicalError
        if the bytes are not canonical.
    FieldsError
        if the kind or the version is not known, a field is missing, unknown or holds what it cannot hold.

    Examples
    --------
    >>> parse_entry(b'{"ballots":2,"creds":2,"kind":"close","paper":0,"v":1,"void":0}')
    CloseEntry(ballots=2, creds=2, void=0, paper=0)
    """
    _require_length(line)
    document = body_of(line, version=VERSION)
    kind = document.pop("kind", None)
    cls = _KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise refuse(f"{kind!r} is not one of {', '.join(_KINDS)}", "kind")
    return value_of(cls, document)


def entries_lines(lines: Iterable[bytes]) -> bytes:
    """Return the content of an ``entries.jsonl``: each entry's bytes and a newline, in the order of the log."""
    return b"".join(line + b"\n" for line in lines)


def _require_length(data: bytes) -> None:
    if len(data) > LONGEST_ENTRY:
        raise refuse(f"an entry has at most {LONGEST_ENTRY} bytes, not {len(data)}")
