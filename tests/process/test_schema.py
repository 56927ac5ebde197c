"""Migrations make exactly the tables that the program describes."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from pbengine.process.database import Database, can_lose_commits
from pbengine.process.schema import complaints, upgrade
from pbengine.process.tables import METADATA


def test_a_migrated_database_has_every_table_and_nothing_else(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_a_table_that_no_migration_makes_is_seen(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        connection.execute(text("DROP TABLE idem"))
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert [difference[0] for difference in found] == ["add_table", "add_index"]


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert complaints(database) == ()


def test_an_empty_database_is_complained_about(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert [complaint.partition(";")[0] for complaint in complaints(database)] == [
        "the tables are at nothing, this version needs 0001"
    ]
    database.close()


@pytest.mark.parametrize(
    ("version", "can"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), True),
        ((3, 53, 0), False),
    ],
)
def test_versions_of_sqlite_that_can_lose_commits_are_known(version: tuple[int, int, int], *, can: bool) -> None:
    assert can_lose_commits(version) is can
