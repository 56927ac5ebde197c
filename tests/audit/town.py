"""A small town's vote with everything a record can hold, built from fixed seeds, and ways to build it otherwise."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pbengine.audit.recount import recount
from pbengine.record.bundle import seal
from pbengine.record.checkpoint import Checkpoint, sign_checkpoint
from pbengine.record.choices import BallotChoices, ballot_bytes, ballot_document, in_one_order
from pbengine.record.commitment import commitment
from pbengine.record.election import ActsTree, BallotTerms, Election, Keys, ListedProject, Method, Mode, Tier
from pbengine.record.entries import (
    ActEntry,
    BallotEntry,
    CloseEntry,
    Entry,
    OpenEntry,
    ResultEntry,
    VoidEntry,
    encode_entry,
)
from pbengine.record.keys import Signer
from pbengine.record.merkle import inclusion_proof, leaf_hash, root_of
from pbengine.record.openings import Opening
from pbengine.record.proofs import InclusionProof
from pbengine.record.publication import Publication
from pbengine.record.receipts import Receipt, sign_receipt
from pbengine.record.seeds import CommittedLot, commit_secret, seed_entry, seed_of
from pbengine.voting import BallotKind, Lot, Standing
from pbengine.voting.ballots import BallotLimits

ORIGIN = "pb.example/2026-main"


def drawn(name: str) -> bytes:
    """Return 32 bytes that stand for something drawn at random."""
    return hashlib.sha256(f"tests/audit {name}".encode()).digest()


LOG = Signer(ORIGIN, drawn("log"))
RECEIPTS = Signer(f"{ORIGIN}/receipt", drawn("receipt"))
OTHER = Signer(ORIGIN, drawn("another key of the same name"))
SECRET = drawn("secret")
DUE = 1_790_006_400
ACTS = tuple(
    encode_entry(ActEntry(act, f"2026-03-0{day}T10:00:00Z", role, {"title": title}))
    for day, (act, role, title) in enumerate(
        (("round-created", "facilitator", "Grünflächen"), ("proposal-submitted", "resident", "A bench")), start=1
    )
)


@dataclass(frozen=True)
class Cast:
    """A ballot as a voter cast it."""

    voter: str
    seq: int
    projects: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.voter}/{self.seq}"


CASTS = (
    Cast("Ada", 1, ("bench",)),
    Cast("Ben", 1, ("trees", "hall")),
    Cast("Cem", 1, ("trees",)),
    Cast("Ada", 2, ("hall",)),
    Cast("Dora", 1, ("bench", "trees")),
    Cast("Emil", 1, ("hall", "bench")),
    Cast("Fay", 1, ("bench",)),
)
VOIDED = CASTS[5]
"""Ada voted twice, Emil's ballot is void: five ballots count."""

ELECTION = Election(
    id="2026-main",
    origin=ORIGIN,
    title="Grünflächen 2026",
    place="Musterdorf",
    currency="EUR",
    minor_units=100,
    budget=80_000,
    projects=(
        ListedProject("bench", 30_000, "A bench", Standing.STANDING),
        ListedProject("trees", 50_000, "Trees; many", Standing.STANDING),
        ListedProject("hall", 30_000, "The hall", Standing.STANDING),
        ListedProject("pool", 10_000, "The pool", Standing.WITHDRAWN),
    ),
    ballot=BallotTerms(BallotKind.APPROVAL, BallotLimits(min_length=1, max_length=2)),
    method=Method("greedy", {"order": "score"}),
    lot=CommittedLot(commit_secret(SECRET)),
    dates={"voting_from": "2026-05-01T06:00:00Z", "voting_until": "2026-05-15T18:00:00Z"},
    cred_salt=drawn("cred_salt"),
    keys=Keys(LOG.key, RECEIPTS.key),
    acts=ActsTree(len(ACTS), root_of(leaf_hash(act) for act in ACTS)),
    tier=Tier.PUBLIC,
    mode=Mode.PLAIN,
    eligible=9,
)


