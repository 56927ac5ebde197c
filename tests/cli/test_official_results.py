"""Real elections, counted again from the command line by the rule that each file declares."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.commands import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.commands import Run

UNSTATED = {"unknown"}
"""What META says where it names no rule of ours."""
DIFFER = {
    "Poland_Warszawa_2022_Bielany.pb": "which projects exclude each other stands in the file's comment alone",
    "Poland_Warszawa_2024.pb": "an early copy that declares greedy, where projects excluded each other",
}


@pytest.fixture(scope="module")
def official(shared_data: Path) -> list[Path]:
    """Give the files whose official winners are known and whose rule is one of ours."""
    folder = shared_data / "pabulib"
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    return [folder / row["file"] for row in rows if row["official_winners"] == "yes" and row["rule"] not in UNSTATED]


def test_every_official_result_is_reproduced_but_those_with_a_known_reason(run: Run, official: list[Path]) -> None:
    result = run("tally", *map(str, official), "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    lines: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == len(official) >= 27
    differing = {line["file"].rpartition("/")[2] for line in lines if not line["official"]["agrees"]}
    assert differing == set(DIFFER) & {path.name for path in official}


def test_bielany_comes_out_with_the_exclusion_that_its_comment_tells(run: Run, shared_data: Path) -> None:
    file = str(shared_data / "pabulib" / "Poland_Warszawa_2022_Bielany.pb")
    assert document(run("tally", file, "--set", "groups=201+1932", "--format", "json"))["official"]["agrees"]


@pytest.mark.parametrize("name", ["Poland_Wieliczka_2023_Green_Budget.pb", "Poland_Swiecie_2023.pb"])
def test_the_elections_by_equal_shares_come_out_as_they_were_decided(run: Run, shared_data: Path, name: str) -> None:
    tallied = document(run("tally", str(shared_data / "pabulib" / name), "--format", "json"))
    assert (tallied["rule"], tallied["options"]["completion"]) == ("equal-shares", "add1")
    assert tallied["official"]["agrees"]
