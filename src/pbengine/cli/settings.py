"""``--rule ID`` and ``--set NAME=VALUE``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def read_settings(written: Iterable[str]) -> Mapping[str, str]:
    """Return options by name from ``NAME=VALUE`` texts.

    Raises
    ------
    click.UsageError
        naming every text that has no name, and every name that stands twice.

    Examples
    --------
    >>> dict(read_settings(["completion=add1", "increment = 2"]))
    {'completion': 'add1', 'increment': '2'}
    """
    settings: dict[str, str] = {}
    faults = []
    for text in written:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (equals and name):
            faults.append(f"--set needs NAME=VALUE, not {text!r}")
        elif name in settings:
            faults.append(f"--set gives {name} twice")
        settings[name] = value
    if faults:
        raise click.UsageError("; ".join(faults))
    return MappingProxyType(settings)


def rule_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--rule``."""
    text = "The rule to count by, see `pbengine rules`; without it the rule that the file declares, with its options."
    return click.option("--rule", "rule_id", metavar="ID", help=text)(command)


def set_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--set``."""
    text = "An option of the rule, such as completion=add1; may be given several times."
    return click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help=text)(command)
