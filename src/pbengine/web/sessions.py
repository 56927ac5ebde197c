"""Who is there: a random token in a cookie, of which the database holds only the SHA-256.

Visitors who never signed in get no cookie and no row; a token is never taken from the browser's choice, is new at every
sign-in, and is dead for good after signing out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie
from litestar.middleware.authentication import AbstractAuthenticationMiddleware, AuthenticationResult

from pbengine.process.logins import LONGEST, note_visit, visit_of_token
from pbengine.process.people import Office, Person, Role
from pbengine.web.house import house_of
from pbengine.web.refusals import SignInRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.connection import ASGIConnection
    from sqlmodel import Session

    from pbengine.web.house import House
    from pbengine.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who signed in, as plain values; ``roles`` by id of the commission."""

    person_id: str
    name: str
    email: str
    office: Office
    roles: Mapping[str, frozenset[Role]]

    @property
    def facilitates(self) -> bool:
        """Whether there is any place that this person facilitates or may set up."""
        return self.office is Office.STEWARD or any(Role.FACILITATOR in held for held in self.roles.values())


class LoginMiddleware(AbstractAuthenticationMiddleware):
    """Puts the visitor on the request as ``request.user``; None for everybody who has not signed in."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """Look the token up."""
        house = house_of(connection)
        token = connection.cookies.get(house.settings.session_cookie)
        visitor = await sync_to_thread(find_visitor, house, token) if token else None
        return AuthenticationResult(user=visitor, auth=token if visitor else None)


def find_visitor(house: House, token: str) -> Visitor | None:
    """Return who holds this token; None for an unknown, expired or signed-out one."""
    now = house.clock()
    with house.database.reading() as session:
        visit = visit_of_token(session, token, now=now)
    if visit is None:
        return None
    if visit.note_due:
        with house.database.writing() as session:
            note_visit(session, token, now=now)
    person = visit.person
    return Visitor(person.id, person.name, person.email, person.office, visit.roles)


def actor_of(session: Session, connection: ASGIConnection[Any, Any, Any, Any]) -> Person:
    """Return the record of who sent a request; raises SignInRefusal if nobody has signed in."""
    visitor: Visitor | None = connection.scope.get("user")
    if visitor is None:
        raise SignInRefusal
    return session.get_one(Person, visitor.person_id)


def session_cookie(settings: Settings, token: str) -> Cookie:
    """Return the cookie that keeps somebody signed in; an empty token takes it away."""
    return Cookie(
        settings.session_cookie,
        value=token,
        max_age=int(LONGEST.total_seconds()) if token else 0,
        secure=settings.secure,
        httponly=True,
        samesite="lax",
        path="/",
    )
