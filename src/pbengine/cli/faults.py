"""Why a command ends otherwise than well: status 1 for something wrong in what was read, 2 for a wrong call."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.formats.faults import Fault


class FileError(click.ClickException):
    """A file cannot be used. ``lines`` holds each fault as ``(line or None, sentence)``; all of them are shown."""

    exit_code = 1

    def __init__(self, file: str, lines: Sequence[tuple[int | None, str]]) -> None:
        super().__init__("\n".join(_place(file, line) + text for line, text in lines))
        self.file = file
        self.lines = tuple(lines)

    @classmethod
    def of(cls, file: str, faults: Sequence[Fault]) -> FileError:
        """Return the refusal that shows these faults of a format."""
        return cls(file, [(fault.line, _with_column(fault)) for fault in faults])

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - click's signature
        """Write one fault a line, as compilers do."""
        click.echo(self.message, err=True)

    def document(self) -> dict[str, Any]:
        """Return the refusal for JSON Lines."""
        faults = [{"message": text} if line is None else {"line": line, "message": text} for line, text in self.lines]
        return {"file": self.file, "error": self.message, "faults": faults}


class WrongCallError(FileError):
    """A file that is not there or may not be read, or options that it cannot be combined with."""

    exit_code = 2


class FailedError(click.ClickException):
    """Something that was read is wrong, or a check failed; the message stands alone."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - click's signature
        """Write the message as it is."""
        click.echo(self.message, err=True)


def _place(file: str, line: int | None) -> str:
    return f"{file}: " if line is None else f"{file}:{line}: "


def _with_column(fault: Fault) -> str:
    return f"{fault.column}: {fault.message}" if fault.column else fault.message
