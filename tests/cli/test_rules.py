from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.cli.rules import CARRIED
from pbengine.voting.constraints import EVERY_RULE_CARRIES, Feature
from pbengine.voting.registry import rules
from tests.cli.commands import document

if TYPE_CHECKING:
    from tests.cli.commands import Run


def test_every_rule_is_listed_with_its_options_and_its_source(run: Run) -> None:
    listed = document(run("rules", "--format", "json"))["rules"]
    assert [rule["id"] for rule in listed] == [rule.id for rule in rules()]
    for rule in listed:
        assert rule["name"]
        assert rule["ballots"]
        assert rule["source"]["citation"]
        for option in rule["options"]:
            assert {"name", "type", "default", "bounds", "meaning"} <= option.keys()


def test_each_rule_says_what_it_carries(run: Run) -> None:
    carried = {rule["id"]: rule["carries"] for rule in document(run("rules", "--format", "json"))["rules"]}
    assert carried["scottish-stv"] == ["minimum-votes", "pots"]
    assert {"costs", "equal-ranks"} <= set(carried["borda"])
    text = run("rules").stdout
    assert "Fills seats." in text
    assert set(CARRIED) | {"costs"} | EVERY_RULE_CARRIES == set(Feature)


def test_an_option_of_words_lists_them(run: Run) -> None:
    greedy = next(rule for rule in document(run("rules", "--format", "json"))["rules"] if rule["id"] == "greedy")
    assert greedy["options"][0]["name"] == "order"
    assert greedy["options"][0]["type"] == "choice"
    assert greedy["options"][0]["values"] == ["score", "score-per-cost"]
    assert greedy["options"][0]["default"] == "score"


def test_text_names_every_rule_and_every_option(run: Run) -> None:
    text = run("rules").stdout
    for rule in rules():
        assert f"{rule.id}  {rule.name}" in text
        for option in rule.options:
            assert f"--set {option.name}=" in text
    assert max(map(len, text.splitlines())) <= 80
