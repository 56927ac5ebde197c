"""Reasons of the rules that find a best selection, in sentences to the people who voted.

They are part of the catalogue in :mod:`pbengine.formats.sentences`; each counts its score or its supporters.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTIMUM_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "funded-in-best-set": (
            "Funded, %(place)s: %(score)s of you chose it. "
            "No other selection that the money is enough for has more votes in all."
        ),
        "funded-in-part-of-best-set": (
            "Funded, %(place)s, with %(amount)s of its cost of %(cost)s: %(score)s of you chose it. "
            "No other selection that the money is enough for has more votes in all."
        ),
        "worse-set": (
            "Not funded: %(score)s of you chose it; it costs %(cost)s. "
            "The selection that is funded has more votes than the best one with it, by %(short)s."
        ),
        "worse-set-at-least": (
            "Not funded: %(score)s of you chose it; it costs %(cost)s. "
            "The selection that is funded has more votes than any with it, by %(short)s or more."
        ),
        "dearer-set": (
            "Not funded: %(score)s of you chose it; it costs %(cost)s. "
            "The best selection with it has as many votes as the one that is funded, and costs %(more)s more."
        ),
        "set-by-lot": (
            "Not funded: %(score)s of you chose it; it costs %(cost)s. The best selection with it has as many votes "
            "and costs as much as the one that is funded, and the lot decided between them."
        ),
        "over-budget": ("Not funded: %(score)s of you chose it; it costs %(cost)s, and there is %(budget)s in all."),
        "no-set-with-it": (
            "Not funded: %(score)s of you chose it; the conditions of this vote leave no selection that has it."
        ),
        "no-gain": ("Not funded: for and against it together come to %(score)s; it takes more than 0 to be funded."),
        "funded-by-reach": (
            "Funded, %(place)s: %(supporters)s of you chose it; %(only)s of you have no other funded project."
        ),
        "beyond-budget": (
            "Not funded: %(supporters)s of you chose it; it costs %(cost)s, and there is %(budget)s in all."
        ),
        "reaches-no-more": (
            "Not funded: %(supporters)s of you chose it, and %(without)s of you have none of your projects. "
            "No selection with it has something for more voters, or as many for less money."
        ),
        "no-better-for-the-least": (
            "Not funded: %(supporters)s of you chose it, and %(without)s of you have none of your projects. "
            "No selection with it is better for the voters who get least."
        ),
        "no-higher-product": (
            "Not funded: %(supporters)s of you chose it, and %(without)s of you have none of your projects. "
            "No selection with it has a higher product of what all voters get."
        ),
    }
)
"""Sentences where a score is a number of voters."""

OPTIMUM_POINT_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "funded-in-best-set": (
            "Funded, %(place)s: you gave it %(score)s points. "
            "No other selection that the money is enough for has more points in all."
        ),
        "funded-in-part-of-best-set": (
            "Funded, %(place)s, with %(amount)s of its cost of %(cost)s: you gave it %(score)s points. "
            "No other selection that the money is enough for has more points in all."
        ),
        "worse-set": (
            "Not funded: you gave it %(score)s points; it costs %(cost)s. "
            "The selection that is funded has more points than the best one with it, by %(short)s."
        ),
        "worse-set-at-least": (
            "Not funded: you gave it %(score)s points; it costs %(cost)s. "
            "The selection that is funded has more points than any with it, by %(short)s or more."
        ),
        "dearer-set": (
            "Not funded: you gave it %(score)s points; it costs %(cost)s. "
            "The best selection with it has as many points as the one that is funded, and costs %(more)s more."
        ),
        "set-by-lot": (
            "Not funded: you gave it %(score)s points; it costs %(cost)s. The best selection with it has as many "
            "points and costs as much as the one that is funded, and the lot decided between them."
        ),
        "over-budget": ("Not funded: you gave it %(score)s points; it costs %(cost)s, and there is %(budget)s in all."),
        "no-set-with-it": (
            "Not funded: you gave it %(score)s points; the conditions of this vote leave no selection that has it."
        ),
    }
)
"""Sentences where a score is a sum of points, in place of those above."""
