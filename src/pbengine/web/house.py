"""What every page works with: the database, the keys, the clock and the settings of one server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from litestar.connection import ASGIConnection

    from pbengine.process.database import Database
    from pbengine.process.keyring import Keyring
    from pbengine.web.settings import Settings


@dataclass(frozen=True, slots=True)
class House:
    """One server's belongings. ``clock`` returns the present moment, aware and in UTC."""

    database: Database
    keyring: Keyring
    clock: Callable[[], datetime]
    settings: Settings


def house_of(connection: ASGIConnection[Any, Any, Any, Any]) -> House:
    """Return the house in which a request is answered."""
    house: House = connection.app.state.house
    return house
