"""Saying a reason: its figures go into its sentence, rounded for reading so that the sentence stays true.

What is left is rounded down, so that it never looks as if it covered a cost that it missed; the most that anybody paid
is rounded up. The exact figures stand beside the sentence.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from pbengine.formats.figures import MONEY
from pbengine.formats.sentences.catalogue import POINT_SENTENCES, SENTENCES
from pbengine.formats.sentences.message import single
from pbengine.formats.sentences.words import ENGLISH, Words
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pbengine.voting.outcome import Figure, Reason

VOTES = frozenset({"quota", "votes"})
"""Votes, which rules that fill seats count in parts: they are rounded down for reading."""

IDENTIFIERS = frozenset({"blocker", "needs", "rival"})
AT_THE_MOST = frozenset({"earned", "levy"})
"""Money that a sentence gives as the most that it can be."""
NAMES = frozenset({"band", "pot"})
"""Figures that are a name which people gave to something other than a project."""

ABOUT = single("about %(amount)s")
AT_MOST = single("at most %(amount)s")
IN_POT = single("Counted with the money of %(pot)s. %(said)s")


def sentence(reason: Reason, kind: BallotKind, *, words: Words = ENGLISH) -> str:
    """Say a reason whose figures are in units of the currency and in points.

    Raises
    ------
    KeyError
        if the catalogue has no sentence for the reason's code.

    Examples
    --------
    >>> from pbengine.voting.outcome import Reason
    >>> figures = {"place": 3, "supporters": 1204, "cost": 30000, "payment": Fraction(30000, 1204)}
    >>> sentence(Reason("funded-by-shares", figures), BallotKind.APPROVAL)
    'Funded, third: 1,204 of you chose it; your shares cover its cost of 30,000, about 24.92 each.'
    >>> sentence(Reason("not-affordable", {"score": 1, "cost": 500, "left": 40}), BallotKind.CHOOSE_ONE)
    'Not funded: 1 of you chose it; it costs 500, and 40 is left at its turn.'
    """
    points = kind not in (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE)
    message = (POINT_SENTENCES.get(reason.code) if points else None) or SENTENCES[reason.code]
    text = words.translate(message.one)
    if message.by:
        text = words.translate_counted(message.one, message.many, ceil(_number(reason.figures[message.by])))
    said = text % {name: _said(name, reason.figures, words) for name in reason.figures}
    if "pot" in reason.figures:
        return words.translate(IN_POT.one) % {"pot": reason.figures["pot"], "said": said}
    return said


def _said(name: str, figures: Mapping[str, Figure], words: Words) -> str:
    """Return one figure in words."""
    figure = figures[name]
    if isinstance(figure, tuple):
        return ", ".join(words.project(str(part)) for part in figure)
    if name in IDENTIFIERS:
        return words.project(str(figure))
    if name in ("place", "rank"):
        return words.ordinal(int(_number(figure)))
    if name == "payment":
        return _payment(figures, words)
    if name in MONEY | VOTES:
        shown = _rounded(_number(figure), words.digits, ceil if name in AT_THE_MOST else floor)
        return words.money(shown) if name in MONEY else words.number(shown)
    return str(figure) if isinstance(figure, str) else words.number(_number(figure))


def _payment(figures: Mapping[str, Figure], words: Words) -> str:
    """Return what each supporter paid: the one payment where all paid the same, else the most that anybody paid."""
    payment = _number(figures["payment"])
    all_the_same = payment * _number(figures["supporters"]) == _number(figures["cost"])
    shown = _rounded(payment, words.digits, round if all_the_same else ceil)
    if all_the_same and shown == payment:
        return words.money(shown)
    return words.translate((ABOUT if all_the_same else AT_MOST).one) % {"amount": words.money(shown)}


def _rounded(amount: Fraction, digits: int, way: Callable[[Fraction], int]) -> Fraction:
    """Round to this many digits after the point."""
    return Fraction(way(amount * 10**digits), 10**digits)


def _number(figure: Figure) -> Fraction:
    """Return a figure that is a number."""
    if isinstance(figure, int | Fraction | str):
        return Fraction(figure)
    message = f"this figure is no number: {figure!r}"
    raise TypeError(message)
