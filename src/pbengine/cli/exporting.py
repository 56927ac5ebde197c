"""``pbengine export``: the bundle of a published round, as a folder or a zip file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pbengine.cli.faults import FailedError
from pbengine.cli.house import open_house
from pbengine.cli.output import Form, format_option, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping


class Packing(StrEnum):
    """How a bundle lies on disk."""

    FOLDER = "folder"
    ZIP = "zip"


@click.command(short_help="Write the record of a published round.")
@click.argument("round_slug", metavar="ROUND")
@click.option("--to", "target", required=True, metavar="BUNDLE", help="Where to write; it must not be there yet.")
@click.option(
    "--zip", "packing", flag_value=Packing.ZIP.value, default=Packing.FOLDER.value, help="Write one zip file."
)
@format_option
def export(round_slug: str, target: str, packing: str, form: Form) -> None:
    """Write everything that was published of ROUND (the last part of its address), for anybody to audit."""
    from datetime import UTC, datetime

    from pbengine.process.exporting import bundle_of
    from pbengine.process.rounds import find_round

    with open_house() as (database, keyring), database.reading() as session:
        files = bundle_of(session, find_round(session, round_slug), now=datetime.now(UTC), keyring=keyring)
    _write(files, Path(target), Packing(packing))
    size = sum(map(len, files.values()))
    if form is Form.JSON:
        write_json({"round": round_slug, "bundle": target, "files": len(files), "bytes": size})
    else:
        click.echo(f"{target}: {len(files)} files, {size:,} bytes. Check it with: pbengine audit {target}")


def _write(files: Mapping[str, bytes], target: Path, packing: Packing) -> None:
    from pbengine.record.errors import BundleError
    from pbengine.record.packing import pack_zip, write_folder

    try:
        if packing is Packing.FOLDER:
            write_folder(files, target)
        else:
            with target.open("xb") as file:
                file.write(pack_zip(files))
    except BundleError as error:
        raise FailedError(str(error)) from None
    except FileExistsError:
        raise FailedError(f"{target} is there already") from None
    except OSError as error:
        raise FailedError(f"{target} cannot be written: {error.strerror}") from None
