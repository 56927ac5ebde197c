"""What an operator decides about the pages: where they are served, in which languages, for which community."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mode(StrEnum):
    """Whether strangers rely on this server."""

    PRODUCTION = "production"
    DEMO = "demo"


class SettingsError(Exception):
    """The settings cannot be served with. ``fault`` is a sentence for the operator."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A ready-made sign-in, shown on the sign-in page of a demonstration."""

    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server.

    ``origin`` is how browsers reach it, ``https://vote.example.org``; links, cookies and the request-origin guard
    follow it and never the Host header. ``hosts`` are further names by which it may be reached.
    """

    origin: str
    mode: Mode = Mode.PRODUCTION
    hosts: tuple[str, ...] = ()
    community: str = ""
    languages: tuple[str, ...] = ("en",)
    zone: tzinfo = UTC
    demo_accounts: tuple[DemoAccount, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be served safely."""
        parts = urlsplit(self.origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise SettingsError(
                f"the public origin is an address such as https://vote.example.org, not {self.origin!r}"
            )
        if self.mode is Mode.PRODUCTION and parts.scheme != "https":
            raise SettingsError(
                f"a public server is reached by https, not {self.origin!r}: cookies would travel in the open"
            )
        if self.mode is Mode.PRODUCTION and self.demo_accounts:
            raise SettingsError("ready-made sign-ins are for demonstrations only")

    @property
    def secure(self) -> bool:
        """Whether browsers reach the server by https."""
        return self.origin.startswith("https://")

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The names that a request may call this server by, without ports."""
        return frozenset({urlsplit(self.origin).hostname or "", *self.hosts})

    @property
    def session_cookie(self) -> str:
        """The name of the cookie of people who signed in; browsers keep ``__Host-`` names on https only."""
        return "__Host-session" if self.secure else "pb-session"

    @property
    def csrf_cookie(self) -> str:
        """The name of the cookie that goes with the sign-in form."""
        return "__Host-csrf" if self.secure else "pb-csrf"

    @property
    def language_cookie(self) -> str:
        """The name of the cookie that remembers a chosen language."""
        return "__Host-language" if self.secure else "pb-language"


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Return the settings that the environment names; raises SettingsError with a sentence for the operator."""
    if "PBENGINE_ORIGIN" not in environ:
        raise SettingsError(
            "set PBENGINE_ORIGIN to the address by which browsers reach this server, https://vote.example.org"
        )
    try:
        mode = Mode(environ.get("PBENGINE_MODE", Mode.PRODUCTION))
    except ValueError:
        raise SettingsError(f"PBENGINE_MODE is {' or '.join(Mode)}, not {environ['PBENGINE_MODE']!r}") from None
    return Settings(
        origin=environ["PBENGINE_ORIGIN"].rstrip("/"),
        mode=mode,
        hosts=tuple(filter(None, (host.strip() for host in environ.get("PBENGINE_HOSTS", "").split(",")))),
        community=environ.get("PBENGINE_COMMUNITY", ""),
        zone=find_zone(environ.get("PBENGINE_TIME_ZONE", "UTC")),
    )


def find_zone(name: str) -> tzinfo:
    """Return the time zone of this name, ``Europe/Warsaw``; raises SettingsError if this machine does not know it."""
    if name == "UTC":
        return UTC
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise SettingsError(
            f"PBENGINE_TIME_ZONE is a name such as Europe/Warsaw that this machine knows, not {name!r}"
        ) from None
