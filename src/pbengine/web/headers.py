"""Headers of every answer, errors included: they are set as the answer leaves, where no path can miss them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.datastructures import MutableScopeHeaders

if TYPE_CHECKING:
    from litestar.types import Message, Scope

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: browsers would then send "Origin: null" with our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
TRANSPORT_SECURITY = "max-age=63072000; includeSubDomains"


async def set_headers(message: Message, scope: Scope) -> None:
    """Set the security headers as an answer starts; what is made for one person is never stored."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers[name] = value
    if scope["litestar_app"].state.house.settings.secure:
        headers["Strict-Transport-Security"] = TRANSPORT_SECURITY
    if "cache-control" not in headers:
        personal = scope.get("user") is not None or "set-cookie" in headers or message["status"] >= 400  # noqa: PLR2004 - refusals
        headers["Cache-Control"] = "no-store" if personal else "no-cache"
