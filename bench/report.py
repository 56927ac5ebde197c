"""What was measured as a page: the aims and what was reached, then each election with every engine, as ratios."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from bench.contenders import OURS, PEERS_PYTHON, Result
from bench.elections import ELECTIONS
from bench.library import WHOLE_ENTRIES, WHOLE_RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.cases import Case
    from bench.library import Library

SOON = 0.01  # seconds; what is quicker is told with another digit
HUNDRED = 100
MINUTE = 60
MOST_NAMED = 3
KNOWN = {
    "Poland_Warszawa_2022_Bielany.pb": ": it does not hold which projects excluded each other; told that, it agrees"
}
PEERS = ("abcvoting", "pabumeasures", "pabutools", "pref_voting", "pyrankvote", "votekit")


@dataclass(frozen=True)
class Compared:
    """A case, and each engine's result, ours first."""

    case: Case
    results: tuple[Result, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def ours(self) -> Result:
        """Our own result."""
        return self.results[0]


def page(compared: list[Compared], sample: Library | None, *, runs: int, limit: float | None) -> str:
    """Return docs/benchmarks.md."""
    introduction = INTRODUCTION.format(runs=runs, limit=f"{limit:.0f} s" if limit else "none")
    parts = [introduction, "## Aims", aims(compared, sample)]
    if sample is not None:
        parts += ["## The files of Pabulib", of_library(sample)]
    for election in dict.fromkeys(one.case.election for one in compared):
        cases = [one for one in compared if one.case.election == election]
        title = ELECTIONS[election].title
        parts += [f"## {title[0].upper()}{title[1:]}", table(cases), *notes(cases)]
    return "\n\n".join([*parts, "## The machine", machine(), CLOSING]) + "\n"


def aims(compared: list[Compared], sample: Library | None) -> str:
    """Return what was aimed at beside what was reached."""
    rows = ["| election | counted | what | aim | reached | |", "|---|---|---|---|---|---|"]
    for one in compared:
        for what, most in one.case.aims:
            name, unit, reached = {
                "rule": ("rule alone", "s", one.ours.rule or 0.0),
                "read": ("reading and checking the file", "s", one.ours.read or 0.0),
                "whole": ("the whole command", "s", one.ours.seconds),
                "memory": ("memory of the whole command", "MB", one.ours.megabytes),
            }[what]
            met = "met" if reached <= most else "**missed**"
            told = seconds(reached) if unit == "s" else f"{reached:.0f} MB"
            rows.append(f"| {one.case.election} | {one.case.counted} | {name} | {most:g} {unit} | {told} | {met} |")
    if sample is not None:
        met = "met" if sample.projected <= MINUTE else "**missed**"
        whole = f"projected from a sample | {MINUTE} s | {sample.projected:.0f} s"
        rows.append(f"| all of Pabulib | as each was held | {whole} | {met} |")
    return "\n".join(rows)


def of_library(sample: Library) -> str:
    """Return the rate on the sample, and what it says of the whole."""
    run = sample.run
    different = "; ".join(f"`{name}`{KNOWN.get(name, '')}" for name in sample.different)
    return (
        f"One command counts {sample.files} files by the rules that they declare, {sample.entries:,} entries, in "
        f"{run.seconds:.2f} s ({run.processor:.2f} s of the processor) and {run.megabytes:.0f} MB: "
        f"{sample.files / run.seconds:.1f} files a second, {sample.entries / run.seconds:,.0f} entries a second. "
        f"Of {sample.official} official results in them {sample.official - len(sample.different)} come out"
        f"{f' (not {different})' if different else ''}; {sample.left_out} more files "
        "declare no rule that has a name, and are refused, which takes its part of that time.\n\n"
        f"**A projection, not a measurement:** from the sample, its smaller half and its smallest file, a file takes "
        f"{sample.each_file * 1000:.1f} ms and a million entries {sample.each_entry * 1e6:.2f} s. All of Pabulib "
        f"({WHOLE_RESULTS:,} official results, {WHOLE_ENTRIES / 1e6:.0f} million entries) would so take "
        f"{sample.projected:.0f} s on one core."
    )


def table(cases: list[Compared]) -> str:
    """Return one election's table."""
    head = (
        "| counted | engine | file to result | peak | reading | rule alone | times ours: whole | rule | memory | same |"
    )
    return "\n".join([head, "|---|---|---|---|---|---|---|---|---|---|", *(row for one in cases for row in rows(one))])


def rows(one: Compared) -> Iterator[str]:
    """Yield one case's rows."""
    for place, result in enumerate(one.results):
        counted = one.case.counted if place == 0 else ""
        more = "> " if result.late else ""
        whole = f"{more}{seconds(result.seconds)} ({seconds(result.processor)})"
        reading = "not reached" if result.read is None else seconds(result.read)
        cells = [counted, result.engine, whole, f"{result.megabytes:.0f} MB", reading]
        if result.fault:
            cells = [counted, result.engine, "no result *", "", "", "", "", "", "", ""]
        elif result.late:
            alone = result.seconds - (result.read or 0.0)
            cells += [f"> {seconds(alone)}" if result.read is not None else "not reached"]
            cells += [f"> {ratio(result.seconds, one.ours.seconds)}"]
            cells += [f"> {ratio(alone, one.ours.rule)}" if result.read is not None else "", "", ""]
        else:
            cells += [f"{seconds(result.rule or 0.0)} ({seconds(result.rule_processor or 0.0)})"]
            cells += ["", "", "", ""] if place == 0 else [*ratios(one.ours, result), same(one.ours, result)]
        yield f"| {' | '.join(cells)} |"


def ratios(ours: Result, theirs: Result) -> list[str]:
    """Return how many times more a peer needs: for the whole, for the rule, of memory."""
    pairs = [(theirs.seconds, ours.seconds), (theirs.rule, ours.rule), (theirs.megabytes, ours.megabytes)]
    return [ratio(their, our) for their, our in pairs]


def ratio(theirs: float | None, ours: float | None) -> str:
    """Return how many times more it is."""
    if not theirs or not ours:
        return ""
    times = theirs / ours
    return f"{times:,.0f}" if times >= HUNDRED else f"{times:.2g}" if times < 1 else f"{times:.1f}"


def seconds(taken: float) -> str:
    """Return a time with as many digits as it is worth."""
    return f"{taken * 1000:.2g} ms" if taken < SOON else f"{taken:.3f} s" if taken < 1 else f"{taken:.2f} s"


def same(ours: Result, theirs: Result) -> str:
    """Say whether both have the same winners."""
    different = sum(our != their for our, their in zip(ours.winners, theirs.winners, strict=True))
    if not different:
        return "yes"
    return f"no, {different} of {len(ours.winners)}" if len(ours.winners) > 1 else "**no**"


def notes(cases: list[Compared]) -> Iterator[str]:
    """Yield what a table cannot say: who differs in what, who gave no result and why, who was left out."""
    said = [line for one in cases for line in _notes_of(one)]
    if said:
        yield "\n".join(said)


def _notes_of(one: Compared) -> Iterator[str]:
    for result in one.results:
        if result.fault:
            yield f"- \\* {result.engine}, {one.case.counted}: {result.fault.splitlines()[0][:200]}"
        elif result is not one.ours and not result.late and len(one.ours.winners) == 1:
            yield from _difference(one, result)
    for peer, why in one.left_out:
        yield f"- {peer}, {one.case.counted}: left out, as it is expected to need {why} (`--slow` measures it)."


def _difference(one: Compared, theirs: Result) -> Iterator[str]:
    only_ours, only_theirs = one.ours.winners[0] - theirs.winners[0], theirs.winners[0] - one.ours.winners[0]
    if only_ours or only_theirs:
        yield (
            f"- {theirs.engine}, {one.case.counted}: other winners; only pbengine {named(only_ours)}, "
            f"only {theirs.engine} {named(only_theirs)}."
        )


def named(winners: frozenset[str]) -> str:
    """Return a few of them by name."""
    few = ", ".join(sorted(winners)[:MOST_NAMED])
    return (few + (f" and {len(winners) - MOST_NAMED} more" if len(winners) > MOST_NAMED else "")) or "none"


def machine() -> str:
    """Return what was measured on."""
    ours = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    code = "import sys, importlib.metadata as m; print(', '.join(f'{name} {m.version(name)}' for name in sys.argv[1:]))"
    asked = subprocess.run([PEERS_PYTHON, "-c", code, *PEERS], capture_output=True, text=True, check=False)  # noqa: S603 - its own code
    system = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}"
    return f"{system}, {ours} for {OURS}; {asked.stdout.strip() or 'not all peers'}."


