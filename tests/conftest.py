import importlib.util
import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LOCAL_POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"

# No test depends on speed. In CI the generated examples are the same at every run; elsewhere they explore.
settings.register_profile("pbengine", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=IN_CI)
settings.load_profile("pbengine")

if importlib.util.find_spec("playwright") is None and not IN_CI:
    collect_ignore = ["browser"]


def pytest_report_header() -> str:
    playwright = importlib.util.find_spec("playwright")
    return f"browser tests: {find_chromium() or 'no Chromium'}{'' if playwright else ', left out: no playwright'}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and find_chromium() is None:
        absent("no Chromium found; install it or name it in PB_CHROMIUM")


def absent(what: str) -> NoReturn:
    """Skip here, fail in CI, where everything has to be present."""
    if IN_CI:
        pytest.fail(f"{what}; CI has to have it", pytrace=False)
    pytest.skip(what)


def find_chromium() -> str | None:
    return os.environ.get("PB_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of real elections, which stand beside the repository and are read in place."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        absent("../shared/data is absent")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of a Chromium, to tests that are marked `browser`."""
    return find_chromium() or absent("no Chromium found; install it or name it in PB_CHROMIUM")


def postgresql_server() -> URL:
    """Return the server to test on: PBENGINE_TEST_POSTGRESQL, else a local one that trusts the role postgres."""
    url = make_url(os.environ.get("PBENGINE_TEST_POSTGRESQL", LOCAL_POSTGRESQL))
    engine = create_engine(url, connect_args={"connect_timeout": 5})
    try:
        engine.connect().close()
    except OperationalError as fault:
        absent(f"no PostgreSQL at {url.host}:{url.port} for {url.username} ({str(fault.orig).splitlines()[0]})")
    finally:
        engine.dispose()
    return url


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Give the address of a new, empty database, of this run (and this xdist worker) alone."""
    server, name = postgresql_server(), f"pbengine_test_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse connections to anything but this machine: a test that needs the network is not repeatable."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:  # noqa: ANN401  as the socket module has it
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"a test wanted to connect to {address!r}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield
