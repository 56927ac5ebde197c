"""Receipts: the box's signed promise that a ballot will stand in the log by a time."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.record.checkpoint import numeral
from pbengine.record.encoding import HASH_BYTES, b64, unb64
from pbengine.record.errors import EncodingError, NoteError
from pbengine.record.notes import open_note, sign_note

if TYPE_CHECKING:
    from pbengine.record.keys import Signer, VerifierKey

HEADING = "pb-receipt/v1"
TRACKER_CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class Receipt:
    """A promise of the log ``origin``: the leaf will be in it by ``due`` (Unix seconds, on a coarse grid)."""

    origin: str
    leaf: bytes
    due: int

    @property
    def text(self) -> str:
        """The four lines that are signed."""
        return f"{HEADING}\n{self.origin}\n{b64(self.leaf)}\n{self.due}\n"


def receipt_key_name(origin: str) -> str:
    """Return the name of the key that signs the receipts of a log; it is not the log's own."""
    return f"{origin}/receipt"


def sign_receipt(receipt: Receipt, signer: Signer) -> str:
    """Return the signed note of a receipt; the same receipt gives the same text.

    Raises
    ------
    NoteError
        if the signer is not the receipt key of the log.
    """
    if signer.name != receipt_key_name(receipt.origin):
        raise NoteError(
            f"receipts of {receipt.origin} are signed by {receipt_key_name(receipt.origin)}, not {signer.name}"
        )
    return sign_note(receipt.text, signer)


def open_receipt(note: str, key: VerifierKey) -> Receipt:
    """Return the receipt that the receipt key signed.

    Raises
    ------
    NoteError
        if the note is malformed, the key did not sign it, or it is a promise of another log.
    """
    lines = open_note(note, [key]).text.split("\n")
    if len(lines) != len((HEADING, "origin", "leaf", "due", "")) or lines[0] != HEADING or lines[-1]:
        raise NoteError(f"a receipt has four lines: {HEADING}, origin, leaf hash, time")
    try:
        receipt = Receipt(lines[1], unb64(lines[2], HASH_BYTES), numeral(lines[3]))
    except EncodingError as error:
        raise NoteError(f"the leaf hash: {error}") from None
    if receipt_key_name(receipt.origin) != key.name:
        raise NoteError(f"{key.name} signed a receipt of {receipt.origin}")
    return receipt


def tracker(leaf: bytes) -> str:
    """Return the short name of a leaf for people: the first 20 base32 characters of its hash (100 bits).

    Examples
    --------
    >>> tracker(bytes.fromhex("f7791e36290fad25c18906043b9dda84d5b56f8a473531ccb046158e257a098c"))
    '654R4NRJB6WSLQMJAYCD'
    """
    return base64.b32encode(leaf).decode("ascii")[:TRACKER_CHARACTERS]
