"""Where things are kept, as the environment says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL_HOST = "pb.local"


def data_dir(environ: Mapping[str, str]) -> Path:
    """Return the folder for database and keys: PBENGINE_DATA_DIR, else the platform's folder for a user's data."""
    given = environ.get("PBENGINE_DATA_DIR")
    return Path(given) if given else Path(platformdirs.user_data_dir("pbengine", appauthor=False))


def database_url(environ: Mapping[str, str]) -> str:
    """Return the database's address: PBENGINE_DATABASE_URL, else SQLite in the data folder, which is made."""
    given = environ.get("PBENGINE_DATABASE_URL")
    if given:
        return given
    folder = data_dir(environ)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return f"sqlite:///{folder / 'pbengine.sqlite3'}"


def public_host(environ: Mapping[str, str]) -> str:
    """Return the host that the logs are named after: that of PBENGINE_ORIGIN, else ``pb.local``."""
    return urlsplit(environ.get("PBENGINE_ORIGIN", "")).hostname or LOCAL_HOST
