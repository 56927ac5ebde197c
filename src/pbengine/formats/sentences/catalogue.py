"""The one catalogue of reasons: why each project is funded or not, in a sentence to the people who voted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.best_set import BEST_SET_POINT_SENTENCES, BEST_SET_SENTENCES
from pbengine.formats.sentences.constrained import CONSTRAINED_POINT_SENTENCES, CONSTRAINED_SENTENCES
from pbengine.formats.sentences.dividing import DIVIDING_SENTENCES
from pbengine.formats.sentences.equal_shares import EQUAL_SHARES_SENTENCES
from pbengine.formats.sentences.ranking import RANKING_SENTENCES
from pbengine.formats.sentences.seats import SEAT_SENTENCES
from pbengine.formats.sentences.sharing import SHARING_SENTENCES
from pbengine.formats.sentences.turns import TURN_POINT_SENTENCES, TURN_SENTENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        **TURN_SENTENCES,
        **CONSTRAINED_SENTENCES,
        **EQUAL_SHARES_SENTENCES,
        **SHARING_SENTENCES,
        **DIVIDING_SENTENCES,
        **BEST_SET_SENTENCES,
        **RANKING_SENTENCES,
        **SEAT_SENTENCES,
    }
)
"""Sentences where a score is a number of voters."""

POINT_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {**TURN_POINT_SENTENCES, **CONSTRAINED_POINT_SENTENCES, **BEST_SET_POINT_SENTENCES}
)
"""Sentences where a score is a sum of points, in place of those above."""
