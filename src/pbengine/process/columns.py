"""What the tables share: how constraints are named, how ids are made, how words and money are stored."""

import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Enum, MetaData
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(SQLModel):
    """A row that is kept. Its constructor checks nothing: operations do, and the constraints of its table."""

    metadata = MetaData(naming_convention=NAMES)


def new_id() -> str:
    """Return a fresh id of 32 hex characters: a name, never a secret."""
    return uuid.uuid4().hex


def word_column(words: type[StrEnum], **settings: Any) -> Column[Any]:  # noqa: ANN401 - the keywords of Column
    """Return a column that stores the values of an enumeration as text, so that renaming a member breaks no row."""
    kind = Enum(words, values_callable=_values, native_enum=False, length=20)
    return Column(kind, nullable=False, **settings)


def _values(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]
