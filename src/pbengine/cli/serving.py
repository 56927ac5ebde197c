"""``pbengine serve``: the pages, in one process."""

from __future__ import annotations

import errno
import os
import signal
import socket
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pbengine.cli.faults import FailedError
from pbengine.cli.house import open_database, prepare
from pbengine.cli.lock import only_server
from pbengine.cli.ticker import ticking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar import Litestar

    from pbengine.process.database import Database

GRACE_SECONDS = 3
MOST_AT_ONCE, BACKLOG = 500, 2048
"""Further requests get 503 rather than a place in a queue without end."""


def host_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--host``."""
    text = "Where to listen; 127.0.0.1 is this machine alone."
    return click.option("--host", default="127.0.0.1", show_default=True, help=text)(command)


def port_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--port``."""
    ports = click.IntRange(0, 65535)
    return click.option(
        "--port", default=8000, show_default=True, type=ports, help="The port; 0 for any that is free."
    )(command)


@click.command(short_help="Serve the pages.")
@host_option
@port_option
@click.option(
    "--proxy",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address of the proxy in front: only what it forwards is believed. Never all addresses.",
)
def serve(host: str, port: int, proxy: str) -> None:
    """Serve the pages, in one process, and do what time makes due.

    PBENGINE_ORIGIN is how browsers reach it, https://vote.example.org; TLS is the proxy's. A second server on the same
    SQLite file is refused.
    """
    if "*" in proxy:
        raise click.UsageError("--proxy * would believe any visitor who claims to be somebody else; name the proxy")
    from pbengine.process.keyring import KeyringError
    from pbengine.web.app import app_from_environment
    from pbengine.web.settings import SettingsError

    with stoppable(), open_database() as database, ExitStack() as held:
        hold(database, held)
        prepare(database)
        try:
            app = app_from_environment()
        except SettingsError as error:
            raise FailedError(error.fault) from None
        except KeyringError as error:
            raise FailedError(str(error)) from None
        with listen(host, port) as listener:
            click.echo(f"Serving {os.environ.get('PBENGINE_ORIGIN', '')} at {address_of(listener)}", err=True)
            run_server(app, database, listener=listener, proxy=proxy)


def address_of(listener: socket.socket) -> str:
    """Return the address at which a browser on this machine reaches the server."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - read, not bound
    return f"http://{shown}:{port}"


@contextmanager
def stoppable() -> Iterator[None]:
    """End quietly when the process is told to stop, by Ctrl-C or by a service manager; uvicorn passes both on."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def hold(database: Database, held: ExitStack) -> None:
    """Keep other servers from a SQLite file until ``held`` is closed; PostgreSQL may have several servers."""
    from pbengine.process.database import Backend

    if database.backend is Backend.SQLITE:
        held.enter_context(only_server(Path(database.url.database or "")))


def listen(host: str, port: int) -> socket.socket:
    """Return the socket to serve on; raises FailedError if it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        advice = "choose another with --port" if error.errno == errno.EADDRINUSE else "look at --host and --port"
        raise FailedError(f"cannot listen at {host}, port {port}: {why}; {advice}.") from None


def run_server(app: Litestar, database: Database, *, listener: socket.socket, proxy: str) -> None:
    """Serve until the process is told to stop."""
    import uvicorn

    config = uvicorn.Config(
        app,
        forwarded_allow_ips=proxy,
        timeout_graceful_shutdown=GRACE_SECONDS,
        limit_concurrency=MOST_AT_ONCE,
        server_header=False,
        access_log=False,  # address and time beside the order of ballots would break their secrecy
        log_level="warning",
    )
    with ticking(database):
        uvicorn.Server(config).run(sockets=[listener])
