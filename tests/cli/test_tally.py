from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.commands import Run


def test_an_election_is_counted_by_the_rule_that_its_file_declares(run: Run, pb: Callable[..., str]) -> None:
    tallied = document(run("tally", pb(), "--format", "json"))
    wanted = {"rule": "greedy", "exact": True, "projects": 4, "votes": 6, "budget": "1000", "cost": "900"}
    assert {key: tallied[key] for key in wanted} == wanted
    assert tallied["funded"] == ["7", "4"]
    assert tallied["options"] == {"order": "score"}
    assert tallied["official"] == {"funded": ["7", "4"], "agrees": True, "only_official": [], "only_here": []}


def test_each_project_has_its_name_figures_and_reason(run: Run, pb: Callable[..., str]) -> None:
    details = document(run("tally", pb(), "--format", "json"))["projects_detail"]
    assert list(details) == ["7", "9", "4", "2"]
    assert details["7"]["name"] == "A park by the river"
    assert details["7"]["votes"] == "4"
    assert details["9"]["reason"] == (
        "Not funded: 3 of you chose it; it costs 500 GBP, and 400 GBP is left at its turn."
    )


def test_another_rule_and_its_options_can_be_named(run: Run, pb: Callable[..., str]) -> None:
    tallied = document(run("tally", pb(), "--rule", "greedy-threshold", "--set", "threshold=7/2", "--format", "json"))
    assert tallied["rule"] == "greedy-threshold"
    assert tallied["options"] == {"threshold": "3.5"}
    assert tallied["funded"] == ["7"]
    assert tallied["official"]["only_official"] == ["4"]


def test_an_option_may_be_set_for_the_declared_rule(run: Run, pb: Callable[..., str]) -> None:
    tallied = document(run("tally", pb(), "--set", "order=score-per-cost", "--format", "json"))
    assert tallied["options"] == {"order": "score-per-cost"}
    assert tallied["funded"] == ["4", "7"]


def test_the_threshold_of_the_file_holds_when_the_rule_is_named(run: Run, pb: Callable[..., str]) -> None:
    file = pb(("currency;GBP", "currency;GBP\nmin_project_score_threshold;4"))
    assert document(run("tally", file, "--rule", "greedy-threshold", "--format", "json"))["funded"] == ["7"]
    set_lower = run("tally", file, "--rule", "greedy-threshold", "--set", "threshold=1", "--format", "json")
    assert document(set_lower)["funded"] == ["7", "4"]


def test_the_lot_settles_ties_as_the_command_line_says(run: Run, pb: Callable[..., str]) -> None:
    file = pb(("9;500;3", "9;400;3"), ("4;300;3", "4;400;3"))
    by_file = document(run("tally", file, "--format", "json"))
    assert by_file["funded"] == ["7", "9"]
    assert by_file["ties"] == [{"between": ["9", "4"], "settled": "lot", "chosen": "9", "effect": "outcome"}]
    by_ids = document(run("tally", file, "--lot", "ids:2,4, 7,9", "--format", "json"))
    assert by_ids["funded"] == ["7", "4"]
    assert by_ids["lot"] == "ids:2,4, 7,9"


def test_the_same_seed_gives_the_same_result_and_some_seed_gives_another(run: Run, pb: Callable[..., str]) -> None:
    file = pb(("9;500;3", "9;400;3"), ("4;300;3", "4;400;3"))

    def funded(seed: str) -> tuple[str, ...]:
        return tuple(document(run("tally", file, "--lot", f"seed:{seed}", "--format", "json"))["funded"])

    assert funded("12 rolls of a die") == funded("12 rolls of a die")
    assert {funded(str(seed)) for seed in range(8)} == {("7", "9"), ("7", "4")}


def test_several_files_give_a_line_each_and_a_wrong_one_does_not_stop_the_others(
    run: Run, pb: Callable[..., str], tmp_path: Path
) -> None:
    good, bad, absent = pb(), pb(("7;600;4", "7;six hundred;4"), name="bad.pb"), str(tmp_path / "absent.pb")
    result = run("tally", bad, good, absent, "--format", "json")
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["file"] for line in lines] == [bad, good, absent]
    assert ["error" in line for line in lines] == [True, False, True]
    assert lines[0]["faults"][0]["line"] == 17
    assert lines[1]["funded"] == ["7", "4"]


def test_several_sound_files_end_well(run: Run, pb: Callable[..., str]) -> None:
    result = run("tally", pb(), pb(name="again.pb"), "--format", "json")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2


def test_text_gives_the_answer_first_then_a_sentence_for_each_project_then_the_steps(
    run: Run, pb: Callable[..., str]
) -> None:
    text = run("tally", pb()).stdout
    assert text.startswith("2 of 4 projects are funded, for 900 GBP of 1,000 GBP. 6 people voted.\n")
    places = [text.index(words) for words in ("Rule: greedy", "\nFunded\n", "\nNot funded\n", "\nTies\n", "\nSteps\n")]
    assert places == sorted(places)
    assert "Funded, first: 4 of you chose it;" in text
    assert "The file names the same projects as funded." in text
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


def test_a_result_that_differs_from_the_office_is_said_and_is_no_error(run: Run, pb: Callable[..., str]) -> None:
    result = run("tally", pb(("nobody;0", "nobody;1"), ("Trees;1", "Trees;0")))
    assert result.exit_code == 0
    assert "The file names other projects as funded; only in the file: 2; only here:" in result.stdout


def test_text_from_a_file_cannot_steer_the_terminal(run: Run, pb: Callable[..., str]) -> None:
    text = run("tally", pb(("A hall", "A \x1b[2Jhall\u202e"))).stdout
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("kind", ["json", "text"])
def test_letters_of_all_languages_come_through(run: Run, pb: Callable[..., str], kind: str) -> None:
    result = run("tally", pb(("A hall", "Świetlica łąkowa, قاعة")), "--format", kind)
    assert "Świetlica łąkowa, قاعة" in result.stdout


def test_what_is_doubtful_in_a_file_is_noted_beside_the_result(run: Run, pb: Callable[..., str]) -> None:
    file = pb(("7;600;4", "7;600;5"))
    text = run("tally", file)
    assert text.exit_code == 0
    assert text.stderr.startswith(f"{file}:17: doubtful: ")
    tallied = run("tally", file, "--format", "json")
    assert tallied.stderr == ""
    assert [doubt["line"] for doubt in document(tallied)["warnings"]] == [17]
