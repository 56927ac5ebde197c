"""Files on disk into elections: the one place where a command opens what it is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pbengine.cli.faults import FileError, WrongCallError

if TYPE_CHECKING:
    from pbengine.formats.pabulib import PabulibFile

NOT_YET = "ranked profiles (.blt) cannot be counted yet: this version counts Pabulib .pb files"
NOT_TEXT = "this is no Pabulib file: it holds bytes that are no text"


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


def read_election(file: str) -> PabulibFile:
    """Return the election that a file holds.

    Raises
    ------
    WrongCallError
        as :func:`read_bytes`.
    FileError
        naming every fault of the file with its line.
    """
    from pbengine.formats.faults import FormatError
    from pbengine.formats.pabulib import read_pabulib

    data = read_bytes(file)
    if Path(file).suffix.lower() == ".blt":
        raise FileError(file, [(None, NOT_YET)])
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileError(file, [(None, NOT_TEXT)])
    try:
        return read_pabulib(data)
    except FormatError as error:
        raise FileError.of(file, error.faults) from None
