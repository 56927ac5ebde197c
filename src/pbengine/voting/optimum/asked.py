"""What an election asks of a set of projects, as the rows of a whole-number program."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.constraints import Band
    from pbengine.voting.instance import Instance
    from pbengine.voting.optimum.offers import Offer


@dataclass(frozen=True, eq=False)
class Asked:
    """The budget and the constraints, in columns that are the offers; floors are not among the rows."""

    instance: Instance
    listed: Sequence[Offer]

    @cached_property
    def columns(self) -> Mapping[str, list[int]]:
        """The columns of each project."""
        columns: dict[str, list[int]] = defaultdict(list)
        for column, offer in enumerate(self.listed):
            columns[offer.project].append(column)
        return columns

    @cached_property
    def rows(self) -> tuple[tuple[Mapping[int, int], int], ...]:
        """Each row with what its sum must not exceed."""
        asked = self.instance.constraints
        rows = [({column: offer.amount for column, offer in enumerate(self.listed)}, self.instance.budget)]
        rows += [(dict.fromkeys(columns, 1), 1) for columns in self.columns.values() if len(columns) > 1]
        rows += [(dict.fromkeys(self._of(group), 1), 1) for group in asked.exclusions]
        rows += [
            ({**dict.fromkeys(self._of([need]), -1), **dict.fromkeys(self._of([one]), 1)}, 0)
            for one, need in asked.dependencies
            if one != need
        ]
        rows += [(self.amounts(band), band.cap) for band in asked.bands if band.cap is not None]
        return tuple(rows)

    def _of(self, ids: Sequence[str]) -> list[int]:
        return [column for id_ in dict.fromkeys(ids) for column in self.columns.get(id_, ())]

    def amounts(self, band: Band) -> dict[int, int]:
        """Return what each offer of a band costs."""
        return {column: self.listed[column].amount for column in self._of(band.projects)}

    def allows(self, chosen: Sequence[int]) -> bool:
        """Say whether every row is kept, and no project without votes is there unless another one needs it."""
        projects = {self.listed[column].project for column in chosen}
        needed = {need for one, need in self.instance.constraints.dependencies if one in projects}
        if any(self.listed[column].value <= 0 and self.listed[column].project not in needed for column in chosen):
            return False
        return all(sum(terms.get(column, 0) for column in chosen) <= limit for terms, limit in self.rows)

    def cost(self, chosen: Sequence[int]) -> int:
        """Return what these offers cost together."""
        return sum(self.listed[column].amount for column in chosen)
