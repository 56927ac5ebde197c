"""Measure this engine and its peers side by side, in one go and never two at a time.

Usage: python3 pb bench [--slow] [--limit SECONDS] [--runs N] [NAME...]
       python3 pb bench --page

Without names everything is measured and docs/benchmarks.md is written; with names (warsaw, wieliczka-equal-shares, ...)
the cases that begin so, and the page goes to standard output. A peer is stopped at the limit; --slow lets it run as
long as it will, and measures what takes a peer many minutes. --page writes the page once more from what was measured.
"""

from __future__ import annotations

import argparse
import os
import pickle
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.cases import CASES, Case  # noqa: E402 - found by the path set above
from bench.contenders import our_result, peer_result  # noqa: E402 - as above
from bench.elections import files_of  # noqa: E402 - as above
from bench.library import Library, library  # noqa: E402 - as above
from bench.report import Compared, page, seconds  # noqa: E402 - as above

REPORT = ROOT / "docs" / "benchmarks.md"
KEPT = ROOT / ".venv" / "benchmarks.pickle"
LIMIT = 120.0


def compare(case: Case, folder: Path, given: argparse.Namespace) -> Compared:
    """Measure one case with every engine."""
    files = files_of(case.election, folder)
    results = [our_result(case, files, runs=given.runs)]
    tell(case, results[0].engine, results[0].seconds)
    slow = tuple(peer for peer, _ in case.slow) if given.slow else ()
    for peer in (*case.peers, *slow):
        results.append(peer_result(peer, case, files, limit=None if given.slow else given.limit))
        tell(case, peer, results[-1].seconds)
    return Compared(case, tuple(results), () if given.slow else case.slow)


def tell(case: Case, engine: str, taken: float) -> None:
    """Say how far it has come."""
    print(f"{case.name}: {engine} {seconds(taken)}", file=sys.stderr, flush=True)


def measured(given: argparse.Namespace) -> tuple[list[Compared], Library | None]:
    """Measure what is asked for."""
    chosen = [case for case in CASES if not given.names or case.name.startswith(tuple(given.names))]
    with tempfile.TemporaryDirectory() as made:
        sample = None
        if not given.names or "pabulib" in given.names:
            sample = library(files_of("pabulib", Path(made)), given.runs)
        return [compare(case, Path(made), given) for case in chosen], sample


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description="This engine and its peers, side by side.")
    parser.add_argument("names", nargs="*", help="cases that begin so; all if none is given")
    parser.add_argument("--slow", action="store_true", help="without a limit, and what takes peers many minutes")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for each run of a peer")
    parser.add_argument("--runs", type=int, default=3, help="how often our own command is measured")
    parser.add_argument("--page", action="store_true", help="write the page from what was measured last")
    given = parser.parse_args()
    os.chdir(ROOT)
    if not given.page:
        limit = None if given.slow else given.limit
        results = *measured(given), given.runs, limit
        if given.names:
            print(page(*results[:2], runs=given.runs, limit=limit))
            return
        KEPT.write_bytes(pickle.dumps(results))
    by_name = {case.name: case for case in CASES}
    compared, sample, runs, limit = pickle.loads(KEPT.read_bytes())  # noqa: S301 - this script's own file
    compared = [
        replace(one, case=case, left_out=case.slow if one.left_out else ())
        for one in compared
        for case in (by_name.get(one.case.name, one.case),)
    ]
    REPORT.write_text(page(compared, sample, runs=runs, limit=limit), encoding="utf-8")


if __name__ == "__main__":
    main()
