"""From the box into the log: ballots in random order and in batches, so that order tells nothing of time."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, update
from sqlmodel import Session, col, select

from pbengine.process.ballots import Ballot
from pbengine.process.columns import Record
from pbengine.process.keyring import Keyring
from pbengine.process.ledger import Log, append, sign_log
from pbengine.process.phases import Phase, hold_round, require_phase
from pbengine.process.rounds import Round

Shuffle = Callable[[list[tuple[bytes, bytes]]], None]
"""Puts a list into random order; :class:`secrets.SystemRandom`'s outside of tests."""

FULL_BATCH = 20
SHORTEST_GAP, LONGEST_GAP = timedelta(minutes=15), timedelta(hours=12)

shuffle_secretly: Shuffle = secrets.SystemRandom().shuffle


def is_batch_due(session: Session, round_: Round, now: datetime) -> bool:
    """Return whether the ballots that wait are many enough, or have waited long enough, to go into the log."""
    query = select(func.count()).where(Ballot.round_id == round_.id, col(Ballot.idx).is_(None))
    waiting = session.exec(query).one()
    gap = now - (round_.sequenced_at or now)
    return (waiting >= FULL_BATCH and gap >= SHORTEST_GAP) or (waiting > 0 and gap >= LONGEST_GAP)


def sequence_batch(
    session: Session, round_: Round, *, now: datetime, keyring: Keyring, shuffle: Shuffle = shuffle_secretly
) -> int:
    """Put the ballots that wait into the log if a batch is due, and return how many; harmless when none is.

    Raises PhaseRefusal outside the vote.
    """
    hold_round(session, round_)
    require_phase(round_, now, Phase.VOTING)
    if not is_batch_due(session, round_, now):
        return 0
    count = sequence_all(session, round_, shuffle)
    round_.sequenced_at = now
    session.add(round_)
    sign_log(session, round_, keyring.log_signer(round_.origin or ""))
    return count


def sequence_all(session: Session, round_: Round, shuffle: Shuffle) -> int:
    """Put every ballot that waits into the log in random order, and return how many; the caller holds the round."""
    query = select(Ballot.leaf_hash, Ballot.entry).where(Ballot.round_id == round_.id, col(Ballot.idx).is_(None))
    waiting = [(leaf, entry) for leaf, entry in session.exec(query.order_by(col(Ballot.leaf_hash)))]
    shuffle(waiting)
    if waiting:
        first = append(session, round_, Log.MAIN, [entry for _, entry in waiting])
        places = [{"leaf": leaf, "place": place} for place, (leaf, _) in enumerate(waiting, start=first)]
        ballots = Record.metadata.tables["ballot"]
        one = (ballots.c.round_id == round_.id, ballots.c.leaf_hash == bindparam("leaf"))
        session.connection().execute(update(ballots).where(*one).values(idx=bindparam("place")), places)
    return len(waiting)
