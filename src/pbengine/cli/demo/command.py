"""``pbengine demo``: a made-up town, served on this machine."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pbengine.cli.counting import load_rules
from pbengine.cli.demo.folder import State, demo_environment, demo_folder
from pbengine.cli.faults import FailedError
from pbengine.cli.house import open_house
from pbengine.cli.lock import only_server
from pbengine.cli.serving import address_of, host_option, listen, port_option, run_server, stoppable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.cli.demo.folder import DemoFolder
    from pbengine.cli.demo.town import Town
    from pbengine.process.database import Database
    from pbengine.process.keyring import Keyring
    from pbengine.process.rounds import RoundLine
    from pbengine.web.settings import Settings

PHASES = {
    "announced": "announced, proposals from {proposals_from}",
    "proposals": "proposals are open until {review_from}",
    "review": "proposals are being checked, voting from {voting_from}",
    "voting": "voting is open until {voting_until}",
    "counting": "the ballots are being counted",
    "published": "the result is published",
}


@click.command(short_help="Serve a made-up town on this machine.")
@host_option
@port_option
@click.option("--fresh", is_flag=True, help="Forget what was done in the town and set it up anew.")
def demo(host: str, port: int, *, fresh: bool) -> None:
    """Serve Larkmouth, a made-up town with three rounds: one with a result, one in its vote, one open for proposals.

    It has a folder of its own (PBENGINE_DATA_DIR, or the platform's for user data) and touches no other.
    """
    folder = demo_folder(os.environ)
    environ = demo_environment(os.environ, folder)
    os.environ.clear()
    os.environ.update(environ)
    load_rules()
    with stoppable(), ExitStack() as held:
        held.enter_context(only_server(folder.path / "pbengine.sqlite3"))
        listener = held.enter_context(listen(host, port))
        if fresh or folder.state is State.UNFINISHED or is_over(folder):
            folder.clear()
        set_up(folder)
        database, keyring = held.enter_context(open_house())
        serve_town(database, keyring, listener)


def is_over(folder: DemoFolder) -> bool:
    """Return whether a town was set up so long ago that all its rounds are over, or cannot be used any more."""
    if folder.state is not State.READY:
        return False
    try:
        with open_house() as (database, _keyring):
            return all(line.round.voting_until <= datetime.now(UTC) for line in rounds_of(database))
    except FailedError:  # of another version, or damaged: a demonstration is made anew rather than mended
        return True


def rounds_of(database: Database) -> Sequence[RoundLine]:
    """Return the rounds as they stand now."""
    from pbengine.process.rounds import list_rounds

    with database.reading() as session:
        return list_rounds(session, now=datetime.now(UTC))


def set_up(folder: DemoFolder) -> None:
    """Set the town up if it is not there yet; one that was left unfinished is cleared at the next start."""
    if folder.state is State.READY:
        return
    from pbengine.cli.demo.seeding import Stage, seed_town
    from pbengine.cli.demo.town import read_town

    click.echo("Setting up the town of Larkmouth (once, some seconds) ...", err=True)
    folder.mark(State.UNFINISHED)
    with open_house() as (database, keyring):
        seed_town(Stage(database, keyring, datetime.now(UTC)), read_town())
    folder.mark(State.READY)


def serve_town(database: Database, keyring: Keyring, listener: socket.socket) -> None:
    """Print where the town is and who can sign in, then serve it."""
    from pbengine.cli.demo.town import read_town
    from pbengine.web.app import create_app, present
    from pbengine.web.house import House

    town = read_town()
    app = create_app(House(database, keyring, present, demo_settings(town, listener)))
    announce(town, rounds_of(database), address_of(listener))
    run_server(app, database, listener=listener, proxy="127.0.0.1")


def demo_settings(town: Town, listener: socket.socket) -> Settings:
    """Return the settings of a town that is served on this machine or the network around it."""
    from pbengine.web.settings import DemoAccount, Mode, Settings

    names = {"localhost", "127.0.0.1", "::1", listener.getsockname()[0], socket.gethostname().lower()}
    with suppress(OSError):  # a machine that does not know its own name can still be reached by the others
        names.update(socket.gethostbyname_ex(socket.gethostname())[2])
    return Settings(
        origin=address_of(listener),
        mode=Mode.DEMO,
        hosts=tuple(sorted(names)),
        community=town.commission["place"],
        demo_accounts=tuple(DemoAccount(account.role, account.email, account.password) for account in town.accounts),
    )


def announce(town: Town, lines: Sequence[RoundLine], address: str) -> None:
    """Print what somebody needs who wants to look around."""
    click.secho(f"\n{town.commission['place']} is open at {address}\n", bold=True)
    click.echo("Sign in as")
    for account in town.accounts:
        click.echo(f"  {account.role:<12} {account.email:<32} {account.password}")
    click.echo("\nRounds")
    for line in lines:
        dates = {name: f"{moment.day} {moment:%B}" for name in DATES if (moment := getattr(line.round, name))}
        click.echo(f"  {line.round.title:<22} {PHASES[line.phase].format(**dates)}")
    click.echo("\nCtrl-C ends it; with --fresh the town starts anew.")


DATES = ("proposals_from", "review_from", "voting_from", "voting_until")
