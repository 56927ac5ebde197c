"""Closing the vote: the last ballots go into the log, and the line under them says how many there are."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, select

from pbengine.process.acts import ActKind, Capacity, moment_text, record_act
from pbengine.process.ballots import Ballot
from pbengine.process.keyring import Keyring
from pbengine.process.ledger import Log, append, sign_log
from pbengine.process.people import Person, Role, require_role
from pbengine.process.phases import Phase, hold_round, require_phase
from pbengine.process.rounds import Round
from pbengine.process.sequencing import Shuffle, sequence_all, shuffle_secretly
from pbengine.process.tallies import Tally
from pbengine.record.entries import CloseEntry, encode_entry


def close_now(session: Session, round_: Round, *, actor: Person, now: datetime, keyring: Keyring) -> None:
    """End the vote before its date, as a facilitator: a public act.

    Raises NotAllowedRefusal, PhaseRefusal unless the vote is open.
    """
    require_role(session, actor, round_.commission_id, Role.FACILITATOR)
    hold_round(session, round_)
    require_phase(round_, now, Phase.VOTING)
    round_.voting_until = now
    session.add(round_)
    session.flush()
    details = {"voting_until": moment_text(now)}
    record_act(session, round_, ActKind.VOTING_ENDED_EARLY, details, by=Capacity.FACILITATOR, now=now)
    close_voting(session, round_, now=now, keyring=keyring)


def close_voting(
    session: Session, round_: Round, *, now: datetime, keyring: Keyring, shuffle: Shuffle = shuffle_secretly
) -> bool:
    """Close the log of a vote whose time is over and queue its count; False once closed. Raises PhaseRefusal."""
    hold_round(session, round_)
    if round_.closed_at is not None:
        return False
    require_phase(round_, now, Phase.COUNTING)
    sequence_all(session, round_, shuffle)
    close_log(session, round_, keyring=keyring, now=now)
    return True


def close_log(session: Session, round_: Round, *, keyring: Keyring, now: datetime) -> None:
    """Write the close entry, sign the log and queue the count; the caller holds the round."""
    ballots = session.exec(select(func.count()).where(Ballot.round_id == round_.id)).one()
    entry = CloseEntry(ballots=ballots, creds=ballots, void=0, paper=0)
    append(session, round_, Log.MAIN, [encode_entry(entry)])
    sign_log(session, round_, keyring.log_signer(round_.origin or ""))
    round_.closed_at = now
    session.add_all([round_, Tally(round_id=round_.id)])
    session.flush()
