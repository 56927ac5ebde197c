"""From a code and its figures to a sentence in the reader's language: of refusals, and of faults in forms."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.process.sentences import SENTENCES as OF_THE_PROCESS
from pbengine.web.language import Currency, gettext, money, number
from pbengine.web.words import word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.process.refusals import Figure


def N_(message: str) -> str:  # noqa: N802 - gettext's name for marking a sentence that is translated later
    """Mark a sentence for the catalogues."""
    return message


OF_THE_WEB: Mapping[str, str] = MappingProxyType(
    {
        # refusals of requests
        "sign-in": N_(
            "This page is for people who have signed in, and you are not, or not any more. Nothing was stored. "
            "If you had written something, go back to it, copy it, sign in and send it again."
        ),
        "no-access-rule": N_("Nobody may open this page."),
        "cross-site": N_(
            "This form did not come from our own page, so nothing was done. Open the page again and send it from there."
        ),
        "stale-form": N_(
            "This form is too old, or you have signed in or out since. Open the page again, then send it. "
            "If that does not help, allow this site to keep cookies: without one it cannot tell who you are."
        ),
        "unknown-host": N_("This server does not answer to that name."),
        "too-many-attempts": N_("Too many sign-ins failed. Wait %(minutes)s minutes, then try again."),
        # answers without an operation behind them
        "no-such-page": N_(
            "There is no page at this address. It may have moved, or the address may have a typing error."
        ),
        "wrong-method": N_("This address does not take that kind of request."),
        "too-large-a-request": N_("What you sent is too large. Shorten the text, then send it again."),
        "bad-request": N_("We could not read what your browser sent. Go back, open the page again and try once more."),
        "server-fault": N_(
            "Something failed on our side. What you sent may not have been saved. Try again in a few minutes."
        ),
        # faults of fields
        "too-short": N_("Write at least %(least)s characters."),
        "not-a-number": N_("Enter a whole number, such as 12."),
        "not-an-amount": N_("Enter an amount of money, such as 1,200."),
        "ambiguous-amount": N_(
            "This amount can be read in two ways. Write it without a sign between the thousands, such as 1200."
        ),
        "amount-too-large": N_("This amount is larger than we can count."),
        "too-exact": N_("Enter an amount without parts of a penny."),
        "not-a-moment": N_("Enter a date and a time."),
        "not-one-of": N_("Choose one of the answers shown."),
        "not-that-form": N_("This cannot be read. Look at the example, then try again."),
    }
)


def sentence(code: str, figures: Mapping[str, Figure], *, currency: Currency | None = None) -> str:
    """Return the sentence of a code; raises KeyError for a code that has none, which a test looks for."""
    message = OF_THE_PROCESS[code] if code in OF_THE_PROCESS else OF_THE_WEB[code]
    amounts = AMOUNTS.get(code, frozenset())
    written = {name: _written(value, currency if name in amounts else None) for name, value in figures.items()}
    return gettext(message) % written


AMOUNTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"over-cost": frozenset({"cost", "most"}), "under-cost": frozenset({"cost", "least"})}
)
"""Which figures of which code are money."""


def _written(value: Figure, currency: Currency | None) -> str:
    if isinstance(value, int):
        return number(value) if currency is None else money(value, currency)
    return ", ".join(word(part) for part in value.split(", "))
