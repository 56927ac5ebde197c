"""The first questions to a request: does it call us by our name, and does its form come from our own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException
from litestar.middleware import ASGIMiddleware

from pbengine.web.house import house_of
from pbengine.web.refusals import CrossSiteRefusal, UnknownHostRefusal
from pbengine.web.settings import Mode

if TYPE_CHECKING:
    from litestar.datastructures import Headers
    from litestar.types import ASGIApp, Receive, Scope, Send

    from pbengine.web.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class OriginMiddleware(ASGIMiddleware):
    """Refuses other host names, and forms of other sites; it runs before anything reads the body."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on, or raise a refusal."""
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        settings = house_of(connection).settings
        if _host_name(connection.headers.get("host", "")) not in settings.allowed_hosts:
            raise UnknownHostRefusal
        if scope.get("method") not in SAFE_METHODS and not _is_own(connection.headers, settings):
            raise CrossSiteRefusal
        if "\0" in scope["path"]:  # nothing has such a name, and PostgreSQL takes the question for a fault
            raise NotFoundException
        await next_app(scope, receive, send)


def _host_name(host: str) -> str | None:
    """Return the name in a Host header; None where it holds no address."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises for one that is none
    except ValueError:
        return None
    return parts.hostname


def _is_own(headers: Headers, settings: Settings) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origins = {settings.origin}
    if settings.mode is Mode.DEMO:  # reached by several names on one's own network, all of them checked above
        origins.add(f"http://{headers.get('host', '')}")
    return headers.get("origin") in origins
