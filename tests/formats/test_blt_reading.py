"""Rankings in ``.blt`` files: every variant that is met, every fault with its line, and the real files."""

import ast
import csv
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pbengine.formats.blt import read_blt
from pbengine.formats.faults import FormatError
from pbengine.formats.ranked import RankedFile
from pbengine.voting.constraints import Feature
from pbengine.voting.instance import Standing

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "fixtures" / "elections" / "ranked"
BAD = ROOT / "fixtures" / "elections" / "bad-ranked"
FORMATS = ROOT / "src" / "pbengine" / "formats"
SOURCES = [*(FORMATS / "blt").glob("*.py"), FORMATS / "ranked" / "checking.py"]
NAMES = '0\n"Ada" "Ben" "Cleo"\n"Board"\n'


def expected() -> dict[str, list[tuple[str, str]]]:
    with (BAD / "faults.tsv").open(encoding="utf-8", newline="") as rows:
        listed = [(row["file"], row["line"], row["code"]) for row in csv.DictReader(rows, delimiter="\t")]
    blt = [row for row in listed if row[0].endswith(".blt")]
    return {file: [row[1:] for row in group] for file, group in groupby(blt, key=lambda row: row[0])}


def codes(source: str) -> set[str]:
    """Return the codes of the faults that a module makes."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    made = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Fault")
    return {str(call.args[1].value) for call in made if isinstance(call.args[1], ast.Constant)}


def rankings(file: RankedFile) -> list[tuple[int, list[list[str]]]]:
    """Return each row as its number of voters and its names, those of equal rank together."""
    profile, listed = file.profile, []
    tied = np.zeros(len(profile.choices), dtype=bool) if profile.tied is None else profile.tied
    for row, (weight, columns) in enumerate(profile):
        ranking: list[list[str]] = []
        for column, equal in zip(columns, tied[profile.starts[row] : profile.starts[row + 1]], strict=True):
            ranking = (
                [*ranking[:-1], [*ranking[-1], file.candidates[column]]]
                if equal
                else [*ranking, [file.candidates[column]]]
            )
        listed.append((weight, ranking))
    return listed


def test_a_file_with_everything_is_read() -> None:
    file = read_blt((GOOD / "everything.blt").read_bytes())
    countess = 'Ada "Countess" Lovelace'
    assert file.candidates == (countess, "Ben #2", "Cleo", "Dan", "Eve")
    assert (file.title, file.seats) == ("Board of the reading room", 2)
    assert file.lot == ("5", "4", "3", "2", "1")
    assert file.nicknames == ("ada", "ben", "cleo", "dan", "eve")
    assert file.options == ("droop precision=5",)
    assert file.remarks[:2] == ("Minutes of 3 May", "Kept in the drawer.")
    assert [c.id for c in file.instance.projects if c.standing is Standing.WITHDRAWN] == ["2"]
    assert rankings(file) == [
        (6, [[countess], ["Cleo"]]),
        (3, [["Dan", "Eve"], ["Ben #2"]]),
        (1, [["Eve"]]),
        (7, []),
        (2, [["Cleo"], [countess]]),
    ]
    assert [(warning.line, warning.code) for warning in file.warnings] == [(12, "skipped")]
    assert file.profile.features == {Feature.EQUAL_RANKS}


@pytest.mark.parametrize(("name", "faults"), expected().items())
def test_a_bad_file_gives_all_its_faults_with_their_lines(name: str, faults: list[tuple[str, str]]) -> None:
    with pytest.raises(FormatError) as caught:
        read_blt((BAD / name).read_bytes())
    assert [(str(fault.line or "-"), fault.code) for fault in caught.value.faults] == faults


def test_every_bad_file_is_listed_and_every_fault_has_one() -> None:
    listed = expected()
    assert set(listed) == {path.name for path in BAD.glob("*.blt")}
    raised = {code for path in SOURCES for code in codes(path.read_text(encoding="utf-8"))}
    assert {code for faults in listed.values() for _, code in faults} == raised - {"skipped"}


def test_line_ends_mean_nothing() -> None:
    text = "3 1 4 1 2 0 2 3 0 " + NAMES
    file = read_blt(text)
    assert rankings(file) == [(4, [["Ada"], ["Ben"]]), (2, [["Cleo"]])]
    for other in (text.replace(" ", "\n"), text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text):
        assert read_blt(other) == file
        assert rankings(read_blt(other)) == rankings(file)


def test_equal_rankings_are_one_row_and_a_tie_makes_another() -> None:
    file = read_blt("3 1\n1 1 2 3 0\n2 1 2=3 0\n4 1 2 3 0\n8 1 2 0\n" + NAMES)
    assert rankings(file) == [
        (5, [["Ada"], ["Ben"], ["Cleo"]]),
        (2, [["Ada"], ["Ben", "Cleo"]]),
        (8, [["Ada"], ["Ben"]]),
    ]


def test_bytes_of_another_encoding_are_read_with_a_warning() -> None:
    text = '2 1\n3 1 2 0\n0\n"Zoë" "Ægir"\n"Straße 7€"\n'
    assert read_blt(text.encode()).warnings == ()
    assert read_blt(text.encode("utf-16")) == read_blt(text)
    other = read_blt(text.encode("cp1252"))
    assert other == read_blt(text)
    assert [(warning.line, warning.code) for warning in other.warnings] == [(4, "encoding")]


def test_a_title_may_be_missing_and_text_may_follow_it() -> None:
    assert read_blt('1 1\n2 1 0\n0\n"Ada"').title == ""
    assert read_blt('1 1\n2 1 0\n0\n"Ada"\n"Title" by the clerk\n').remarks == ("by the clerk",)


def test_a_line_with_name_and_party_is_one_candidate() -> None:
    file = read_blt('2 1\n3 1 2 0\n0\n"Ada" "Analytical"\n"Ben" "Independent"\n"Ward"\n"From the archive"\n')
    assert (file.candidates, file.title) == (("Ada", "Ben"), "Ward")
    assert file.remarks == ("Ada: Analytical", "Ben: Independent", "From the archive")
    two_a_line = read_blt('4 1\n3 1 2 0\n0\n"Ada" "Ben"\n"Cleo" "Dan"\n"Ward" "of 2026"\n')
    assert (two_a_line.candidates, two_a_line.title) == (("Ada", "Ben", "Cleo", "Dan"), "Ward")


def test_rankings_longer_than_one_word_of_their_key_are_told_apart() -> None:
    count = 60
    names = "".join(f'"C{number}"\n' for number in range(count))
    ranking = list(range(1, count + 1))
    swapped = [*ranking[:-2], ranking[-1], ranking[-2]]
    ballots = "\n".join(
        f"{weight} {' '.join(map(str, order))} 0" for weight, order in ((1, ranking), (2, swapped), (4, ranking))
    )
    file = read_blt(f"{count} 3\n{ballots}\n0\n{names}")
    assert file.profile.weights.tolist() == [5, 2]


@given(st.text(alphabet='0123 \n-="[]()#/*abnickte', max_size=60))
@example('2 1 [nick a a] 1 a 0 0 "')
@example("1 1 = 0 0")
@example("0 0 0 0")
@example("2 1\n1 =")
@example("2 1\n0\n=")
def test_whatever_stands_in_a_file_it_is_read_or_refused(text: str) -> None:
    for data in (text, "2 1 " + text, "2 1 3 1 2 0 0" + text):
        with suppress(FormatError):
            assert read_blt(data).profile.voters >= 0


@given(st.binary(max_size=40))
def test_whatever_bytes_a_file_holds_it_is_read_or_refused(data: bytes) -> None:
    with suppress(FormatError):
        assert read_blt(data).profile.voters >= 0


def test_every_real_file_is_read_without_a_doubt(shared_data: Path) -> None:
    files = sorted((shared_data / "ranked").rglob("*.blt"))
    assert files
    for path in files:
        file = read_blt(path.read_bytes())
        assert file.warnings == ()
        assert file.title
        assert all(file.candidates)
        assert file.profile.voters > 0
