"""Every code that a sentence may name has a word that people know."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pbengine
from pbengine.process.acts import Capacity
from pbengine.process.people import Office, Role
from pbengine.process.phases import Phase
from pbengine.process.proposals import Status
from pbengine.process.rounds import DATES
from pbengine.web.words import WORDS


def nouns() -> Iterator[str]:
    """Yield what the source says cannot be found."""
    for source in Path(pbengine.__path__[0]).glob("[pw]*/**/*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id
            if isinstance(node, ast.Call) and called == "NotFoundRefusal":
                assert isinstance(node.args[0], ast.Constant), source
                yield str(node.args[0].value)


NOUNS = sorted(set(nouns()))


def test_the_nouns_of_the_source_are_found() -> None:
    assert {"round", "ballot", "checkpoint"} <= set(NOUNS)


@pytest.mark.parametrize("code", [*NOUNS, *Phase, *Role, Office.STEWARD, *Capacity, *Status, *DATES])
def test_a_code_has_a_word(code: str) -> None:
    assert str(code) in WORDS
