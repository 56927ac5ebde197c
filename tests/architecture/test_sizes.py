"""The sizes that keep rooms liveable, measured: what grows beyond them shows which room is missing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 350
LONGEST_BODY = 40
MOST_PARAMETERS = 6

Function = ast.FunctionDef | ast.AsyncFunctionDef

SOURCES = [ROOT / "pb", *sorted((ROOT / "src").rglob("*.py"))]
SCRIPTS = [*sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]


def functions(source: str) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, Function))


def body_length(function: Function) -> int:
    """Count lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def parameter_count(function: Function) -> int:
    given = function.args
    names = [parameter.arg for parameter in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"])) + bool(given.vararg) + bool(given.kwarg)


def faults_of_size(source: str) -> list[str]:
    lines = len(source.splitlines())
    faults = [f"{lines} lines"] if lines > LONGEST_FILE else []
    for function in functions(source):
        if (length := body_length(function)) > LONGEST_BODY:
            faults.append(f"{function.name}: body of {length} lines")
        if (count := parameter_count(function)) > MOST_PARAMETERS:
            faults.append(f"{function.name}: {count} parameters")
    return faults


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_functions_and_signatures_stay_small(path: Path) -> None:
    assert faults_of_size(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_a_long_file_is_found() -> None:
    assert faults_of_size("x = 1\n" * LONGEST_FILE) == []
    assert faults_of_size("x = 1\n" * (LONGEST_FILE + 1)) == ["351 lines"]


def test_a_long_body_is_found_and_its_docstring_is_not_counted() -> None:
    head = 'def f():\n    """One.\n\n    Two.\n    """\n'
    assert faults_of_size(head + "    x = 1\n" * LONGEST_BODY) == []
    assert faults_of_size(head + "    x = 1\n" * (LONGEST_BODY + 1)) == ["f: body of 41 lines"]


def test_a_long_signature_is_found_whatever_the_kind_of_its_parameters() -> None:
    assert faults_of_size("class A:\n    def f(self, a, b, /, c, *d, e, **g): ...\n") == []
    assert faults_of_size("async def f(a, b, /, c, *d, e, f, **g): ...\n") == ["f: 7 parameters"]
