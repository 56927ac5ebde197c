"""Reasons of the rules that make one ranking out of many, in sentences to the people who ranked.

They are part of the catalogue in :mod:`pbengine.formats.sentences`; nothing in them is counted, so that one form does.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RANK_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "elected-by-rank": (
            "Elected, %(place)s: %(rank)s in your common ranking; "
            "compared one to one, it wins against %(beats)s of the others and loses against %(loses)s."
        ),
        "outranked": (
            "Not elected: %(rank)s in your common ranking, and no seat is left at its turn; "
            "compared one to one, it wins against %(beats)s of the others and loses against %(loses)s."
        ),
        "funded-by-rank": (
            "Funded, %(place)s: %(rank)s in your common ranking; "
            "compared one to one, it wins against %(beats)s of the others and loses against %(loses)s. "
            "It costs %(cost)s, and %(left)s is left at its turn."
        ),
        "funded-in-part-by-rank": (
            "Funded, %(place)s, in part: %(rank)s in your common ranking; "
            "compared one to one, it wins against %(beats)s of the others and loses against %(loses)s. "
            "It gets %(amount)s of its cost of %(cost)s, and %(left)s is left at its turn."
        ),
        "not-affordable-by-rank": (
            "Not funded: %(rank)s in your common ranking; "
            "compared one to one, it wins against %(beats)s of the others and loses against %(loses)s. "
            "It costs %(cost)s, and %(left)s is left at its turn."
        ),
        "waits-for-by-rank": (
            "Not funded: %(rank)s in your common ranking; it can be built only with what is not funded: %(needs)s."
        ),
        "over-cap-by-rank": (
            "Not funded: %(rank)s in your common ranking; it costs %(cost)s, and of the %(cap)s that %(band)s may cost "
            "together, %(spent)s is spent."
        ),
        "kept-for-by-rank": (
            "Not funded: %(rank)s in your common ranking; it costs %(cost)s, and of the %(left)s that is left at its "
            "turn, %(kept)s is kept for %(band)s."
        ),
        "elected-by-score": "Elected, %(place)s: the points that you gave come to %(score)s.",
        "outscored": "Not elected: the points that you gave come to %(score)s, and no seat is left at its turn.",
    }
)
"""Sentences by code."""
