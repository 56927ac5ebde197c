"""Openings: after the close, what each commitment hid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.record.canonical import dumps, object_of
from pbengine.record.commitment import commitment
from pbengine.record.fields import ANY, COUNT, HASH, carries, document_of, mapped, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pbengine.record.canonical import Value


@carries(ballot=mapped(ANY), idx=COUNT, salt=HASH)
@dataclass(frozen=True, slots=True)
class Opening:
    """The ballot and the salt of the ballot entry at index ``idx`` of the log."""

    ballot: Mapping[str, Value]
    idx: int
    salt: bytes

    def commitment(self, election_hash: bytes) -> bytes:
        """Return the commitment that this opens."""
        return commitment(election_hash, self.salt, dumps(self.ballot))


def parse_opening(line: bytes) -> Opening:
    """Return the opening that canonical bytes hold.

    Raises
    ------
    CanonicalError
        if the bytes are not canonical.
    FieldsError
        if a field is missing, unknown or holds what it cannot hold.
    """
    return value_of(Opening, object_of(line))


def openings_lines(openings: Iterable[Opening]) -> bytes:
    """Return the content of ``openings.jsonl``: one canonical line an opening, by index."""
    return b"".join(
        dumps(document_of(opening)) + b"\n" for opening in sorted(openings, key=lambda opening: opening.idx)
    )
