"""One case measured with one engine: ours by its command, and each peer by its script, both in fresh processes."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.measure import Measured, best_of, measure

if TYPE_CHECKING:
    from bench.cases import Case

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv" / "peers"
PEERS_PYTHON = str(PEERS / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
OURS = "pbengine"


@dataclass(frozen=True)
class Result:
    """What one engine needed for one case.

    ``seconds``, ``processor`` and ``megabytes`` are of the whole process, from the file to the result; ``read``,
    ``rule`` and ``rule_processor`` are seconds within it. ``fault`` says why there is no result; at ``late`` the
    process was stopped, and needs more than what stands here.
    """

    engine: str
    seconds: float
    processor: float
    megabytes: float
    read: float | None = None
    rule: float | None = None
    rule_processor: float | None = None
    winners: tuple[frozenset[str], ...] = ()
    fault: str = ""
    late: bool = False


def our_result(case: Case, files: list[Path], *, runs: int) -> Result:
    """Measure the command, and the rule by itself in another process."""
    asked = ["--rule", case.rule, *(word for setting in case.settings.split() for word in ("--set", setting))]
    asked += ["--seats", str(case.seats)] if case.seats else []
    paths = [str(file) for file in files]
    whole = best_of([sys.executable, "-m", "pbengine", "tally", *paths, *asked, "--format", "json"], runs)
    alone = measure([sys.executable, str(ROOT / "bench" / "rules_alone.py"), "--json", *asked, *paths])
    if whole.status or alone.status:
        return _of(OURS, whole, fault=whole.error or alone.error)
    texts = [whole.output] if len(files) == 1 else whole.output.splitlines()
    documents = [json.loads(text) for text in texts]
    names = "funded" if files[0].suffix == ".pb" else "elected"
    winners = tuple(frozenset(document[names]) for document in documents)
    return _of(OURS, whole, winners=winners, **json.loads(alone.output))


def peer_result(peer: str, case: Case, files: list[Path], *, limit: float | None) -> Result:
    """Measure a peer once; what it counts again to be timed better is taken off its whole time."""
    module = f"bench.peers.timed_{peer}"
    asked = [case.rule, json.dumps(case.options), str(case.seats)]
    whole = measure([PEERS_PYTHON, "-m", module, *asked, *map(str, files)], limit)
    said: dict[str, Any] = {}
    for line in whole.output.splitlines():
        said.update(json.loads(line))
    fault = str(
        said.get("fault", "" if "winners" in said or whole.late else whole.error or f"it ended with {whole.status}")
    )
    winners = tuple(frozenset(one) for one in said.get("winners", ()))
    timed = {name: said.get(name) for name in ("read", "rule", "rule_processor")}
    again = said.get("again", 0.0), said.get("again_processor", 0.0)
    return _of(peer, whole, again=again, winners=winners, fault=fault, late=whole.late, **timed)


def _of(engine: str, whole: Measured, *, again: tuple[float, float] = (0.0, 0.0), **more: Any) -> Result:  # noqa: ANN401 - the fields of a result
    return Result(engine, whole.seconds - again[0], whole.processor - again[1], whole.megabytes, **more)
