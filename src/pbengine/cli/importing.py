"""``pbengine import``: an official file becomes a closed, published round."""

from __future__ import annotations

import click

from pbengine.cli.counting import load_rules
from pbengine.cli.faults import FailedError
from pbengine.cli.house import open_house
from pbengine.cli.output import Form, format_option, printable, write_json
from pbengine.cli.reading import read_pabulib_file


@click.command("import", short_help="Make a published round from an official file.")
@click.argument("file", metavar="FILE.pb")
@format_option
def import_election(file: str, form: Form) -> None:
    """Make a round from FILE.pb, counted as the file declares, closed and published, with its record."""
    election = read_pabulib_file(file)
    from datetime import UTC, datetime

    from pbengine.process.importing import import_election as make_round

    load_rules()
    with open_house() as (database, keyring):
        round_ = make_round(database, election, now=datetime.now(UTC), keyring=keyring)
    if round_.published_at is None:
        raise FailedError(
            f"{file}: it is the round {round_.slug} now, but counting it failed; `pbengine advance` says why"
        )
    if form is Form.JSON:
        write_json({"round": round_.slug, "title": round_.title})
    else:
        click.echo(f"{printable(round_.title)} is the round {round_.slug} now, and published.")
        click.echo(f"Write its record with: pbengine export {round_.slug} --to FOLDER")
