"""What is asked of an election beside what its file says: seats, and constraints from a file of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from pbengine.cli.faults import FileError, lines_of, place_of
from pbengine.cli.reading import read_bytes, read_election, seats_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from pbengine.formats.constraints import Asked
    from pbengine.formats.elections import Election


@dataclass(frozen=True, slots=True)
class Terms:
    """Seats in place of a budget, and the file with constraints; None where they are not given."""

    seats: int | None = None
    constraints: str | None = None


PLAIN = Terms()
"""Nothing beside what the file says."""


def terms_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add ``--constraints`` and ``--seats``; the function takes them together as ``terms``."""
    text = "A TOML file with what is asked of the outcome beside the budget: pots, caps and floors, exclusions, ..."

    @click.option("--constraints", metavar="FILE", help=text)
    @seats_option
    @wraps(function)
    def with_terms(*, constraints: str | None, seats: int | None, **others: Any) -> None:  # noqa: ANN401 - click's values
        function(terms=Terms(seats, constraints), **others)

    return with_terms


def read_under(file: str, terms: Terms) -> Election:
    """Return the election that a file holds, under these terms.

    Raises
    ------
    WrongCallError, FileError
        as :func:`~pbengine.cli.reading.read_election`, for either file.
    """
    election = read_election(file, terms.seats)
    return election if terms.constraints is None else _constrained(file, election, terms.constraints)


def _constrained(file: str, election: Election, constraints: str) -> Election:
    from pbengine.formats.constraints import endowments_column, read_constraints
    from pbengine.formats.faults import FormatError
    from pbengine.formats.pabulib.file import PabulibFile

    source = election.source if isinstance(election.source, PabulibFile) else None
    data = read_bytes(constraints)
    try:
        text = data.decode("utf-8-sig")
        asked: Asked = read_constraints(text, election.instance, source.projects if source else {})
        instance = replace(election.instance, constraints=asked.constraints)
        profile = endowments_column(source, asked.endowments) if asked.endowments else election.profile
        return replace(election, instance=instance, profile=profile)
    except UnicodeDecodeError:
        raise FileError(file, [(None, f"{constraints}: this is no text in UTF-8")]) from None
    except FormatError as error:
        lines = [(None, f"{place_of(constraints, line)}{text}") for line, text in lines_of(error.faults)]
        raise FileError(file, lines) from None
