"""Commands for operators, facilitators and auditors. Each is imported when it is called, so that each starts fast."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from pbengine import __version__

COMMANDS = {
    "tally": "pbengine.cli.tally:tally",
    "rules": "pbengine.cli.rules:rules",
    "compare": "pbengine.cli.compare:compare",
    "explain": "pbengine.cli.explain:explain",
    "convert": "pbengine.cli.converting:convert",
    "import": "pbengine.cli.importing:import_election",
    "export": "pbengine.cli.exporting:export",
    "audit": "pbengine.cli.auditing:audit",
    "demo": "pbengine.cli.demo.command:demo",
    "serve": "pbengine.cli.serving:serve",
    "advance": "pbengine.cli.advancing:advance",
    "db": "pbengine.cli.database:db",
    "people": "pbengine.cli.people:people",
}
INTERRUPTED = 130


class Commands(click.Group):
    """The commands by name, in the order in which help lists them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            message = f"{COMMANDS[cmd_name]} is no command"
            raise TypeError(message)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; an interrupt ends it with the status that shells expect, without a traceback."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\nStopped.", err=True)
            ctx.exit(INTERRUPTED)


@click.group(name="pbengine", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pbengine")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run participatory budgeting, from proposals to a published result that anyone can check."""
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(errors="replace")
