"""Exact numbers as text and back, and the figures of the evidence in the units that people use."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pbengine.voting.exact import decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.outcome import Figure

DECIMALS = 6
MONEY = frozenset(
    {
        "amount",
        "backing",
        "budget",
        "cap",
        "contributed",
        "cost",
        "covered",
        "earned",
        "endowment",
        "held",
        "increment",
        "kept",
        "left",
        "levy",
        "more",
        "overspent",
        "load",
        "match",
        "matches",
        "mean_amount",
        "payment",
        "payout",
        "reserve",
        "spent",
        "wanted",
    }
)


def exact_text(number: int | Fraction) -> str:
    """Write an exact number: whole, decimal where six digits after the point hold it, else as a fraction.

    ``Fraction`` reads each of the three forms back.

    Examples
    --------
    >>> [exact_text(number) for number in (1322, Fraction(7, 3), Fraction(-5, 4), Fraction(1, 10**7))]
    ['1322', '7/3', '-1.25', '1/10000000']
    """
    number = Fraction(number)
    for digits in range(DECIMALS + 1):
        scaled = number * 10**digits
        if scaled.denominator == 1:
            return decimal_text(scaled.numerator, digits)
    return f"{number.numerator}/{number.denominator}"


def money_text(amount: int | Fraction, minor_units: int) -> str:
    """Write an amount of minor units exactly, in units of the currency.

    Examples
    --------
    >>> money_text(233262721, 100), money_text(60000000, 100), money_text(Fraction(2491, 3), 1)
    ('2332627.21', '600000', '2491/3')
    """
    return exact_text(Fraction(amount) / minor_units)


def money_figures(options: Mapping[str, Figure]) -> frozenset[str]:
    """Return the names of the figures that are money in a count with these options.

    What a supporter pays for each unit of utility (``rho``) is money unless utility itself is counted in money.
    """
    return MONEY if options.get("utility", "cost") == "cost" else MONEY | {"rho"}


def in_units(figures: Mapping[str, Figure], minor_units: int, *, money: frozenset[str] = MONEY) -> dict[str, Figure]:
    """Return the figures of a step or a reason with money in units of the currency, still exact.

    Examples
    --------
    >>> in_units({"cost": 1250, "score": 30, "place": 2}, minor_units=100)
    {'cost': Fraction(25, 2), 'score': 30, 'place': 2}
    """
    return {
        name: Fraction(figure) / minor_units if name in money and isinstance(figure, int | Fraction) else figure
        for name, figure in figures.items()
    }


def figure_document(figure: Figure) -> str | list[object]:
    """Return a figure as it stands in JSON: numbers as text, tuples as lists.

    Examples
    --------
    >>> figure_document((Fraction(1, 3), "bench", 4))
    ['1/3', 'bench', '4']
    """
    if isinstance(figure, tuple):
        return [figure_document(part) for part in figure]
    return figure if isinstance(figure, str) else exact_text(figure)
