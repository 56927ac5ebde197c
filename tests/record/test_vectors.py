"""The vectors of reference/record-and-security.md, appendix A: bytes that a second implementation made."""

import hashlib
import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pbengine.record.canonical import Value, dumps, loads
from pbengine.record.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from pbengine.record.choices import BallotChoices, ballot_bytes
from pbengine.record.commitment import commitment, pseudonym
from pbengine.record.encoding import b64, unb64
from pbengine.record.keys import Signer, VerifierKey
from pbengine.record.merkle import inclusion_proof, leaf_hash, root_of
from pbengine.record.notes import open_note
from pbengine.record.proofs import InclusionProof
from pbengine.record.receipts import Receipt, open_receipt, sign_receipt, tracker
from pbengine.voting.lot import lot_from_seed
from pbengine.voting.profile import BallotKind

ORIGIN = "pb.example/2026-main"
ELECTION = (
    b'{"budget":100000,"cred_salt":"wjxypZpK0V9eLF8TTR/3KdlruzSW5MI0b54STntC2oM=","id":"2026-main","method":"greedy",'
    b'"mode":"C","origin":"pb.example/2026-main","projects":[{"cost":60000,"id":"p01"},{"cost":50000,"id":"p02"}],'
    b'"tier":"auditors","v":1}'
)
ELECTION_HASH = bytes.fromhex("510b7614ea47859800679973330baa3291a42c1c1d57b8a7519531e808a5a556")
CRED = bytes.fromhex("055c0f9270c250f8429cbd70968e0439757ba71bb21fd0f241545dfd838d763a")
COMMIT = bytes.fromhex("39adbe07f37e3dd79a0725649aca2cc5fb8870c6f0e6d15cf0f5e77983b2dd2c")
OPEN_LINE = b'{"election":"UQt2FOpHhZgAZ5lzMwuqMpGkLBwdV7inUZUx6AilpVY=","kind":"open","v":1}'
BALLOT_LINE = (
    b'{"commit":"Oa2+B/N+PdeaByVkmsosxfuIcMbw5tFc8PXneYOy3Sw=","cred":"BVwPknDCUPhCnL1wlo4EOXV7pxuyH9DyQVRd/YONdjo=",'
    b'"kind":"ballot","seq":1,"sig":"VRgcgHFfCzhyAwkOFmSWj1Fsz4FFofYOWzdCJTEI72qihQ/quMRH+ld60/XFisAogfTkLKgsc1c4XKF5q'
    b'gXUDg==","v":1}'
)
CHECKPOINT = """\
pb.example/2026-main
2
NPCjbeLDpBHauSdkDfu51++fvWtIpuLvup/XI78OPZc=

— pb.example/2026-main 4Z6PbqWgbzQr6Vwnv4lPDeN+EJJ5ZoOvQO620wGMFzzzbR5altymMxwyvLehF+NgHjhHfFQ4BfjFB3qj1d4zdOzzjAs=
"""
COSIGNATURE = (
    "— witness.example/w1 Am0HlAAAAABqsTuAUHIZVgaaW7NIOSZI1nyUdXKQ9mdmy3ljjG6BJ0EKama7lVm6C7qxLu6yE5cXjGHkUz1PkxAyaYa9"
    "jQCMLb5ODQ==\n"
)
RECEIPT = """\
pb-receipt/v1
pb.example/2026-main
93keNikPrSXBiQYEO53ahNW1b4pHNTHMsEYVjiV6CYw=
1790006400

— pb.example/2026-main/receipt kRdOVBo2cX8hP+8k+tHfJ599sXoeYbnq0arduj5AEji4nbyprgnl4lY8qDOAfTN2lmdcMwCalS0CHYiG/cjRG3t2zwc=
"""  # noqa: E501 - a signature is one line


def secret(name: str) -> bytes:
    return hashlib.sha256(f"pbengine vector {name}".encode()).digest()


LOG = Signer(ORIGIN, secret("log"))
LEAVES = [leaf_hash(OPEN_LINE), leaf_hash(BALLOT_LINE)]


def test_the_election_is_canonical_and_has_its_hash() -> None:
    assert dumps(loads(ELECTION)) == ELECTION
    assert hashlib.sha256(ELECTION).digest() == ELECTION_HASH
    assert f'"{b64(secret("cred_salt"))}"'.encode() in ELECTION


def test_the_ballot_has_its_bytes_and_its_commitment() -> None:
    ballot = ballot_bytes(BallotKind.APPROVAL, BallotChoices(("p02", "p01")))
    assert ballot == b'{"approve":["p01","p02"],"v":1}'
    assert commitment(ELECTION_HASH, secret("salt"), ballot) == COMMIT


