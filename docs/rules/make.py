"""Write a page for each rule, and the list of them, from the register and the docstrings.

    .venv/bin/python docs/rules/make.py

A test compares the pages with what this writes: run it after every change of a rule.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pbengine.voting.constraints import EVERY_RULE_CARRIES, Feature
from pbengine.voting.registry import Reads, rules
from pbengine.voting.rules import RULE_MODULES

if TYPE_CHECKING:
    from pbengine.voting.registry import Option, Rule

HERE = Path(__file__).parent
GIVEN = "<!-- Written by docs/rules/make.py; change the rule's docstring or registration instead. -->"
SECTION = re.compile(r"^(?P<title>[A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)
CARRIED = {
    Feature.COSTS: "projects of different costs",
    Feature.POTS: "pots of their own for districts",
    Feature.MINIMUM_VOTES: "a minimum of votes",
    Feature.EXCLUSIONS: "projects that exclude each other",
    Feature.DEPENDENCIES: "projects that need another",
    Feature.CAPS: "caps on categories",
    Feature.FLOORS: "floors of categories",
    Feature.PARTS: "funding in part",
    Feature.ENDOWMENTS: "voters with different endowments",
    Feature.EQUAL_RANKS: "equal ranks",
}
PROMISED = (
    "Of elections without constraints, pots and withdrawn projects, with the default options unless others are named. "
    "Tests try each promise, and show by a vote what is not promised."
)
READ = {
    Reads.BALLOTS: "whole ballots",
    Reads.SCORES: "only what the ballots add up to for each project",
}


def sections(docstring: str) -> dict[str, str]:
    """Return the parts of a numpydoc docstring by their titles; what stands before the first is the ``definition``."""
    text = inspect.cleandoc(docstring)
    found = list(SECTION.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    parts = {match["title"]: text[match.end() : end].strip() for match, end in zip(found, ends, strict=True)}
    return {"definition": text[: found[0].start() if found else len(text)].strip(), **parts}


def plain(text: str) -> str:
    """Return the text of a docstring as Markdown: roles and double backticks are code."""
    text = re.sub(r":[a-z]+:`~?(?:[\w.]+\.)?([\w.]+)`", r"`\1`", text)
    return text.replace("``", "`")


def example(text: str) -> str:
    """Return the examples of a docstring: sentences as they are, sessions in fences."""
    blocks = re.split(r"\n\s*\n", text)
    parts: list[str] = []
    for block in blocks:
        if not block.startswith(">>>"):
            parts.append(plain(block))
        elif parts and parts[-1].startswith("```"):
            parts[-1] = parts[-1].removesuffix("\n```") + f"\n\n{block}\n```"
        else:
            parts.append(f"```pycon\n{block}\n```")
    return "\n\n".join(parts)


def option_row(option: Option) -> str:
    """Return an option as a row of a table."""
    bounds = option.bounds.replace("|", "\\|")
    return f"| `{option.name}` | {option.meaning} | {bounds} | {option.default or 'none'} |"


def page(rule: Rule) -> str:
    """Return the page of a rule."""
    parts = sections(rule.count.__doc__ or "")
    carried = [text for feature, text in CARRIED.items() if feature in rule.carries | EVERY_RULE_CARRIES]
    kind = "divides a budget" if Feature.COSTS in rule.carries else "fills seats: all projects cost the same"
    lines = [
        f"# {rule.name}",
        GIVEN,
        rule.summary,
        f"`{rule.id}` · {kind} · counts {', '.join(rule.ballots)} ballots · reads {READ[rule.reads]}",
        f"It carries {', '.join(carried)}.",
        "## Definition",
        plain(parts["definition"]),
    ]
    if rule.options:
        table = ["| option | meaning | values | default |", "|---|---|---|---|", *map(option_row, rule.options)]
        lines += ["## Options", "\n".join(table)]
    if rule.properties:
        lines += ["## What it promises, and what not", PROMISED, "\n".join(f"- {said}" for said in rule.properties)]
    lines += ["## Example", example(parts["Examples"])]
    address = f"\n\n<{rule.source.url}>" if rule.source.url else ""
    lines += ["## Source", plain(parts["References"]) + address]
    return "\n\n".join(lines) + "\n"


def contents() -> str:
    """Return the list of all rules."""
    rows = [
        f"| [{rule.name}]({rule.id}.md) | `{rule.id}` | {', '.join(rule.ballots)} | "
        f"{'budget' if Feature.COSTS in rule.carries else 'seats'} | {rule.summary} |"
        for rule in rules()
    ]
    table = "\n".join(["| rule | id | ballots | decides | in one sentence |", "|---|---|---|---|---|", *rows])
    lead = "Which of them fits which decision is told in [the guide](../which-rule.md)."
    return f"# The rules\n\n{GIVEN}\n\n{lead}\n\n{table}\n"


def pages() -> dict[str, str]:
    """Return the text of every page by its name."""
    if len(RULE_MODULES) > len(rules()):
        message = "a module of rules registers none"
        raise ValueError(message)
    return {f"{rule.id}.md": page(rule) for rule in rules()} | {"README.md": contents()}


def main() -> int:
    """Write what has changed, and remove pages of rules that are gone."""
    written = pages()
    for old in HERE.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        HERE.joinpath(name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
