"""What is wrong with a text, all of it at once, each fault with its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong or doubtful.

    Parameters
    ----------
    line
        number of the line, from 1; None where it is about the whole text.
    code
        stable, in kebab case.
    message
        a sentence for people, with the offending text in it.
    column
        the column or key that it is about, where there is one.

    Examples
    --------
    >>> str(Fault(7, "number", "the cost of project 'a' is 'ten', which is not a number", "cost"))
    "line 7: the cost of project 'a' is 'ten', which is not a number"
    """

    line: int | None
    code: str
    message: str
    column: str = ""

    def __str__(self) -> str:
        """Return the message with its line."""
        return self.message if self.line is None else f"line {self.line}: {self.message}"


class FormatError(Exception):
    """The text cannot be read. ``faults`` holds every fault, by line; those about the whole text come first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = by_line(faults)
        super().__init__("\n".join(map(str, self.faults)))


def by_line(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults in the order of their lines."""
    return tuple(sorted(faults, key=lambda fault: fault.line or 0))


def number_of(count: int | str, one: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> number_of(1, "project"), number_of("0", "ballot")
    ('1 project', '0 ballots')
    """
    return f"{count} {one}" if str(count) == "1" else f"{count} {one}s"


def shown(text: str, longest: int = 60) -> str:
    """Return the text in quotes for a message, shortened where it is long.

    Examples
    --------
    >>> shown("ten"), shown("0123456789", longest=5)
    ("'ten'", "'01234…'")
    """
    return repr(text if len(text) <= longest else f"{text[:longest]}…")
