"""The files of a bundle as far as they can be read: a value, or what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pbengine.audit.errors import BlockedError
from pbengine.record.entries import parse_entry
from pbengine.record.errors import RecordError
from pbengine.record.merkle import leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pbengine.record.entries import Entry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A value, or why there is none."""

    path: str
    value: T | None
    fault: str = ""

    def get(self) -> T:
        """Return the value.

        Raises
        ------
        BlockedError
            if there is none.
        """
        if self.value is None:
            raise BlockedError(f"{self.path} {self.fault}")
        return self.value


def absent(path: str) -> Reading[T]:
    """Return the reading of a file that is not there."""
    return Reading(path, None, "is absent")


def read(path: str, data: bytes, parse: Callable[[bytes], T], *refusals: type[Exception]) -> Reading[T]:
    """Return what ``parse`` makes of the data, or its refusal."""
    caught: tuple[type[Exception], ...] = (RecordError, *refusals)
    try:
        return Reading(path, parse(data))
    except caught as error:
        return Reading(path, None, f"cannot be read: {error}")


def read_text(path: str, data: bytes, parse: Callable[[str], T]) -> Reading[T]:
    """Return what ``parse`` makes of UTF-8 text, or its refusal."""
    return read(path, data, lambda content: parse(content.decode("utf-8")), UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a log: its place, its bytes, its leaf hash, and the entry it holds or why it holds none."""

    idx: int
    leaf: bytes
    entry: Entry | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """The lines of an ``entries.jsonl``; ``faults`` are those of its lines with their places."""

    path: str
    lines: tuple[Line, ...]
    faults: tuple[str, ...]

    @property
    def leaves(self) -> list[bytes]:
        """The leaf hash of each line, readable or not."""
        return [line.leaf for line in self.lines]

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries.

        Raises
        ------
        BlockedError
            if a line cannot be read.
        """
        if self.faults:
            raise BlockedError(f"{self.path} cannot be read in full")
        return tuple(line.entry for line in self.lines if line.entry is not None)


def read_log(path: str, data: bytes) -> Log:
    """Return the log that the lines of a file hold."""
    lines, faults = [], list(line_faults(path, data))
    for idx, content in enumerate(split_lines(data)):
        reading = read(f"line {idx + 1}", content, parse_entry)
        lines.append(Line(idx, leaf_hash(content), reading.value, reading.fault))
        if reading.value is None:
            faults.append(f"{path}, line {idx + 1}: {reading.fault}")
    return Log(path, tuple(lines), tuple(faults))


def split_lines(data: bytes) -> list[bytes]:
    """Return the lines of a file, without their newlines."""
    lines = data.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def line_faults(path: str, data: bytes) -> Iterator[str]:
    """Yield what is wrong with how a file of lines ends."""
    if data and not data.endswith(b"\n"):
        yield f"{path}: the last line does not end with a newline"