@dataclass(frozen=True)
class Town:
    """The values of a record, each of which a test may replace before it is published."""

    election: Election
    entries: tuple[bytes, ...]
    openings: tuple[Opening, ...]
    result_json: bytes
    result_pb: bytes
    secret: bytes = SECRET
    acts: tuple[bytes, ...] = ACTS
    sizes: tuple[int, ...] = (1, 4, 10, 12)
    signer: Signer = LOG

    def checkpoint(self, size: int, signer: Signer | None = None) -> str:
        leaves = [leaf_hash(entry) for entry in self.entries[:size]]
        return sign_checkpoint(Checkpoint(ORIGIN, size, root_of(leaves)), signer or self.signer)

    def files(self) -> dict[str, bytes]:
        """Return the files without a manifest; checkpoints are signed anew."""
        publication = Publication(
            election=self.election,
            entries=self.entries,
            checkpoints={size: self.checkpoint(size) for size in self.sizes},
            openings=self.openings,
            seed=seed_of(self.election.lot, election_hash=self.election.election_hash, secret=self.secret),
            result_json=self.result_json,
            result_pb=self.result_pb,
            acts=self.acts,
        )
        return publication.files()

    def sealed(self) -> dict[str, bytes]:
        return reseal(self.files(), self.signer)

    def logging(self, *entries: bytes) -> "Town":
        """Return the town with another log, and a checkpoint where the new log ends."""
        sizes = tuple(size for size in self.sizes if size < len(entries))
        return replace(self, entries=entries, sizes=(*sizes, len(entries)))

    def proof(self, index: int) -> InclusionProof:
        leaves = [leaf_hash(entry) for entry in self.entries]
        return InclusionProof(index, inclusion_proof(leaves, index), self.checkpoint(len(leaves)))

    def receipt(self, index: int, signer: Signer = RECEIPTS) -> bytes:
        return sign_receipt(Receipt(ORIGIN, leaf_hash(self.entries[index]), DUE), signer).encode()


def reseal(files: Mapping[str, bytes], signer: Signer = LOG) -> dict[str, bytes]:
    """Return the files with a manifest made and signed anew."""
    election_hash = hashlib.sha256(files.get("election.json", b"")).digest()
    return seal(files, origin=ORIGIN, election_hash=election_hash, signer=signer)


def ballot_entry(election: Election, cast: Cast) -> bytes:
    ballot = ballot_bytes(election.ballot_kind, BallotChoices(cast.projects))
    commit = commitment(election.election_hash, drawn(f"salt {cast.name}"), ballot)
    return encode_entry(BallotEntry(commit, drawn(f"cred {cast.voter}"), cast.seq))


def opening_of(election: Election, cast: Cast, index: int) -> Opening:
    document = ballot_document(election.ballot_kind, BallotChoices(cast.projects))
    return Opening(document, index, drawn(f"salt {cast.name}"))


def ballots(casts: Sequence[Cast]) -> list[BallotChoices]:
    """Return what counts of what was cast."""
    last = {cast.voter: cast for cast in sorted(casts, key=lambda cast: cast.seq) if cast != VOIDED}
    return [in_one_order(BallotKind.APPROVAL, BallotChoices(cast.projects)) for cast in last.values()]


def build(
    casts: Sequence[Cast] = CASTS,
    election: Election = ELECTION,
    counted: Sequence[Cast] | None = None,
    secret: bytes = SECRET,
    signer: Signer = LOG,
) -> Town:
    """Return the record of a vote: opening, ballots, a void, close, seed, result (of ``counted`` if it is given)."""
    seed = seed_of(election.lot, election_hash=election.election_hash, secret=secret)
    lot = seed.lot(line.id for line in election.projects)
    result = recount(election, ballots(casts if counted is None else counted), lot)
    cast_entries = [ballot_entry(election, cast) for cast in casts]
    void: list[Entry] = [VoidEntry("paper ballot handed in", leaf=leaf_hash(ballot_entry(election, VOIDED)))]
    voids = [encode_entry(entry) for entry in void if VOIDED in casts]
    close = CloseEntry(len(casts), len({cast.voter for cast in casts}), len(voids), 0)
    entries = (
        encode_entry(OpenEntry(election.election_hash, (election.keys.log, election.keys.receipt))),
        *cast_entries,
        *voids,
        encode_entry(close),
        encode_entry(seed_entry(seed)),
        encode_entry(ResultEntry(hashlib.sha256(result.result_json).digest())),
    )
    openings = tuple(opening_of(election, cast, index) for index, cast in enumerate(casts, start=1))
    town = Town(election, (), openings, result.result_json, result.result_pb, secret=secret, signer=signer)
    return town.logging(*entries)


def lot_of(town: Town) -> Lot:
    seed = seed_of(town.election.lot, election_hash=town.election.election_hash, secret=town.secret)
    return seed.lot(line.id for line in town.election.projects)


TOWN = build()
VOID, CLOSE, SEED, RESULT = (len(TOWN.entries) - place for place in (4, 3, 2, 1))
"""Where the entries stand that are no ballots."""
