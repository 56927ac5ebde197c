"""Reasons of the rules that divide money, to those who voted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.message import counted, single

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

DIVIDING_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-by-units": counted(
            "Funded, %(place)s: it gets %(payout)s of the %(cost)s it can use; %(supporters)s of you gave it money.",
            "supporters",
        ),
        "no-units": counted(
            "Not funded: %(supporters)s of you gave it money; as many or more agreed on every use that is funded.",
            "supporters",
        ),
        "funded-by-median": single(
            "Funded, %(place)s: it gets %(payout)s, a median of what you wanted; the mean is %(mean_amount)s."
        ),
        "no-median": single(
            "Not funded: too few of you gave it a share. The mean of what you wanted is %(mean_amount)s."
        ),
        "funded-by-match": counted(
            "Funded, %(place)s: to the %(contributed)s that %(contributors)s of you gave it the pool adds %(payout)s.",
            "contributors",
        ),
        "no-match": counted(
            "Not funded: the pool adds nothing to the %(contributed)s that %(contributors)s of you gave it.",
            "contributors",
        ),
    }
)
"""Sentences by the code of their reason."""
