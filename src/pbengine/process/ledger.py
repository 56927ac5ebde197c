"""The two append-only logs of a round as they lie in the database, and the signed checkpoints over them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, Text, func, insert
from sqlmodel import Field, Session, col, select

from pbengine.process.columns import Record, word_column
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.stretches import Stretches
from pbengine.record.checkpoint import Checkpoint, sign_checkpoint
from pbengine.record.errors import ProofError
from pbengine.record.keys import Signer
from pbengine.record.merkle import leaf_hash, root_of, verify_inclusion
from pbengine.record.proofs import InclusionProof

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
    leaf_hash: bytes = Field(sa_type=LargeBinary)
    entry: bytes = Field(sa_type=LargeBinary)


class CheckpointRow(Record, table=True):
    """A signed statement about the first ``size`` entries of the vote's log; never changed, one for a size."""

    __tablename__ = "checkpoint"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    size: int = Field(primary_key=True)
    note: str = Field(sa_type=Text)

    @property
    def checkpoint(self) -> Checkpoint:
        """What the note says; this log has signed it itself."""
        return Checkpoint.parse(self.note.partition("\n\n")[0] + "\n")


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
        session.connection().execute(insert(Record.metadata.tables["log_entry"]), rows)
    return first


def entries_of(session: Session, round_: "Round", log: Log, *, beginning: bytes = b"") -> Sequence[bytes]:
    """Return the entries of a log in their order, all or those that begin with these bytes."""
    query = select(LogEntry.entry).where(LogEntry.round_id == round_.id, LogEntry.log == log)
    if beginning:
        query = query.where(col(LogEntry.entry) >= beginning, col(LogEntry.entry) < beginning + b"\xff")
    return session.exec(query.order_by(col(LogEntry.idx))).all()


def page_of_log(session: Session, round_: "Round", log: Log, *, first: int, count: int) -> Sequence[LogEntry]:
    """Return so many entries of a log from an index on, in their order; fewer where it ends."""
    query = select(LogEntry).where(LogEntry.round_id == round_.id, LogEntry.log == log)
    query = query.where(col(LogEntry.idx) >= first, col(LogEntry.idx) < first + count)
    return session.exec(query.order_by(col(LogEntry.idx))).all()


def leaves_of(session: Session, round_: "Round", log: Log) -> Sequence[bytes]:
    """Return the leaf hashes of a log in their order."""
    query = select(LogEntry.leaf_hash).where(LogEntry.round_id == round_.id, LogEntry.log == log)
    return session.exec(query.order_by(col(LogEntry.idx))).all()


def leaves_between(session: Session, round_: "Round", log: Log, first: int, last: int) -> Sequence[bytes]:
    """Return the leaf hashes of a log from an index on, up to but without another."""
    query = select(LogEntry.leaf_hash).where(LogEntry.round_id == round_.id, LogEntry.log == log)
    query = query.where(col(LogEntry.idx) >= first, col(LogEntry.idx) < last)
    return session.exec(query.order_by(col(LogEntry.idx))).all()


def root_of_log(session: Session, round_: "Round", log: Log) -> bytes:
    """Return the Merkle root over a log."""
    return root_of(leaves_of(session, round_, log))


def sign_log(session: Session, round_: "Round", signer: Signer) -> str:
    """Sign and keep a checkpoint over the vote's log as it stands; for a size once signed, return that note."""
    leaves = leaves_of(session, round_, Log.MAIN)
    kept = session.get(CheckpointRow, (round_.id, len(leaves)))
    if kept is not None:
        return kept.note
    note = sign_checkpoint(Checkpoint(signer.name, len(leaves), root_of(leaves)), signer)
    session.add(CheckpointRow(round_id=round_.id, size=len(leaves), note=note))
    session.flush()
    return note


def checkpoints_of(session: Session, round_: "Round") -> Sequence[CheckpointRow]:
    """Return the signed checkpoints of the vote's log, smallest first."""
    query = select(CheckpointRow).where(CheckpointRow.round_id == round_.id)
    return session.exec(query.order_by(col(CheckpointRow.size))).all()


def latest_checkpoint(session: Session, round_: "Round") -> CheckpointRow | None:
    """Return the newest checkpoint of the vote's log; None before voting opened."""
    query = select(CheckpointRow).where(CheckpointRow.round_id == round_.id)
    return session.exec(query.order_by(col(CheckpointRow.size).desc()).limit(1)).one_or_none()


def proof_of(session: Session, round_: "Round", index: int) -> str:
    """Return the ``.tlog-proof`` of an entry of the vote; raises NotFoundRefusal before a checkpoint covers it."""
    checkpoint = latest_checkpoint(session, round_)
    if checkpoint is None or not 0 <= index < checkpoint.size:
        raise NotFoundRefusal("entry", str(index))
    return InclusionProof(index, _proof(session, round_, checkpoint, index), checkpoint.note).text


_STRETCHES = Stretches()


def _proof(session: Session, round_: "Round", checkpoint: CheckpointRow, index: int) -> tuple[bytes, ...]:
    """Return a proof that leads to the signed root; what is kept in memory is not trusted, but checked against it."""

    def read(first: int, last: int) -> Sequence[bytes]:
        return leaves_between(session, round_, Log.MAIN, first, last)

    root, [leaf] = checkpoint.checkpoint.root, read(index, index + 1)
    try:
        proof = _STRETCHES.proof(round_.id, checkpoint.size, index, read)
        verify_inclusion(proof, leaf=leaf, index=index, size=checkpoint.size, root=root)
    except (
        ProofError
    ):  # kept from a transaction that was rolled back, or from a database that another took the place of
        _STRETCHES.forget(round_.id)
        proof = _STRETCHES.proof(round_.id, checkpoint.size, index, read)
        verify_inclusion(proof, leaf=leaf, index=index, size=checkpoint.size, root=root)
    return proof
