"""The one catalogue of reasons: why each project is funded or not, in a sentence to the people who voted.

A figure that is rounded for reading is rounded so that the sentence stays true: what is left is rounded down, so that
it never looks as if it covered a cost that it missed; the most that anybody paid is rounded up. The exact figures stand
beside the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.constraint_sentences import CONSTRAINT_POINT_SENTENCES, CONSTRAINT_SENTENCES
from pbengine.formats.dividing_sentences import DIVIDING_SENTENCES
from pbengine.formats.figures import MONEY, exact_text
from pbengine.formats.optimum_sentences import OPTIMUM_POINT_SENTENCES, OPTIMUM_SENTENCES
from pbengine.formats.rank_sentences import RANK_SENTENCES
from pbengine.formats.seat_sentences import SEAT_SENTENCES
from pbengine.formats.sharing_sentences import SHARING_SENTENCES
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


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with ``%(name)s`` in it, for one and for many; ``by`` names the figure that counts."""

    one: str
    many: str
    by: str = ""


def single(text: str) -> Message:
    """Return a sentence in which nothing is counted."""
    return Message(text, text)


def counted(text: str, by: str) -> Message:
    """Return a sentence that counts ``by``; English needs one form, other languages more."""
    return Message(text, text, by)


def plural(one: str, many: str, by: str) -> Message:
    """Return a sentence that counts ``by`` and of which English needs two forms."""
    return Message(one, many, by)


SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        "funded-by-score": counted(
            "Funded, %(place)s: %(score)s of you chose it; it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "not-affordable": counted(
            "Not funded: %(score)s of you chose it; it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "after-stop": counted(
            "Not funded: %(score)s of you chose it; the count ends before its turn, "
            "because %(blocker)s costs more than is left.",
            "score",
        ),
        "below-threshold": counted(
            "Not funded: %(score)s of you chose it; to be funded it needs at least %(threshold)s.", "score"
        ),
        **{code: counted(text, "score") for code, text in CONSTRAINT_SENTENCES.items()},
        "below-minimum": counted(
            "Not funded: %(votes)s of you chose it; to take part in the count it needs %(minimum)s.", "votes"
        ),
        "excluded-by": single("Not funded: only one of it and %(rival)s can be built, and %(rival)s is funded."),
        "withdrawn": counted("Not funded: it can no longer be carried out. %(votes)s of you chose it.", "votes"),
        "funded-by-shares": plural(
            "Funded, %(place)s: %(supporters)s of you chose it; your share covers its cost of %(cost)s.",
            "Funded, %(place)s: %(supporters)s of you chose it; "
            "your shares cover its cost of %(cost)s, %(payment)s each.",
            "supporters",
        ),
        "funded-by-completion": counted(
            "Funded, %(place)s, by number of votes: %(score)s of you chose it; "
            "it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "not-covered": plural(
            "Not funded: %(supporters)s of you chose it; in the end you have %(left)s left, and it costs %(cost)s.",
            "Not funded: %(supporters)s of you chose it; "
            "in the end you have %(left)s left between you, and it costs %(cost)s.",
            "supporters",
        ),
        **{code: Message(*said) for code, said in {**SHARING_SENTENCES, **DIVIDING_SENTENCES}.items()},
        "no-votes": single("Not funded: none of you chose it."),
        **{
            code: counted(text, "supporters" if "%(supporters)s" in text else "score")
            for code, text in OPTIMUM_SENTENCES.items()
        },
        "funded-with-others": plural(
            "Funded, %(place)s: %(supporters)s of you chose it and gives the %(held)s that is left of that share; "
            "it costs %(cost)s, and the rest comes from what everybody else has left, at most %(levy)s each.",
            "Funded, %(place)s: %(supporters)s of you chose it and give the %(held)s that is left of your shares; "
            "it costs %(cost)s, and the rest comes from what everybody else has left, at most %(levy)s each.",
            "supporters",
        ),
        "not-covered-together": counted(
            "Not funded: %(supporters)s of you chose it; it costs %(cost)s, "
            "and in the end all voters together have %(left)s left.",
            "supporters",
        ),
        "funded-by-earnings": plural(
            "Funded, %(place)s: %(supporters)s of you chose it; with what was left of that share and %(earned)s saved "
            "since then, its cost of %(cost)s is covered.",
            "Funded, %(place)s: %(supporters)s of you chose it; with what was left of your shares and what you saved "
            "as everybody was given up to %(earned)s more, you have its cost of %(cost)s together.",
            "supporters",
        ),
        "outrun": counted(
            "Not funded: %(supporters)s of you chose it; it costs %(cost)s, "
            "and before you could pay for it, only %(left)s of the budget is left.",
            "supporters",
        ),
        "funded-by-overspending": plural(
            "Funded, %(place)s: %(supporters)s of you chose it; your share covers %(covered)s of its cost of %(cost)s, "
            "and the rest is spent beyond it.",
            "Funded, %(place)s: %(supporters)s of you chose it; your shares cover %(covered)s of its cost of %(cost)s, "
            "and the rest is spent beyond them.",
            "supporters",
        ),
        "nothing-left": counted(
            "Not funded: %(supporters)s of you chose it; it costs %(cost)s, and nothing is left of your shares.",
            "supporters",
        ),
        **{code: single(text) for code, text in {**RANK_SENTENCES, **SEAT_SENTENCES}.items()},
    }
)
"""Sentences where a score is a number of voters."""

POINT_SENTENCES: Mapping[str, Message] = MappingProxyType(
    {
        **{code: counted(text, "score") for code, text in OPTIMUM_POINT_SENTENCES.items()},
        **{code: counted(text, "score") for code, text in CONSTRAINT_POINT_SENTENCES.items()},
        "funded-by-score": counted(
            "Funded, %(place)s: you gave it %(score)s points; it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "not-affordable": counted(
            "Not funded: you gave it %(score)s points; it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
        "after-stop": counted(
            "Not funded: you gave it %(score)s points; the count ends before its turn, "
            "because %(blocker)s costs more than is left.",
            "score",
        ),
        "below-threshold": counted(
            "Not funded: you gave it %(score)s points; to be funded it needs at least %(threshold)s.", "score"
        ),
        "funded-by-completion": counted(
            "Funded, %(place)s, by number of points: you gave it %(score)s points; "
            "it costs %(cost)s, and %(left)s is left at its turn.",
            "score",
        ),
    }
)
"""Sentences where a score is a sum of points, in place of those above."""


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
    >>> plain_number(Fraction(12045, 10)), plain_number(Fraction(1204567))
    ('1,204.5', '1,204,567')
    """
    whole, point, rest = exact_text(number).partition(".")
    return f"{int(whole):,}{point}{rest}" if "/" not in whole else whole


def plain_money(amount: Fraction) -> str:
    """Return an amount with its thousands set apart and, unless it is whole, at least two digits after the point.

    Examples
    --------
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
