"""Reasons of the other rules that share costs among supporters or let money move, to those who voted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.message import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

SHARING_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-by-load": counted(
            "Funded, %(place)s: %(score)s of you chose it; its cost of %(cost)s is shared so that each of you "
            "bears at least %(load)s in all.",
            "score",
        ),
        "funded-by-load-in-parts": counted(
            "Funded, %(place)s: %(score)s of you chose it; its cost of %(cost)s is shared so that each of you "
            "bears at least %(load)s in all for each part of the budget that is yours.",
            "score",
        ),
        "funded-by-balance": counted(
            "Funded, %(place)s: %(score)s of you chose it; it costs %(cost)s. However the costs so far are shared, "
            "somebody bears at least %(load)s, and with any other that could come next it would be no less.",
            "score",
        ),
        "funded-by-balance-in-parts": counted(
            "Funded, %(place)s: %(score)s of you chose it; it costs %(cost)s. However the costs so far are shared, "
            "somebody bears at least %(load)s for each part of the budget that is theirs, and with any other that "
            "could come next it would be no less.",
            "score",
        ),
        "funded-among-first": counted(
            "Funded, %(place)s: %(supporters)s of you rank it no lower than %(rank)s; your shares cover its "
            "cost of %(cost)s.",
            "supporters",
        ),
        "funded-by-backing": counted(
            "Funded, %(place)s: %(supporters)s of you backed it; %(backing)s of your money is on it, and it costs "
            "%(cost)s.",
            "supporters",
        ),
        "funded-by-transfer": counted(
            "Funded, %(place)s: %(supporters)s of you backed it; %(backing)s of your money is on it, and the rest "
            "of its cost of %(cost)s moves to it from your other choices.",
            "supporters",
        ),
        "funded-by-rest": counted(
            "Funded, %(place)s, from what is left over: %(supporters)s of you backed it; it costs %(cost)s, and "
            "%(left)s is left at its turn.",
            "supporters",
        ),
        "under-supported": counted(
            "Not funded: %(supporters)s of you backed it; in the end %(backing)s of your money is on it, and it "
            "costs %(cost)s.",
            "supporters",
        ),
    }
)
"""Sentences by the code of their reason."""
