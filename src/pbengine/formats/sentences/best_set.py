"""Reasons of the rules that find a best selection, to those who voted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.message import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

BEST_SET_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-in-best-set": counted(
            "Funded, %(place)s: %(score)s of you chose it. No other selection that the money is enough for has "
            "more votes in all.",
            "score",
        ),
        "funded-in-part-of-best-set": counted(
            "Funded, %(place)s, with %(amount)s of its cost of %(cost)s: %(score)s of you chose it. No other "
            "selection that the money is enough for has more votes in all.",
            "score",
        ),
        "worse-set": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s. The selection that is funded has more votes "
            "than the best one with it, by %(short)s.",
            "score",
        ),
        "worse-set-at-least": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s. The selection that is funded has more votes "
            "than any with it, by %(short)s or more.",
            "score",
        ),
        "dearer-set": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s. The best selection with it has as many "
            "votes as the one that is funded, and costs %(more)s more.",
            "score",
        ),
        "set-by-lot": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s. The best selection with it has as many "
            "votes and costs as much as the one that is funded, and the lot decided between them.",
            "score",
        ),
        "over-budget": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s, and there is %(budget)s in all.",
            "score",
        ),
        "no-set-with-it": counted(
            "Not funded: %(score)s of you chose it; the conditions of this vote leave no selection that has it.",
            "score",
        ),
        "no-gain": counted(
            "Not funded: for and against it together come to %(score)s; it takes more than 0 to be funded.",
            "score",
        ),
        "funded-by-reach": counted(
            "Funded, %(place)s: %(supporters)s of you chose it; %(only)s of you have no other funded project.",
            "supporters",
        ),
        "beyond-budget": counted(
            "Not funded: %(supporters)s of you chose it; it costs %(cost)s, and there is %(budget)s in all.",
            "supporters",
        ),
        "reaches-no-more": counted(
            "Not funded: %(supporters)s of you chose it, and %(without)s of you have no funded project. No "
            "selection with it has something for more voters, or as many for less money.",
            "supporters",
        ),
        "no-better-for-the-least": counted(
            "Not funded: %(supporters)s of you chose it, and %(without)s of you have no funded project. No "
            "selection with it is better for the voters who get least.",
            "supporters",
        ),
        "no-higher-product": counted(
            "Not funded: %(supporters)s of you chose it, and %(without)s of you have no funded project. No "
            "selection with it has a higher product of what all voters get.",
            "supporters",
        ),
    }
)
"""Sentences where a score is a number of voters."""

BEST_SET_POINT_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-in-best-set": counted(
            "Funded, %(place)s: you gave it %(score)s points. No other selection that the money is enough for has "
            "more points in all.",
            "score",
        ),
        "funded-in-part-of-best-set": counted(
            "Funded, %(place)s, with %(amount)s of its cost of %(cost)s: you gave it %(score)s points. No other "
            "selection that the money is enough for has more points in all.",
            "score",
        ),
        "worse-set": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s. The selection that is funded has more "
            "points than the best one with it, by %(short)s.",
            "score",
        ),
        "worse-set-at-least": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s. The selection that is funded has more "
            "points than any with it, by %(short)s or more.",
            "score",
        ),
        "dearer-set": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s. The best selection with it has as many "
            "points as the one that is funded, and costs %(more)s more.",
            "score",
        ),
        "set-by-lot": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s. The best selection with it has as many "
            "points and costs as much as the one that is funded, and the lot decided between them.",
            "score",
        ),
        "over-budget": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s, and there is %(budget)s in all.",
            "score",
        ),
        "no-set-with-it": counted(
            "Not funded: you gave it %(score)s points; the conditions of this vote leave no selection that has it.",
            "score",
        ),
    }
)
"""Sentences where a score is a sum of points, in place of those above."""
