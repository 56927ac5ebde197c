"""Reasons of the rules that divide money, in sentences to the people who voted.

They are part of the catalogue in :mod:`pbengine.formats.sentences`: each with its form for one, its form for many, and
the figure that counts.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DIVIDING_SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "funded-by-units": (
            "Funded, %(place)s: it gets %(payout)s of the %(cost)s it can use; %(supporters)s of you gave it money.",
            "Funded, %(place)s: it gets %(payout)s of the %(cost)s it can use; %(supporters)s of you gave it money.",
            "supporters",
        ),
        "no-units": (
            "Not funded: %(supporters)s of you gave it money, and more of you agreed on other uses of the budget.",
            "Not funded: %(supporters)s of you gave it money, and more of you agreed on other uses of the budget.",
            "supporters",
        ),
        "funded-by-median": (
            "Funded, %(place)s: it gets %(payout)s, a median of what you wanted; the mean is %(mean_amount)s.",
            "Funded, %(place)s: it gets %(payout)s, a median of what you wanted; the mean is %(mean_amount)s.",
            "",
        ),
        "no-median": (
            "Not funded: too few of you gave it a share. The mean of what you wanted is %(mean_amount)s.",
            "Not funded: too few of you gave it a share. The mean of what you wanted is %(mean_amount)s.",
            "",
        ),
        "funded-by-match": (
            "Funded, %(place)s: to the %(contributed)s that %(contributors)s of you gave it the pool adds %(payout)s.",
            "Funded, %(place)s: to the %(contributed)s that %(contributors)s of you gave it the pool adds %(payout)s.",
            "contributors",
        ),
        "no-match": (
            "Not funded: the pool adds nothing to the %(contributed)s that %(contributors)s of you gave it.",
            "Not funded: the pool adds nothing to the %(contributed)s that %(contributors)s of you gave it.",
            "contributors",
        ),
    }
)
