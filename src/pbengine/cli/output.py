"""How commands speak: JSON for programs, text of at most 80 columns where the terminal is not wider for people."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
import unicodedata
from enum import StrEnum
from typing import Any

import click

NARROWEST, WIDEST = 40, 100
CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Form(StrEnum):
    """Whom the output is for."""

    TEXT = "text"
    JSON = "json"


def format_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--format``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([form.value for form in Form]),
        default=Form.TEXT.value,
        callback=_read_form,
        help="text for people (the default), or json: one document on standard output and nothing else there.",
    )(command)


def _read_form(_context: click.Context, _parameter: click.Parameter, value: str) -> Form:
    return Form(value)


def write_json(document: Any, *, indent: int | None = 2) -> None:  # noqa: ANN401 - whatever JSON holds
    """Write one JSON document, in UTF-8 whatever the terminal's encoding, and a line end."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def width() -> int:
    """Return how many columns text may take: those of the terminal, within reason; 80 where there is none."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def printable(text: str) -> str:
    r"""Return text from a file on one line, without characters that would steer the terminal or turn its direction.

    Examples
    --------
    >>> printable("Park\x1b[2J by\nthe river\u202e")
    'Park [2J by the river'
    """
    return " ".join(_one_line(text).split())


def _one_line(text: str) -> str:
    kept = (" " if unicodedata.category(letter) in CONTROLS else letter for letter in text if letter not in TURNING)
    return "".join(kept)


def printable_lines(text: str) -> str:
    """Return text of several lines without what would steer the terminal, its blanks as they are."""
    return "\n".join(map(_one_line, text.split("\n")))


def wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    """Return text broken at the terminal's width, its lines beginning as told."""
    return textwrap.fill(text, width(), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def shortened(text: str, columns: int) -> str:
    """Return text cut at a word's end to this many columns.

    Examples
    --------
    >>> shortened("A pond for the school in the upper town", 22)
    'A pond for the school…'
    """
    return textwrap.shorten(text, columns, placeholder="…")


def heading(text: str) -> None:
    """Write a heading with an empty line before it."""
    click.echo()
    click.secho(text, bold=True)


def note(text: str) -> None:
    """Write to standard error what is neither result nor fault."""
    click.echo(text, err=True)


def progress(text: str) -> None:
    """Show on a terminal how far something has come, on one line of standard error; empty text takes it away."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{shortened(text, width())}", err=True, nl=False)
