"""Canonical JSON: one value, one string of bytes. A subset of RFC 8785 without the parts that invite trouble."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from pbengine.record.errors import CanonicalError

Value = bool | int | str | Sequence["Value"] | Mapping[str, "Value"]
"""What the record holds: no floats, no null; money is in whole minor units, exact fractions are text."""

LARGEST = 2**53 - 1
DEEPEST = 32


def dumps(value: Value) -> bytes:
    """Return the canonical bytes of a value.

    Object keys in the order of their characters, no blanks, UTF-8, shortest escapes. Narrower than RFC 8785: keys are
    ASCII, integers lie within ``±(2**53 - 1)``, and there are no floats and no null, so that readers in every language
    read the same value.

    Raises
    ------
    CanonicalError
        if the value holds anything else.

    References
    ----------
    A. Rundgren, B. Jordan, S. Erdtman, *JSON Canonicalization Scheme*, RFC 8785, 2020, section 3.2.

    Examples
    --------
    >>> dumps({"v": 1, "approve": ["p02", "p01"]})
    b'{"approve":["p02","p01"],"v":1}'
    >>> dumps({"cost": 1.5})
    Traceback (most recent call last):
    pbengine.record.errors.CanonicalError: 1.5 is a float; here stand only text, whole numbers, booleans, lists, objects
    """
    _examine(value, 0)
    return _encoded(value)


def loads(data: bytes) -> Value:
    """Return the value of canonical bytes: lists and dicts of text, whole numbers, true and false.

    Raises
    ------
    CanonicalError
        if ``dumps`` of the value would give other bytes: blanks, keys out of order or twice, other escapes, ``-0``; or
        for a float, null, an integer beyond ``2**53 - 1``, a key that is not ASCII, a lone surrogate, other than UTF-8.

    Examples
    --------
    >>> loads(b'{"approve":["p02","p01"],"v":1}')
    {'approve': ['p02', 'p01'], 'v': 1}
    >>> loads(b'{"v":1, "v":1}')
    Traceback (most recent call last):
    pbengine.record.errors.CanonicalError: the bytes are not the canonical form of their value, b'{"v":1}'
    """
    try:
        value: Value = _DECODER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise CanonicalError(f"not JSON in UTF-8: {error}") from None
    _examine(value, 0)
    canonical = _encoded(value)
    if canonical != data:
        raise CanonicalError(f"the bytes are not the canonical form of their value, {_shortened(canonical)!r}")
    return value


def object_of(data: bytes) -> Mapping[str, Value]:
    """Return the value of canonical bytes that hold an object.

    Raises
    ------
    CanonicalError
        if the bytes are not canonical or hold something else.
    """
    value = loads(data)
    if not isinstance(value, Mapping):
        raise CanonicalError("the bytes hold no object")
    return value


def _examine(value: object, depth: int) -> None:
    """Refuse what the house subset has not. Most values are text, which is told before a call is spent on it."""
    if isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise CanonicalError(f"{_numeral(value)} lies beyond ±(2^53 - 1)")
        return
    if depth == DEEPEST:
        raise CanonicalError(f"lists and objects stand more than {DEEPEST} deep in each other")
    for member in _members(value):
        if type(member) is not str:
            _examine(member, depth + 1)


def _members(value: object) -> Iterable[object]:
    if isinstance(value, (dict, Mapping)):  # the first is quicker told
        for key in value:
            if not isinstance(key, str) or not key.isascii():
                raise CanonicalError(f"the key {key!r} is not ASCII text")
        return value.values()
    return value if isinstance(value, (list, tuple)) else _refuse(value)


def _refuse(value: object) -> NoReturn:
    kind = "null" if value is None else f"{value!r} is a {type(value).__name__}"
    raise CanonicalError(f"{kind}; here stand only text, whole numbers, booleans, lists, objects")


def _encoded(value: Value) -> bytes:
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise CanonicalError("a text holds half of a surrogate pair") from None


def _mapping(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else _refuse(value)


def _numeral(value: int) -> str:
    digits = 40
    return str(value) if abs(value) < 10**digits else "a number of more than 40 digits"


def _shortened(data: bytes) -> bytes:
    most = 200
    return data if len(data) <= most else data[:most] + b"..."


_DECODER = json.JSONDecoder()
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True, default=_mapping
)
