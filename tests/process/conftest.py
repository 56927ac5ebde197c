import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pbengine.process.columns import Record
from pbengine.process.database import Backend, Database
from pbengine.process.keyring import Keyring
from pbengine.process.schema import upgrade
from tests.process.town import SECRET, Town, found_town

SCHEMA = "process_tests"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with every table and no row, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(migrated_file, tmp_path / "town.sqlite3")
    database = Database(f"sqlite:///{tmp_path / 'town.sqlite3'}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_url: str) -> str:
    """Give the address of a PostgreSQL schema of this run's own, with every table."""
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    engine.dispose()
    url = make_url(postgresql_url).update_query_dict({"options": f"-csearch_path={SCHEMA}"})
    address = url.render_as_string(hide_password=False)
    database = Database(address)
    upgrade(database)
    database.close()
    return address


@pytest.fixture
def postgresql_database(migrated_postgresql: str) -> Iterator[Database]:
    database = Database(migrated_postgresql)
    yield database
    with database.engine.begin() as connection:
        for table in reversed(Record.metadata.sorted_tables):
            connection.execute(table.delete())
    database.close()


@pytest.fixture(params=list(Backend))
def database(request: pytest.FixtureRequest) -> Database:
    """Give an empty database, once of each kind."""
    given: Database = request.getfixturevalue(f"{request.param}_database")
    return given


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(SECRET, "pb.example")


@pytest.fixture
def town(database: Database, keyring: Keyring) -> Town:
    """Give a town with people and a round whose dates are those of :mod:`tests.process.town`."""
    return found_town(database, keyring)