INTRODUCTION = """# Benchmarks

Written by `python3 pb bench`, which measures this engine and its peers in one go, one process after the other.

- **File to result:** a fresh process, from the file on disk to the result, wall clock with the time of the processor in
  brackets, and the peak of its memory. Ours is the whole command with its explanation of every project as JSON, the
  quickest of {runs}; a peer is run once, by a script in `bench/peers/` that prints the winners alone.
- **Reading:** until the ballots stand, checked, in the engine's own structures.
- **Rule alone:** from there; what is short is counted up to three times and the quickest taken, for all alike. Ours
  explains every project. pref_voting counts all contests between two candidates while it reads, so that its pairwise
  rules by themselves have only a small table to look at; ours starts from the ballots. There the whole compares.
- **Times ours:** how many times more the peer needs. A number below 1 says that the peer is the quicker.
- **Limit** for a peer: {limit}. What does not end is told as "> n".
- **Same:** whether the winners are the same. pabutools and abcvoting count in exact fractions as we do; pabumeasures
  (compiled C++), pref_voting, VoteKit and pyrankvote in floats. pabumeasures has no completion, so that a loop of ours
  adds one unit for each voter until too much is spent. All but pabutools are given the ballots by a reader of ours,
  which is quicker than what they have themselves.

Times differ from machine to machine, and on a busy one from minute to minute; what counts are the ratios."""

CLOSING = """What makes the difference is described in [proofs/float-filter.md](proofs/float-filter.md). Work is also
counted, not timed, in `tests/voting/test_shares_endowments.py`. Where peers count differently, [peers.md](peers.md)
says who is right."""
