"""How a ``.blt`` file is laid out: the numbers first, then names and title in quotes, comments anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT = re.compile(r'"[^\n]*?"(?=[^\S\n]*(?:\n|\Z|#|/\*)|[^\S\n]+")|"[^"]*"|#[^\n]*|/\*.*?\*/', re.DOTALL)
_BALLOT_ID = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'\s*(?:"([^\n]*?)"(?=[^\S\n]*(?:\n|\Z)|[^\S\n]+")|"([^"]*)")')
"""A text in quotes may hold quotes, unless blanks and a quote follow them; only then may it go on on the next line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A file taken apart.

    ``head`` is the text up to the first quote, comments and identifiers of ballots blanked out, so that its lines are
    those of the file; ``quoted`` are the texts in quotes with their lines; ``rest`` is what follows the last of them,
    and begins with a quote where that has no end.
    """

    head: str
    quoted: tuple[tuple[int, str], ...]
    rest: str
    rest_line: int
    comments: tuple[str, ...]


def lay_out(text: str) -> Layout:
    r"""Take a text apart.

    Examples
    --------
    >>> parts = lay_out('2 1 # two\n(b7) 3 1 0\n0\n"Robert "Bob" Ray" "#2"\n"Title"\nfrom the minutes')
    >>> parts.head.split(), parts.quoted, parts.rest, parts.comments
    (['2', '1', '3', '1', '0', '0'], ((4, 'Robert "Bob" Ray'), (4, '#2'), (5, 'Title')), 'from the minutes', ('two',))
    """
    comments: list[str] = []

    def blank(match: re.Match[str]) -> str:
        found = match[0]
        if found.startswith('"'):
            return found
        comments.append(found.removeprefix("#").removeprefix("/*").removesuffix("*/").strip())
        return "\n" * found.count("\n") or " "

    if "#" in text or "/*" in text:
        text = _COMMENT.sub(blank, text)
    quote = text.find('"')
    head, tail = (text, "") if quote < 0 else (text[:quote], text[quote:])
    if "(" in head:
        head = _BALLOT_ID.sub(lambda match: "\n" * match[0].count("\n") or " ", head)
    line = head.count("\n") + 1
    quoted: list[tuple[int, str]] = []
    end = 0
    while match := _QUOTED.match(tail, end):
        begin = tail.find('"', end)
        quoted.append((line + tail.count("\n", 0, begin), match[2] if match[1] is None else match[1]))
        end = match.end()
    rest = tail[end:].lstrip()
    rest_line = line + tail.count("\n", 0, len(tail) - len(rest))
    return Layout(head, tuple(quoted), rest.rstrip(), rest_line, tuple(comments))
