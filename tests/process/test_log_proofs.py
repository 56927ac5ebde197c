"""Proofs that an entry stands in a log: the same as from the whole log, and read from a small part of it."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import count

import pytest
from sqlmodel import Session

from pbengine.process import ledger
from pbengine.process.ledger import Log, append, entries_of, latest_checkpoint, leaves_of, proof_of, sign_log
from pbengine.process.phases import Phase
from pbengine.process.refusals import NotFoundRefusal
from pbengine.process.rounds import Round
from pbengine.process.stretches import AT_ONCE, STRETCH, Stretches
from pbengine.record.merkle import inclusion_proof, leaf_hash
from pbengine.record.proofs import InclusionProof
from tests.process.town import Town

LEAVES = [leaf_hash(str(number).encode()) for number in range(AT_ONCE + STRETCH + 9)]


class Reader:
    """Gives leaves, and counts how many it gave."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves, self.given = leaves, 0

    def __call__(self, first: int, last: int) -> Sequence[bytes]:
        self.given += len(self.leaves[first:last])
        return self.leaves[first:last]


@pytest.mark.parametrize(
    "size", [1, 2, 7, STRETCH - 1, STRETCH, STRETCH + 1, 2 * STRETCH, 5 * STRETCH + 77, AT_ONCE, len(LEAVES)]
)
def test_a_proof_is_the_same_as_from_the_whole_log(size: int) -> None:
    kept = Stretches()
    for index in sorted({0, 1, size // 3, size // 2, size - 2, size - 1, STRETCH - 1, STRETCH} & set(range(size))):
        assert kept.proof("log", size, index, Reader(LEAVES[:size])) == inclusion_proof(LEAVES[:size], index)


def test_a_second_proof_reads_two_stretches_at_most_and_a_log_that_grew_only_what_is_new() -> None:
    kept, reader = Stretches(), Reader(LEAVES)
    size = 20 * STRETCH + 5
    kept.proof("log", size, 3, reader)
    assert reader.given <= size + 2 * STRETCH
    reader.given = 0
    kept.proof("log", size, size - 1, reader)
    kept.proof("log", size, 7 * STRETCH, reader)
    assert reader.given <= 4 * STRETCH
    reader.given = 0
    grown = size + 3 * STRETCH
    assert kept.proof("log", grown, 0, reader) == inclusion_proof(LEAVES[:grown], 0)
    assert reader.given <= 3 * STRETCH + 2 * STRETCH


def test_an_earlier_size_is_proven_from_what_is_kept_of_a_later_one() -> None:
    kept, reader = Stretches(), Reader(LEAVES)
    kept.proof("log", 9 * STRETCH, 0, reader)
    reader.given = 0
    assert kept.proof("log", 4 * STRETCH + 1, 4 * STRETCH, reader) == inclusion_proof(LEAVES[: 4 * STRETCH + 1], 1024)
    assert reader.given == 2


def test_only_the_logs_asked_for_last_are_kept() -> None:
    kept, reader = Stretches(most_logs=2), Reader(LEAVES[: 2 * STRETCH])
    for log in ("a", "b", "a", "c"):
        kept.proof(log, 2 * STRETCH, 0, reader)
    for log, read in (("a", STRETCH), ("b", 3 * STRETCH)):
        reader.given = 0
        kept.proof(log, 2 * STRETCH, 0, reader)
        assert reader.given == read


@pytest.fixture
def leaves_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give a list of how many leaves were read, query by query."""
    given: list[int] = []
    read = ledger.leaves_between

    def counting(session: Session, round_: Round, log: Log, first: int, last: int) -> Sequence[bytes]:
        leaves = read(session, round_, log, first, last)
        given.append(len(leaves))
        return leaves

    monkeypatch.setattr(ledger, "leaves_between", counting)
    return given


NUMBERS = count()


def grow(town: Town, session: Session, round_: Round, by: int) -> None:
    append(session, round_, Log.MAIN, [str(next(NUMBERS)).encode() for _ in range(by)])
    sign_log(session, round_, town.keyring.log_signer(round_.origin or ""))


def test_the_proofs_of_a_long_log_hold_and_are_read_from_a_small_part_of_it(town: Town, leaves_read: list[int]) -> None:
    town.live_until(Phase.VOTING)
    with town.writing() as (session, round_):
        grow(town, session, round_, 6 * STRETCH)
    with town.reading() as (session, round_):
        leaves, key = leaves_of(session, round_, Log.MAIN), town.keyring.log_signer(round_.origin or "").key
        for index in (0, 700, 6 * STRETCH):
            proof = InclusionProof.parse(proof_of(session, round_, index))
            proof.verify(leaves[index], key)
            assert proof.hashes == inclusion_proof(leaves, index)
        leaves_read.clear()
        proof_of(session, round_, 900)
        assert sum(leaves_read) <= 2 * STRETCH + 1
        with pytest.raises(NotFoundRefusal):
            proof_of(session, round_, 6 * STRETCH + 1)


def test_what_was_seen_in_a_transaction_that_failed_spoils_no_later_proof(town: Town) -> None:
    town.live_until(Phase.VOTING)
    with suppress(InterruptedError), town.writing() as (session, round_):
        grow(town, session, round_, 3 * STRETCH)
        proof_of(session, round_, 5)
        raise InterruptedError
    with town.writing() as (session, round_):
        grow(town, session, round_, 3 * STRETCH)
    with town.reading() as (session, round_):
        checkpoint = latest_checkpoint(session, round_)
        assert checkpoint is not None
        entry = entries_of(session, round_, Log.MAIN)[5]
        proof = InclusionProof.parse(proof_of(session, round_, 5))
        proof.verify(leaf_hash(entry), town.keyring.log_signer(round_.origin or "").key)
        assert proof.checkpoint == checkpoint.note
