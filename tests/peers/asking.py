"""Generated elections put to engines of others, each in one process of the environment that they share."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.conftest import absent
from tests.voting.pairwise_elections import Ranked, candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracles.pairwise import Ballot

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "peers" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

Question = dict[str, Any]
Answer = dict[str, Any]


def ask(script: str, questions: Sequence[Question]) -> list[Answer]:
    """Put all questions to a script of bench/peers; skip where its environment is absent, fail in CI."""
    if not (ROOT / ".venv" / "peers" / "peers.installed").exists():
        absent("the peers are not installed; `python3 pb bench` installs them")
    run = subprocess.run(
        [PYTHON, ROOT / "bench" / "peers" / script],
        input=json.dumps(list(questions)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answers: list[Answer] = json.loads(run.stdout)
    assert len(answers) == len(questions)
    return answers


def question(election: Ranked, rule: str, **more: Any) -> Question:  # noqa: ANN401 - what a script takes
    """Put an election in numbers, in the order of the lot."""
    number = {name: place for place, name in enumerate(election.names)}
    ballots = [[weight, [[number[name] for name in group] for group in ballot]] for weight, ballot in election.ballots]
    return {"rule": rule, "candidates": len(number), "ballots": ballots, **more}


def rankings(number: int, *, seed: int, shape: str) -> list[Ranked]:
    """Make elections of ``full``, ``short`` or ``tied`` rankings, few voters each, so that contests are often close."""
    rng = np.random.default_rng(seed)
    return [_election(rng, shape) for _ in range(number)]


def _election(rng: np.random.Generator, shape: str) -> Ranked:
    count = int(rng.integers(2, 7))
    names = [f"p{place}" for place in range(count)]
    kinds = {_ballot(rng, names, shape): int(rng.integers(1, 6)) for _ in range(int(rng.integers(1, 9)))}
    return Ranked(candidates(" ".join(names)), tuple((weight, ballot) for ballot, weight in kinds.items()))


def _ballot(rng: np.random.Generator, names: Sequence[str], shape: str) -> Ballot:
    order = [names[place] for place in rng.permutation(len(names))]
    named = order if shape == "full" else order[: int(rng.integers(1, len(names) + 1))]
    ballot: list[tuple[str, ...]] = []
    for name in named:
        if shape == "tied" and ballot and rng.random() < 0.3:
            ballot[-1] = (*ballot[-1], name)
        else:
            ballot.append((name,))
    return tuple(ballot)
