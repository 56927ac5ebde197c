"""From the box into the log: in batches, in random order."""

from datetime import timedelta

import pytest
from sqlmodel import select

from pbengine.process.ballots import Ballot, Submission, cast_ballot
from pbengine.process.ledger import Log, checkpoints_of, entries_of, leaves_of, page_of_log, proof_of
from pbengine.process.people import NewPerson, Person, Role, add_person, grant
from pbengine.process.phases import Phase
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.sequencing import is_batch_due, sequence_batch
from pbengine.record.merkle import leaf_hash
from pbengine.record.proofs import InclusionProof
from tests.process.town import DATES, FOUNDED, Town

OPENED = DATES.voting_from
VOTERS = 20


@pytest.fixture
def crowd(town: Town) -> list[Person]:
    """Give twenty more residents, before voting opens."""
    with town.database.writing() as session:
        people = [
            add_person(session, NewPerson(f"p{number}@town.example", "P", "no hash"), now=FOUNDED)
            for number in range(VOTERS)
        ]
        for person in people:
            grant(session, person, town.commission.id, Role.RESIDENT)
    town.live_until(Phase.VOTING)
    return people


def cast_all(town: Town, people: list[Person]) -> None:
    with town.writing() as (session, round_):
        for number, person in enumerate(people):
            submission = Submission(("1",), bytes([number] * 16), bytes([number] * 32))
            cast_ballot(session, round_, submission, actor=person, now=OPENED, keyring=town.keyring)


@pytest.mark.parametrize(
    ("voters", "after", "due"),
    [
        (20, timedelta(minutes=15), True),
        (20, timedelta(minutes=14, seconds=59), False),
        (19, timedelta(hours=11, minutes=59), False),
        (1, timedelta(hours=12), True),
        (0, timedelta(hours=12), False),
    ],
)
def test_a_batch_is_due_when_it_is_full_or_has_waited_long(
    town: Town, crowd: list[Person], voters: int, after: timedelta, *, due: bool
) -> None:
    cast_all(town, crowd[:voters])
    with town.reading() as (session, round_):
        assert is_batch_due(session, round_, OPENED + after) is due
    assert [done.step for done in town.advance(OPENED + after)] == (["sequence"] if due else [])


def test_a_batch_leaves_no_gap_and_is_covered_by_a_checkpoint(town: Town, crowd: list[Person]) -> None:
    cast_all(town, crowd)
    later = OPENED + timedelta(hours=1)
    with town.writing() as (session, round_):
        assert sequence_batch(session, round_, now=later, keyring=town.keyring) == VOTERS
        assert sequence_batch(session, round_, now=later, keyring=town.keyring) == 0
    with town.reading() as (session, round_):
        places = {ballot.leaf_hash: ballot.idx for ballot in session.exec(select(Ballot))}
        leaves = leaves_of(session, round_, Log.MAIN)
        assert [leaf_hash(entry) for entry in entries_of(session, round_, Log.MAIN)] == leaves
        assert sorted(place for place in places.values() if place is not None) == list(range(1, VOTERS + 1))
        assert all(leaves[place] == leaf for leaf, place in places.items() if place is not None)
        assert [checkpoint.size for checkpoint in checkpoints_of(session, round_)] == [1, VOTERS + 1]
        proof = InclusionProof.parse(proof_of(session, round_, 7))
        proof.verify(leaves[7], town.keyring.log_signer(round_.origin or "").key)
        with pytest.raises(NotFoundRefusal):
            proof_of(session, round_, VOTERS + 1)


def test_the_log_is_read_in_pages(town: Town, crowd: list[Person]) -> None:
    cast_all(town, crowd)
    with town.writing() as (session, round_):
        sequence_batch(session, round_, now=OPENED + timedelta(hours=1), keyring=town.keyring)
        every = entries_of(session, round_, Log.MAIN)
        middle = page_of_log(session, round_, Log.MAIN, first=2, count=3)
        assert [(row.idx, row.entry) for row in middle] == list(enumerate(every))[2:5]
        assert [row.leaf_hash for row in middle] == leaves_of(session, round_, Log.MAIN)[2:5]
        last = page_of_log(session, round_, Log.MAIN, first=VOTERS, count=3)
        assert [row.idx for row in last] == [VOTERS]
        assert page_of_log(session, round_, Log.MAIN, first=VOTERS + 1, count=3) == []


def test_the_order_of_the_log_is_the_shuffle_s_and_not_that_of_casting(town: Town, crowd: list[Person]) -> None:
    cast_all(town, crowd)
    shuffled = []

    def reverse(waiting: list[tuple[bytes, bytes]]) -> None:
        shuffled.append([leaf for leaf, _ in waiting])
        waiting.reverse()

    with town.writing() as (session, round_):
        sequence_batch(session, round_, now=OPENED + timedelta(hours=1), keyring=town.keyring, shuffle=reverse)
        leaves = leaves_of(session, round_, Log.MAIN)[1:]
    assert leaves == shuffled[0][::-1]
    assert shuffled[0] == sorted(shuffled[0])
