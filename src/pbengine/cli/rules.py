"""``pbengine rules``: what can be counted, with every option."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pbengine.cli.counting import load_rules
from pbengine.cli.output import Form, format_option, wrapped, write_json

if TYPE_CHECKING:
    from pbengine.voting.registry import Option, Rule

INDENT = "    "
CARRIED = {
    "exclusions": "projects that exclude each other",
    "dependencies": "projects that need another",
    "caps": "caps of groups",
    "floors": "floors of groups",
    "parts": "projects funded in part",
    "endowments": "voters of different weight",
    "equal-ranks": "equal ranks",
}
"""How a list says what a rule carries; pots and a minimum of votes are carried by all."""


@click.command(short_help="List every rule with its options and its source.")
@format_option
def rules(form: Form) -> None:
    """List every rule: what it does, the ballots it counts, what else it can carry, its options and its source.

    All rules can count pots by themselves and leave out what too few voters chose.
    """
    from pbengine.voting import registry

    load_rules()
    if form is Form.JSON:
        write_json({"rules": [_document(rule) for rule in registry.rules()]})
        return
    for number, rule in enumerate(registry.rules()):
        if number:
            click.echo()
        _write(rule)


def _document(rule: Rule) -> dict[str, Any]:
    from pbengine.voting.constraints import EVERY_RULE_CARRIES

    source = rule.source
    return {
        "id": rule.id,
        "name": rule.name,
        "summary": rule.summary,
        "ballots": [str(kind) for kind in rule.ballots],
        "carries": sorted(str(feature) for feature in rule.carries | EVERY_RULE_CARRIES),
        "options": [_option_document(option) for option in rule.options],
        "source": {"citation": source.citation, "section": source.section, "url": source.url},
    }


def _option_document(option: Option) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": option.name,
        "type": option.kind,
        "default": str(option.default),
        "bounds": option.bounds,
        "meaning": option.meaning,
    }
    values = getattr(option, "values", None)
    return document | ({"values": list(values)} if values else {})


def _write(rule: Rule) -> None:
    click.secho(wrapped(f"{rule.id}  {rule.name}"), bold=True)
    click.echo(wrapped(rule.summary, first=INDENT, rest=INDENT))
    click.echo(wrapped(f"Ballots: {', '.join(rule.ballots)}.", first=INDENT, rest=INDENT))
    purpose = "Divides a budget" if "costs" in rule.carries else "Fills seats"
    carried = [words for feature, words in CARRIED.items() if feature in rule.carries]
    told = f"{purpose}; carries {', '.join(carried)}." if carried else f"{purpose}."
    click.echo(wrapped(told, first=INDENT, rest=INDENT))
    for option in rule.options:
        default = f"; {option.default} unless you say otherwise" if str(option.default) else ""
        text = f"--set {option.name}=...  {option.meaning}: {option.bounds}{default}."
        click.echo(wrapped(text, first=INDENT, rest=INDENT * 2))
    source = f"Source: {rule.source.citation}; {rule.source.section}."
    click.echo(wrapped(f"{source} {rule.source.url}".rstrip(), first=INDENT, rest=INDENT))
