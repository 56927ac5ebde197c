from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from pbengine.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.commands import Run

PARK = """META
key;value
description;Municipal PB in Larkmouth
country;Worldwide
unit;Larkmouth
instance;2025
num_projects;4
num_votes;6
budget;1000
vote_type;approval
rule;greedy
date_begin;01.03.2025
date_end;14.03.2025
currency;GBP
PROJECTS
project_id;cost;votes;name;selected
7;600;4;A park by the river;1
9;500;3;A hall;0
4;300;3;Trees;1
2;200;0;A statue of nobody;0
VOTES
voter_id;vote
1;7,9
2;7,4
3;7,9,4
4;7
5;9
6;4
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call a command with a data folder of its own and without colours or settings of this machine."""
    for name in ("PBENGINE_DATABASE_URL", "PBENGINE_SECRET", "PBENGINE_ORIGIN", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PBENGINE_DATA_DIR", str(tmp_path / "house"))

    def call(*arguments: str, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def pb(tmp_path: Path) -> Callable[..., str]:
    """Write a .pb file, by default a small sound one with some texts replaced, and return its name."""

    def write(*changes: tuple[str, str], name: str = "park.pb") -> str:
        text = PARK
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write
