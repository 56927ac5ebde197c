"""Logins: a random token in the visitor's cookie, its SHA-256 here. Nothing is kept of other visitors."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Field, Session, col

from pbengine.process.columns import Record
from pbengine.process.database import Database
from pbengine.process.passwords import verify_password
from pbengine.process.people import Office, Person, Role, find_person, roles_of
from pbengine.process.refusals import WrongCredentialsRefusal

LONGEST = timedelta(hours=8)
LONGEST_IDLE = timedelta(minutes=30)
"""Facilitators and stewards are signed out after so long without a request."""
GRAIN = timedelta(minutes=1)
"""A request is noted at most so often: every note is a write."""


class Login(Record, table=True):
    """Somebody is signed in."""

    token_sha256: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """Who a request comes from. ``note_due`` says that :func:`note_visit` should be called."""

    person: Person
    roles: Mapping[str, frozenset[Role]]
    note_due: bool


def sign_in(database: Database, *, email: str, password: str, old_token: str | None, now: datetime) -> str:
    """Check a password outside any transaction, then start a login; raises WrongCredentialsRefusal, BusyRefusal."""
    with database.reading() as session:
        person = find_person(session, email)
    if not verify_password(person.password_hash if person else None, password) or person is None:
        raise WrongCredentialsRefusal
    with database.writing() as session:
        return start_login(session, person, now=now, old_token=old_token)


def start_login(session: Session, person: Person, *, now: datetime, old_token: str | None) -> str:
    """Return a fresh token for this person; the token that the visitor came with ends."""
    if old_token is not None:
        end_login(session, old_token)
    session.exec(delete(Login).where(col(Login.created_at) <= now - LONGEST))
    token = secrets.token_urlsafe(32)
    session.add(Login(token_sha256=_digest(token), person_id=person.id, created_at=now, seen_at=now))
    session.flush()
    return token


def visit_of_token(session: Session, token: str, *, now: datetime) -> Visit | None:
    """Return who is signed in with this token, with all roles; None if nobody is, or not any more."""
    login = session.get(Login, _digest(token))
    if login is None or now >= login.created_at + LONGEST:
        return None
    person = session.get_one(Person, login.person_id)
    roles = roles_of(session, person)
    watched = person.office is Office.STEWARD or any(Role.FACILITATOR in held for held in roles.values())
    if watched and now >= login.seen_at + LONGEST_IDLE:
        return None
    return Visit(person, roles, note_due=watched and now >= login.seen_at + GRAIN)


def note_visit(session: Session, token: str, *, now: datetime) -> None:
    """Note that a token was used just now; unknown tokens are ignored, repeating it is harmless."""
    login = session.get(Login, _digest(token))
    if login is not None:
        login.seen_at = max(now, login.seen_at)
        session.add(login)
        session.flush()


def end_login(session: Session, token: str) -> None:
    """End a login; repeating it is harmless."""
    session.exec(delete(Login).where(col(Login.token_sha256) == _digest(token)))


def end_logins_of(session: Session, person: Person) -> None:
    """End every login of a person, as after a change of password or role; repeating it is harmless."""
    session.exec(delete(Login).where(col(Login.person_id) == person.id))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
