"""How tests call commands: in this process, or in one of their own where streams and status matter."""

from __future__ import annotations

import json
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


def pbengine(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - those of subprocess
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pbengine", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **settings,
    )
