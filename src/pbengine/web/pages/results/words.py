"""How the figures of a result are said to the reader: money, places, and projects by their titles."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from babel.lists import format_list

from pbengine.formats.sentences import ORDINALS, Words
from pbengine.web.language import Currency, gettext, money, ngettext, number, reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEAST_UNITS = 100
"""Shares are told to a hundredth of the currency's unit, also where costs are whole."""
RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI"})


def words_of(currency: Currency, titles: Mapping[str, str]) -> Words:
    """Return the words of the reader's language for a result in this currency, about projects with these titles."""
    finer = finer_than(currency)
    return Words(
        translate=gettext,
        translate_counted=ngettext,
        money=lambda amount: money(amount * finer.minor_units, finer),
        number=number,
        ordinal=ordinal,
        project=lambda id_: quoted(titles[id_]),
        digits=len(str(finer.minor_units)) - 1,
    )


def finer_than(currency: Currency) -> Currency:
    """Return the same currency in units fine enough for shares."""
    return Currency(currency.code, max(currency.minor_units, LEAST_UNITS))


def ordinal(place: int) -> str:
    """Return a place in words, and in figures after the twentieth."""
    if place <= len(ORDINALS):
        return gettext(ORDINALS[place - 1])
    return gettext("number %(place)s") % {"place": number(place)}


def quoted(title: str) -> str:
    """Return a title as it stands within a sentence; one that runs the other way does not turn the words around it."""
    if reader().direction == "rtl" or RIGHT_TO_LEFT & set(map(bidirectional, title)):
        title = f"\N{FIRST STRONG ISOLATE}{title}\N{POP DIRECTIONAL ISOLATE}"
    return gettext("“%(title)s”") % {"title": title}


def listed(titles: Iterable[str]) -> str:
    """Return titles in a row, the last with an and."""
    return str(format_list([quoted(title) for title in titles], locale=reader().locale))


def whole(text: str) -> str:
    """Return an exact number of the result as it is written for readers."""
    return number(Fraction(text))


def at_most(amount: Fraction, words: Words) -> str:
    """Return an amount rounded up, so that nobody has paid more."""
    return words.money(Fraction(ceil(amount * 10**words.digits), 10**words.digits))


def at_least(amount: Fraction, words: Words) -> str:
    """Return an amount rounded down, so that it never looks as if there was more."""
    return words.money(Fraction(floor(amount * 10**words.digits), 10**words.digits))
