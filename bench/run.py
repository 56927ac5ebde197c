"""Measure this engine and its peers side by side: from a file on disk to the result, each in a fresh process.

Usage: python3 pb bench [--slow] [--runs N] [NAME...]

Without names everything is measured and docs/benchmarks.md is written; with names (wieliczka-add1, warsaw, ...) only
the cases that begin so, and nothing is written. --slow also measures what takes a peer many minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.measure import Measured, best_of  # noqa: E402 - found by the path set above

DATA = ROOT.parent / "shared" / "data" / "pabulib"
REPORT = ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Case:
    """A file and how it is counted; ``slow`` says what the peer needs where that is too much for an ordinary run."""

    name: str
    file: str
    completion: str
    exhaustive_stop: str = "no"
    slow: str = ""

    @property
    def ours(self) -> list[str]:
        """Our command."""
        options = {"completion": self.completion, "exhaustive-stop": self.exhaustive_stop}
        settings = [word for name, value in options.items() for word in ("--set", f"{name}={value}")]
        command = [sys.executable, "-m", "pbengine", "tally", str(DATA / self.file), "--rule", "equal-shares"]
        return [*command, *settings, "--format", "json"]

    @property
    def theirs(self) -> list[str]:
        """The peer's command."""
        script = str(ROOT / "bench" / "peers" / "pabutools_shares.py")
        return [sys.executable, script, str(DATA / self.file), self.completion, self.exhaustive_stop]

    @property
    def counted(self) -> str:
        """How it is counted, in a few words."""
        return self.completion + (", stopping when exhaustive" if self.exhaustive_stop == "yes" else "")


WARSAW, WIELICZKA = "Poland_Warszawa_2024.pb", "Poland_Wieliczka_2023_Green_Budget.pb"
CASES = (
    Case("wieliczka", WIELICZKA, "none"),
    Case("wieliczka-exhaustive", WIELICZKA, "add1", "yes"),
    Case("wieliczka-add1", WIELICZKA, "add1", slow="many minutes"),
    Case("warsaw", WARSAW, "none"),
    Case("warsaw-add1", WARSAW, "add1", slow="longer still, and 17 GB"),
)


@dataclass(frozen=True)
class Compared:
    """A case with what was measured; theirs is None where the peer was left out."""

    case: Case
    ours: Measured
    theirs: Measured | None

    @property
    def is_agreed(self) -> bool:
        """Whether both fund the same projects."""
        return self.theirs is None or set(json.loads(self.ours.output)["funded"]) == set(json.loads(self.theirs.output))


def compare(case: Case, *, runs: int, with_peer: bool) -> Compared:
    """Measure one case."""
    print(f"{case.name} ...", file=sys.stderr, flush=True)
    ours = best_of(case.ours, runs)
    theirs = best_of(case.theirs, 1 if case.slow else min(runs, 2)) if with_peer else None
    return Compared(case, ours, theirs)


def row(compared: Compared, plain: Compared | None) -> str:
    """Return a row of the table; a peer that was left out is compared by its count of the same file without add1."""
    case, theirs = compared.case, compared.theirs
    cells = [f"`{case.file}`", case.counted, said(compared.ours)]
    if theirs is not None:
        cells += [said(theirs), *ratios(compared.ours, theirs), "yes" if compared.is_agreed else "NO"]
    elif plain is not None and plain.theirs is not None:
        cells += ["not run (`--slow`)", *(f"{ratio} *" for ratio in ratios(compared.ours, plain.theirs)), ""]
    else:
        cells += ["not run (`--slow`)", "", "", "", ""]
    return f"| {' | '.join(cells)} |"


def said(measured: Measured) -> str:
    """Return what was measured in a cell."""
    return f"{measured.seconds:.2f} s ({measured.processor:.2f} s), {measured.megabytes:.0f} MB"


def ratios(ours: Measured, theirs: Measured) -> list[str]:
    """Return how many times less we need: on the wall clock, of the processor, of memory."""
    pairs = [
        (ours.seconds, theirs.seconds),
        (ours.processor, theirs.processor),
        (ours.megabytes, theirs.megabytes),
    ]
    return [f"{their / our:.1f}" for our, their in pairs]


def table(results: list[Compared]) -> str:
    """Return the results as a table."""
    plain = {result.case.file: result for result in results if result.case.completion == "none"}
    return "\n".join(
        [
            "| file | equal shares with | pbengine | pabutools | times faster | by processor | less memory | same |",
            "|---|---|---|---|---|---|---|---|",
            *(row(result, plain.get(result.case.file)) for result in results),
        ]
    )


def machine() -> str:
    """Return what was measured on, in one sentence."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "pabutools"))
    system = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}"
    return f"{system}, Python {platform.python_version()}, {packages}."


REPORT_TEXT = """# Benchmarks

Written by `python3 pb bench`: each command in a fresh process, from the file on disk to the result, with its wall
clock (processor time in brackets) and its peak memory; the quickest of {runs} runs of ours and of at most two of the
peer's, in one go. Times differ from machine to machine, and on a busy one from minute to minute; what counts are the
ratios. pabutools counts in its exact mode, in the quickest way that it has, with the same order of ties. The last
column says whether both fund the same projects.

{table}

\\* against pabutools' count of the same file *without* completion, which it would have to repeat more than a hundred
times. `python3 pb bench --slow` measures it: {slow}.

Measured on {machine}

What makes the difference is described in [proofs/float-filter.md](proofs/float-filter.md). Work is also counted, not
timed, in `tests/voting/test_shares_endowments.py`.
"""


def main() -> int:
    """Measure what is asked for; return 1 if anybody funds other projects."""
    parser = argparse.ArgumentParser(prog="pb bench", description="This engine and its peers, side by side.")
    parser.add_argument("names", nargs="*", help="what the names of cases begin with; all without")
    parser.add_argument("--slow", action="store_true", help="also what takes a peer minutes")
    parser.add_argument("--runs", type=int, default=3, help="how often each of our commands runs")
    given = parser.parse_args()
    if not DATA.is_dir():
        print(f"{os.path.relpath(DATA)} is absent: the elections are read from there", file=sys.stderr)
        return 1
    cases = [case for case in CASES if not given.names or case.name.startswith(tuple(given.names))]
    results = [compare(case, runs=given.runs, with_peer=given.slow or not case.slow) for case in cases]
    print(table(results))
    if not given.names:
        slow = "; ".join(f"{case.name} takes {case.slow}" for case in CASES if case.slow)
        text = REPORT_TEXT.format(runs=given.runs, table=table(results), slow=slow, machine=machine())
        REPORT.write_text(text, encoding="utf-8")
    disagreed = [result.case.name for result in results if not result.is_agreed]
    print(*(f"{name}: other projects are funded" for name in disagreed), sep="\n", file=sys.stderr, end="")
    return 1 if disagreed else 0


if __name__ == "__main__":
    sys.exit(main())
