"""People, and what each may do in which place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, select

from pbengine.process.columns import Record, new_id, word_column
from pbengine.process.refusals import FieldFault, FormRefusal, NotAllowedRefusal, TakenRefusal


class Role(StrEnum):
    """What somebody is in a place."""

    RESIDENT = "resident"
    FACILITATOR = "facilitator"
    AUDITOR = "auditor"


class Office(StrEnum):
    """What somebody is in the whole house: a steward may set up new places."""

    NONE = "none"
    STEWARD = "steward"


class Person(Record, table=True):
    """Somebody with an account."""

    id: str = Field(default_factory=new_id, primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str
    office: Office = Field(default=Office.NONE, sa_column=word_column(Office))
    created_at: datetime


class Membership(Record, table=True):
    """A role of a person in a commission."""

    commission_id: str = Field(primary_key=True, foreign_key="commission.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    role: Role = Field(sa_column=word_column(Role, primary_key=True))


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to get an account. :func:`pbengine.process.passwords.hash_password` comes before the transaction."""

    email: str
    name: str
    password_hash: str
    office: Office = Office.NONE


def add_person(session: Session, new: NewPerson, *, now: datetime) -> Person:
    """Make an account; raises FormRefusal for an impossible address or name, TakenRefusal for an address in use."""
    email = new.email.strip().lower()
    faults = []
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,190}", email):
        faults.append(FieldFault("email", "not-an-address"))
    if not new.name.strip():
        faults.append(FieldFault("name", "missing"))
    if faults:
        raise FormRefusal(tuple(faults))
    person = Person(
        email=email, name=new.name.strip(), password_hash=new.password_hash, office=new.office, created_at=now
    )
    session.add(person)
    try:
        session.flush()
    except IntegrityError:
        raise TakenRefusal("email", email) from None
    return person


def find_person(session: Session, email: str) -> Person | None:
    """Return who has this address; None if nobody has."""
    return session.exec(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def grant(session: Session, person: Person, commission_id: str, *roles: Role) -> None:
    """Give a person roles in a place: the operator's command, so nobody's role is asked for. Repeating is harmless."""
    for role in roles:
        session.merge(Membership(commission_id=commission_id, person_id=person.id, role=role))
    session.flush()


def roles_of(session: Session, person: Person) -> Mapping[str, frozenset[Role]]:
    """Return the roles of a person by commission id."""
    roles: dict[str, frozenset[Role]] = {}
    for membership in session.exec(select(Membership).where(Membership.person_id == person.id)):
        roles[membership.commission_id] = roles.get(membership.commission_id, frozenset()) | {membership.role}
    return roles


def require_role(session: Session, actor: Person, commission_id: str, *roles: Role) -> None:
    """Raise NotAllowedRefusal unless the person has one of these roles in that place."""
    if not roles_of(session, actor).get(commission_id, frozenset()) & set(roles):
        raise NotAllowedRefusal(tuple(roles))
