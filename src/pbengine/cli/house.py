"""The operator's house: the database and the keys that the environment names, and refusals said as faults."""

from __future__ import annotations

import os
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from pbengine.cli.faults import FailedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.process.database import Database
    from pbengine.process.keyring import Keyring
    from pbengine.process.refusals import Refusal


@contextmanager
def open_database() -> Iterator[Database]:
    """Give the database as it is; raises FailedError with a sentence where it cannot be reached."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from pbengine.process.database import Database
    from pbengine.process.locations import database_url
    from pbengine.process.refusals import Refusal

    import_module("pbengine.process.tables")  # rows name rows of tables that this command may not have met
    try:
        database = Database(database_url(os.environ))
    except ModuleNotFoundError as error:
        raise FailedError(
            f"this kind of database needs the package {error.name}; for PostgreSQL install pbengine[postgresql]"
        ) from None
    except (ArgumentError, ValueError) as error:
        raise FailedError(f"PBENGINE_DATABASE_URL cannot be used: {error}") from None
    except OSError as error:
        raise FailedError(f"the data folder cannot be used: {error.strerror}: {error.filename}") from None
    try:
        yield database
    except Refusal as refusal:
        raise FailedError(said(refusal)) from None
    except DBAPIError as error:
        where = database.url.render_as_string(hide_password=True)
        raise FailedError(f"the database {where} cannot be used: {str(error.orig).strip()}") from None
    finally:
        database.close()


@contextmanager
def open_house() -> Iterator[tuple[Database, Keyring]]:
    """Give the database, made if it is not there yet, and the keys; raises FailedError with what is wrong with them."""
    from pbengine.process.keyring import KeyringError, load_keyring

    with open_database() as database:
        prepare(database)
        try:
            keyring = load_keyring(os.environ)
        except KeyringError as error:
            raise FailedError(str(error)) from None
        yield database, keyring


def prepare(database: Database) -> None:
    """Make the tables in a database that has none; raises FailedError with what is wrong with one that has."""
    from sqlalchemy import inspect

    from pbengine.process.schema import complaints, upgrade

    if not inspect(database.engine).get_table_names():
        upgrade(database)
    found = complaints(database)
    if found:
        raise FailedError("the database cannot be used:\n" + "\n".join(f"  {complaint}" for complaint in found))


def said(refusal: Refusal) -> str:
    """Return a refusal in English, with all its faults."""
    from pbengine.process.refusals import FormRefusal
    from pbengine.process.sentences import SENTENCES

    text = SENTENCES[refusal.code] % refusal.figures
    if isinstance(refusal, FormRefusal):
        faults = [f"  {fault.field}: {SENTENCES[fault.code] % fault.figures}" for fault in refusal.faults]
        text = "\n".join([text, *faults])
    return text
