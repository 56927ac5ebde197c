"""An official election beside our count of it: whether both fund the same, and where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.process.importing import Agreement, official_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from pbengine.process.rounds import Round
    from pbengine.web.pages.results.counted import Counted


@dataclass(frozen=True, slots=True)
class OfficialTold:
    """What the file of an election says, by the titles of its projects; ``meta`` is what it says of itself."""

    agreement: Agreement
    only_official: tuple[str, ...]
    only_counted: tuple[str, ...]
    meta: tuple[tuple[str, str], ...]


def official_told(session: Session, round_: Round, counted: Counted) -> OfficialTold | None:
    """Return the official result beside ours; None for a round that was held here."""
    official = official_of(session, round_, counted.result)
    if official is None:
        return None
    return OfficialTold(
        official.agreement,
        tuple(counted.titles.get(id_, id_) for id_ in official.only_official),
        tuple(counted.titles.get(id_, id_) for id_ in official.only_counted),
        tuple(official.meta.items()),
    )
