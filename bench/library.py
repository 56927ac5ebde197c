"""All shared files of Pabulib counted by one command, as they were held: how many a second."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.elections import DATA
from bench.measure import Measured, best_of

if TYPE_CHECKING:
    from pathlib import Path

WHOLE_RESULTS, WHOLE_ENTRIES = 1_423, 20_000_000  # of Pabulib, as the reference counts them


@dataclass(frozen=True)
class Library:
    """What counting the sample took, and what it would for all of Pabulib.

    ``official`` results stand in the files; ``different`` are the files whose result came out otherwise here, and
    ``left_out`` is how many declare no rule that has a name. Of the projected seconds, ``each_file`` are for a file and
    ``each_entry`` for an entry of a ballot.
    """

    files: int
    entries: int
    run: Measured
    official: int
    different: tuple[str, ...]
    left_out: int
    each_file: float
    each_entry: float

    @property
    def projected(self) -> float:
        """Seconds for all of Pabulib."""
        return self.each_file * WHOLE_RESULTS + self.each_entry * WHOLE_ENTRIES


def library(files: list[Path], runs: int) -> Library:
    """Count the sample in one process; then its smaller half, and its smallest file, to tell what takes the time."""
    with (DATA / "pabulib" / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        listed = {row["file"]: row for row in csv.DictReader(index, delimiter="\t")}
    run, documents = _counted(files, runs)
    counted = [file for file, document in zip(files, documents, strict=True) if "error" not in document]
    by_size = sorted(counted, key=lambda file: int(listed[file.name]["entries"]))
    samples = [by_size[:1], by_size[: len(by_size) // 2], by_size]
    times = [_counted(sample, runs)[0].seconds for sample in samples]
    sizes = [[1, len(sample), sum(int(listed[file.name]["entries"]) for file in sample)] for sample in samples]
    _, each_file, each_entry = np.linalg.solve(np.array(sizes, dtype=float), times).tolist()
    official = [
        (file.name, document["official"]["agrees"])
        for file, document in zip(files, documents, strict=True)
        if "official" in document and listed[file.name]["official_winners"] == "yes"
    ]
    return Library(
        files=len(counted),
        entries=sizes[-1][-1],
        run=run,
        official=len(official),
        different=tuple(name for name, agrees in official if not agrees),
        left_out=len(files) - len(counted),
        each_file=each_file,
        each_entry=each_entry,
    )


def _counted(files: list[Path], runs: int) -> tuple[Measured, list[dict[str, Any]]]:
    run = best_of([sys.executable, "-m", "pbengine", "tally", *map(str, files), "--format", "json"], runs)
    texts = [run.output] if len(files) == 1 else run.output.splitlines()
    return run, [json.loads(text) for text in texts]
