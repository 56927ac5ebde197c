"""Commands for operators, facilitators and auditors."""

import click

from pbengine import __version__


@click.group(name="pbengine")
@click.version_option(__version__, prog_name="pbengine")
def main() -> None:
    """Run participatory budgeting, from proposals to a published result that anyone can check."""
