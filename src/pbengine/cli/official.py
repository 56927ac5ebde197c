"""The result that an election's file itself holds, beside the one counted here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pbengine.formats.elections import Election
    from pbengine.voting.outcome import Outcome

FUNDED_MARKS = frozenset({"1", "2"})
"""Values of the column ``selected`` that mean: funded by the rule (2: with a remark in the file's comment)."""


@dataclass(frozen=True, slots=True)
class Official:
    """The result that the file itself holds, beside the one counted here."""

    funded: tuple[str, ...]
    only_official: tuple[str, ...]
    only_here: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether both fund the same projects."""
        return not self.only_official and not self.only_here

    def document(self) -> dict[str, Any]:
        """Return the comparison for JSON."""
        return {
            "funded": list(self.funded),
            "agrees": self.agrees,
            "only_official": list(self.only_official),
            "only_here": list(self.only_here),
        }


def official_of(election: Election, outcome: Outcome) -> Official | None:
    """Return the result that the file holds; None if it holds none."""
    if election.selected is None:
        return None
    funded = tuple(id_ for id_, mark in election.selected.items() if mark in FUNDED_MARKS)
    return Official(
        funded=funded,
        only_official=tuple(id_ for id_ in funded if id_ not in outcome.funded),
        only_here=tuple(id_ for id_ in outcome.funded if id_ not in funded),
    )
