"""How a language and a place say numbers, money and places in an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.formats.figures import exact_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
)


def english_ordinal(place: int) -> str:
    """Return a place in words up to the twentieth, then in figures.

    Examples
    --------
    >>> [english_ordinal(place) for place in (3, 20, 21, 112)]
    ['third', 'twentieth', '21st', '112th']
    """
    if place <= len(ORDINALS):
        return ORDINALS[place - 1]
    teen = place % 100 in (11, 12, 13)
    return f"{place:,}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def plain_number(number: Fraction) -> str:
    """Return an exact number with its thousands set apart.

    Examples
    --------
    >>> from fractions import Fraction
    >>> plain_number(Fraction(12045, 10)), plain_number(Fraction(1204567))
    ('1,204.5', '1,204,567')
    """
    whole, point, rest = exact_text(number).partition(".")
    return f"{int(whole):,}{point}{rest}" if "/" not in whole else whole


def plain_money(amount: Fraction) -> str:
    """Return an amount with its thousands set apart and, unless it is whole, at least two digits after the point.

    Examples
    --------
    >>> from fractions import Fraction
    >>> plain_money(Fraction(32716)), plain_money(Fraction(653, 2))
    ('32,716', '326.50')
    """
    whole, point, rest = plain_number(amount).partition(".")
    return f"{whole}{point}{rest:0<2}" if point else whole


def english_count(one: str, many: str, count: int) -> str:
    """Return the form for this count."""
    return one if count == 1 else many


@dataclass(frozen=True, slots=True)
class Words:
    """How a language and a place say numbers. The default is plain English, without a currency.

    Parameters
    ----------
    translate, translate_counted
        as ``gettext`` and ``ngettext``.
    money
        an amount in units of the currency, already rounded to ``digits`` after the point.
    number
        a count of voters or a sum of points.
    ordinal
        a place, from 1.
    project
        the project with this id, as it is named in the middle of a sentence.
    digits
        digits after the point that money is shown with; at least those of the currency's minor unit.
    """

    translate: Callable[[str], str] = str
    translate_counted: Callable[[str, str, int], str] = english_count
    money: Callable[[Fraction], str] = plain_money
    number: Callable[[Fraction], str] = plain_number
    ordinal: Callable[[int], str] = english_ordinal
    project: Callable[[str], str] = "project {}".format
    digits: int = 2


ENGLISH = Words()
