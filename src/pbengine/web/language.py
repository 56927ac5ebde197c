"""The reader's language: which one, its words, and how it writes money, numbers and moments."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.core import negotiate_locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import NullTranslations, Translations

from pbengine.web.house import house_of

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    from pbengine.web.settings import Settings

DOMAIN = "pbengine"
NO_CURRENCY = "XXX"
"""What ISO 4217 has for amounts in no currency, as those of a file that names none: they are written without a sign."""
LETTER_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
"""Between a currency that is written in letters and its amount, PLN 5, there is a space; Babel leaves it out."""
WRITTEN_AS = {"en": "en_GB"}
"""Which country's habits a language follows where it has several: day before month, Monday first."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: in which language, and in which time zone moments are told."""

    language: str = "en"
    zone: tzinfo = UTC

    @property
    def locale(self) -> Locale:
        """How the language writes numbers, money and days."""
        return Locale.parse(WRITTEN_AS.get(self.language, self.language))

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return str(self.locale.text_direction)


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and how many minor units make one of it: 100 for pence, 1 for whole units."""

    code: str
    minor_units: int = 100


_READER: ContextVar[Reader] = ContextVar("reader", default=Reader())  # noqa: B039 - frozen


def reader() -> Reader:
    """Return for whom the present answer is written."""
    return _READER.get()


def read_as(someone: Reader) -> None:
    """Write the present answer for this reader."""
    _READER.set(someone)


def choose_reader(connection: ASGIConnection[Any, Any, Any, Any]) -> Reader:
    """Return the reader of a request: by its ``lang`` parameter, its cookie, what its browser accepts, or the first."""
    settings = house_of(connection).settings
    asked = connection.query_params.get("lang") or connection.cookies.get(settings.language_cookie)
    if asked not in settings.languages:
        asked = _accepted(connection.headers.get("accept-language", ""), settings)
    return Reader(asked or settings.languages[0], settings.zone)


def _accepted(header: str, settings: Settings) -> str | None:
    wishes: list[tuple[float, str]] = []
    for part in header[:400].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), tag))
        except ValueError:
            continue
    return negotiate_locale(
        [tag for _, tag in sorted(wishes, key=lambda wish: wish[0]) if tag], settings.languages, sep="-"
    )


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the sentences of a language; English ones where there is no catalogue."""
    with as_file(files("pbengine.web") / "locales") as folder:
        return Translations.load(str(folder), [language], domain=DOMAIN)


def gettext(message: str) -> str:
    """Return a sentence in the reader's language."""
    return str(catalogue(reader().language).ugettext(message))


def ngettext(one: str, many: str, number: int) -> str:
    """Return a sentence that counts something in the reader's language."""
    return str(catalogue(reader().language).ungettext(one, many, number))


def money(amount: int | Fraction, currency: Currency) -> str:
    """Return an amount given in minor units; whole amounts without decimals."""
    cents = round(Fraction(amount))
    value = Decimal(cents) / currency.minor_units
    locale = reader().locale
    pattern = locale.currency_formats["standard"].pattern
    if cents % currency.minor_units == 0:
        pattern = pattern.replace(".00", "")
    if currency.code == NO_CURRENCY:
        pattern = pattern.replace("¤", "").strip()
    written = str(format_currency(value, currency.code, pattern, locale=locale, currency_digits=False))
    return LETTER_BEFORE_DIGIT.sub("\N{NO-BREAK SPACE}", written)


def number(value: float | Decimal | Fraction) -> str:
    """Return a number; fractions with two decimals."""
    if isinstance(value, Fraction):
        value = Decimal(round(value * 100)) / 100
    return str(format_decimal(value, locale=reader().locale))


def percent(part: int | Fraction, whole: int | Fraction) -> str:
    """Return the share of a part in its whole, as whole per cents."""
    return str(
        format_percent(
            Decimal(round(Fraction(part) / Fraction(whole) * 100)) / 100 if whole else 0, locale=reader().locale
        )
    )


def day(moment: datetime) -> str:
    """Return the day of a moment, 4 May 2026."""
    return str(format_date(moment.astimezone(reader().zone), format="long", locale=reader().locale))


def short_day(moment: datetime) -> str:
    """Return the day of a moment without its year, 4 May."""
    pattern = reader().locale.datetime_skeletons["MMMd"].pattern
    return str(format_date(moment.astimezone(reader().zone), format=pattern, locale=reader().locale))


def moment(when: datetime) -> str:
    """Return day and time with the time zone, Monday 4 May 2026 at 18:00 BST."""
    local = when.astimezone(reader().zone)
    locale = reader().locale
    full = format_date(local, format="full", locale=locale)
    clock = format_datetime(local, format="HH:mm", locale=locale)
    return gettext("%(day)s at %(time)s %(zone)s") % {"day": full, "time": clock, "zone": local.tzname()}


def relative(when: datetime, now: datetime) -> str:
    """Return how far off a moment is: in 3 days, 2 hours ago."""
    return str(format_timedelta(when - now, add_direction=True, threshold=1.5, locale=reader().locale))
