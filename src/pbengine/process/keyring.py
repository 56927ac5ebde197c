"""The keys of one house: one secret, from which each log has its own keys."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pbengine.process.locations import LOCAL_HOST, data_dir, public_host
from pbengine.record.keys import Signer
from pbengine.record.receipts import receipt_key_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECRET_BYTES = 32
FILE = "secret.key"


class KeyringError(Exception):
    """The secret cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Derives the keys of each log from one secret; whoever has the secret can sign as the house."""

    master: bytes = field(repr=False)
    host: str = LOCAL_HOST

    def __post_init__(self) -> None:
        """Refuse a secret that is too short."""
        if len(self.master) < SECRET_BYTES:
            raise KeyringError(f"the secret has {len(self.master)} bytes; it needs at least {SECRET_BYTES}")

    def origin_of(self, slug: str) -> str:
        """Return the name of a round's log."""
        return f"{self.host}/{slug}"

    def log_signer(self, origin: str) -> Signer:
        """Return who signs the checkpoints of a log."""
        return Signer(origin, self._derive("log", origin))

    def receipt_signer(self, origin: str) -> Signer:
        """Return who signs the receipts of a log."""
        return Signer(receipt_key_name(origin), self._derive("receipt", origin))

    def pepper(self, origin: str) -> bytes:
        """Return what turns a voter into a pseudonym in a log, which nobody without it can undo or guess."""
        return self._derive("pepper", origin)

    def _derive(self, purpose: str, origin: str) -> bytes:
        info = f"pbengine/v1/{purpose}/{origin}".encode()
        return HKDF(SHA256(), SECRET_BYTES, salt=None, info=info).derive(self.master)


def load_keyring(environ: Mapping[str, str]) -> Keyring:
    """Return the house's keys: from PBENGINE_SECRET (hex), else from the file of the data folder, made at first use.

    Raises KeyringError where the secret is malformed, too short, or its file may be read by others.
    """
    given = environ.get("PBENGINE_SECRET")
    if given is None:
        return Keyring(_kept_secret(data_dir(environ)), public_host(environ))
    try:
        return Keyring(bytes.fromhex(given), public_host(environ))
    except ValueError:
        raise KeyringError("PBENGINE_SECRET is not in hex; `openssl rand -hex 32` makes one") from None


def _kept_secret(folder: Path) -> bytes:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE
    fresh = folder / f"{FILE}.{secrets.token_hex(8)}"
    if not path.exists():
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(fresh)  # unlike a rename it never replaces what another process just made
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyringError(f"others may read {path.name}, which holds the secret; run: chmod 600 {path}")
    return path.read_bytes()
