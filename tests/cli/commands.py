"""How tests call commands: in this process, or in one of their own where streams and status matter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from click.testing import Result


class Run(Protocol):
    """Calls a command in this process."""

    def __call__(self, *arguments: str, stdin: str | None = None) -> Result: ...


def document(result: Result) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a command wrote to standard output, which is one JSON document and nothing else."""
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") >= 1
    return json.loads(result.stdout)


def environment(**more: str) -> dict[str, str]:
    """Return the environment without settings of a house on this machine, and with compiled files kept between runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PBENGINE_", "PYTHONDONTWRITE"))}
    return {**kept, **more}


def pbengine(
    *arguments: str, env: dict[str, str] | None = None, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "pbengine", *arguments]
    return subprocess.run(
        command, capture_output=True, check=False, timeout=120, env=env or environment(), encoding=encoding
    )
