"""The server's clock: what is due in a round is done by a process of its own, so that no page waits for a count."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pbengine.process.database import Database

LOOK_SECONDS = 5.0
REST_SECONDS = 60.0
"""After something that was due could not be done, or doing it failed."""
PATIENCE_SECONDS = 3.0
COMMAND = (sys.executable, "-m", "pbengine", "advance", "--quiet")


@contextmanager
def ticking(database: Database) -> Iterator[None]:
    """Look every few seconds, in a thread of its own, whether anything is due; stop at the end."""
    over = threading.Event()
    thread = threading.Thread(
        target=tick, args=(over, lambda: is_due(database), run_advance), name="ticker", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(PATIENCE_SECONDS)


def tick(over: threading.Event, due: Callable[[], bool], do: Callable[[threading.Event], bool]) -> None:
    """Until it is over: when something is due do it, and rest longer when that did not help."""
    rest = LOOK_SECONDS
    while not over.wait(rest):
        rest = LOOK_SECONDS
        try:
            if due():
                rest = LOOK_SECONDS if do(over) else REST_SECONDS
        except Exception as error:  # noqa: BLE001 - the clock must go on, whatever happens to the database
            click.echo(f"The clock could not look at the rounds: {type(error).__name__}: {error}", err=True)
            rest = REST_SECONDS


def is_due(database: Database) -> bool:
    """Return whether anything is due in any round."""
    from sqlmodel import col, select

    from pbengine.process.clockwork import STEPS
    from pbengine.process.rounds import Round

    now = datetime.now(UTC)
    with database.reading() as session:
        unfinished = session.exec(select(Round).where(col(Round.published_at).is_(None))).all()
        return any(step.is_due(session, round_, now) for round_ in unfinished for step in STEPS)


def run_advance(over: threading.Event) -> bool:
    """Run ``pbengine advance`` until it ends or the server does; return whether it did everything that was due."""
    with subprocess.Popen(COMMAND) as child:  # noqa: S603 - this very program
        while child.poll() is None:
            if over.wait(0.2):
                child.terminate()
    return child.returncode == 0
