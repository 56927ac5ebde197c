"""A command in a fresh process: how long it takes, how much memory it holds at most, what it says."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass

MEGABYTE = 1024 if sys.platform == "linux" else 1024 * 1024  # what ru_maxrss counts in


@dataclass(frozen=True)
class Measured:
    """One run of a command: seconds on the wall clock and on the processor, megabytes at the peak, standard output."""

    seconds: float
    processor: float
    megabytes: float
    output: bytes


def measure(command: list[str]) -> Measured:
    """Run a command to its end; raise CalledProcessError if it fails."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - the commands are this folder's own
        if process.stdout is None:
            raise TypeError("standard output is a pipe")
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE, output)


def best_of(command: list[str], runs: int) -> Measured:
    """Return the quickest of several runs, with the most memory that any of them held."""
    measured = [measure(command) for _ in range(runs)]
    quickest = min(measured, key=lambda one: one.seconds)
    processor = min(one.processor for one in measured)
    return Measured(quickest.seconds, processor, max(one.megabytes for one in measured), quickest.output)
