"""``pbengine db``: make, change and check the tables."""

from __future__ import annotations

import click

from pbengine.cli.faults import FailedError
from pbengine.cli.house import open_database


@click.group(short_help="Make, change and check the tables.")
def db() -> None:
    """Look after the database that PBENGINE_DATABASE_URL names (default: SQLite in PBENGINE_DATA_DIR)."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Make the tables, or bring them to what this version needs; harmless to repeat."""
    from pbengine.process.schema import upgrade

    with open_database() as database:
        upgrade(database)
        click.echo(f"The database {database.url.render_as_string(hide_password=True)} is up to date.")


@db.command("check")
def check_database() -> None:
    """Look for tables of another version, damage, and a SQLite that can lose data; status 1 if there is any."""
    from pbengine.process.schema import complaints

    with open_database() as database:
        found = complaints(database)
        if found:
            raise FailedError("\n".join(found))
        click.echo(f"The database {database.url.render_as_string(hide_password=True)} is sound.")
