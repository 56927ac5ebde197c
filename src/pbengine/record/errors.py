"""Refusals of the record: bytes that are not what they must be. Each names every fault it found."""

from __future__ import annotations

from dataclasses import dataclass


class RecordError(Exception):
    """Base of every refusal of :mod:`pbengine.record`."""


class EncodingError(RecordError):
    """The text is not the one base64 text of bytes of the right length."""


class CanonicalError(RecordError):
    """The value or the bytes are outside the house subset of canonical JSON."""


class ProofError(RecordError):
    """A Merkle proof does not prove what it says."""


class KeyTextError(RecordError):
    """The text is not a verifier key."""


class NoteError(RecordError):
    """The note is malformed, or no key that is trusted signed it."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field; ``place`` leads to it (``projects[3].cost``), empty for the document as a whole."""

    text: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text

    def within(self, place: str) -> FieldFault:
        """Return the fault as the document around it sees it."""
        dot = "." if self.place and not self.place.startswith("[") else ""
        return FieldFault(self.text, f"{place}{dot}{self.place}")


class FieldsError(RecordError):
    """A document lacks a field, has one too many, or holds a value it cannot hold. ``faults`` names every one."""

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


class BundleError(RecordError):
    """The bundle cannot be made: a name or a folder is not safe."""
