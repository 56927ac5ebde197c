"""A ballot that is not cast yet, kept on the voter's own device and nowhere else.

It is a cookie that only this server can read, and only for the person who made it: somebody else at the same computer
finds nothing of use. It names projects by their place on the ballot, so its length tells nothing of what is chosen.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from litestar.datastructures import Cookie

from pbengine.web.house import house_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from litestar import Request

    from pbengine.process.projects import Project
    from pbengine.process.rounds import Round
    from pbengine.web.house import House

NONCE = 12


def kept_draft(request: Request[Any, Any, Any], round_: Round, projects: Sequence[Project]) -> tuple[str, ...]:
    """Return the choices that the visitor left on this device, in ballot order; none where there are none of theirs."""
    sealed = request.cookies.get(_name(house_of(request)), "")
    with suppress(InvalidTag, binascii.Error, ValueError):
        data = base64.urlsafe_b64decode(sealed)
        marks = int.from_bytes(_cipher(request, round_).decrypt(data[:NONCE], data[NONCE:], None), "big")
        return tuple(project.number for place, project in enumerate(projects) if marks >> place & 1)
    return ()


def draft_cookie(
    request: Request[Any, Any, Any], round_: Round, projects: Sequence[Project], choices: Collection[str]
) -> Cookie:
    """Return the cookie that keeps these choices until voting closes."""
    marks = sum(1 << place for place, project in enumerate(projects) if project.number in choices)
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + _cipher(request, round_).encrypt(nonce, marks.to_bytes(len(projects) // 8 + 1, "big"), None)
    return _cookie(request, round_, base64.urlsafe_b64encode(sealed).decode(), round_.voting_until)


def no_draft_cookie(request: Request[Any, Any, Any], round_: Round) -> Cookie:
    """Return the cookie that takes the draft away."""
    return _cookie(request, round_, "", house_of(request).clock())


def _cipher(request: Request[Any, Any, Any], round_: Round) -> ChaCha20Poly1305:
    pepper = house_of(request).keyring.pepper(round_.origin or "")
    info = f"pbengine/v1/ballot-draft/{request.user.person_id}".encode()
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=None, info=info).derive(pepper))


def _name(house: House) -> str:
    return "__Secure-ballot" if house.settings.secure else "pb-ballot"


def _cookie(request: Request[Any, Any, Any], round_: Round, value: str, until: datetime) -> Cookie:
    house = house_of(request)
    return Cookie(
        _name(house),
        value=value,
        max_age=max(0, int((until - house.clock()).total_seconds())),
        path=f"/rounds/{round_.slug}/ballot",
        secure=house.settings.secure,
        httponly=True,
        samesite="strict",
    )
