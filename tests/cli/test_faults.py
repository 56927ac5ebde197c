from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.commands import Run


def test_all_faults_of_a_file_are_named_at_once_with_their_lines(run: Run, pb: Callable[..., str]) -> None:
    file = pb(("7;600;4", "7;six hundred;4"), ("3;7,9,4", "3;7,12,4"), ("num_votes;6", "num_votes;7"))
    result = run("tally", file)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{file}:17: " in result.stderr
    assert f"{file}:25: " in result.stderr
    assert "six hundred" in result.stderr
    assert "12" in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    result = run("tally", str(tmp_path / "absent.pb"))
    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path / 'absent.pb'}: there is no such file\n"


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    result = run("tally", str(tmp_path))
    assert result.exit_code == 2
    assert "this is a folder, not a file" in result.stderr


def test_a_file_that_may_not_be_read_is_a_wrong_call(
    run: Run, pb: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError

    file = pb()
    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("tally", file)
    assert result.exit_code == 2
    assert "you are not allowed to read this file" in result.stderr


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)), b"\xff\xfe\0", b"hello", b"\n" * 9]
)
def test_what_is_no_election_is_refused_in_words(run: Run, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "rubbish.pb"
    path.write_bytes(data)
    result = run("tally", str(path))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(str(path))
    assert "Traceback" not in result.output


def test_a_file_whose_name_says_no_format_is_a_wrong_call_that_lists_the_formats(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ward.xlsx"
    path.write_text("3 1\n1 1 2 0\n0\n", encoding="utf-8")
    result = run("tally", str(path))
    assert result.exit_code == 2
    assert ".pb, .blt" in result.stderr


def test_an_unknown_rule_on_the_command_line_lists_the_known_ones(run: Run, pb: Callable[..., str]) -> None:
    result = run("tally", pb(), "--rule", "gredy")
    assert result.exit_code == 2
    assert "'gredy'" in result.stderr
    assert "greedy-no-skip" in result.stderr


def test_an_unknown_rule_in_the_file_lists_the_known_ones(run: Run, pb: Callable[..., str]) -> None:
    result = run("tally", pb(("rule;greedy", "rule;unknown")))
    assert result.exit_code == 1
    assert "'unknown'" in result.stderr
    assert "--rule" in result.stderr
    assert "greedy-no-skip" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--set", "order"], "NAME=VALUE"),
        (["--set", "order=score", "--set", "order=score"], "twice"),
        (["--rule", "greedy", "--set", "order=age"], "order"),
        (["--rule", "greedy", "--set", "colour=blue"], "colour"),
        (["--set", "colour=blue"], "colour"),
        (["--lot", "coin"], "seed:TEXT"),
        (["--lot", "seed:"], "seed:TEXT"),
        (["--lot", "ids:7,9"], "2, 4"),
        (["--format", "xml"], "xml"),
        (["--loud"], "--loud"),
    ],
)
def test_a_wrong_call_has_status_2_and_says_what_is_wrong(
    run: Run, pb: Callable[..., str], arguments: list[str], words: str
) -> None:
    result = run("tally", pb(), *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_a_command_without_a_file_is_a_wrong_call(run: Run) -> None:
    assert run("tally").exit_code == 2
    assert run("taly").exit_code == 2


def test_a_rule_that_does_not_count_these_ballots_is_refused(run: Run, pb: Callable[..., str]) -> None:
    file = pb(("vote_type;approval", "vote_type;cumulative\nmax_sum_points;3"), *POINTS)
    assert run("tally", file).exit_code == 0
    result = run("tally", file, "--rule", "scottish-stv")
    assert result.exit_code == 1
    assert "cumulative" in result.stderr


POINTS = (
    ("cost;votes;name", "cost;score;name"),
    ("voter_id;vote\n", "voter_id;vote;points\n"),
    ("1;7,9\n", "1;7,9;2,1\n"),
    ("2;7,4\n", "2;7,4;1,1\n"),
    ("3;7,9,4\n", "3;7,9,4;1,1,1\n"),
    ("4;7\n", "4;7;1\n"),
    ("5;9\n", "5;9;2\n"),
    ("6;4\n", "6;4;3\n"),
    ("7;600;4", "7;600;5"),
    ("9;500;3", "9;500;4"),
    ("4;300;3", "4;300;5"),
)
