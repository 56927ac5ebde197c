"""Candidates whom no paper ranks."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Reason

if TYPE_CHECKING:
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.stv.sheet import Sheet


def leave_out_unranked(sheet: Sheet, profile: Profile) -> None:
    """Take everybody out of the count before it begins whom no paper ranks, as if they had withdrawn."""
    ranked = profile.votes()
    for column in [column for column in sheet.hopeful if not ranked[column]]:
        sheet.hopeful.remove(column)
        sheet.reasons[sheet.id(column)] = Reason("not-ranked", MappingProxyType({}))
