"""What a catalogue of sentences is made of: texts with named figures in them, for one and for many."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with ``%(name)s`` in it, for one and for many; ``by`` names the figure that counts."""

    one: str
    many: str
    by: str = ""


def single(text: str) -> Message:
    """Return a sentence in which nothing is counted."""
    return Message(text, text)


def counted(text: str, by: str) -> Message:
    """Return a sentence that counts ``by``; English needs one form, other languages more."""
    return Message(text, text, by)


def plural(one: str, many: str, by: str) -> Message:
    """Return a sentence that counts ``by`` and of which English needs two forms."""
    return Message(one, many, by)
