"""Where two documents differ, place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def differences(found: object, expected: object, *, place: str) -> Iterator[str]:
    """Yield a sentence for each place where a document is not what it should be.

    Examples
    --------
    >>> list(differences({"funded": ["7", "9"], "cost": "5"}, {"funded": ["7", "8"], "cost": "5"}, place="result.json"))
    ["result.json.funded[1] is '9', not '8'"]
    """
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in sorted({*found, *expected}):
            if key not in found:
                yield f"{place}.{key} is missing"
            elif key not in expected:
                yield f"{place}.{key} is too many"
            else:
                yield from differences(found[key], expected[key], place=f"{place}.{key}")
    elif isinstance(found, list) and isinstance(expected, list):
        for number, (one, other) in enumerate(zip(found, expected, strict=False)):
            yield from differences(one, other, place=f"{place}[{number}]")
        if len(found) != len(expected):
            yield f"{place} has {len(found)} parts, not {len(expected)}"
    elif type(found) is not type(expected) or found != expected:
        yield f"{place} is {_shown(found)}, not {_shown(expected)}"


def _shown(value: object) -> str:
    most = 100
    text = repr(value)
    return text if len(text) <= most else text[:most] + "..."
