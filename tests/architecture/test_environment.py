"""What every test stands on: the guards of tests/conftest.py hold."""

import socket

import pytest
from sqlalchemy import create_engine, text


def test_a_test_cannot_reach_another_machine() -> None:
    with socket.socket() as outward, pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        outward.connect(("192.0.2.1", 80))


def test_a_test_can_reach_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


@pytest.mark.postgresql
def test_the_test_database_is_empty_and_keeps_every_letter(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
        assert connection.execute(text(tables)).scalar_one() == 0
        assert connection.execute(text("SELECT 'Święcie, مدينة'")).scalar_one() == "Święcie, مدينة"
    engine.dispose()
