"""``pbengine audit``: check a published record from its first byte to its result."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pbengine.cli.faults import WrongCallError
from pbengine.cli.output import Form, format_option, printable_lines, write_json
from pbengine.cli.reading import read_bytes

if TYPE_CHECKING:
    from pbengine.audit.audit import Report
    from pbengine.record.bundle import Bundle

VKEY = "The log's key as it was announced before voting opened; without it the bundle vouches for its own key."
PREVIOUS = "The signed note of an earlier checkpoint that you kept."


@dataclass(frozen=True, slots=True)
class Held:
    """What an auditor holds besides the bundle: names of files, a key, a number."""

    vkey: str | None
    previous: str | None
    receipts: tuple[str, ...]
    proofs: tuple[str, ...]
    roll_count: int | None


@click.command(short_help="Check a published record; needs no network.")
@click.argument("bundle")
@click.option("--vkey", metavar="KEY", help=VKEY)
@click.option("--previous", metavar="NOTE", help=PREVIOUS)
@click.option("--receipt", "receipts", multiple=True, metavar="FILE", help="A voter's receipt; may be repeated.")
@click.option("--proof", "proofs", multiple=True, metavar="FILE", help="A .tlog-proof file; may be repeated.")
@click.option("--roll-count", type=click.IntRange(0), help="How many people stood on the roll, as you know it.")
@format_option
@click.pass_context
def audit(ctx: click.Context, /, bundle: str, form: Form, **held: Any) -> None:  # noqa: ANN401 - click's options, see Held
    """Check BUNDLE, a folder or a zip file, with every check there is; needs no database, server or network.

    Status 1 if anything is wrong; every failure is listed.
    """
    from pbengine.audit.report import report_document, report_text

    report = _audit(bundle, Held(**held))
    if form is Form.JSON:
        write_json(report_document(report))
    else:
        click.echo(printable_lines(report_text(report)), nl=False)
    if not report.passed:
        ctx.exit(1)


def _audit(bundle: str, held: Held) -> Report:
    from pbengine.audit.audit import audit as run_checks
    from pbengine.record.errors import KeyTextError

    found = _read_bundle(bundle)
    try:
        return run_checks(
            found,
            vkey=held.vkey,
            previous=read_bytes(held.previous) if held.previous else None,
            receipts={name: read_bytes(name) for name in held.receipts},
            proofs={name: read_bytes(name) for name in held.proofs},
            roll_count=held.roll_count,
        )
    except KeyTextError as error:
        raise click.UsageError(f"--vkey is no key: {error}") from None


def _read_bundle(bundle: str) -> Bundle:
    from pbengine.record.packing import read_folder, read_zip

    path = Path(bundle)
    if not path.is_dir():
        return read_zip(read_bytes(bundle))
    try:
        return read_folder(path)
    except OSError as error:
        raise WrongCallError(bundle, [(None, f"this folder cannot be read: {error.strerror}")]) from None
