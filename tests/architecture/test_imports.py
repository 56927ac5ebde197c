"""What the pure floor may import: an allow list, which import-linter's contracts cannot state."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "pbengine"
FORBIDDEN_OF_THE_STANDARD_LIBRARY = {"random", "time", "datetime", "os", "pathlib", "logging", "secrets"}
ALLOWED = (sys.stdlib_module_names - FORBIDDEN_OF_THE_STANDARD_LIBRARY) | {"numpy", "scipy"}
CHANCE = ("numpy.random", "scipy.stats")

PURE = [path for room in ("voting", "deliberation") for path in sorted((PACKAGE / room).rglob("*.py"))]


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from (f"{origin}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in {"np", "numpy"}:
            yield f"numpy.{node.attr}"


def impurities(source: str, room: str) -> list[str]:
    """List what a pure module imports, wherever in the module and for whatever purpose, and must not."""
    names = set(imported(ast.parse(source)))
    return sorted(
        name
        for name in names
        if name.startswith(CHANCE)
        or not (name.startswith(f"pbengine.{room}.") or name.split(".", maxsplit=1)[0] in ALLOWED)
    )


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_pure_rooms_import_only_the_standard_library_numpy_and_scipy(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    assert impurities(path.read_text(encoding="utf-8"), room) == []


@pytest.mark.parametrize("name", sorted(FORBIDDEN_OF_THE_STANDARD_LIBRARY))
def test_time_chance_and_the_machine_are_seen_at_the_top_and_inside_functions(name: str) -> None:
    assert impurities(f"import {name}", "voting") == [name]
    assert impurities(f"def f():\n    from {name} import x\n", "voting") == [f"{name}.x"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import sqlalchemy.orm", ["sqlalchemy.orm"]),
        ("from pbengine.process import rounds", ["pbengine.process.rounds"]),
        ("from ..web import app", ["..web.app"]),
        ("import numpy as np\nnp.random.default_rng()", ["numpy.random"]),
        ("from scipy.stats import uniform", ["scipy.stats.uniform"]),
        ("import numpy as np\nfrom fractions import Fraction\nfrom pbengine.voting.lot import Lot", []),
    ],
)
def test_other_impurities_are_seen_and_what_is_allowed_is_not_reported(source: str, found: list[str]) -> None:
    assert impurities(source, "voting") == found
