import pytest

from pbengine.record.checkpoint import Checkpoint, sign_checkpoint
from pbengine.record.choices import BallotChoices, ballot_document, read_ballot
from pbengine.record.commitment import commitment
from pbengine.record.errors import CanonicalError, EncodingError, FieldsError, NoteError, ProofError
from pbengine.record.keys import Signer
from pbengine.record.merkle import inclusion_proof, leaf_hash, root_of
from pbengine.record.notes import sign_note
from pbengine.record.openings import Opening, openings_lines, parse_opening
from pbengine.record.proofs import InclusionProof
from pbengine.record.receipts import Receipt, open_receipt, sign_receipt
from pbengine.voting.profile import BallotKind

LOG = Signer("pb.example/main", bytes(32))
BOX = Signer("pb.example/main/receipt", bytes(range(32)))
RECEIPT = Receipt("pb.example/main", bytes(32), 1_790_006_400)
LEAVES = [leaf_hash(str(number).encode()) for number in range(6)]
PROOF = InclusionProof(4, inclusion_proof(LEAVES, 4), sign_checkpoint(Checkpoint(LOG.name, 6, root_of(LEAVES)), LOG))


def test_a_receipt_is_signed_by_the_receipt_key_of_its_log_alone() -> None:
    assert open_receipt(sign_receipt(RECEIPT, BOX), BOX.key) == RECEIPT
    with pytest.raises(NoteError, match="are signed by"):
        sign_receipt(RECEIPT, LOG)
    with pytest.raises(NoteError, match="not signed by"):
        open_receipt(sign_note(RECEIPT.text, LOG), BOX.key)
    with pytest.raises(NoteError, match="signed a receipt of"):
        open_receipt(sign_note(RECEIPT.text, LOG), LOG.key)


@pytest.mark.parametrize(
    "change",
    [
        ("v1\n", "v2\n"),
        ("1790006400\n", "01790006400\n"),
        ("1790006400\n", "1790006400\nmore\n"),
        ("AAA=\n", "AAB=\n"),
        ("AAA=\n", "\n"),
        ("main\n", "other\n"),
    ],
)
def test_a_receipt_of_any_other_form_is_refused_though_it_is_signed(change: tuple[str, str]) -> None:
    changed = RECEIPT.text.replace(*change)
    assert changed != RECEIPT.text
    with pytest.raises(NoteError):
        open_receipt(sign_note(changed, BOX), BOX.key)


def test_a_proof_file_proves_its_leaf_and_no_other() -> None:
    proof = InclusionProof.parse(PROOF.text)
    assert proof == PROOF
    proof.verify(LEAVES[4], LOG.key)
    with pytest.raises(ProofError):
        proof.verify(LEAVES[5], LOG.key)
    with pytest.raises(NoteError):
        proof.verify(LEAVES[4], BOX.key)


@pytest.mark.parametrize(
    "change",
    [
        ("c2sp", "C2SP"),
        ("index 4", "index 04"),
        ("index 4", "index"),
        ("index 4\n", "extra AAAA\nindex 4\n"),
        ("index 4\n", ""),
        ("=\n\n", "=\n"),
        ("index 4\n", "index 4\nAAAA\n"),
        ("index 4\n", "index 4\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 65),
    ],
)
def test_a_proof_file_of_any_other_form_is_refused(change: tuple[str, str]) -> None:
    changed = PROOF.text.replace(*change, 1)
    assert changed != PROOF.text
    with pytest.raises((ProofError, NoteError)):
        InclusionProof.parse(changed).verify(LEAVES[4], LOG.key)


def test_every_changed_bit_of_a_proof_file_is_refused() -> None:
    data = PROOF.text.encode()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        try:
            text = bytes(changed).decode()
        except UnicodeDecodeError:
            continue
        with pytest.raises((ProofError, NoteError)):
            InclusionProof.parse(text).verify(LEAVES[4], LOG.key)


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        (BallotKind.APPROVAL, BallotChoices(("1", "2"))),
        (BallotKind.APPROVAL, BallotChoices(())),
        (BallotKind.CHOOSE_ONE, BallotChoices(("2",))),
        (BallotKind.ORDINAL, BallotChoices(("2", "1"))),
        (BallotKind.CUMULATIVE, BallotChoices(("1", "2"), (5, 0))),
        (BallotKind.SCORING, BallotChoices(("1", "2"), (-5, 3))),
    ],
)
def test_a_ballot_of_each_kind_is_read_back(kind: BallotKind, choices: BallotChoices) -> None:
    assert read_ballot(kind, ballot_document(kind, choices)) == choices


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (BallotKind.APPROVAL, {"rank": ["1"], "v": 1}),
        (BallotKind.APPROVAL, {"approve": ["1"]}),
        (BallotKind.APPROVAL, {"approve": ["1"], "v": True}),
        (BallotKind.APPROVAL, {"approve": ["1"], "v": 1, "name": "Ada"}),
        (BallotKind.APPROVAL, {"approve": "1", "v": 1}),
        (BallotKind.APPROVAL, {"approve": [1], "v": 1}),
        (BallotKind.CUMULATIVE, {"points": ["1"], "v": 1}),
        (BallotKind.CUMULATIVE, {"points": [["1", "2"]], "v": 1}),
        (BallotKind.CUMULATIVE, {"points": [["1", 2, 3]], "v": 1}),
    ],
)
def test_a_document_that_is_no_ballot_of_the_kind_is_refused(kind: BallotKind, document: dict[str, object]) -> None:
    with pytest.raises(FieldsError):
        read_ballot(kind, document)  # type: ignore[arg-type] # what a bad file might hold


def test_openings_stand_in_the_order_of_the_log() -> None:
    openings = [Opening({"approve": [str(idx)], "v": 1}, idx, bytes([idx] * 32)) for idx in (3, 1, 2)]
    lines = openings_lines(openings).splitlines()
    assert [parse_opening(line).idx for line in lines] == [1, 2, 3]
    assert (
        lines[0] == b'{"ballot":{"approve":["1"],"v":1},"idx":1,"salt":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="}'
    )
    with pytest.raises(CanonicalError):
        parse_opening(lines[0] + b" ")
    with pytest.raises(FieldsError):
        parse_opening(b'{"ballot":[],"idx":1}')


def test_an_opening_opens_its_own_commitment_in_its_own_election() -> None:
    opening = Opening({"approve": ["1"], "v": 1}, 3, bytes(32))
    assert opening.commitment(bytes(32)) == commitment(bytes(32), bytes(32), b'{"approve":["1"],"v":1}')
    assert opening.commitment(bytes(32)) != opening.commitment(b"\1" * 32)
    with pytest.raises(EncodingError):
        commitment(bytes(32), bytes(31), b"")
    with pytest.raises(EncodingError):
        commitment(b"", bytes(32), b"")
