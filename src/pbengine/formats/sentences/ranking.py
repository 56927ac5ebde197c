"""Reasons of the rules that make one ranking out of many, to those who ranked."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.message import single

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

RANKING_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "elected-by-rank": single(
            "Elected, %(place)s: %(rank)s in your common ranking; compared one to one, it wins against %(beats)s "
            "of the others and loses against %(loses)s."
        ),
        "outranked": single(
            "Not elected: %(rank)s in your common ranking, and no seat is left at its turn; compared one to one, "
            "it wins against %(beats)s of the others and loses against %(loses)s."
        ),
        "funded-by-rank": single(
            "Funded, %(place)s: %(rank)s in your common ranking; compared one to one, it wins against %(beats)s of "
            "the others and loses against %(loses)s. It costs %(cost)s, and %(left)s is left at its turn."
        ),
        "funded-in-part-by-rank": single(
            "Funded, %(place)s, in part: %(rank)s in your common ranking; compared one to one, it wins against "
            "%(beats)s of the others and loses against %(loses)s. It gets %(amount)s of its cost of %(cost)s, and "
            "%(left)s is left at its turn."
        ),
        "not-affordable-by-rank": single(
            "Not funded: %(rank)s in your common ranking; compared one to one, it wins against %(beats)s of the "
            "others and loses against %(loses)s. It costs %(cost)s, and %(left)s is left at its turn."
        ),
        "waits-for-by-rank": single(
            "Not funded: %(rank)s in your common ranking; it can be built only with what is not funded: %(needs)s."
        ),
        "over-cap-by-rank": single(
            "Not funded: %(rank)s in your common ranking; it costs %(cost)s, and of the %(cap)s that %(band)s may "
            "cost together, %(spent)s is spent."
        ),
        "kept-for-by-rank": single(
            "Not funded: %(rank)s in your common ranking; it costs %(cost)s, and of the %(left)s that is left at "
            "its turn, %(kept)s is kept for %(band)s."
        ),
        "elected-by-score": single("Elected, %(place)s: the points that you gave come to %(score)s."),
        "outscored": single(
            "Not elected: the points that you gave come to %(score)s, and no seat is left at its turn."
        ),
    }
)
"""Sentences by the code of their reason."""
