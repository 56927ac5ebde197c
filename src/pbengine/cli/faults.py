"""Why a command ends otherwise than well: status 1 for something wrong in what was read, 2 for a wrong call."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import click

from pbengine.cli.output import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.formats.faults import Fault


class FileError(click.ClickException):
    """A file cannot be used. ``lines`` holds each fault as ``(line or None, sentence)``; all of them are shown."""

    exit_code = 1

    def __init__(self, file: str, lines: Sequence[tuple[int | None, str]]) -> None:
        super().__init__("\n".join(place_of(file, line) + text for line, text in lines))
        self.file = file
        self.lines = tuple(lines)

    @classmethod
    def of(cls, file: str, faults: Sequence[Fault]) -> FileError:
        """Return the refusal that shows these faults of a format."""
        return cls(file, lines_of(faults))

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - click's signature
        """Write one fault a line, as compilers do."""
        click.echo(self.message, err=True)

    def document(self) -> dict[str, Any]:
        """Return the refusal for JSON Lines."""
        return {"file": self.file, "error": self.message, "faults": [line_document(*line) for line in self.lines]}


class WrongCallError(FileError):
    """A file that is not there or may not be read, or options that it cannot be combined with."""

    exit_code = 2


class FailedError(click.ClickException):
    """Something that was read is wrong, or a check failed; the message stands alone."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - click's signature
        """Write the message as it is."""
        click.echo(self.message, err=True)


def place_of(file: str, line: int | None) -> str:
    """Return where a fault is, as it stands before the fault."""
    return f"{file}: " if line is None else f"{file}:{line}: "


def lines_of(faults: Sequence[Fault]) -> list[tuple[int | None, str]]:
    """Return the faults of a format as lines and sentences, without what could steer the terminal."""
    return [
        (fault.line, printable(f"{fault.column}: {fault.message}" if fault.column else fault.message))
        for fault in faults
    ]


def line_document(line: int | None, message: str) -> dict[str, Any]:
    """Return a fault or a doubt for JSON."""
    return {"message": message} if line is None else {"line": line, "message": message}
