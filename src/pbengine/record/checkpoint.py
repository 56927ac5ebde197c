"""Checkpoints: the size and the root of a log, signed by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.record.canonical import LARGEST
from pbengine.record.encoding import HASH_BYTES, b64, unb64
from pbengine.record.errors import EncodingError, NoteError
from pbengine.record.merkle import EMPTY_ROOT
from pbengine.record.notes import open_note, sign_note

if TYPE_CHECKING:
    from pbengine.record.keys import Signer, VerifierKey

NUMERAL = re.compile("0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one moment.

    Parameters
    ----------
    origin
        the log's name, which is also the name of its key.
    size
        number of entries.
    root
        32 bytes, the Merkle root over them.

    References
    ----------
    C2SP, *tlog-checkpoint*, https://c2sp.org/tlog-checkpoint; extension lines are refused.

    Examples
    --------
    >>> print(Checkpoint("pb.example/2026-main", 0, EMPTY_ROOT).text)
    pb.example/2026-main
    0
    47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
    <BLANKLINE>
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint of exactly three lines.

        Raises
        ------
        NoteError
            if the text is not what :attr:`text` of a checkpoint would be.
        """
        lines = text.split("\n")
        if len(lines) != len(("origin", "size", "root", "")) or lines[-1]:
            raise NoteError("a checkpoint has three lines: origin, size, root")
        origin, size, root = lines[:3]
        number = numeral(size)
        try:
            checkpoint = cls(origin, number, unb64(root, HASH_BYTES))
        except EncodingError as error:
            raise NoteError(f"the root: {error}") from None
        if not origin:
            raise NoteError("the origin is empty")
        if number == 0 and checkpoint.root != EMPTY_ROOT:
            raise NoteError("the checkpoint of an empty log has another root than the empty tree")
        return checkpoint


def numeral(text: str) -> int:
    """Return a decimal number written in the one way: ASCII digits, no leading zero, at most 2^53 - 1.

    Raises
    ------
    NoteError
        if it is written otherwise.
    """
    if not NUMERAL.fullmatch(text) or int(text) > LARGEST:
        raise NoteError(f"{text[:40]!r} is not a plain decimal number")
    return int(text)


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """Return the signed note of a checkpoint.

    Raises
    ------
    NoteError
        if the signer is not the log itself.
    """
    if signer.name != checkpoint.origin:
        raise NoteError(f"the log {checkpoint.origin} signs for itself; {signer.name} cannot")
    return sign_note(checkpoint.text, signer)


def open_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint that the log's key signed.

    Raises
    ------
    NoteError
        if the note is malformed, the key did not sign it, or it is a checkpoint of another log.
    """
    checkpoint = Checkpoint.parse(open_note(note, [key]).text)
    if checkpoint.origin != key.name:
        raise NoteError(f"{key.name} signed a checkpoint of {checkpoint.origin}")
    return checkpoint
