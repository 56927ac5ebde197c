"""The lot that settles ties: promised before voting opens, shown after it closed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.record.canonical import dumps
from pbengine.record.entries import SeedEntry
from pbengine.record.fields import HASH, TEXT, Codec, body_of, carries, document_of, listed, refuse, value_of
from pbengine.voting.lot import Lot, lot_from_seed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pbengine.record.canonical import Value

VERSION = 1


@carries(commit=HASH)
@dataclass(frozen=True, slots=True)
class CommittedLot:
    """The promise of an order not known yet: SHA-256 of a secret that is shown after the close."""

    commit: bytes


@carries(ids=listed(TEXT))
@dataclass(frozen=True, slots=True)
class OrderedLot:
    """An order that was known before: that of an official file, in which ties are settled."""

    ids: tuple[str, ...]


LotTerms = CommittedLot | OrderedLot
_TERMS: dict[str, type[CommittedLot | OrderedLot]] = {"committed": CommittedLot, "order": OrderedLot}


def _read_terms(value: Value) -> LotTerms:
    if not isinstance(value, dict) or value.get("kind") not in _TERMS:
        raise refuse(f"is one of the kinds {', '.join(_TERMS)}")
    rest = {name: member for name, member in value.items() if name != "kind"}
    return value_of(_TERMS[value["kind"]], rest)


def _write_terms(terms: LotTerms) -> Value:
    kind = next(kind for kind, cls in _TERMS.items() if isinstance(terms, cls))
    return {"kind": kind, **document_of(terms)}


LOT_TERMS: Codec[LotTerms] = Codec(_read_terms, _write_terms)


@carries(election=HASH, secret=HASH)
@dataclass(frozen=True, slots=True)
class CommittedSeed:
    """``seed.json`` of a committed lot: the secret whose SHA-256 was frozen when voting opened."""

    election: bytes
    secret: bytes

    def keeps(self, terms: LotTerms) -> bool:
        """Whether this is what the election promised."""
        return isinstance(terms, CommittedLot) and commit_secret(self.secret) == terms.commit

    def lot(self, ids: Iterable[str]) -> Lot:
        """Return the order drawn for these projects."""
        return lot_from_seed(seed_value(self), ids)


@carries(election=HASH, order=listed(TEXT))
@dataclass(frozen=True, slots=True)
class OrderedSeed:
    """``seed.json`` of an order that stood before: the same order again."""

    election: bytes
    order: tuple[str, ...]

    def keeps(self, terms: LotTerms) -> bool:
        """Whether this is what the election promised."""
        return isinstance(terms, OrderedLot) and self.order == terms.ids

    def lot(self, ids: Iterable[str]) -> Lot:
        """Return the order; whether it names just these projects is for the count to say."""
        _ = ids
        return Lot(self.order)


Seed = CommittedSeed | OrderedSeed
_SEEDS: dict[str, type[CommittedSeed | OrderedSeed]] = {"secret": CommittedSeed, "order": OrderedSeed}


def commit_secret(secret: bytes) -> bytes:
    """Return what is frozen of a secret when voting opens: its SHA-256."""
    return hashlib.sha256(secret).digest()


def seed_of(terms: LotTerms, *, election_hash: bytes, secret: bytes = b"") -> Seed:
    """Return the seed of an election whose lot has these terms; ``secret`` is that of a committed lot."""
    if isinstance(terms, OrderedLot):
        return OrderedSeed(election_hash, terms.ids)
    return CommittedSeed(election_hash, secret)


def seed_bytes(seed: Seed) -> bytes:
    """Return the content of ``seed.json``."""
    return dumps({**document_of(seed), "v": VERSION})


def seed_value(seed: Seed) -> bytes:
    """Return the 32-byte seed: SHA-256 of ``seed.json``."""
    return hashlib.sha256(seed_bytes(seed)).digest()


def seed_entry(seed: Seed) -> SeedEntry:
    """Return the log's entry about the seed."""
    return SeedEntry(sources=_sources(seed), seed=seed_value(seed))


def _sources(seed: Seed) -> tuple[str, ...]:
    return tuple(sorted(set(document_of(seed)) - {"election"}))


def parse_seed(data: bytes) -> Seed:
    """Return the seed that a ``seed.json`` holds.

    Raises
    ------
    CanonicalError
        if the bytes are not canonical.
    FieldsError
        if a field is missing, unknown or holds what it cannot hold.
    """
    document = body_of(data, version=VERSION)
    source = next((name for name in _SEEDS if name in document), "secret")
    return value_of(_SEEDS[source], document)
