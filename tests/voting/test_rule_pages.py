"""The pages in docs/rules are what the register and the docstrings say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from pbengine.voting.registry import Rule, rules

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_rule_pages", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_page_is_as_its_rule_says(maker: ModuleType) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    expected = maker.pages()
    assert sorted(written) == sorted(expected), "run docs/rules/make.py"
    stale = [name for name, text in expected.items() if written[name] != text]
    assert stale == [], "run docs/rules/make.py"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_the_guide_names_every_rule(rule: Rule) -> None:
    assert f"(rules/{rule.id}.md)" in FOLDER.parent.joinpath("which-rule.md").read_text(encoding="utf-8")


def test_a_docstring_is_taken_apart_by_its_titles(maker: ModuleType) -> None:
    parts = maker.sections("Do it.\n\nMore.\n\nReferences\n----------\nA book.\n\nExamples\n--------\n>>> 1\n1")
    assert parts == {"definition": "Do it.\n\nMore.", "References": "A book.", "Examples": ">>> 1\n1"}
