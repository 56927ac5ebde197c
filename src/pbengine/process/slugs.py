"""Names for addresses: small ASCII letters, digits and hyphens."""

import re
import unicodedata
from collections.abc import Callable

LONGEST = 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def is_slug(text: str) -> bool:
    """Return whether a text can be part of an address."""
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None


def slug_of(text: str) -> str:
    """Return a text as part of an address; letters lose their marks, anything that is no letter becomes a hyphen.

    >>> slug_of("Łódź, Zielony Milion 2023")
    'lodz-zielony-milion-2023'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-")


def free_slug(text: str, is_taken: Callable[[str], bool]) -> str:
    """Return the slug of a text, with a number behind it where the plain one is taken."""
    plain = slug_of(text) or "round"
    slug, number = plain, 1
    while is_taken(slug):
        number += 1
        slug = f"{plain[: LONGEST - len(str(number)) - 1]}-{number}"
    return slug
