"""Signed notes: a text, a blank line, and the lines of those who signed it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.record.encoding import b64, unb64
from pbengine.record.errors import EncodingError, NoteError
from pbengine.record.keys import KEY_ID_BYTES, VerifierKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pbengine.record.keys import Signer

LONGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
_DASH = "\N{EM DASH} "
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_LINE = re.compile(_DASH + r"([^\s+]+) ([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, read but not verified: who is said to have signed, the key's id, the rest of the bytes."""

    name: str
    key_id: bytes
    bytes: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note that at least one trusted key signed.

    Parameters
    ----------
    text
        what was signed; ends with a newline.
    signed_by
        the trusted keys whose signature holds, in the order of the note.
    strangers
        signature lines of other keys: nothing is known about them.
    """

    text: str
    signed_by: tuple[VerifierKey, ...]
    strangers: tuple[Signature, ...]


def sign_note(text: str, *signers: Signer) -> str:
    """Return the note with a signature line for each signer.

    Raises
    ------
    NoteError
        if the text does not end with a newline, holds a control character, or nobody signs.

    References
    ----------
    C2SP, *signed-note*, https://c2sp.org/signed-note.
    """
    if not text.endswith("\n") or text == "\n" or _UNFIT.search(text):
        raise NoteError(
            "the text of a note ends with a newline and holds no other control character, no half of a surrogate"
        )
    if not signers:
        raise NoteError("nobody signs the note")
    message = text.encode()
    lines = [f"{_DASH}{signer.name} {b64(signer.key.id + signer.sign(message))}\n" for signer in signers]
    return text + "\n" + "".join(lines)


def open_note(note: str, keys: Sequence[VerifierKey]) -> Note:
    r"""Return the text of a note that one of the keys signed.

    Signatures of keys that are not given are left unread, as others may sign too; a key that is given and whose
    signature does not hold spoils the whole note.

    Raises
    ------
    NoteError
        if the note is malformed, a given key's signature does not hold, or no given key signed.

    References
    ----------
    C2SP, *signed-note*, https://c2sp.org/signed-note; base64 that is not the one text of its bytes, and a second line
    of one key, are refused here although the specification lets them pass.

    Examples
    --------
    >>> key = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    >>> line = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    >>> open_note(f"This is an example message.\n\n— example.com/foo {line}\n", [key]).text
    'This is an example message.\n'
    """
    text, signatures = _split(note)
    trusted = {(key.name, key.id): key for key in keys}
    signed_by, strangers = [], []
    for signature in signatures:
        key = trusted.get((signature.name, signature.key_id))
        if key is None:
            strangers.append(signature)
        else:
            key.verify(text.encode(), signature.bytes)
            signed_by.append(key)
    if not signed_by:
        names = ", ".join(f"{name} ({id_.hex()})" for name, id_ in trusted) or "no key"
        raise NoteError(f"the note is not signed by {names}")
    return Note(text, tuple(signed_by), tuple(strangers))


def _split(note: str) -> tuple[str, tuple[Signature, ...]]:
    if len(note) > LONGEST_NOTE:
        raise NoteError(f"the note is longer than {LONGEST_NOTE} characters")
    if _UNFIT.search(note):
        raise NoteError("the note holds a control character or half of a surrogate pair")
    text, blank, block = note.rpartition("\n\n")
    if not blank or not text or not block.endswith("\n"):
        raise NoteError("a note is a text, a blank line and at least one signature line, each ending with a newline")
    lines = block[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError(f"the note has more than {MOST_SIGNATURES} signatures")
    signatures = tuple(_signature(line) for line in lines)
    _refuse_doubles(signatures)
    return text + "\n", signatures


def _signature(line: str) -> Signature:
    match = _LINE.fullmatch(line)
    if match is None:
        raise NoteError(f"{line[:100]!r} is not a signature line: em dash, name and base64, one blank between them")
    try:
        data = unb64(match[2])
    except EncodingError as error:
        raise NoteError(str(error)) from None
    if len(data) <= KEY_ID_BYTES:
        raise NoteError(f"the signature of {match[1]} is too short")
    return Signature(match[1], data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def _refuse_doubles(signatures: Iterable[Signature]) -> None:
    seen = set()
    for signature in signatures:
        signer = (signature.name, signature.key_id)
        if signer in seen:
            raise NoteError(f"{signature.name} ({signature.key_id.hex()}) stands twice under the note")
        seen.add(signer)
