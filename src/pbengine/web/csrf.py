"""The proof in a form that this server made it for this visitor.

The proof is an HMAC under a secret that only this browser and this server hold at that moment: the token of the session
for people who signed in, and for the sign-in form, which comes before any session, a cookie that is made with the form.
So it is bound to the session, ends with it, and nothing has to be stored.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Any

from litestar.datastructures import Cookie

from pbengine.web.forms import sent_fields
from pbengine.web.house import house_of
from pbengine.web.origin import SAFE_METHODS
from pbengine.web.refusals import StaleFormRefusal

if TYPE_CHECKING:
    from litestar import Request
    from litestar.connection import ASGIConnection

    from pbengine.web.settings import Settings

FIELD = "_csrf"
HEADER = "x-csrf-token"
LEAST_SECRET = 32


def proof_of(secret: str) -> str:
    """Return the proof that goes into forms; the secret cannot be found from it."""
    return hmac.new(secret.encode(), b"pbengine form", hashlib.sha256).hexdigest()


class FormProof:
    """The proof for the forms of one answer; a visitor without a session gets a cookie only if a form asks for it."""

    def __init__(self, connection: ASGIConnection[Any, Any, Any, Any]) -> None:
        self._settings = house_of(connection).settings
        self._secret = held_secret(connection)
        self._fresh = False

    @property
    def value(self) -> str:
        """The proof."""
        if self._secret is None:
            self._secret, self._fresh = secrets.token_urlsafe(32), True
        return proof_of(self._secret)

    @property
    def cookie(self) -> Cookie | None:
        """The cookie that has to go with the answer; None if the browser has what it needs."""
        if not self._fresh or self._secret is None:
            return None
        return csrf_cookie(self._settings, self._secret)


def csrf_cookie(settings: Settings, secret: str) -> Cookie:
    """Return the cookie that goes with the sign-in form; an empty secret takes it away."""
    return Cookie(
        settings.csrf_cookie,
        value=secret,
        max_age=None if secret else 0,
        secure=settings.secure,
        httponly=True,
        samesite="strict",
        path="/",
    )


def held_secret(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """Return the secret that this browser holds: of its session, or of the sign-in form; None if it has neither."""
    if connection.scope.get("user") is not None:
        return str(connection.scope["auth"])
    planted = connection.cookies.get(house_of(connection).settings.csrf_cookie, "")
    return planted if len(planted) >= LEAST_SECRET else None


async def require_proof(request: Request[Any, Any, Any]) -> None:
    """Raise StaleFormRefusal if a request that may change something carries no proof for its visitor."""
    if request.method in SAFE_METHODS:
        return
    secret = held_secret(request)
    given = request.headers.get(HEADER) or dict(await sent_fields(request)).get(FIELD, "")
    if secret is None or not hmac.compare_digest(str(given).encode(), proof_of(secret).encode()):
        raise StaleFormRefusal
