"""Transactions: nothing is lost between writers, nothing is half done, readers cannot write."""

import os
import shutil
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from pbengine.process.commissions import Commission, CommissionPlan, add_commission, list_commissions
from pbengine.process.database import Backend, Database, sqlite_driver
from pbengine.process.refusals import BusyRefusal, StorageRefusal, TakenRefusal
from pbengine.process.schema import upgrade
from pbengine.process.turns import Turns
from tests.process.town import FOUNDED

THREADS, TIMES = 8, 25


def add_place(database: Database) -> str:
    with database.writing() as session:
        return add_commission(session, CommissionPlan("town", "Town", "Council", "", "EUR"), now=FOUNDED).id


def count_up(open_session: Callable[[], Iterator[Session]], place: str) -> int:
    """Have many threads read a number, add one and save it; return the number at the end."""
    ready = threading.Barrier(THREADS)

    def add_many() -> None:
        ready.wait()
        for _ in range(TIMES):
            with contextmanager(open_session)() as session:
                row = session.get_one(Commission, place, with_for_update=True)
                row.minor_units += 1
                session.add(row)

    with ThreadPoolExecutor(THREADS) as pool:
        for job in [pool.submit(add_many) for _ in range(THREADS)]:
            job.result()
    with contextmanager(open_session)() as session:
        return session.get_one(Commission, place).minor_units - 100


def test_no_update_is_lost_between_threads(database: Database) -> None:
    place = add_place(database)

    def open_session() -> Iterator[Session]:
        with database.writing() as session:
            yield session

    assert count_up(open_session, place) == THREADS * TIMES


def test_updates_are_lost_where_the_driver_begins_transactions_itself(sqlite_database: Database) -> None:
    """The negative control: with SQLAlchemy's defaults the test above would fail, so it can fail."""
    place = add_place(sqlite_database)
    engine = create_engine(sqlite_database.url, module=sqlite_driver(), pool_size=THREADS)
    lost = []

    def open_session() -> Iterator[Session]:
        with Session(engine) as session:
            try:
                yield session
                session.commit()
            except DatabaseError as error:
                lost.append(error)

    assert count_up(open_session, place) + len(lost) < THREADS * TIMES
    engine.dispose()


def test_what_raises_leaves_nothing_behind(database: Database) -> None:
    def add_twice() -> None:
        with database.writing() as session:
            for _ in range(2):
                add_commission(session, CommissionPlan("town", "Town", "Council", "", "EUR"), now=FOUNDED)

    with pytest.raises(TakenRefusal):
        add_twice()
    with database.reading() as session:
        assert list_commissions(session) == []


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseError, match=r"readonly|read-only"), database.reading() as session:
        add_commission(session, CommissionPlan("town", "Town", "Council", "", "EUR"), now=FOUNDED)


def test_a_reading_session_sees_one_moment(database: Database) -> None:
    with database.reading() as reader:
        count = text("SELECT count(*) FROM commission")
        before = reader.connection().execute(count).scalar_one()
        add_place(database)
        assert reader.connection().execute(count).scalar_one() == before
    with database.reading() as reader:
        assert reader.connection().execute(count).scalar_one() == before + 1


def test_a_row_that_names_nothing_is_refused_by_the_database(database: Database) -> None:
    with pytest.raises(DatabaseError), database.writing() as session:
        session.connection().execute(
            text("INSERT INTO membership (commission_id, person_id, role) VALUES ('no', 'no', 'resident')")
        )


def test_what_goes_wrong_in_the_box_is_told_without_the_ballot_or_its_voter(database: Database) -> None:
    ballot = {"round": "no such round", "cred": b"who-voted", "opening": b"what-was-chosen"}
    insert = (
        "INSERT INTO ballot (round_id, leaf_hash, cred, seq, entry, opening) "
        "VALUES (:round, :cred, :cred, 1, :cred, :opening)"
    )
    with pytest.raises(DatabaseError) as fault, database.writing() as session:
        session.connection().execute(text(insert), ballot)
    said = "".join(traceback.format_exception(fault.value))
    assert "INSERT INTO ballot" in said
    assert "who-voted" not in said
    assert "what-was-chosen" not in said


def test_sqlite_is_set_up_to_lose_nothing(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        settings = {
            name: session.connection().execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_nobody_else_reads_the_file_of_a_new_database_though_the_folder_is_open_to_all(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0o022)
    try:
        database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
        upgrade(database)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    database.close()
    assert modes
    assert set(modes.values()) == {0o600}


def test_a_full_disk_is_a_refusal_and_loses_nothing(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        pages = session.connection().execute(text("PRAGMA page_count")).scalar_one()
        session.connection().execute(text(f"PRAGMA max_page_count = {pages}"))
    texts = {"slug": "town", "place": "Town", "name": "Council", "purpose": "x" * 100_000, "currency": "EUR"}
    place = Commission(**texts, minor_units=100, created_at=FOUNDED)
    with pytest.raises(StorageRefusal), sqlite_database.writing() as session:
        session.add(place)
    with sqlite_database.writing() as session:
        session.connection().execute(text("PRAGMA max_page_count = 1000000"))
    add_place(sqlite_database)


def test_a_row_that_somebody_else_holds_too_long_is_a_refusal(
    migrated_postgresql: str, postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = add_place(postgresql_database)
    monkeypatch.setattr("pbengine.process.database.WAIT_SECONDS", 0.02)
    impatient = Database(migrated_postgresql)
    with postgresql_database.writing() as session:
        session.get_one(Commission, place, with_for_update=True)
        with pytest.raises(BusyRefusal), impatient.writing() as other:
            other.get_one(Commission, place, with_for_update=True)
    impatient.close()


def test_an_address_without_a_file_is_refused() -> None:
    with pytest.raises(ValueError, match="file"):
        Database("sqlite://")


@pytest.mark.parametrize("address", ["postgresql://town@127.0.0.1/town", "postgres://town@127.0.0.1/town"])
def test_postgresql_is_spoken_to_by_psycopg(address: str) -> None:
    database = Database(address)
    assert (database.backend, database.url.drivername) == (Backend.POSTGRESQL, "postgresql+psycopg")


def test_turns_are_served_in_the_order_in_which_people_came() -> None:
    turns, served = Turns(patience=30), []
    waiting = threading.Semaphore(0)

    def wait_for_turn(number: int) -> None:
        with turns.turn():
            served.append(number)

    with ThreadPoolExecutor(6) as pool, turns.turn():
        for number in range(6):
            pool.submit(wait_for_turn, number)
            while turns.length <= number:
                waiting.acquire(timeout=0.001)
    assert served == list(range(6))


def test_who_waits_too_long_is_told_so_and_keeps_nobody_else_waiting() -> None:
    turns = Turns(patience=0.01)
    with turns.turn(), pytest.raises(BusyRefusal), turns.turn():
        pytest.fail("two at once")
    with turns.turn():
        pass


def test_a_file_that_another_process_holds_is_a_refusal(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pbengine.process.database.WAIT_SECONDS", 0)
    monkeypatch.setattr("pbengine.process.database.PRAGMAS", ("busy_timeout=0",))
    path = tmp_path / "town.sqlite3"
    shutil.copy(migrated_file, path)
    other = sqlite_driver().connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database = Database(f"sqlite:///{path}")
    with pytest.raises(BusyRefusal):
        add_place(database)
    other.execute("ROLLBACK")
    add_place(database)
    other.close()
    database.close()
