from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.commands import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.commands import Run


def test_an_outcome_is_measured_from_the_ballots(run: Run, pb: Callable[..., str]) -> None:
    measured = document(run("explain", pb(), "--format", "json"))
    assert measured["funded"] == ["7", "4"]
    assert (measured["voters_with_a_funded_project"], measured["share_with_a_funded_project"]) == (5, "5/6")
    assert measured["ejr_plus"] == {"holds": True, "neglected": []}
    assert measured["price_system"] == {"exists": False}
    assert "margins" not in measured


def test_margins_state_both_sides(run: Run, pb: Callable[..., str]) -> None:
    measured = document(run("explain", pb(), "--margins", "--format", "json"))
    assert measured["margins"] == [
        {"project": "7", "funded": True, "cost": "1000", "votes": "2"},
        {"project": "9", "funded": False, "cost": "400", "votes": "2"},
        {"project": "4", "funded": True, "cost": "400"},
        {"project": "2", "funded": False, "cost": "100", "votes": "4"},
    ]


def test_equal_shares_says_who_paid_how_much(run: Run, pb: Callable[..., str]) -> None:
    measured = document(run("explain", pb(), "--rule", "equal-shares", "--format", "json"))
    assert measured["price_system"]["exists"]
    assert measured["price_system"]["paid"][0] == {
        "project": "7",
        "payment": "150",
        "in_full": 4,
        "in_part": 0,
        "by_part": "0",
    }


def test_what_costs_nothing_and_nobody_wants_has_no_effective_support(run: Run, pb: Callable[..., str]) -> None:
    measured = document(run("explain", pb(("2;200;0", "2;0;0")), "--rule", "equal-shares", "--format", "json"))
    assert measured["price_system"]["left"]["2"] == "0"
    assert "2" not in measured["price_system"]["effective_support"]


def test_districts_and_categories_of_the_file_are_measured(run: Run, pb: Callable[..., str]) -> None:
    with_groups = (
        ("project_id;cost;votes;name;selected", "project_id;cost;votes;name;selected;category;district"),
        ("7;600;4;A park by the river;1", "7;600;4;A park by the river;1;green,sport;North"),
        ("9;500;3;A hall;0", "9;500;3;A hall;0;culture;North"),
        ("4;300;3;Trees;1", "4;300;3;Trees;1;green;South"),
        ("2;200;0;A statue of nobody;0", "2;200;0;A statue of nobody;0;;"),
    )
    measured = document(run("explain", pb(*with_groups), "--format", "json"))
    assert [(group["name"], group["spent"]) for group in measured["groups"]["category"]] == [
        ("culture", "0"),
        ("green", "900"),
        ("sport", "600"),
    ]
    assert measured["groups"]["district"][0] == {
        "name": "North",
        "projects": 2,
        "funded": 1,
        "spent": "600",
        "share_of_money": "2/3",
        "votes": "7",
        "share_of_votes": "0.7",
    }


def test_people_are_told_in_sentences(run: Run, pb: Callable[..., str]) -> None:
    text = run("explain", pb(), "--margins").stdout
    assert text.startswith("83.3 % of those who voted chose something that is funded.\n")
    assert "With 2 more votes for it alone it would have been funded, with one fewer not." in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80
    assert "150 GBP each" in run("explain", pb(), "--rule", "equal-shares").stdout


def test_who_is_left_out_is_named(run: Run, pb: Callable[..., str]) -> None:
    text = run("explain", pb(("2;200;0", "2;150;1"), ("5;9", "5;2"), ("9;500;3", "9;500;2"))).stdout
    assert "Not everyone" in text
    assert "1 of its supporters is due 166.66 GBP" in text


def test_an_election_to_seats_is_not_about_money(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "board.blt"
    file.write_text('2 1\n3 1 2 0\n0\n"Ada" "Ben" "Board"')
    result = run("explain", str(file), "--rule", "irv")
    assert result.exit_code == 1
    assert "an election to seats" in result.stderr
