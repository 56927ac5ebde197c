"""``pbengine advance``: do what time has made due."""

from __future__ import annotations

import click

from pbengine.cli.faults import FailedError
from pbengine.cli.house import open_house, said

STEPS = {
    "open": "voting is open",
    "sequence": "new ballots stand in the record",
    "close": "voting is closed",
    "seed": "the lot is drawn",
    "count": "the ballots are counted",
    "publish": "the result is published",
}


@click.command(short_help="Open, close, count and publish what is due.")
@click.option("--quiet", is_flag=True, help="Say nothing but what could not be done.")
def advance(*, quiet: bool) -> None:
    """Open, close, count and publish every round whose time has come; harmless to repeat.

    `pbengine serve` calls this by itself. Status 1 when something that was due could not be done.
    """
    from datetime import UTC, datetime

    from pbengine.process.clockwork import advance as do_what_is_due

    with open_house() as (database, keyring):
        done = do_what_is_due(database, keyring, datetime.now(UTC))
    for entry in done:
        if entry.refusal is None and not quiet:
            click.echo(f"{entry.round_slug}: {STEPS.get(entry.step, entry.step)}.")
    refused = [f"{entry.round_slug}: {entry.step}: {said(entry.refusal)}" for entry in done if entry.refusal]
    if refused:
        raise FailedError("\n".join(refused))
    if not done and not quiet:
        click.echo("Nothing is due.")
