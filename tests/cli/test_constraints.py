from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.commands import Run

ASKED = """
exclusions = [["7", "9"]]
[parts]
2 = [50, 100]
[[bands]]
name = "Trees"
projects = [4]
cap = 250
"""


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[str], str]:
    """Write a file of constraints and give its name."""

    def write(text: str) -> str:
        path = tmp_path / "asked.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_an_election_is_counted_under_constraints_and_says_so(
    run: Run, pb: Callable[..., str], asked: Callable[[str], str]
) -> None:
    tallied = document(run("tally", pb(), "--constraints", asked(ASKED), "--format", "json"))
    assert tallied["funded"] == ["7", "2"]
    assert tallied["constraints"]["bands"] == [{"name": "Trees", "projects": ["4"], "floor": "0", "cap": "250"}]
    details = tallied["projects_detail"]
    assert (details["9"]["reason_code"], details["4"]["reason_code"]) == ("excluded-by", "over-cap")
    assert details["4"]["reason"] == (
        "Not funded: 3 of you chose it; it costs 300 GBP, and of the 250 GBP that Trees may cost together, "
        "0 GBP is spent."
    )
    assert "constraints" not in document(run("tally", pb(), "--format", "json"))


def test_for_people_the_constraints_stand_beside_the_rule(
    run: Run, pb: Callable[..., str], asked: Callable[[str], str]
) -> None:
    result = run("tally", pb(), "--constraints", asked(ASKED))
    assert result.exit_code == 0
    assert "Counted under constraints: exclusions (1), parts (1), bands (1)." in result.stdout


def test_pots_are_told_in_the_sentences(run: Run, pb: Callable[..., str], asked: Callable[[str], str]) -> None:
    pots = '[[pots]]\nname="N"\nprojects=["7", "9"]\nmoney=550\n[[pots]]\nname="S"\nprojects="rest"\nmoney=450'
    tallied = document(run("tally", pb(), "--constraints", asked(pots), "--format", "json"))
    assert tallied["funded"] == ["9", "4"]
    assert tallied["projects_detail"]["7"]["reason"] == (
        "Counted with the money of N. Not funded: 4 of you chose it; it costs 600 GBP, and 550 GBP is left at its turn."
    )


def test_rules_are_compared_under_the_same_constraints(
    run: Run, pb: Callable[..., str], asked: Callable[[str], str]
) -> None:
    file = asked('exclusions = [["7", "9"]]')
    compared = document(
        run("compare", pb(), "--rules", "greedy,equal-shares", "--constraints", file, "--format", "json")
    )
    assert compared["constraints"] == {"exclusions": [["7", "9"]]}
    assert all(not {"7", "9"} <= set(column["funded"]) for column in compared["rules"])


def test_a_rule_that_cannot_keep_them_refuses(run: Run, pb: Callable[..., str], asked: Callable[[str], str]) -> None:
    result = run("tally", pb(), "--rule", "greedy-no-skip", "--constraints", asked(ASKED))
    assert result.exit_code == 1
    assert "cannot fund a project in part" in result.stderr


def test_faults_name_both_files_and_the_key(run: Run, pb: Callable[..., str], asked: Callable[[str], str]) -> None:
    election, file = pb(), asked('exclusions = [["7", "x"]]\n[[bands]]\nname = "B"\n')
    result = run("tally", election, "--constraints", file)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{election}: {file}: exclusions[1]: project 'x' is not on the ballot",
        f"{election}: {file}: bands[1]: this needs projects, or a column with the value that they have",
    ]


def test_a_file_that_is_not_there_is_a_wrong_call(run: Run, pb: Callable[..., str]) -> None:
    assert run("tally", pb(), "--constraints", "nowhere.toml").exit_code == 2


def test_a_file_that_is_no_text_is_refused(run: Run, pb: Callable[..., str], tmp_path: Path) -> None:
    file = tmp_path / "asked.toml"
    file.write_bytes(b"\xff\xfe\x00")
    result = run("tally", pb(), "--constraints", str(file))
    assert (result.exit_code, "no text in UTF-8" in result.stderr) == (1, True)


def test_endowments_need_a_file_with_columns_of_voters(
    run: Run, pb: Callable[..., str], asked: Callable[[str], str]
) -> None:
    result = run("tally", pb(), "--constraints", asked('endowments = "weight"'))
    assert result.exit_code == 1
    assert "there is no column 'weight' of voters; there is voter_id, vote" in result.stderr


def test_what_is_funded_in_part_says_once_what_it_gets(
    run: Run, pb: Callable[..., str], asked: Callable[[str], str]
) -> None:
    text = run("tally", pb(), "--constraints", asked("[parts]\n9 = [50, 100]\n")).stdout
    assert " ".join(text.split()).lower().count("it gets") == 1
