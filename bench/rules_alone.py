"""Time rules by themselves, without reading a file: processor seconds, and the memory that counting adds.

Usage: .venv/bin/python bench/rules_alone.py [--memory] ELECTION RULE [NAME=VALUE...]

ELECTION is a Pabulib file, generated:VOTERSxPROJECTS, or rankings:truncated or rankings:full of 100,000 voters. With
--memory it is counted once more, slowly, to say how much memory the counting itself takes at most.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.generated import generated_approvals  # noqa: E402 - found by the path set above
from bench.generated_rankings import generated_rankings  # noqa: E402
from pbengine.formats.pabulib import read_pabulib  # noqa: E402
from pbengine.voting import Instance, Profile, ballot_order, find_rule  # noqa: E402

SEED = 1
RUNS = 3
LONG = 5.0  # seconds; what takes longer is counted once


def election(name: str) -> tuple[Instance, Profile]:
    """Return the election that is meant."""
    if name.startswith("generated:"):
        voters, projects = map(int, name.removeprefix("generated:").split("x"))
        return generated_approvals(voters, projects, SEED)
    if name.startswith("rankings:"):
        return generated_rankings("full" if name == "rankings:full" else "truncated")
    file = read_pabulib(Path(name).read_bytes())
    return file.instance, file.profile


def main() -> None:
    """Count up to three times, each with its time."""
    parser = argparse.ArgumentParser(description="One rule by itself.")
    parser.add_argument("election")
    parser.add_argument("rule")
    parser.add_argument("settings", nargs="*", help="NAME=VALUE")
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    options = dict(setting.split("=", 1) for setting in given.settings)
    instance, profile = election(given.election)
    count = partial(find_rule(given.rule).tally, instance, profile, lot=ballot_order(instance), **options)
    outcome, spent = None, 0.0
    for _ in range(RUNS):
        start = time.process_time()
        outcome = count()
        seconds = time.process_time() - start
        print(f"{seconds:.3f} s, {len(outcome.funded)} funded of {len(instance.projects)}, cost {outcome.cost}")
        spent += seconds
        if spent > LONG:
            break
    for step in outcome.steps if outcome else ():
        if step.project is None:
            print(f"{step.action}: {dict(step.figures)}")
    if given.memory:
        tracemalloc.start()
        count()
        print(f"{tracemalloc.get_traced_memory()[1] / 2**20:.0f} MB at most, beside the election")


if __name__ == "__main__":
    main()
