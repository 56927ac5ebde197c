"""What time brings about: opening, sequencing, closing, counting, publishing; one step a transaction.

Every step looks at what is stored and does nothing when it was done before, so a crash between any two of them costs
nothing but the time until the next call.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pbengine.process.ballots import forget_requests, requests_to_forget
from pbengine.process.closing import close_voting
from pbengine.process.opening import open_voting
from pbengine.process.phases import Phase, phase_of
from pbengine.process.refusals import BusyRefusal, Refusal
from pbengine.process.rounds import Round
from pbengine.process.sequencing import is_batch_due, sequence_batch
from pbengine.process.tallies import (
    State,
    beat,
    claim_count,
    fail_count,
    is_claimable,
    keep_count,
    progress_of,
    publish,
    reveal_seed,
    seed_is_revealed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.database import Database
    from pbengine.process.keyring import Keyring

BEAT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was due and is done, or could not be: ``refusal`` says why."""

    round_slug: str
    step: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One round at one moment."""

    database: Database
    keyring: Keyring
    round_id: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """Something that time brings about: when it is due, and how it is done."""

    name: str
    is_due: Callable[[Session, Round, datetime], bool]
    do: Callable[[Work], object]


def advance(database: Database, keyring: Keyring, now: datetime) -> list[Done]:
    """Do everything that is due and return what was done; harmless to repeat, and for two processes to do at once.

    A fault of the program in one round is raised once the others have been looked after.
    """
    with database.reading() as session:
        query = select(Round.id).where(col(Round.published_at).is_(None)).order_by(col(Round.slug))
        unfinished = session.exec(query).all()
    done: list[Done] = []
    faults: list[Exception] = []
    for id_ in unfinished:
        try:
            done += advance_round(Work(database, keyring, id_, now))
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with one round, the others do not wait for it
            faults.append(fault)
    _raise(faults)
    _forget(database, now)
    return done


def _raise(faults: list[Exception]) -> None:
    if len(faults) > 1:
        raise ExceptionGroup("several rounds could not be advanced", faults)
    for fault in faults:
        raise fault


def advance_round(work: Work) -> Iterator[Done]:
    """Do everything that is due in one round, up to the first step that is refused."""
    with work.database.reading() as session:
        slug = session.get_one(Round, work.round_id).slug
    for step in STEPS:
        if not _is_due(step, work):
            continue
        try:
            if step.do(work) is not False:
                yield Done(slug, step.name)
        except Refusal as refusal:
            if _is_due(step, work):  # else another process did it in the meantime
                yield Done(slug, step.name, refusal)
                return


def _is_due(step: Step, work: Work) -> bool:
    with work.database.reading() as session:
        return step.is_due(session, session.get_one(Round, work.round_id), work.now)


def _opening_is_due(_session: Session, round_: Round, now: datetime) -> bool:
    return round_.opened_at is None and round_.voting_from <= now < round_.voting_until


def _batch_is_due(session: Session, round_: Round, now: datetime) -> bool:
    return phase_of(round_, now) is Phase.VOTING and is_batch_due(session, round_, now)


def _closing_is_due(_session: Session, round_: Round, now: datetime) -> bool:
    return phase_of(round_, now) is Phase.COUNTING and round_.closed_at is None


def _seed_is_due(session: Session, round_: Round, _now: datetime) -> bool:
    return _is_counting(round_) and not seed_is_revealed(session, round_)


def _count_is_due(session: Session, round_: Round, now: datetime) -> bool:
    return _is_counting(round_) and is_claimable(session, round_, now)


def _publication_is_due(session: Session, round_: Round, _now: datetime) -> bool:
    progress = progress_of(session, round_)
    return _is_counting(round_) and progress is not None and progress.state is State.DONE


def _is_counting(round_: Round) -> bool:
    return round_.closed_at is not None and round_.published_at is None


def _in_one_transaction(operation: Callable[..., object]) -> Callable[[Work], object]:
    def do(work: Work) -> object:
        with work.database.writing() as session:
            return operation(session, session.get_one(Round, work.round_id), now=work.now, keyring=work.keyring)

    return do


def _count(work: Work) -> None:
    """Claim, count outside any transaction, store; a count that fails is stored as failed, with what was said."""
    with work.database.writing() as session:
        count = claim_count(session, session.get_one(Round, work.round_id), now=work.now)
    if count is None:
        return
    try:
        with _beating(work, count.claim):
            result = count.run()
    except Exception as error:  # noqa: BLE001 - whatever it is, the town must read that its count failed, and why
        with work.database.writing() as session:
            said = f"{type(error).__name__}: {error}"
            fail_count(session, session.get_one(Round, work.round_id), count.claim, said, now=work.now)
        return
    with work.database.writing() as session:
        keep_count(session, session.get_one(Round, work.round_id), count.claim, result, now=work.now)


@contextmanager
def _beating(work: Work, claim: str) -> Iterator[None]:
    """Give signs of life from a thread of its own while the count runs."""
    over, began = threading.Event(), time.monotonic()

    def beats() -> None:
        while not over.wait(BEAT_SECONDS):
            now = work.now + timedelta(seconds=time.monotonic() - began)
            with suppress(BusyRefusal), work.database.writing() as session:  # the next one may come through
                beat(session, session.get_one(Round, work.round_id), claim, now=now)

    thread = threading.Thread(target=beats, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _forget(database: Database, now: datetime) -> None:
    with database.reading() as session:
        due = requests_to_forget(session, now=now)
    if due:
        with database.writing() as session:
            forget_requests(session, now=now)


STEPS = (
    Step("open", _opening_is_due, _in_one_transaction(open_voting)),
    Step("sequence", _batch_is_due, _in_one_transaction(sequence_batch)),
    Step("close", _closing_is_due, _in_one_transaction(close_voting)),
    Step("seed", _seed_is_due, _in_one_transaction(reveal_seed)),
    Step("count", _count_is_due, _count),
    Step("publish", _publication_is_due, _in_one_transaction(publish)),
)
