"""``pbengine convert``: an election from one format into another."""

from __future__ import annotations

from pathlib import Path

import click

from pbengine.cli.faults import FileError, WrongCallError, lines_of
from pbengine.cli.output import note, printable
from pbengine.cli.reading import read_election, seats_option


@click.command(short_help="Write an election in another format.")
@click.argument("file")
@click.option(
    "--to",
    "target",
    required=True,
    metavar="FILE",
    help="The file to write, which must not be there; its end says how.",
)
@seats_option
def convert(file: str, target: str, seats: int | None) -> None:
    """Read FILE and write the same election in another format: .pb, .blt, .soi, .soc, .toi, .toc, .abif or .csv.

    What the other format cannot hold and a count needs is refused; what else is left out is said.
    """
    from pbengine.formats.elections import NotHeldError, UnknownFormatError, format_of
    from pbengine.formats.faults import FormatError

    try:
        format_ = format_of(Path(target).suffix)
    except UnknownFormatError as error:
        raise WrongCallError(target, [(None, str(error))]) from None
    election = read_election(file, seats)
    try:
        text, left_out = format_.write(election)
    except NotHeldError as error:
        raise FileError(file, [(None, printable(fault)) for fault in error.faults]) from None
    except FormatError as error:
        raise FileError(target, [(None, message) for _, message in lines_of(error.faults)]) from None
    _write(target, text)
    for what in left_out:
        note(f"{target}: left out: {what}")


def _write(target: str, text: str) -> None:
    try:
        with Path(target).open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise WrongCallError(target, [(None, "there is such a file already")]) from None
    except OSError as error:
        raise WrongCallError(target, [(None, f"this file cannot be written: {error.strerror}")]) from None
