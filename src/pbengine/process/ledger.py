"""The two append-only logs of a round as they lie in the database, and the signed checkpoints over them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, Text, func, insert
from sqlmodel import Field, Session, col, select

from pbengine.process.columns import Record, word_column
from pbengine.record.merkle import leaf_hash

if TYPE_CHECKING:
    from pbengine.process.rounds import Round


class Log(StrEnum):
    """Which of a round's two logs: public acts before opening, or the vote."""

    ACTS = "acts"
    MAIN = "main"


class LogEntry(Record, table=True):
    """An entry of a log: canonical bytes, at an index that leaves no gap."""

    __tablename__ = "log_entry"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    log: Log = Field(sa_column=word_column(Log, primary_key=True))
    idx: int = Field(primary_key=True)
    leaf_hash: bytes = Field(sa_type=LargeBinary, index=True)
    entry: bytes = Field(sa_type=LargeBinary)


class Checkpoint(Record, table=True):
    """A signed statement about the first ``size`` entries of a log. Never changed, never signed twice for one size."""

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    log: Log = Field(sa_column=word_column(Log, primary_key=True))
    size: int = Field(primary_key=True)
    note: str = Field(sa_type=Text)


def size_of(session: Session, round_: "Round", log: Log) -> int:
    """Return how many entries a log has."""
    return session.exec(
        select(func.count()).select_from(LogEntry).where(LogEntry.round_id == round_.id, LogEntry.log == log)
    ).one()


def append(session: Session, round_: "Round", log: Log, entries: Sequence[bytes]) -> int:
    """Put entries at the end of a log and return the index of the first; the caller holds the round."""
    first = size_of(session, round_, log)
    rows = [
        {"round_id": round_.id, "log": log, "idx": index, "leaf_hash": leaf_hash(entry), "entry": entry}
        for index, entry in enumerate(entries, start=first)
    ]
    if rows:
        session.exec(insert(LogEntry), params=rows)
    return first


def entries_of(session: Session, round_: "Round", log: Log) -> Sequence[bytes]:
    """Return the entries of a log in their order."""
    query = select(LogEntry.entry).where(LogEntry.round_id == round_.id, LogEntry.log == log)
    return session.exec(query.order_by(col(LogEntry.idx))).all()
