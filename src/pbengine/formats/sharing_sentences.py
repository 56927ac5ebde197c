"""Reasons of the rules that share costs among supporters or let money move, in sentences to the people who voted.

They are part of the catalogue in :mod:`pbengine.formats.sentences`: each with its form for one, its form for many, and
the figure that counts.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _said(text: str, by: str) -> tuple[str, str, str]:
    return text, text, by


SHARING_SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "funded-by-load": _said(
            "Funded, %(place)s: %(score)s of you chose it; "
            "its cost of %(cost)s is shared so that each of you bears at least %(load)s in all.",
            "score",
        ),
        "funded-by-load-in-parts": _said(
            "Funded, %(place)s: %(score)s of you chose it; its cost of %(cost)s is shared so that each of you bears "
            "at least %(load)s in all for each part of the budget that is yours.",
            "score",
        ),
        "funded-by-balance": _said(
            "Funded, %(place)s: %(score)s of you chose it; it costs %(cost)s. However the costs so far are shared, "
            "somebody bears at least %(load)s, and with any other that could come next it would be no less.",
            "score",
        ),
        "funded-by-balance-in-parts": _said(
            "Funded, %(place)s: %(score)s of you chose it; it costs %(cost)s. However the costs so far are shared, "
            "somebody bears at least %(load)s for each part of the budget that is theirs, "
            "and with any other that could come next it would be no less.",
            "score",
        ),
        "funded-among-first": _said(
            "Funded, %(place)s: %(supporters)s of you rank it in place %(rank)s or better; "
            "your shares cover its cost of %(cost)s.",
            "supporters",
        ),
        "funded-by-backing": _said(
            "Funded, %(place)s: %(supporters)s of you backed it; %(backing)s of your money is on it, "
            "and it costs %(cost)s.",
            "supporters",
        ),
        "funded-by-transfer": _said(
            "Funded, %(place)s: %(supporters)s of you backed it; %(backing)s of your money is on it, "
            "and the rest of its cost of %(cost)s moves to it from your other choices.",
            "supporters",
        ),
        "funded-by-rest": _said(
            "Funded, %(place)s, from what is left over: %(supporters)s of you backed it; "
            "it costs %(cost)s, and %(left)s is left at its turn.",
            "supporters",
        ),
        "under-supported": _said(
            "Not funded: %(supporters)s of you backed it; in the end %(backing)s of your money is on it, "
            "and it costs %(cost)s.",
            "supporters",
        ),
    }
)
"""Sentences by the code of their reason."""
