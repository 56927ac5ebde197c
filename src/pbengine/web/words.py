"""Names of things that the engine calls by a code: phases, roles, kinds of things."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.web.language import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping


def N_(message: str) -> str:  # noqa: N802 - gettext's name for marking a sentence that is translated later
    """Mark a word for the catalogues."""
    return message


WORDS: Mapping[str, str] = MappingProxyType(
    {
        # phases
        "announced": N_("announced"),
        "proposals": N_("proposals"),
        "review": N_("review"),
        "voting": N_("voting"),
        "counting": N_("counting"),
        "published": N_("result published"),
        # roles and offices
        "resident": N_("resident"),
        "facilitator": N_("facilitator"),
        "auditor": N_("auditor"),
        "steward": N_("steward"),
        "operator": N_("operator"),
        # states of a proposal
        "submitted": N_("waiting for review"),
        "admitted": N_("admitted to the ballot"),
        "declined": N_("declined"),
        "withdrawn": N_("withdrawn"),
        # kinds of things
        "commission": N_("place"),
        "round": N_("round"),
        "proposal": N_("proposal"),
        "project": N_("project"),
        "ballot": N_("ballot"),
        "receipt": N_("receipt"),
        "election": N_("vote that has opened"),
        "entry": N_("entry of the record"),
        "checkpoint": N_("signed checkpoint"),
        "rule": N_("rule"),
        # dates of a round
        "proposals_from": N_("proposals open"),
        "review_from": N_("review begins"),
        "voting_from": N_("voting opens"),
        "voting_until": N_("voting closes"),
    }
)


def word(code: str) -> str:
    """Return the reader's word for a code; a code that has none is returned as it is, for it is a name."""
    return gettext(WORDS[code]) if code in WORDS else code
