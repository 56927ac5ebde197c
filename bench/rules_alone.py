"""Time one rule by itself: the ballots stand in the engine's own structures already, and nothing is written.

Usage: .venv/bin/python bench/rules_alone.py [--json] [--memory] [--seats N] [--rule RULE] [--set NAME=VALUE]... FILE...

FILE may also be the name of an election of the benchmark (warsaw, generated, truncated, ...). Ballots are counted up to
three times, each time with nothing worked out from them; without --rule by the rule that each file declares. With
--memory they are counted once more, slowly, to say how much memory the counting itself takes at most.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.elections import ELECTIONS  # noqa: E402 - found by the path set above
from pbengine.cli.counting import Request, count, read_request  # noqa: E402 - as above
from pbengine.cli.lots import LotChoice  # noqa: E402 - as above
from pbengine.cli.reading import read_election  # noqa: E402 - as above
from pbengine.cli.terms import Terms  # noqa: E402 - as above

if TYPE_CHECKING:
    from pbengine.formats.elections import Election
    from pbengine.voting import Outcome

RUNS = 3
LONG = 2.0  # seconds; what takes longer is not done again


def read(files: list[str], seats: int | None) -> tuple[dict[str, Election], float]:
    """Read and check all files, up to three times; return the best time."""
    best, spent = float("inf"), 0.0
    elections: dict[str, Election] = {}
    for _ in range(RUNS):
        start = time.perf_counter()
        elections = {file: read_election(file, seats) for file in files}
        taken = time.perf_counter() - start
        best, spent = min(best, taken), spent + taken
        if spent > LONG:
            break
    return elections, best


def counted(elections: dict[str, Election], request: Request) -> dict[str, Outcome]:
    """Count all, with nothing worked out from the ballots beforehand."""
    afresh = {file: replace(election, profile=replace(election.profile)) for file, election in elections.items()}
    return {file: count(file, election, request) for file, election in afresh.items()}


def timed(elections: dict[str, Election], request: Request) -> tuple[dict[str, Outcome], float, float]:
    """Count up to three times; return the quickest by the wall clock, and by the processor."""
    outcomes: dict[str, Outcome] = {}
    seconds, processor = [], []
    for _ in range(RUNS):
        wall, busy = time.perf_counter(), time.process_time()
        outcomes = counted(elections, request)
        seconds.append(time.perf_counter() - wall)
        processor.append(time.process_time() - busy)
        if sum(seconds) > LONG:
            break
    return outcomes, min(seconds), min(processor)


def most_memory(elections: dict[str, Election], request: Request) -> float:
    """Return how many megabytes counting adds at most."""
    tracemalloc.start()
    counted(elections, request)
    return tracemalloc.get_traced_memory()[1] / 2**20


def given_files(names: list[str], folder: Path) -> list[str]:
    """Return the files that are meant."""
    return [str(file) for name in names for file in (ELECTIONS[name].files(folder) if name in ELECTIONS else [name])]


def main() -> None:
    """Read, count, and say how long each took."""
    parser = argparse.ArgumentParser(description="One rule by itself.")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--rule")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="settings")
    parser.add_argument("--seats", type=int)
    parser.add_argument("--json", action="store_true", help="one line for the benchmark")
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    settings = dict(setting.split("=", 1) for setting in given.settings)
    request = read_request(given.rule, settings, LotChoice("file"), Terms(given.seats))
    with tempfile.TemporaryDirectory() as folder:
        elections, reading = read(given_files(given.files, Path(folder)), given.seats)
    outcomes, seconds, processor = timed(elections, request)
    if given.json:
        print(json.dumps({"read": reading, "rule": seconds, "rule_processor": processor}))
        return
    for file, outcome in outcomes.items():
        projects = len(elections[file].instance.projects)
        print(f"{Path(file).name}: {len(outcome.funded)} of {projects}, cost {outcome.cost}")
    print(f"read in {reading:.3f} s, counted in {seconds:.3f} s ({processor:.3f} s of the processor)")
    if given.memory:
        print(f"{most_memory(elections, request):.0f} MB at most, beside the election")


if __name__ == "__main__":
    main()