def test_the_code_gives_the_key_that_signed_the_ballot() -> None:
    derive = HKDF(hashes.SHA256(), length=32, salt=secret("cred_salt"), info=b"pb-cred/v1")
    seed = derive.derive(b"7Kx2mPq9RtVw4YzB6DfHjN")
    assert seed.hex() == "90c830a6a7f1797ba845b3e040ea37d00b423405caa014d359ff9dfc0bbed928"
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert key.public_key().public_bytes_raw() == CRED
    message = b"pb-ballot/v1\0" + ELECTION_HASH + CRED + (1).to_bytes(8, "big") + COMMIT
    entry = loads(BALLOT_LINE)
    assert isinstance(entry, dict)
    assert len(message) == 117
    assert key.sign(message) == unb64(entry["sig"], 64)


def test_the_entry_has_its_leaf_and_its_tracker() -> None:
    assert dumps(loads(BALLOT_LINE)) == BALLOT_LINE
    assert len(BALLOT_LINE) == 238
    assert LEAVES[1].hex() == "f7791e36290fad25c18906043b9dda84d5b56f8a473531ccb046158e257a098c"
    assert b64(LEAVES[1]) == "93keNikPrSXBiQYEO53ahNW1b4pHNTHMsEYVjiV6CYw="
    assert tracker(LEAVES[1]) == "654R4NRJB6WSLQMJAYCD"


def test_the_log_has_its_root() -> None:
    assert LEAVES[0].hex() == "edf5effed23ab06966535ef5bd137e710414f39cc952a2ee30666734bcacfce9"
    assert root_of(LEAVES).hex() == "34f0a36de2c3a411dab927640dfbb9d7ef9fbd6b48a6e2efba9fd723bf0e3d97"


def test_the_log_key_signs_the_checkpoint_of_the_vectors() -> None:
    assert LOG.key.text == "pb.example/2026-main+e19e8f6e+AYwSMCHad1GzZvm6Qx2M4E8dPjxBMAEMoGgUX6ppB50u"
    assert VerifierKey.parse(LOG.key.text) == LOG.key
    checkpoint = Checkpoint(ORIGIN, 2, root_of(LEAVES))
    assert sign_checkpoint(checkpoint, LOG) == CHECKPOINT
    assert open_checkpoint(CHECKPOINT + COSIGNATURE, LOG.key) == checkpoint


def test_the_witness_signed_the_same_checkpoint() -> None:
    (stranger,) = open_note(CHECKPOINT + COSIGNATURE, [LOG.key]).strangers
    public = Ed25519PrivateKey.from_private_bytes(secret("witness")).public_key().public_bytes_raw()
    assert stranger.name == "witness.example/w1"
    assert stranger.key_id == hashlib.sha256(b"witness.example/w1\n\x04" + public).digest()[:4]
    time, signature = int.from_bytes(stranger.bytes[:8], "big"), stranger.bytes[8:]
    assert time == 1790000000
    text = CHECKPOINT.partition("\n\n")[0] + "\n"
    Ed25519PublicKey.from_public_bytes(public).verify(signature, f"cosignature/v1\ntime {time}\n{text}".encode())


def test_the_proof_file_is_that_of_the_vectors() -> None:
    note = CHECKPOINT + COSIGNATURE
    proof = InclusionProof(1, inclusion_proof(LEAVES, 1), note)
    assert proof.text == (f"c2sp.org/tlog-proof@v1\nindex 1\n7fXv/tI6sGlmU171vRN+cQQU85zJUqLuMGZnNLys/Ok=\n\n{note}")
    assert InclusionProof.parse(proof.text) == proof
    proof.verify(LEAVES[1], LOG.key)


def test_the_receipt_is_that_of_the_vectors() -> None:
    signer = Signer(f"{ORIGIN}/receipt", secret("receipt"))
    assert signer.key.text == "pb.example/2026-main/receipt+91174e54+AYwzsjvpM8KnvmJCjyESuT0GLlHu7xpHiUiPN2pOdAoX"
    receipt = Receipt(ORIGIN, LEAVES[1], 1790006400)
    assert sign_receipt(receipt, signer) == RECEIPT
    assert open_receipt(RECEIPT, signer.key) == receipt


def test_the_lot_is_that_of_the_vectors() -> None:
    sources: Value = {
        "dice": "31415926535897932384",
        "drand": {"chain": "00", "round": 1, "signature": "00"},
        "election": b64(ELECTION_HASH),
    }
    seed = hashlib.sha256(dumps(sources)).digest()
    assert seed.hex() == "dd6882c5dc3439b9885e9f8b1464f051fd379d9bf04ff8932a4d6446d9e3e18b"
    assert hmac.digest(seed, b"pb-tie/v1\0p01", "sha256").hex().startswith("329a094b8da26a03")
    assert lot_from_seed(seed, ["p02", "p01"]).order == ("p01", "p02")


def test_a_pseudonym_is_the_hmac_of_the_voter() -> None:
    assert pseudonym(b"key", "The quick brown fox jumps over the lazy dog").hex() == (
        "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
    )
