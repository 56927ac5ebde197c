"""Base64 without play: each string of bytes has exactly one text, and only that text is read."""

from __future__ import annotations

import base64
import binascii

from pbengine.record.errors import EncodingError

HASH_BYTES = 32


def b64(data: bytes) -> str:
    r"""Return the base64 text of RFC 4648 section 4, with padding.

    Examples
    --------
    >>> b64(b"\x00\x01")
    'AAE='
    """
    return base64.b64encode(data).decode("ascii")


def unb64(text: str, length: int | None = None) -> bytes:
    r"""Return the bytes of a base64 text, of the given length where one is given.

    Raises
    ------
    EncodingError
        if encoding the bytes again does not give the same text (other alphabet, blanks, missing padding, stray low
        bits), or the length is another one.

    Examples
    --------
    >>> unb64("AAE=")
    b'\x00\x01'
    >>> unb64("AAF=")
    Traceback (most recent call last):
    pbengine.record.errors.EncodingError: 'AAF=' is not strict base64
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = None
    if data is None or b64(data) != text:
        raise EncodingError(f"{_shortened(text)!r} is not strict base64")
    if length is not None and len(data) != length:
        raise EncodingError(f"{_shortened(text)!r} holds {len(data)} bytes, not {length}")
    return data


def _shortened(text: str) -> str:
    most = 60
    return text if len(text) <= most else text[:most] + "..."
