"""Commitments: what the log shows of a ballot before it may be read, and of a voter for ever."""

from __future__ import annotations

import hashlib
import hmac

from pbengine.record.encoding import HASH_BYTES
from pbengine.record.errors import EncodingError

_LABEL = b"pb-commit/v1\0"


def commitment(election_hash: bytes, salt: bytes, ballot: bytes) -> bytes:
    r"""Return ``SHA-256("pb-commit/v1\0" || election_hash || salt || ballot)``, 32 bytes.

    Parameters
    ----------
    election_hash
        32 bytes, SHA-256 of ``election.json``: a ballot for one election opens no commitment of another.
    salt
        32 bytes drawn anew for each ballot: without them a ballot of few choices could be guessed.
    ballot
        the canonical bytes of the ballot.

    Raises
    ------
    EncodingError
        if hash or salt have another length.
    """
    for name, part in (("election hash", election_hash), ("salt", salt)):
        if len(part) != HASH_BYTES:
            raise EncodingError(f"the {name} has {HASH_BYTES} bytes, not {len(part)}")
    return hashlib.sha256(_LABEL + election_hash + salt + ballot).digest()


def pseudonym(pepper: bytes, voter_id: str) -> bytes:
    """Return the ``cred`` of a voter in plain mode: ``HMAC-SHA256(pepper, voter_id)``, 32 bytes.

    Whoever holds the election's pepper can check that no voter has two; the public sees which entries are one voter's.
    """
    return hmac.digest(pepper, voter_id.encode(), hashlib.sha256)
