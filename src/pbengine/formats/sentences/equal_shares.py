"""Reasons of equal shares with all its completions, to those who voted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.sentences.message import counted, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.sentences.message import Message

EQUAL_SHARES_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-by-shares": plural(
            "Funded, %(place)s: %(supporters)s of you chose it; your share covers its cost of %(cost)s.",
            "Funded, %(place)s: %(supporters)s of you chose it; your shares cover its cost of %(cost)s, "
            "%(payment)s each.",
            "supporters",
        ),
        "not-covered": plural(
            "Not funded: %(supporters)s of you chose it; in the end you have %(left)s left, and it costs %(cost)s.",
            "Not funded: %(supporters)s of you chose it; in the end you have %(left)s left between you, and it "
            "costs %(cost)s.",
            "supporters",
        ),
        "funded-with-others": plural(
            "Funded, %(place)s: %(supporters)s of you chose it and gives the %(held)s that is left of that share; "
            "it costs %(cost)s, and the rest comes from what everybody else has left, at most %(levy)s each.",
            "Funded, %(place)s: %(supporters)s of you chose it and give the %(held)s that is left of your shares; "
            "it costs %(cost)s, and the rest comes from what everybody else has left, at most %(levy)s each.",
            "supporters",
        ),
        "not-covered-together": counted(
            "Not funded: %(supporters)s of you chose it; it costs %(cost)s, and in the end all voters together "
            "have %(left)s left.",
            "supporters",
        ),
        "funded-by-earnings": plural(
            "Funded, %(place)s: %(supporters)s of you chose it; with what was left of that share and %(earned)s "
            "saved since then, its cost of %(cost)s is covered.",
            "Funded, %(place)s: %(supporters)s of you chose it; with what was left of your shares and what you "
            "saved as everybody was given up to %(earned)s more, you have its cost of %(cost)s together.",
            "supporters",
        ),
        "outrun": counted(
            "Not funded: %(supporters)s of you chose it; it costs %(cost)s, and before you could pay for it, only "
            "%(left)s of the budget is left.",
            "supporters",
        ),
        "funded-by-overspending": plural(
            "Funded, %(place)s: %(supporters)s of you chose it; your share covers %(covered)s of its cost of "
            "%(cost)s, and the rest is spent beyond it.",
            "Funded, %(place)s: %(supporters)s of you chose it; your shares cover %(covered)s of its cost of "
            "%(cost)s, and the rest is spent beyond them.",
            "supporters",
        ),
        "nothing-left": counted(
            "Not funded: %(supporters)s of you chose it; it costs %(cost)s, and nothing is left of your shares.",
            "supporters",
        ),
    }
)
"""Sentences by the code of their reason."""
