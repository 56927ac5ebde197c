"""Every way in which a file can be wrong: all faults at once, each with its line, and nothing but a FormatError."""

import ast
import csv
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pbengine.formats.faults import FormatError
from pbengine.formats.pabulib import PabulibFile, read_pabulib, write_pabulib

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "fixtures" / "elections"
BAD = GOOD / "bad"
SOURCE = ROOT / "src" / "pbengine" / "formats" / "pabulib"
WARNINGS = {
    "budget-unused",
    "date",
    "decimal-comma",
    "flag",
    "legacy-column",
    "project-cost",
    "rule",
    "vote-empty",
    "votes",
    "score",
}
"""Codes of what is doubtful only."""


def expected() -> dict[str, list[tuple[str, str]]]:
    with (BAD / "faults.tsv").open(encoding="utf-8", newline="") as rows:
        listed = [(row["file"], row["line"], row["code"]) for row in csv.DictReader(rows, delimiter="\t")]
    return {file: [row[1:] for row in group] for file, group in groupby(listed, key=lambda row: row[0])}


def codes(source: str) -> set[str]:
    """Return the codes of the faults that a module makes."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    made = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Fault")
    return {str(call.args[1].value) for call in made if isinstance(call.args[1], ast.Constant)}


@pytest.mark.parametrize(("name", "faults"), expected().items())
def test_a_bad_file_gives_all_its_faults_with_their_lines(name: str, faults: list[tuple[str, str]]) -> None:
    with pytest.raises(FormatError) as caught:
        read_pabulib((BAD / name).read_bytes())
    assert [(str(fault.line or "-"), fault.code) for fault in caught.value.faults] == faults


def test_every_bad_file_is_listed_and_every_fault_has_one() -> None:
    listed = expected()
    assert set(listed) == {path.name for path in BAD.glob("*.pb")}
    raised = {code for path in SOURCE.glob("*.py") for code in codes(path.read_text(encoding="utf-8"))}
    ballots = {"too-few", "too-many", "over-cost", "under-cost", "repeated", "points-range", "points-sum"}
    shown = {code for faults in listed.values() for _, code in faults}
    assert shown == (raised - WARNINGS) | ballots


def test_a_message_shows_the_offending_text_and_names_its_column() -> None:
    with pytest.raises(FormatError) as caught:
        read_pabulib((BAD / "numbers.pb").read_bytes())
    cost = next(fault for fault in caught.value.faults if fault.column == "cost")
    assert str(cost) == "line 18: the cost of project '1' is 'four hundred'; it needs a number, at least 0"
    assert "'four hundred'" in str(caught.value)
    assert "'much'" in str(caught.value)


def test_a_number_that_is_too_long_is_not_called_no_number() -> None:
    text = (BAD / "numbers.pb").read_text(encoding="utf-8").replace("four hundred", "4" * 19)
    with pytest.raises(FormatError) as caught:
        read_pabulib(text)
    cost = next(fault for fault in caught.value.faults if fault.column == "cost")
    assert cost.message.endswith("at least 0 with at most 18 digits before the point and after it")


def read_or_refuse(data: bytes | str) -> PabulibFile | None:
    try:
        return read_pabulib(data)
    except FormatError:
        return None


@given(st.text())
@example("META\nkey;value\nPROJECTS\nVOTES\n")
@example("VOTES\nvoter_id;vote\n1;2\n")
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refuse(text)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


PIECES = [
    '"',
    ";",
    "\n",
    ",",
    "\r",
    "\0",
    " ",
    "-",
    "9" * 20,
    "\ufeff",
    "\x85",
    "META\n",
    "votes;\n",
    "PROJECTS",
    "999999999",
]


@given(data=st.data())
def test_a_mangled_file_is_read_or_refused_and_what_is_read_can_be_written(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(GOOD.glob("*.pb"))))
    text = path.read_text(encoding="utf-8-sig")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        piece = data.draw(st.sampled_from(PIECES) | st.text(max_size=3) | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    file = read_or_refuse(text)
    if file is not None:
        assert read_pabulib(write_pabulib(file)) == file


@given(data=st.data())
def test_mangled_bytes_are_read_or_refused(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(GOOD.glob("*.pb"))))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(content))
