"""A command in a fresh process: how long it takes, how much memory it holds at most, what it says."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace

MEGABYTE = 1024 if sys.platform == "linux" else 1024 * 1024  # what ru_maxrss counts in


@dataclass(frozen=True)
class Measured:
    """One run of a command: seconds on the wall clock and on the processor, megabytes at the peak, what it said.

    ``error`` is the last line of standard error, ``status`` what it ended with, ``late`` whether the limit stopped it.
    """

    seconds: float
    processor: float
    megabytes: float
    output: str
    error: str = ""
    status: int = 0
    late: bool = False


def measure(command: list[str], limit: float | None = None) -> Measured:
    """Run a command to its end, or for so many seconds."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - own commands
        if process.stdout is None or process.stderr is None:
            raise TypeError("standard output and error are pipes")
        stop = threading.Timer(limit, process.kill) if limit else None
        if stop:
            stop.start()
        errors: list[bytes] = []
        listening = threading.Thread(target=errors.extend, args=(process.stderr,))
        listening.start()
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if stop:
            stop.cancel()
        listening.join()
    processor = usage.ru_utime + usage.ru_stime
    late = limit is not None and seconds >= limit
    error = errors[-1].decode(errors="replace").strip() if errors else ""
    return Measured(seconds, processor, usage.ru_maxrss / MEGABYTE, output.decode(), error, process.returncode, late)


def best_of(command: list[str], runs: int, limit: float | None = None) -> Measured:
    """Return the quickest of several runs, with the most memory that any of them held; one that is late is the last."""
    best = measure(command, limit)
    for _ in range(runs - 1):
        if best.late or best.status:
            break
        other = measure(command, limit)
        quickest = min(best, other, key=lambda one: one.seconds)
        processor = min(best.processor, other.processor)
        best = replace(quickest, processor=processor, megabytes=max(best.megabytes, other.megabytes))
    return best
