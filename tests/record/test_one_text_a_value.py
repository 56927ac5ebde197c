"""Every document of the record: what is read is written again as it was, and another text is another value."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.record.bundle import MANIFEST, parse_manifest
from pbengine.record.canonical import dumps
from pbengine.record.election import parse_election
from pbengine.record.entries import encode_entry, parse_entry
from pbengine.record.errors import RecordError
from pbengine.record.fields import document_of
from pbengine.record.openings import parse_opening
from pbengine.record.proofs import InclusionProof
from pbengine.record.publication import ELECTION, OPENINGS, SEED, last_checkpoint
from pbengine.record.seeds import parse_seed, seed_bytes
from tests.audit.town import TOWN

FILES = TOWN.sealed()


@dataclass(frozen=True)
class Document:
    data: bytes
    rewrite: Callable[[bytes], bytes]


DOCUMENTS = {
    "election": Document(FILES[ELECTION], lambda data: parse_election(data).data),
    "seed": Document(FILES[SEED], lambda data: seed_bytes(parse_seed(data))),
    "manifest": Document(FILES[MANIFEST], lambda data: parse_manifest(data).data),
    "opening": Document(FILES[OPENINGS].splitlines()[0], lambda data: dumps(document_of(parse_opening(data)))),
    "open": Document(TOWN.entries[0], lambda data: encode_entry(parse_entry(data))),
    "ballot": Document(TOWN.entries[1], lambda data: encode_entry(parse_entry(data))),
    "proof": Document(TOWN.proof(3).text.encode(), lambda data: InclusionProof.parse(data.decode()).text.encode()),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_read_is_written_as_it_was(name: str) -> None:
    document = DOCUMENTS[name]
    assert document.rewrite(document.data) == document.data


@given(st.sampled_from(sorted(DOCUMENTS)), st.data())
def test_what_is_read_of_a_changed_document_is_written_as_it_was_changed(name: str, data: st.DataObject) -> None:
    document = DOCUMENTS[name]
    changed = bytearray(document.data)
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        rewritten = document.rewrite(bytes(changed))
    except (RecordError, UnicodeDecodeError):
        return
    assert rewritten == bytes(changed)


def test_the_last_checkpoint_of_a_bundle_is_the_largest() -> None:
    assert last_checkpoint(FILES) == FILES["log/checkpoints/12.note"]
    assert last_checkpoint({"seed.json": b"", "log/checkpoints/x.note": b""}) is None
