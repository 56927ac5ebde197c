"""Reasons that constraints give where projects are taken one by one, to those who voted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.message import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

CONSTRAINED_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-in-part": counted(
            "Funded, %(place)s, in part: %(score)s of you chose it; it gets %(amount)s of its cost of %(cost)s, "
            "and %(left)s is left at its turn.",
            "score",
        ),
        "funded-by-cover": counted(
            "Funded, %(place)s, as the last: %(score)s of you chose it; it costs %(cost)s, %(left)s is left at its "
            "turn, and %(reserve)s comes from a reserve.",
            "score",
        ),
        "waits-for": counted(
            "Not funded: %(score)s of you chose it; it can be built only with what is not funded: %(needs)s.",
            "score",
        ),
        "over-cap": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s, and of the %(cap)s that %(band)s may cost "
            "together, %(spent)s is spent.",
            "score",
        ),
        "kept-for": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s, and of the %(left)s that is left at its "
            "turn, %(kept)s is kept for %(band)s.",
            "score",
        ),
    }
)
"""Sentences where a score is a number of voters."""

CONSTRAINED_POINT_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-in-part": counted(
            "Funded, %(place)s, in part: you gave it %(score)s points; it gets %(amount)s of its cost of %(cost)s, "
            "and %(left)s is left at its turn.",
            "score",
        ),
        "funded-by-cover": counted(
            "Funded, %(place)s, as the last: you gave it %(score)s points; it costs %(cost)s, %(left)s is left at "
            "its turn, and %(reserve)s comes from a reserve.",
            "score",
        ),
        "waits-for": counted(
            "Not funded: you gave it %(score)s points; it can be built only with what is not funded: %(needs)s.",
            "score",
        ),
        "over-cap": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s, and of the %(cap)s that %(band)s may "
            "cost together, %(spent)s is spent.",
            "score",
        ),
        "kept-for": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s, and of the %(left)s that is left at its "
            "turn, %(kept)s is kept for %(band)s.",
            "score",
        ),
    }
)
"""Sentences where a score is a sum of points, in place of those above."""
