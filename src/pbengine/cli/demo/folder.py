"""The demonstration's own folder, so that no real election is ever touched by it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pbengine import __version__
from pbengine.cli.faults import FailedError

if TYPE_CHECKING:
    from collections.abc import Mapping

DATABASE, SECRET, MARK = "pbengine.sqlite3", "secret.key", "demo.json"
FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", SECRET, MARK)
NAMED_ELSEWHERE = ("PBENGINE_DATABASE_URL", "PBENGINE_SECRET", "PBENGINE_ORIGIN")
"""Settings of a real house, which a demonstration leaves alone."""


class State(StrEnum):
    """What lies in the folder."""

    EMPTY = "empty"
    UNFINISHED = "unfinished"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """A folder that holds a demonstration, or nothing yet."""

    path: Path

    @property
    def state(self) -> State:
        """Whether the town was set up to the end, by this version."""
        if not (self.path / MARK).exists():
            return State.EMPTY
        mark = json.loads((self.path / MARK).read_text(encoding="utf-8"))
        return State.READY if mark == {"state": State.READY, "version": __version__} else State.UNFINISHED

    def mark(self, state: State) -> None:
        """Note how far the town is set up."""
        (self.path / MARK).write_text(json.dumps({"state": state, "version": __version__}), encoding="utf-8")

    def clear(self) -> None:
        """Remove what a demonstration made; the caller holds the lock."""
        for name in FILES:
            (self.path / name).unlink(missing_ok=True)


def demo_folder(environ: Mapping[str, str]) -> DemoFolder:
    """Return the folder, made if need be; raises FailedError if a real house lives there or it cannot be made."""
    import platformdirs

    given = environ.get("PBENGINE_DATA_DIR")
    path = Path(given) if given else Path(platformdirs.user_data_dir("pbengine-demo", appauthor=False))
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise FailedError(f"the folder {path} cannot be made: {error.strerror}") from None
    if (path / DATABASE).exists() and not (path / MARK).exists():
        raise FailedError(f"{path} holds the database of a real house; name another folder in PBENGINE_DATA_DIR.")
    return DemoFolder(path)


def demo_environment(environ: Mapping[str, str], folder: DemoFolder) -> dict[str, str]:
    """Return the environment in which every part of the demonstration finds that folder and nothing else."""
    kept = {name: value for name, value in environ.items() if name not in NAMED_ELSEWHERE}
    return {**kept, "PBENGINE_DATA_DIR": str(folder.path)}
