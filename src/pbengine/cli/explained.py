"""An outcome with what was measured of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.formats.elections import Election
    from pbengine.voting.measures.groups import GroupShare
    from pbengine.voting.measures.margins import Margin
    from pbengine.voting.measures.prices import PriceSystem
    from pbengine.voting.measures.representation import Neglected
    from pbengine.voting.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Explained:
    """An outcome with what was measured of it; ``margins`` is None where they were not asked for."""

    election: Election
    outcome: Outcome
    covered: int
    groups: Mapping[str, tuple[GroupShare, ...]]
    neglected: tuple[Neglected, ...]
    prices: PriceSystem | None
    margins: Sequence[Margin] | None
