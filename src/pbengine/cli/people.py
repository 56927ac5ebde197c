"""``pbengine people``: accounts and roles, by the operator."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pbengine.cli.house import open_house
from pbengine.cli.output import Form, format_option, printable, write_json
from pbengine.cli.reading import read_bytes

if TYPE_CHECKING:
    from sqlmodel import Session

    from pbengine.process.people import Person

ROLES = ("resident", "facilitator", "auditor")
STDIN = "-"


@click.group(short_help="Add and list accounts.")
def people() -> None:
    """Look after accounts: who can sign in, and what each may do where."""


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name that others see.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(ROLES),
    help="What the person is in the place; may be given several times.",
)
@click.option("--place", help="The place that the roles are for: the last part of its address.")
@click.option("--steward", "office", flag_value="steward", default="none", help="The person may set up new places.")
@click.option(
    "--password-file", metavar="FILE", help="Where the password stands, - for standard input; else it is asked for."
)
def add(
    email: str, name: str, roles: tuple[str, ...], place: str | None, office: str, password_file: str | None
) -> None:
    """Make an account for EMAIL. The password is never given on the command line, where others could see it."""
    if bool(roles) != bool(place):
        raise click.UsageError("--role and --place go together")
    password = _password(password_file)
    from datetime import UTC, datetime

    from pbengine.process.passwords import hash_password
    from pbengine.process.people import NewPerson, Office, add_person

    with open_house() as (database, _keyring):
        new = NewPerson(email=email, name=name, password_hash=hash_password(password), office=Office(office))
        with database.writing() as session:
            person = add_person(session, new, now=datetime.now(UTC))
            session.flush()
            _grant(session, person, place, roles)
    click.echo(f"{printable(name)} <{printable(email)}> can sign in now.")


def _password(file: str | None) -> str:
    """Return the password from a file, from standard input, or as typed, twice and unseen."""
    if file is None and sys.stdin.isatty():
        typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return typed
    text = sys.stdin.readline() if file in {None, STDIN} else read_bytes(file or "").decode("utf-8", "replace")
    password = text.split("\n", 1)[0].rstrip("\r")
    if not password:
        raise click.UsageError("there is no password: type it, or give it on standard input or with --password-file")
    return password


def _grant(session: Session, person: Person, place: str | None, roles: tuple[str, ...]) -> None:
    from pbengine.process.commissions import find_commission
    from pbengine.process.people import Role, grant

    if place:
        grant(session, person, find_commission(session, place).id, *map(Role, roles))


@people.command("list")
@format_option
def list_people(form: Form) -> None:
    """List the accounts with their roles; never anything about how somebody voted."""
    from sqlmodel import col, select

    from pbengine.process.commissions import list_commissions
    from pbengine.process.people import Office, Person, roles_of

    with open_house() as (database, _keyring), database.reading() as session:
        places = {commission.id: commission.slug for commission in list_commissions(session)}
        found = [
            (person, {places[id_]: sorted(roles) for id_, roles in roles_of(session, person).items()})
            for person in session.exec(select(Person).order_by(col(Person.email)))
        ]
    if form is Form.JSON:
        documents = [
            {"email": person.email, "name": person.name, "office": str(person.office), "roles": roles}
            for person, roles in found
        ]
        write_json({"people": documents})
        return
    for person, roles in found:
        said = [f"{place}: {', '.join(held)}" for place, held in sorted(roles.items())]
        said += ["steward"] if person.office is Office.STEWARD else []
        click.echo(printable(f"{person.email}  {person.name}  {'; '.join(said)}"))
