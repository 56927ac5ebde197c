from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.commands import document

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.commands import Run


def test_rules_stand_side_by_side_with_what_they_fund_and_where_they_differ(run: Run, pb: Callable[..., str]) -> None:
    rules = "greedy,greedy-no-skip,greedy:order=score-per-cost"
    compared = document(run("compare", pb(), "--rules", rules, "--format", "json"))
    assert [column["label"] for column in compared["rules"]] == rules.split(",")
    assert [column["funded"] for column in compared["rules"]] == [["7", "4"], ["7"], ["4", "7"]]
    assert [column["cost"] for column in compared["rules"]] == ["900", "600", "900"]
    assert [column["voters_with_a_funded_project"] for column in compared["rules"]] == [5, 4, 5]
    assert compared["rules"][0]["share_with_a_funded_project"] == "5/6"
    assert compared["differences"] == [
        {
            "project": "4",
            "name": "Trees",
            "cost": "300",
            "funded_by": ["greedy", "greedy:order=score-per-cost"],
            "not_funded_by": ["greedy-no-skip"],
        }
    ]


def test_text_shows_each_rule_and_the_projects_that_are_decided_differently(run: Run, pb: Callable[..., str]) -> None:
    text = run("compare", pb(), "--rules", "greedy,greedy-no-skip").stdout
    assert text.startswith("1 project is decided differently.\n")
    assert "funds 2 projects for 900 GBP; 5 of 6 voters (83.3 %) chose at least one of" in text
    assert "yes  no   4  Trees" in text
    assert max(map(len, text.splitlines())) <= 80


def test_rules_that_agree_are_said_to(run: Run, pb: Callable[..., str]) -> None:
    text = run("compare", pb(), "--rules", "greedy,greedy-threshold").stdout
    assert text.startswith("All of these rules fund the same projects.\n")
    assert "Where they differ" not in text


def test_a_common_option_goes_to_every_rule_that_has_it(run: Run, pb: Callable[..., str]) -> None:
    result = run("compare", pb(), "--rules", "greedy,greedy-threshold", "--set", "threshold=4", "--format", "json")
    assert [column["options"] for column in document(result)["rules"]] == [{"order": "score"}, {"threshold": "4"}]


def test_every_wrong_rule_and_option_is_named_at_once(run: Run, pb: Callable[..., str]) -> None:
    result = run("compare", pb(), "--rules", "gredy,greedy:colour=red,maximum")
    assert result.exit_code == 2
    for word in ("'gredy'", "'colour'", "'maximum'"):
        assert word in result.stderr
    strange = run("compare", pb(), "--rules", "greedy", "--set", "colour=red")
    assert strange.exit_code == 2
    assert "none of these rules has the option 'colour'" in strange.stderr


def test_every_rule_that_does_not_count_the_file_is_named_at_once(run: Run, pb: Callable[..., str]) -> None:
    result = run("compare", pb(), "--rules", "greedy,borda,schulze")
    assert result.exit_code == 1
    assert "rule 'borda' counts ordinal ballots, not approval ballots" in result.stderr
    assert "rule 'schulze' counts ordinal ballots, not approval ballots" in result.stderr
