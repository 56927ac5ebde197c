"""Reasons of the rules that take the projects one by one, the first in votes first, to those who voted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.message import counted, single

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

TURN_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "withdrawn": counted("Not funded: it can no longer be carried out. %(votes)s of you chose it.", "votes"),
        "below-minimum": counted(
            "Not funded: %(votes)s of you chose it; to take part in the count it needs %(minimum)s.",
            "votes",
        ),
        "excluded-by": single("Not funded: only one of it and %(rival)s can be built, and %(rival)s is funded."),
        "no-votes": single("Not funded: none of you chose it."),
        "funded-by-score": counted(
            "Funded, %(place)s: %(score)s of you chose it; it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "not-affordable": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "after-stop": counted(
            "Not funded: %(score)s of you chose it; the count ends before its turn, because %(blocker)s costs more "
            "than is left.",
            "score",
        ),
        "below-threshold": counted(
            "Not funded: %(score)s of you chose it; to be funded it needs at least %(threshold)s.", "score"
        ),
        "funded-by-completion": counted(
            "Funded, %(place)s, by number of votes: %(score)s of you chose it; it costs %(cost)s, and %(left)s is "
            "left at its turn.",
            "score",
        ),
    }
)
"""Sentences where a score is a number of voters."""

TURN_POINT_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-by-score": counted(
            "Funded, %(place)s: you gave it %(score)s points; it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "not-affordable": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "after-stop": counted(
            "Not funded: you gave it %(score)s points; the count ends before its turn, because %(blocker)s costs "
            "more than is left.",
            "score",
        ),
        "below-threshold": counted(
            "Not funded: you gave it %(score)s points; to be funded it needs at least %(threshold)s.",
            "score",
        ),
        "funded-by-completion": counted(
            "Funded, %(place)s, by number of points: you gave it %(score)s points; it costs %(cost)s, and %(left)s "
            "is left at its turn.",
            "score",
        ),
    }
)
"""Sentences where a score is a sum of points, in place of those above."""
