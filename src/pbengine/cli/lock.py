"""One server a SQLite file: a second one would be a second writer that the first knows nothing of."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pbengine.cli.faults import FailedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def only_server(database: Path) -> Iterator[None]:
    """Hold the lock beside a SQLite file; raises FailedError while another process holds it.

    The system lets go of it when this process ends, however it ends; the empty file stays.
    """
    path = database.with_name(f"{database.name}.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise FailedError(f"the lock file {path} cannot be made: {error.strerror}") from None
    try:
        try:
            _lock(handle)
        except OSError:
            raise FailedError(f"another server is using {database} already; stop that one first.") from None
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Take the lock or raise OSError at once."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
