"""Casting: one ballot a voter, whatever happens at the same moment, and a receipt that stays the same."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from pbengine.process.ballots import Accepted, Ballot, Repetition, SentKey, choice_faults, sign_accepted
from pbengine.process.clockwork import advance
from pbengine.process.eligibility import Mark, mark_of, roll_counts
from pbengine.process.opening import election_of
from pbengine.process.phases import Phase
from pbengine.process.refusals import (
    AlreadyVotedRefusal,
    BallotRefusal,
    KeyReusedRefusal,
    NotFoundRefusal,
    NotOnRollRefusal,
    PhaseRefusal,
    Refusal,
)
from pbengine.process.traces import trace_of_tracker, trace_of_voter
from pbengine.record.receipts import open_receipt
from tests.process.town import DATES, DURING, Town

AT_ONCE = 16


@pytest.fixture
def voting(town: Town) -> Town:
    town.live_until(Phase.VOTING)
    return town


def stored(town: Town) -> list[Ballot]:
    with town.reading() as (session, round_):
        return list(session.exec(select(Ballot).where(Ballot.round_id == round_.id)))


def test_a_ballot_is_stored_and_answered_with_a_receipt_that_the_house_signed(voting: Town) -> None:
    ada = voting.residents[0]
    accepted = voting.cast(ada, "2", "1")
    receipt = sign_accepted(voting.round, accepted, keyring=voting.keyring)
    [ballot] = stored(voting)
    promise = open_receipt(receipt.text, voting.keyring.receipt_signer("pb.example/green-streets").key)
    assert promise.leaf == ballot.leaf_hash == receipt.leaf_hash
    assert (receipt.repetition, ballot.seq, ballot.idx) == (Repetition.FIRST, 1, None)
    assert b'"approve":["1","2"]' in ballot.opening
    with voting.reading() as (session, round_):
        assert mark_of(session, round_, ada) is Mark.VOTED
        assert (roll_counts(session, round_).voted, roll_counts(session, round_).eligible) == (1, 3)


def test_neither_the_entry_nor_the_pseudonym_tells_who_or_what(voting: Town) -> None:
    ada = voting.residents[0]
    voting.cast(ada, "2")
    [ballot] = stored(voting)
    for told in (ada.id, ada.email, ada.name, "approve"):
        assert told.encode() not in ballot.entry
    assert ada.id.encode() not in ballot.cred


def test_the_tables_of_the_ballot_box_hold_no_time(voting: Town) -> None:
    columns = inspect(voting.database.engine)
    for table in ("ballot", "credential", "idem", "roll"):
        assert not [column["name"] for column in columns.get_columns(table) if "TIME" in str(column["type"]).upper()]


def test_sending_the_same_ballot_again_gives_the_same_receipt(voting: Town) -> None:
    ada = voting.residents[0]
    first = voting.cast(ada, "1")
    again = voting.cast(ada, "1", now=DURING[Phase.VOTING] + timedelta(hours=3))
    assert (first.repetition, again.repetition) == (Repetition.FIRST, Repetition.REPEATED)
    texts = {sign_accepted(voting.round, accepted, keyring=voting.keyring).text for accepted in (first, again)}
    assert len(texts) == len(stored(voting)) == 1


def test_a_receipt_is_given_again_just_after_the_close(voting: Town) -> None:
    ada = voting.residents[0]
    first = voting.cast(ada, "1", now=DATES.voting_until - timedelta(seconds=1))
    again = voting.cast(ada, "1", now=DATES.voting_until + timedelta(seconds=1))
    assert (again.leaf_hash, again.due) == (first.leaf_hash, first.due)
    with pytest.raises(PhaseRefusal):
        voting.cast(voting.residents[1], "1", key=b"x" * 16, now=DATES.voting_until)


def test_a_second_vote_is_refused_with_the_tracker_of_the_first(voting: Town) -> None:
    ada = voting.residents[0]
    first = voting.cast(ada, "1")
    with pytest.raises(AlreadyVotedRefusal) as refused:
        voting.cast(ada, "1", "2", key=b"another key 0123")
    assert refused.value.tracker == sign_accepted(voting.round, first, keyring=voting.keyring).tracker
    assert len(stored(voting)) == 1


def test_the_same_key_with_another_ballot_or_from_another_voter_is_refused(voting: Town) -> None:
    voting.cast(voting.residents[0], "1")
    for resident, choice in ((voting.residents[0], "2"), (voting.residents[1], "1")):
        with pytest.raises(KeyReusedRefusal):
            voting.cast(resident, choice)
    assert len(stored(voting)) == 1


def test_every_fault_of_a_ballot_is_told_and_nothing_is_marked(voting: Town) -> None:
    ada = voting.residents[0]
    with pytest.raises(BallotRefusal) as refused:
        voting.cast(ada, "2", "2", "no such", "\udc80")
    assert [(fault.code, dict(fault.figures)) for fault in refused.value.faults] == [
        ("unknown-project", {"project": "no such"}),
        ("unknown-project", {"project": "\udc80"}),
        ("repeated", {"project": "2"}),
    ]
    with pytest.raises(BallotRefusal) as refused:
        voting.cast(ada)
    assert [fault.code for fault in refused.value.faults] == ["too-few"]
    with voting.reading() as (session, round_):
        assert mark_of(session, round_, ada) is Mark.ELIGIBLE
        assert choice_faults(election_of(session, round_), ("1",)) == ()
    voting.cast(ada, "2")


def test_who_is_not_on_the_roll_cannot_vote(voting: Town) -> None:
    for person in (voting.facilitator, voting.stranger):
        with pytest.raises(NotOnRollRefusal):
            voting.cast(person, "1")
    assert stored(voting) == []


def test_one_ballot_a_voter_is_a_constraint_of_the_database(voting: Town) -> None:
    voting.cast(voting.residents[0], "1")
    [ballot] = stored(voting)
    twin = Ballot(**{**ballot.model_dump(), "leaf_hash": bytes(32), "seq": 2})
    with pytest.raises(IntegrityError), voting.database.writing() as session:
        session.add(twin)


@pytest.mark.parametrize("keys", ["the same key", "a key each"])
def test_of_many_ballots_of_one_voter_at_once_exactly_one_is_stored(voting: Town, keys: str) -> None:
    ada, ready = voting.residents[0], threading.Barrier(AT_ONCE)

    def cast(number: int) -> Accepted | Refusal:
        key = bytes(16) if keys == "the same key" else bytes([number] * 16)
        ready.wait()
        try:
            return voting.cast(ada, "1", "2", key=key)
        except AlreadyVotedRefusal as refusal:
            return refusal

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(cast, range(AT_ONCE)))
    [ballot] = stored(voting)
    receipts = [
        sign_accepted(voting.round, answer, keyring=voting.keyring)
        for answer in answers
        if isinstance(answer, Accepted)
    ]
    assert {receipt.leaf_hash for receipt in receipts} == {ballot.leaf_hash}
    assert [receipt.repetition for receipt in receipts].count(Repetition.FIRST) == 1
    if keys == "the same key":
        assert len(receipts) == AT_ONCE
        assert len({receipt.text for receipt in receipts}) == 1
    else:
        trackers = {answer.tracker for answer in answers if isinstance(answer, AlreadyVotedRefusal)}
        assert len(receipts) == 1
        assert trackers == {receipts[0].tracker}


def test_different_voters_at_once_are_all_stored(voting: Town) -> None:
    ready = threading.Barrier(3)

    def cast(number: int) -> Accepted:
        ready.wait()
        return voting.cast(voting.residents[number], "1", key=bytes([number] * 16))

    with ThreadPoolExecutor(3) as pool:
        accepted = list(pool.map(cast, range(3)))
    assert {answer.leaf_hash for answer in accepted} == {ballot.leaf_hash for ballot in stored(voting)}


@pytest.mark.parametrize(
    ("cast_at", "due"),
    [
        (datetime(2026, 6, 3, 14, 3, 7, tzinfo=UTC), datetime(2026, 6, 4, 15, tzinfo=UTC)),
        (datetime(2026, 6, 3, 14, tzinfo=UTC), datetime(2026, 6, 4, 14, tzinfo=UTC)),
        (datetime(2026, 6, 14, 23, 59, tzinfo=UTC), datetime(2026, 6, 15, 1, tzinfo=UTC)),
    ],
)
def test_the_promised_time_lies_on_a_grid_of_hours(voting: Town, cast_at: datetime, due: datetime) -> None:
    accepted = voting.cast(voting.residents[0], "1", now=cast_at)
    assert sign_accepted(voting.round, accepted, keyring=voting.keyring).due == due


def test_a_voter_finds_the_receipt_again_and_anybody_finds_the_tracker(voting: Town) -> None:
    ada, ben = voting.residents[:2]
    receipt = sign_accepted(voting.round, voting.cast(ada, "1"), keyring=voting.keyring)
    another = "7777" if receipt.tracker[16:] != "7777" else "2222"
    spaced = f" {receipt.tracker[:5].lower()}-{receipt.tracker[5:]} "
    with voting.reading() as (session, round_):
        trace = trace_of_voter(session, round_, person=ada, keyring=voting.keyring)
        assert trace.receipt is not None
        assert (trace.receipt.text, trace.index) == (receipt.text, None)
        assert trace_of_tracker(session, round_, spaced).leaf_hash == receipt.leaf_hash
        with pytest.raises(NotFoundRefusal):
            trace_of_voter(session, round_, person=ben, keyring=voting.keyring)
        for wrong in ("", "1", "Ä" * 20, "A" * 20, receipt.tracker[:16], receipt.tracker[:16] + another):
            with pytest.raises(NotFoundRefusal):
                trace_of_tracker(session, round_, wrong)


def test_requests_are_forgotten_a_day_after_the_close(voting: Town) -> None:
    ada = voting.residents[0]
    voting.cast(ada, "1")
    advance(voting.database, voting.keyring, DATES.voting_until)
    for after, kept in ((timedelta(hours=24), 1), (timedelta(hours=25), 0)):
        advance(voting.database, voting.keyring, DATES.voting_until + after)
        with voting.reading() as (session, round_):
            assert len(session.exec(select(SentKey)).all()) == kept
            trace = trace_of_voter(session, round_, person=ada, keyring=voting.keyring)
            assert (trace.receipt is not None, trace.index) == (kept == 1, 1)
