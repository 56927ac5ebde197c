"""Bringing a database to the state that this version of the program needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from pbengine.process.database import Backend, Database, can_lose_commits, sqlite_driver

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCRIPTS = "pbengine.process:migrations"


def upgrade(database: Database) -> None:
    """Make or change the tables as this version needs them; harmless when nothing is to be done."""
    with database.engine.connect() as connection:
        if database.backend is Backend.POSTGRESQL:
            connection.execute(text("SELECT pg_advisory_xact_lock(7077070)"))  # two servers may start at once
        command.upgrade(_config(connection), "head")
        connection.commit()


def complaints(database: Database) -> tuple[str, ...]:
    """Return what is wrong with a database, one sentence each; empty when it can be served."""
    found = []
    with database.reading() as session:
        here = MigrationContext.configure(session.connection()).get_current_revision()
        head = ScriptDirectory.from_config(_config(session.connection())).get_current_head()
        if here != head:
            found.append(f"the tables are at {here or 'nothing'}, this version needs {head}; run: pbengine db upgrade")
        if database.backend is Backend.SQLITE:
            found += _sqlite_complaints(session.connection())
    return tuple(found)


def _sqlite_complaints(connection: Connection) -> list[str]:
    found = []
    if can_lose_commits(sqlite_driver().sqlite_version_info):
        found.append(
            f"SQLite {sqlite_driver().sqlite_version} can lose committed data (the WAL-reset fault); "
            "use 3.51.3 or newer, as the package pysqlite3 brings it, or PostgreSQL"
        )
    integrity = connection.execute(text("PRAGMA quick_check(5)")).scalars().all()
    found += [f"the file is damaged: {fault}" for fault in integrity if fault != "ok"]
    stray = connection.execute(text("PRAGMA foreign_key_check")).all()
    found += [f"a row of {row[0]} names something of {row[2]} that is not there" for row in stray[:5]]
    return found


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    return config
