"""The published bundle of a round: the whole record, in the same bytes each time."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from pbengine.process.ballots import Ballot
from pbengine.process.keyring import Keyring
from pbengine.process.ledger import Log, checkpoints_of, entries_of
from pbengine.process.opening import election_of
from pbengine.process.rounds import Round
from pbengine.process.tallies import result_of, seed_of_round
from pbengine.record.encoding import unb64
from pbengine.record.openings import Opening
from pbengine.record.publication import Publication


def bundle_of(session: Session, round_: Round, *, now: datetime, keyring: Keyring) -> Mapping[str, bytes]:
    """Return the files of a published round's bundle by path; raises NotPublishedRefusal for any other."""
    result = result_of(session, round_, now=now)
    election = election_of(session, round_)
    publication = Publication(
        election=election,
        entries=entries_of(session, round_, Log.MAIN),
        checkpoints={checkpoint.size: checkpoint.note for checkpoint in checkpoints_of(session, round_)},
        openings=_openings(session, round_),
        seed=seed_of_round(session, round_),
        result_json=result.result_json,
        result_pb=result.result_pb,
        acts=entries_of(session, round_, Log.ACTS)[: election.acts.size],
    )
    return publication.sealed(keyring.log_signer(election.origin))


def _openings(session: Session, round_: Round) -> list[Opening]:
    query = select(Ballot.idx, Ballot.opening).where(Ballot.round_id == round_.id).order_by(col(Ballot.idx))
    return [_opening(idx, json.loads(opening)) for idx, opening in session.exec(query) if idx is not None]


def _opening(idx: int, parts: Mapping[str, Any]) -> Opening:
    return Opening(parts["ballot"], idx, unb64(parts["salt"]))
