"""The database: SQLite in one file by default, PostgreSQL for larger places; one transaction a unit of work."""

from __future__ import annotations

import importlib
import os
import sqlite3
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from pbengine.process.refusals import BusyRefusal, StorageRefusal
from pbengine.process.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

POOL = 20
WAIT_SECONDS = 10.0
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={int(WAIT_SECONDS * 1000)}",
    "foreign_keys=ON",
    "trusted_schema=OFF",
)


class Backend(StrEnum):
    """The databases there are."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Database:
    """Where records are kept. Only entry points begin transactions: with :meth:`reading` or :meth:`writing`.

    What goes wrong is told without the values of the statement: they may be a ballot, and go into the server's log.
    """

    def __init__(self, url: str) -> None:
        self.url = _driver_url(url)
        self.backend = Backend(self.url.get_backend_name())
        self._turns = Turns(patience=WAIT_SECONDS)
        if self.backend is Backend.SQLITE:
            _keep_private(self.url)
            self._writer, self._reader = _sqlite_engine(self.url, "BEGIN IMMEDIATE"), _sqlite_engine(self.url, "BEGIN")
            event.listen(self._reader, "connect", _forbid_writing)
        else:
            settings = {"pool_size": POOL, "max_overflow": POOL, "pool_pre_ping": True}
            self._writer = create_engine(self.url, hide_parameters=True, **settings)
            event.listen(self._writer, "connect", _wait_no_longer)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one moment and cannot write."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose work is committed at the end, whole, or, when anything raises, not at all.

        Raises BusyRefusal when other writers take too long, StorageRefusal when the disk cannot take it.
        """
        with self._turn(), _storage_faults(), Session(self._writer, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self.backend is Backend.POSTGRESQL:
            yield
            return
        with self._turns.turn():
            yield

    def close(self) -> None:
        """Close every connection."""
        self._reader.dispose()
        self._writer.dispose()

    @property
    def engine(self) -> Engine:
        """The engine that writes, for migrations."""
        return self._writer

    @property
    def reading_engine(self) -> Engine:
        """The engine that reads."""
        return self._reader


def _driver_url(url: str) -> URL:
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database in {None, "", ":memory:"}:
        message = "SQLite needs a file here: readers and the writer have connections of their own"
        raise ValueError(message)
    return parsed


def _keep_private(url: URL) -> None:
    """Make the file of a new database one that only its owner reads: it holds ballots; what lies beside it follows."""
    if "uri" in url.query:
        return
    with suppress(OSError):  # it is there already, or cannot be made, as the first connection will say
        os.close(os.open(url.database or "", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _sqlite_engine(url: URL, begin: str) -> Engine:
    """Make an engine whose transactions really begin where they should: the driver's own handling loses updates."""
    size = 1 if begin == "BEGIN IMMEDIATE" else POOL
    connect_args = {"check_same_thread": False, "timeout": WAIT_SECONDS}
    settings = {"pool_size": size, "max_overflow": size - 1, "connect_args": connect_args}
    engine = create_engine(url, module=sqlite_driver(), hide_parameters=True, **settings)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection has no type
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _forbid_writing(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection has no type
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA wal_autocheckpoint=0")


def _wait_no_longer(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection has no type
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{int(WAIT_SECONDS * 1000)}ms'")
        cursor.execute("SET idle_in_transaction_session_timeout = '5min'")
    connection.commit()


def sqlite_driver() -> ModuleType:
    """Return the module with the newest SQLite there is: pysqlite3's wheel, or the standard library's."""
    try:
        newer: ModuleType = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3
    return newer if newer.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


def can_lose_commits(version: tuple[int, ...]) -> bool:
    """Return whether this SQLite has the WAL-reset fault, by which two connections can lose committed data.

    Fixed in 3.51.3 and 3.53.0, and in the backports 3.44.6 and 3.50.7 (https://sqlite.org/changes.html).
    """
    if version < (3, 7, 0) or version >= (3, 53, 0) or (3, 51, 3) <= version < (3, 52, 0):
        return False
    return not any(fixed <= version < (*fixed[:2], 99) for fixed in ((3, 44, 6), (3, 50, 7)))


_BUSY = ("database is locked", "database table is locked", "lock timeout", "deadlock detected", "could not serialize")
_BROKEN = (
    "disk is full",
    "disk full",
    "readonly",
    "read-only",
    "disk i/o error",
    "no space left",
    "unable to open database",
)


@contextmanager
def _storage_faults() -> Iterator[None]:
    """Turn what the driver says about locks and disks into refusals; anything else is a fault of the program."""
    try:
        yield
    except OperationalError as error:
        said = str(error.orig).lower()
        if any(words in said for words in _BUSY):
            raise BusyRefusal from error
        if any(words in said for words in _BROKEN):
            raise StorageRefusal from error
        raise
