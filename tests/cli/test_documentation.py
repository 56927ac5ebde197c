from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from pbengine.cli import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2].joinpath("docs/commands.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    found = re.search(rf"^## pbengine {name}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section on pbengine {name}"
    return found.group(1)


def commands() -> Iterator[tuple[str, str, click.Command]]:
    """Yield every command that can be called, with the section it belongs to and its whole name."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for part, inner in command.commands.items():
                yield name, f"{name} {part}", inner
        else:
            yield name, name, command


@pytest.mark.parametrize(("part", "name", "command"), [pytest.param(*entry, id=entry[1]) for entry in commands()])
def test_every_command_and_option_is_documented(part: str, name: str, command: click.Command) -> None:
    text = section(part)
    assert f"pbengine {name}" in text
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[-1]} has no help"
            assert f"`{parameter.opts[-1]}`" in text, f"{name} {parameter.opts[-1]} is not in docs/commands.md"


def test_the_page_documents_no_command_or_option_that_is_not_there() -> None:
    assert set(re.findall(r"^## pbengine (\S+)$", PAGE, re.MULTILINE)) == set(COMMANDS)
    for part in COMMANDS:
        there = {option for name, _, command in commands() if name == part for p in command.params for option in p.opts}
        assert set(re.findall(r"^\| `(--[a-z-]+)`", section(part), re.MULTILINE)) <= there


def test_links_within_the_page_lead_to_its_headings() -> None:
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)}
    assert set(re.findall(r"\(#([a-z-]+)\)", PAGE)) <= anchors
