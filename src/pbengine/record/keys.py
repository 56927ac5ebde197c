"""Keys of the record: who signs and what a reader needs to check it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pbengine.record.encoding import b64, unb64
from pbengine.record.errors import EncodingError, KeyTextError, NoteError

ED25519 = 1
SEED_BYTES = PUBLIC_BYTES = 32
KEY_ID_BYTES = 4
_NAME = re.compile("[^\\s+\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of an Ed25519 note key.

    Parameters
    ----------
    name
        who signs: a URL without its scheme, without blanks and plus signs; for a log, its origin.
    public
        the 32 bytes of RFC 8032.

    Raises
    ------
    KeyTextError
        if the name or the length is not as above.

    References
    ----------
    C2SP, *signed-note*, section Ed25519 signatures, https://c2sp.org/signed-note.

    Examples
    --------
    >>> key = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    >>> key.name, key.id.hex()
    ('example.com/foo', '530d903a')
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise KeyTextError(f"{self.name!r} cannot name a key: it is empty or holds a blank, a plus or a control")
        if len(self.public) != PUBLIC_BYTES:
            raise KeyTextError(f"a public key has {PUBLIC_BYTES} bytes, not {len(self.public)}")

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Return the key of a text ``name+id+base64``.

        Raises
        ------
        KeyTextError
            if the text is not exactly what :attr:`text` of a key would be.
        """
        parts = text.split("+", 2)
        if len(parts) != len(("name", "id", "key")):
            raise KeyTextError(f"{text!r} is not of the form name+id+key")
        try:
            tagged = unb64(parts[2], 1 + PUBLIC_BYTES)
        except EncodingError as error:
            raise KeyTextError(f"{text!r}: {error}") from None
        if tagged[0] != ED25519:
            raise KeyTextError(f"{text!r} is a key of type {tagged[0]:#04x}; type 0x01 (Ed25519) is known here")
        key = cls(parts[0], tagged[1:])
        if key.text != text:
            raise KeyTextError(f"{text!r} is not the key {key.text!r} that it holds")
        return key

    @property
    def id(self) -> bytes:
        """The four bytes that stand before each signature: ``SHA-256(name || 0x0A || 0x01 || public)[:4]``."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._tagged).digest()[:KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The key as it is printed and handed on: ``name+id+base64(0x01 || public)``."""
        return f"{self.name}+{self.id.hex()}+{b64(self._tagged)}"

    @property
    def _tagged(self) -> bytes:
        return bytes((ED25519,)) + self.public

    def verify(self, message: bytes, signature: bytes) -> None:
        """Accept a signature of the message by this key.

        Raises
        ------
        NoteError
            if it is none.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise NoteError(f"the signature of {self.name} ({self.id.hex()}) does not hold") from None


@dataclass(frozen=True, slots=True)
class Signer:
    """The secret half of an Ed25519 note key: a name and a 32-byte seed (RFC 8032), given by whoever keeps the keys.

    Raises
    ------
    KeyTextError
        if the name cannot name a key or the seed has another length.
    """

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise KeyTextError(f"a signing seed has {SEED_BYTES} bytes, not {len(self.seed)}")
        _ = self.key

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of the message; the same message gives the same signature."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)
