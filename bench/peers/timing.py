"""What every peer that is measured shares: it reads files, counts them by one rule, and says how long each part took.

Called as ``SCRIPT RULE OPTIONS SEATS FILE...``, options as a JSON object. Standard output: a line when the files are
read, so that it stands there even if the count is broken off, and a line with the result.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_MEMORY = 20 * 2**30
SHORT = 0.5  # seconds; what is shorter is counted again, and the quickest is taken
AGAIN = 2

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What a peer is to count by: the id of our rule, our options, the number of seats (0 where it is a budget)."""

    rule: str
    options: dict[str, str]
    seats: int


def answer(read: Callable[[str, Asked], T], count: Callable[[T, Asked], list[str]]) -> None:
    """Read and count what the command line asks for, with its times; a peer's own errors become its answer."""
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    asked = Asked(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]))
    try:
        start = time.perf_counter()
        with redirect_stdout(sys.stderr):
            elections = [read(file, asked) for file in sys.argv[4:]]
        _say({"read": time.perf_counter() - start})
        with redirect_stdout(sys.stderr):
            result = _counted(lambda: [count(election, asked) for election in elections])
        _say(result)
    except Exception as fault:  # noqa: BLE001 - whatever a peer raises is its answer
        _say({"fault": f"{type(fault).__name__}: {fault}"})


def _counted(count: Callable[[], list[list[str]]]) -> dict[str, Any]:
    best: tuple[float, float] | None = None
    again = again_processor = 0.0
    winners: list[list[str]] = []
    for _ in range(1 + AGAIN):
        start, processor = time.perf_counter(), time.process_time()
        winners = count()
        taken = time.perf_counter() - start, time.process_time() - processor
        if best is not None:
            again, again_processor = again + taken[0], again_processor + taken[1]
        best = taken if best is None else min(best, taken)
        if taken[0] > SHORT:
            break
    rule, rule_processor = best or (0.0, 0.0)
    return {
        "rule": rule,
        "rule_processor": rule_processor,
        "again": again,
        "again_processor": again_processor,
        "winners": winners,
    }


def _say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)
