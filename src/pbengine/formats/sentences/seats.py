"""Reasons of the rules that fill seats stage by stage, to those who ranked."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.message import single

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

SEAT_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "elected-quota": single(
            "Elected at stage %(stage)s with %(votes)s of your votes, at least the quota, which is %(quota)s."
        ),
        "elected-last": single(
            "Elected at stage %(stage)s with %(votes)s of your votes: no more candidates are left than there are "
            "seats to fill."
        ),
        "excluded": single("Not elected: out of the count at stage %(stage)s, with %(votes)s of your votes."),
        "not-elected": single("Not elected: it has %(votes)s of your votes when the last seat is filled."),
        "not-ranked": single("Not elected: none of you ranked it."),
    }
)
"""Sentences by the code of their reason."""
