"""Reasons that the greedy rules give under constraints, and where a reserve helps, in sentences to those who voted.

They are part of the catalogue in :mod:`pbengine.formats.sentences`; each counts its score.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CONSTRAINT_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "funded-in-part": (
            "Funded, %(place)s, in part: %(score)s of you chose it; it gets %(amount)s of its cost of %(cost)s, "
            "and %(left)s is left at its turn."
        ),
        "funded-by-cover": (
            "Funded, %(place)s, as the last: %(score)s of you chose it; it costs %(cost)s, %(left)s is left at its "
            "turn, and %(reserve)s comes from a reserve."
        ),
        "waits-for": (
            "Not funded: %(score)s of you chose it; it can be built only with what is not funded: %(needs)s."
        ),
        "over-cap": (
            "Not funded: %(score)s of you chose it; it costs %(cost)s, and of the %(cap)s that %(band)s may cost "
            "together, %(spent)s is spent."
        ),
        "kept-for": (
            "Not funded: %(score)s of you chose it; it costs %(cost)s, and of the %(left)s that is left at its turn, "
            "%(kept)s is kept for %(band)s."
        ),
    }
)
"""Sentences where a score is a number of voters."""

CONSTRAINT_POINT_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "funded-in-part": (
            "Funded, %(place)s, in part: you gave it %(score)s points; it gets %(amount)s of its cost of %(cost)s, "
            "and %(left)s is left at its turn."
        ),
        "funded-by-cover": (
            "Funded, %(place)s, as the last: you gave it %(score)s points; it costs %(cost)s, %(left)s is left at its "
            "turn, and %(reserve)s comes from a reserve."
        ),
        "waits-for": (
            "Not funded: you gave it %(score)s points; it can be built only with what is not funded: %(needs)s."
        ),
        "over-cap": (
            "Not funded: you gave it %(score)s points; it costs %(cost)s, and of the %(cap)s that %(band)s may cost "
            "together, %(spent)s is spent."
        ),
        "kept-for": (
            "Not funded: you gave it %(score)s points; it costs %(cost)s, and of the %(left)s that is left at its "
            "turn, %(kept)s is kept for %(band)s."
        ),
    }
)
"""Sentences where a score is a sum of points, in place of those above."""
