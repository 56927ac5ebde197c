"""Elections to seats on the command line: tally, compare and convert of ranked files."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.commands import Run

WARD = """5 2
-5
5 1 2 0
2 2 3 0
3 3 4 0
1 4 3 0
1 5 4 0
0
"Ada"
"Ben"
"Cleo"
"Ada"
"Eve"
"Reading room"
"""
TIED = '3 1\n[tie 3 1 2]\n2 1 0\n2 2 0\n1 3 0\n0\n"Ada" "Ben" "Cleo" "Tied"'


@pytest.fixture
def ward(tmp_path: Path) -> str:
    path = tmp_path / "ward.blt"
    path.write_text(WARD, encoding="utf-8")
    return str(path)


def test_the_sheet_has_every_stage_with_names_and_the_digits_of_the_rule(run: Run, ward: str) -> None:
    tallied = document(run("tally", ward, "--rule", "scottish-stv", "--format", "json"))
    assert tallied["rule"] == "scottish-stv"
    assert tallied["exact"] is True
    assert (tallied["candidates"], tallied["seats"], tallied["votes"]) == (5, 2, 12)
    assert tallied["title"] == "Reading room"
    assert tallied["quota"] == "5"
    assert tallied["elected"] == ["Ada (1)", "Cleo"]
    assert tallied["funded"] == ["1", "3"]
    first, *others = tallied["stages"]
    assert first["action"] == "count"
    assert first["votes"] == {
        "Ada (1)": "5.00000",
        "Ben": "2.00000",
        "Cleo": "3.00000",
        "Ada (4)": "2.00000",
        "Eve": "0.00000",
    }
    assert first["elected"] == ["Ada (1)"]
    assert first["excluded"] == []
    assert all(stage["action"] == "exclude" and stage["excluded"] == [stage["candidate"]] for stage in others)
    assert others[-1]["elected"] == ["Cleo"]
    assert "steps" not in tallied
    assert "budget" not in tallied
    assert tallied["projects_detail"]["5"]["reason_code"] == "withdrawn"
    assert tallied["ties"][0]["between"] == ["Ben", "Ada (4)"]


def test_the_order_for_ties_of_the_file_is_the_lot(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tied.blt"
    path.write_text(TIED, encoding="utf-8")
    arguments = ("tally", str(path), "--rule", "scottish-stv", "--format", "json")
    by_file = document(run(*arguments))
    assert by_file["ties"][0] == {"between": ["Ada", "Ben"], "settled": "lot", "chosen": "Ada", "effect": "outcome"}
    assert by_file["elected"] == ["Ben"]
    by_ids = document(run(*arguments, "--lot", "ids:2,1,3"))
    assert by_ids["ties"][0]["chosen"] == "Ben"
    assert by_ids["elected"] == ["Ada"]


def test_without_a_rule_those_that_can_count_the_file_are_listed(run: Run, ward: str, tmp_path: Path) -> None:
    equal = tmp_path / "equal.blt"
    equal.write_text(WARD.replace("5 1 2 0", "5 1=2 0"), encoding="utf-8")
    assert "scottish-stv" not in run("tally", str(equal)).stderr
    assert "schulze" in run("tally", str(equal)).stderr
    result = run("tally", ward)
    assert result.exit_code == 2
    assert "it declares no rule; give one with --rule: " in result.stderr
    assert "scottish-stv" in result.stderr
    assert "phragmen" not in result.stderr


def test_the_sheet_for_people_fits_80_columns_and_adds_up(run: Run, ward: str) -> None:
    result = run("tally", ward, "--rule", "scottish-stv")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "Elected: Ada (1), Cleo." in result.stdout
    assert "The quota is 5." in result.stdout
    totals = [line.split()[1:] for line in result.stdout.splitlines() if line.startswith("total")]
    assert {cell for line in totals for cell in line} == {"12"}


def test_a_ranking_of_all_candidates_is_given_where_the_rule_has_one(run: Run, ward: str) -> None:
    tallied = document(run("tally", ward, "--rule", "borda", "--format", "json"))
    assert tallied["ranking"][:2] == tallied["elected"]
    assert tallied["steps"]


def test_equal_ranks_are_refused_by_a_rule_that_does_not_define_them(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "equal.blt"
    path.write_text('2 1\n2 1=2 0\n0\n"Ada" "Ben" "Tied"', encoding="utf-8")
    result = run("tally", str(path), "--rule", "scottish-stv")
    assert result.exit_code == 1
    assert "needs rankings without equal ranks" in result.stderr


def test_several_files_give_a_line_each_and_the_one_that_fails_its_faults(run: Run, ward: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.blt"
    bad.write_text(WARD.replace("5 1 2 0", "5 1 7 0").replace('"Eve"\n', ""), encoding="utf-8")
    result = run("tally", ward, str(bad), ward, "--rule", "scottish-stv", "--format", "json")
    assert result.exit_code == 1
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert first == third
    assert second["file"] == str(bad)
    assert [fault["line"] for fault in second["faults"]] == [3]
    assert "candidate 7" in second["error"]


def test_rules_are_compared_on_the_same_rankings(run: Run, ward: str) -> None:
    compared = document(run("compare", ward, "--rules", "scottish-stv,borda", "--format", "json"))
    assert compared["rules"][0]["elected"] == ["Ada (1)", "Cleo"]
    assert compared["seats"] == 2
    text = run("compare", ward, "--rules", "scottish-stv,borda").stdout
    assert "elects Ada (1), Cleo" in text


def test_seats_may_be_named_on_the_command_line(run: Run, ward: str) -> None:
    tallied = document(run("tally", ward, "--rule", "scottish-stv", "--seats", "1", "--format", "json"))
    assert tallied["seats"] == 1
    assert tallied["quota"] == "7"
    assert tallied["projects_detail"]["5"]["reason_code"] == "withdrawn"


def test_an_election_is_converted_and_counted_the_same(run: Run, ward: str, tmp_path: Path) -> None:
    target = tmp_path / "ward.pb"
    result = run("convert", ward, "--to", str(target))
    assert result.exit_code == 0, result.output
    assert target.read_text(encoding="utf-8").startswith("META\n")
    back = tmp_path / "back.blt"
    assert run("convert", str(target), "--to", str(back)).exit_code == 0
    first = document(run("tally", ward, "--rule", "scottish-stv", "--format", "json"))
    second = document(run("tally", str(back), "--rule", "scottish-stv", "--format", "json"))
    assert second["stages"] == first["stages"]
    third = document(run("tally", str(target), "--rule", "scottish-stv", "--format", "json"))
    assert third["funded"] == first["funded"]


def test_costs_are_refused_where_a_format_cannot_hold_them(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "town.pb"
    path.write_text(
        "META\nkey;value\nbudget;100\nvote_type;ordinal\nrule;greedy\nPROJECTS\nproject_id;cost\na;10\nb;20\n"
        "VOTES\nvoter_id;vote\n1;a,b\n2;b\n",
        encoding="utf-8",
    )
    target = tmp_path / "town.blt"
    result = run("convert", str(path), "--to", str(target))
    assert result.exit_code == 1
    assert "cannot hold what projects cost" in result.stderr
    assert not target.exists()
    assert run("convert", str(path), "--to", str(target), "--seats", "1").exit_code == 0
    assert target.read_text(encoding="utf-8").splitlines()[0] == "2 1"
    again = run("convert", str(path), "--to", str(target), "--seats", "1")
    assert again.exit_code == 2
    assert "there is such a file already" in again.stderr


def test_what_is_left_out_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tied.blt"
    path.write_text(TIED, encoding="utf-8")
    result = run("convert", str(path), "--to", str(tmp_path / "tied.pb"))
    assert result.exit_code == 0
    assert "left out: the order that settles ties" in result.stderr


def test_an_official_sheet_is_what_the_command_prints(run: Run, shared_data: Path) -> None:
    ward = shared_data / "ranked" / "scotland-2017" / "aberdeen_2017_ward1.blt"
    tallied = document(run("tally", str(ward), "--rule", "scottish-stv", "--format", "json"))
    sheet = json.loads(ward.with_suffix(".json").read_text(encoding="utf-8"))
    assert tallied["quota"] == str(sheet["quota"])
    assert len(tallied["stages"]) == len(sheet["stages"])
    for stage, official in zip(tallied["stages"], sheet["stages"], strict=True):
        assert list(map(Fraction, stage["votes"].values())) == list(map(Fraction, official))
