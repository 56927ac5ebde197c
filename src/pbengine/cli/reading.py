"""Files on disk into elections: the one place where a command opens what it is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pbengine.cli.faults import FileError, WrongCallError

if TYPE_CHECKING:
    from pbengine.formats.elections import Election
    from pbengine.formats.pabulib import PabulibFile

NOT_TEXT = "this is no file of ballots: it holds bytes that are no text"


def read_bytes(file: str) -> bytes:
    """Return what a file holds.

    Raises
    ------
    WrongCallError
        if there is no such file, or it is a folder, or it may not be read.
    """
    path = Path(file)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        fault = "there is no such file"
    except IsADirectoryError:
        fault = "this is a folder, not a file"
    except PermissionError:
        fault = "this is a folder, not a file" if path.is_dir() else "you are not allowed to read this file"
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        fault = f"this file cannot be read: {getattr(error, 'strerror', None) or error}"
    raise WrongCallError(file, [(None, fault)])


def read_election(file: str, seats: int | None = None) -> Election:
    """Return the election that a file holds, in the format that the end of its name says, or for so many seats.

    A Pabulib file is known by its first line, whatever its name.

    Raises
    ------
    WrongCallError
        as :func:`read_bytes`, and if files that end so are not known.
    FileError
        naming every fault of the file with its line.
    """
    from pbengine.formats.elections import UnknownFormatError, format_of
    from pbengine.formats.faults import FormatError

    data = read_bytes(file)
    is_pabulib = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:4].upper() == b"META"
    try:
        format_ = format_of(".pb" if is_pabulib else Path(file).suffix)
    except UnknownFormatError as error:
        raise WrongCallError(file, [(None, str(error))]) from None
    _refuse_no_text(file, data)
    try:
        election = format_.read(data)
    except FormatError as error:
        raise FileError.of(file, error.faults) from None
    return election if seats is None else election.with_seats(seats)


def read_pabulib_file(file: str) -> PabulibFile:
    """Return what a ``.pb`` file holds, however its name ends; raises as :func:`read_election`."""
    from pbengine.formats.faults import FormatError
    from pbengine.formats.pabulib import read_pabulib

    data = read_bytes(file)
    _refuse_no_text(file, data)
    try:
        return read_pabulib(data)
    except FormatError as error:
        raise FileError.of(file, error.faults) from None


def _refuse_no_text(file: str, data: bytes) -> None:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileError(file, [(None, NOT_TEXT)])


def seats_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--seats``."""
    text = "Count as an election to so many seats, whatever the file says of seats, costs and a budget."
    return click.option("--seats", type=click.IntRange(min=1), metavar="N", help=text)(command)
