"""Reasons of the rules that fill seats stage by stage, in sentences to the people who ranked.

They are part of the catalogue in :mod:`pbengine.formats.sentences`; nothing in them is counted, so that one form does.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SEAT_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "elected-quota": (
            "Elected at stage %(stage)s with %(votes)s of your votes, at least the quota, which is %(quota)s."
        ),
        "elected-last": (
            "Elected at stage %(stage)s with %(votes)s of your votes: "
            "no more candidates are left than there are seats to fill."
        ),
        "excluded": "Not elected: out of the count at stage %(stage)s, with %(votes)s of your votes.",
        "not-elected": "Not elected: it has %(votes)s of your votes when the last seat is filled.",
        "not-ranked": "Not elected: none of you ranked it.",
    }
)
"""Sentences by the code of their reason."""
