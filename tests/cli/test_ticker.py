from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from pbengine.cli import ticker
from pbengine.cli.ticker import LOOK_SECONDS, REST_SECONDS, run_advance, tick

if TYPE_CHECKING:
    from collections.abc import Callable


class Clockless(threading.Event):
    """An event that notes how long it was waited for, waits for nothing, and is set after so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Note the wait."""
        self.waits.append(timeout)
        return len(self.waits) > self.times


def never(_over: threading.Event) -> bool:
    pytest.fail("nothing was due")


def failing() -> bool:
    message = "the disk is gone"
    raise OSError(message)


@pytest.mark.parametrize(
    ("due", "do", "rests"),
    [
        (lambda: False, never, LOOK_SECONDS),
        (lambda: True, lambda _over: True, LOOK_SECONDS),
        (lambda: True, lambda _over: False, REST_SECONDS),
        (failing, never, REST_SECONDS),
    ],
    ids=["nothing is due", "done", "refused", "the database is away"],
)
def test_the_clock_rests_longer_after_something_went_wrong_and_always_goes_on(
    due: Callable[[], bool], do: Callable[[threading.Event], bool], rests: float
) -> None:
    over = Clockless(times=3)
    tick(over, due, do)
    assert over.waits == [LOOK_SECONDS, rests, rests, rests]


@pytest.mark.parametrize(("status", "well"), [(0, True), (1, False)])
def test_what_is_due_is_done_by_a_process_of_its_own(
    monkeypatch: pytest.MonkeyPatch, status: int, *, well: bool
) -> None:
    monkeypatch.setattr(ticker, "COMMAND", (sys.executable, "-c", f"raise SystemExit({status})"))
    assert run_advance(threading.Event()) is well


def test_a_server_that_stops_stops_that_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticker, "COMMAND", (sys.executable, "-c", "import signal; signal.pause()"))
    over = threading.Event()
    over.set()
    assert run_advance(over) is False


def test_that_process_is_this_very_program() -> None:
    done = subprocess.run([*ticker.COMMAND, "--help"], capture_output=True, text=True, check=True)
    assert "--quiet" in done.stdout
