"""Elections read from files of rankings, and their counts as tables of numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.blt import read_blt
from pbengine.voting import find_rule
from pbengine.voting.lot import Lot, ballot_order
from pbengine.voting.outcome import Action
from pbengine.voting.profile import BallotKind, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pbengine.formats.ranked import RankedFile
    from pbengine.voting import Outcome
    from pbengine.voting.outcome import Step
    from pbengine.voting.registry import OptionValue

STAGES = (Action.COUNT, Action.TRANSFER, Action.EXCLUDE)


def read(path: Path) -> RankedFile:
    return read_blt(path.read_bytes())


def count(file: RankedFile, rule: str, **options: OptionValue) -> Outcome:
    """Count a file with its own order of candidates as the lot, or the order that it names."""
    lot = Lot(file.lot) if file.lot else ballot_order(file.instance)
    return find_rule(rule).tally(file.instance, file.profile, lot=lot, **options)


def stages(outcome: Outcome) -> list[Step]:
    return [step for step in outcome.steps if step.action in STAGES]


def votes(step: Step) -> list[Decimal]:
    """Return the votes of all candidates at the end of a stage."""
    texts = step.figures["votes"]
    assert isinstance(texts, tuple)
    return [Decimal(str(text)) for text in texts]


def number(step: Step, name: str) -> Decimal:
    return Decimal(str(step.figures[name]))


def rankings(candidates: int, papers: Mapping[tuple[int, ...], int]) -> Profile:
    """Return a profile of rankings with how many papers have each."""
    return Profile(
        kind=BallotKind.ORDINAL,
        project_count=candidates,
        starts=np.cumsum([0, *map(len, papers)], dtype=np.int64),
        choices=np.array([column for ranking in papers for column in ranking], dtype=np.int32),
        weights=np.array(list(papers.values()), dtype=np.int64),
        ranks=candidates,
    )
