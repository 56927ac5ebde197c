"""The published bundle: the files of an election and a signed list of them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine import __version__
from pbengine.record.canonical import dumps
from pbengine.record.errors import BundleError, FieldFault, FieldsError, NoteError
from pbengine.record.fields import COUNT, HASH, HEX, TEXT, body_of, carries, document_of, listed, nested, value_of
from pbengine.record.notes import open_note, sign_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.record.keys import Signer, VerifierKey

VERSION = 1
MANIFEST = "MANIFEST.json"
NOTE = "MANIFEST.note"
HEADING = "pb-bundle/v1"
LONGEST_NAME = 200
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files by their names, as they were found, and what was found that cannot be a file of a bundle."""

    files: Mapping[str, bytes]
    faults: tuple[str, ...] = ()


@carries(path=TEXT, size=COUNT, sha256=HEX)
@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file as the manifest lists it."""

    path: str
    size: int
    sha256: bytes


@carries(origin=TEXT, election_hash=HASH, files=listed(nested(ListedFile)), tool=TEXT)
@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file of the bundle but the manifest and its note, by name; ``tool`` names the program that wrote it.

    Raises
    ------
    FieldsError
        if the files are not in the order of their names, each once.
    """

    origin: str
    election_hash: bytes
    files: tuple[ListedFile, ...]
    tool: str

    def __post_init__(self) -> None:
        paths = [file.path for file in self.files]
        if paths != sorted(set(paths)):
            raise FieldsError(FieldFault("stand not in the order of their names, each once", "files"))

    @property
    def data(self) -> bytes:
        """The content of ``MANIFEST.json``."""
        return dumps({**document_of(self), "v": VERSION})


def parse_manifest(data: bytes) -> Manifest:
    """Return the manifest that a ``MANIFEST.json`` holds.

    Raises
    ------
    CanonicalError
        if the bytes are not canonical.
    FieldsError
        if a field is missing, unknown or holds what it cannot hold.
    """
    return value_of(Manifest, body_of(data, version=VERSION))


def seal(files: Mapping[str, bytes], *, origin: str, election_hash: bytes, signer: Signer) -> dict[str, bytes]:
    """Return the files with ``MANIFEST.json`` and ``MANIFEST.note`` added (or made anew).

    Raises
    ------
    BundleError
        if a name is not safe.

    Examples
    --------
    >>> from pbengine.record.keys import Signer
    >>> signer = Signer("pb.example/main", bytes(32))
    >>> sealed = seal({"seed.json": b"{}"}, origin="pb.example/main", election_hash=bytes(32), signer=signer)
    >>> sorted(sealed)
    ['MANIFEST.json', 'MANIFEST.note', 'seed.json']
    >>> sha256 = open_manifest_note(sealed["MANIFEST.note"].decode(), signer.key)
    >>> sha256 == hashlib.sha256(sealed["MANIFEST.json"]).digest()
    True
    """
    content = {path: data for path, data in files.items() if path not in (MANIFEST, NOTE)}
    faults = name_faults(content)
    if faults:
        raise BundleError("; ".join(faults))
    listing = tuple(
        ListedFile(path, len(data), hashlib.sha256(data).digest()) for path, data in sorted(content.items())
    )
    manifest = Manifest(origin, election_hash, listing, f"pbengine {__version__}").data
    note = sign_note(note_text(origin, hashlib.sha256(manifest).digest()), signer)
    return {**content, MANIFEST: manifest, NOTE: note.encode()}


def note_text(origin: str, sha256: bytes) -> str:
    """Return what is signed of a bundle; its second line is never a number, so it cannot be read as a checkpoint."""
    return f"{HEADING}\n{origin}\n{sha256.hex()}\n"


def open_manifest_note(note: str, key: VerifierKey) -> bytes:
    """Return the SHA-256 of ``MANIFEST.json`` that the log's key signed.

    Raises
    ------
    NoteError
        if the note is malformed, the key did not sign it, it is of another log, or somebody signed whom nobody knows.
    """
    opened = open_note(note, [key])
    if opened.strangers:
        raise NoteError(f"{', '.join(line.name for line in opened.strangers)} signed too; no such key is known")
    lines = opened.text.split("\n")
    try:
        sha256 = HEX.read(lines[2] if len(lines) > len((HEADING, "origin")) else "")
    except FieldsError as error:
        raise NoteError(f"the hash of the manifest: {error}") from None
    if opened.text != note_text(key.name, sha256):
        raise NoteError(f"the note of a bundle has three lines: {HEADING}, {key.name}, the SHA-256 of {MANIFEST}")
    return sha256


def name_faults(names: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return what is wrong with file names: only plain relative ones, that no computer takes for one another.

    Examples
    --------
    >>> name_faults({"log/entries.jsonl": b"", "../x": b"", "a": b"", "A": b""})
    ("'../x' is not a safe name", "'A', 'a' are one name on some computers")
    """
    faults = [f"{name!r} is not a safe name" for name in names if not is_safe(name)]
    folded = Counter(name.lower() for name in names)
    for fold, count in folded.items():
        if count > 1:
            alike = ", ".join(repr(name) for name in sorted(names) if name.lower() == fold)
            faults.append(f"{alike} are one name on some computers")
    return tuple(faults)


def is_safe(name: str) -> bool:
    """Whether a name is a plain relative path: ASCII letters, digits, ``_-.``, no part starting with a dot."""
    return len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None
