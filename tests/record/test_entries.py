import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.record.entries import (
    LONGEST_ENTRY,
    ActEntry,
    BallotEntry,
    CloseEntry,
    Entry,
    OpenEntry,
    ResultEntry,
    SeedEntry,
    VoidEntry,
    encode_entry,
    entries_lines,
    entry,
    parse_entry,
)
from pbengine.record.errors import CanonicalError, FieldsError
from pbengine.record.keys import Signer

KEY = Signer("pb.example/main", bytes(32)).key
HASH_TEXT = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
EXAMPLES: list[tuple[Entry, bytes]] = [
    (
        OpenEntry(bytes(32), (KEY,)),
        f'{{"election":"{HASH_TEXT}","keys":["{KEY.text}"],"kind":"open","v":1}}'.encode(),
    ),
    (
        BallotEntry(bytes(32), bytes(32), 1),
        f'{{"commit":"{HASH_TEXT}","cred":"{HASH_TEXT}","kind":"ballot","seq":1,"v":1}}'.encode(),
    ),
    (
        VoidEntry("paper ballot handed in", cred=bytes(32)),
        f'{{"cred":"{HASH_TEXT}","kind":"void","reason":"paper ballot handed in","v":1}}'.encode(),
    ),
    (CloseEntry(2, 1, 0, 0), b'{"ballots":2,"creds":1,"kind":"close","paper":0,"v":1,"void":0}'),
    (
        SeedEntry(("secret",), bytes(32)),
        f'{{"kind":"seed","seed":"{HASH_TEXT}","sources":["secret"],"v":1}}'.encode(),
    ),
    (ResultEntry(bytes(32)), f'{{"kind":"result","sha256":"{HASH_TEXT}","v":1}}'.encode()),
    (
        ActEntry("round-created", "2026-05-01T18:00:00Z", "facilitator", {"title": "Straße"}),
        '{"act":"round-created","at":"2026-05-01T18:00:00Z","details":{"title":"Straße"},"kind":"act",'
        '"role":"facilitator","v":1}'.encode(),
    ),
]


@pytest.mark.parametrize(("value", "line"), EXAMPLES, ids=[value.kind for value, _ in EXAMPLES])
def test_an_entry_has_one_string_of_bytes(value: Entry, line: bytes) -> None:
    assert encode_entry(value) == line
    assert parse_entry(line) == value


def test_a_plain_ballot_takes_141_bytes() -> None:
    assert len(encode_entry(BallotEntry(bytes(32), bytes(32), 1))) == 141


@given(st.sampled_from(EXAMPLES), st.data())
def test_a_changed_bit_is_another_entry_or_refused(example: tuple[Entry, bytes], data: st.DataObject) -> None:
    value, line = example
    changed = bytearray(line)
    changed[data.draw(st.integers(0, len(line) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        assert parse_entry(bytes(changed)) != value
    except (CanonicalError, FieldsError):
        return


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"kind":"close","v":1}', "ballots: is missing; creds: is missing; void: is missing; paper: is missing"),
        (b'{"ballots":2,"creds":1,"kind":"close","more":1,"paper":0,"v":1,"void":0}', "more: there is no such field"),
        (b'{"ballots":2,"creds":1,"kind":"close","paper":0,"v":2,"void":0}', "v: 2 is not the version"),
        (b'{"ballots":2,"creds":1,"kind":"close","paper":0,"v":true,"void":0}', "v: True is not the version"),
        (b'{"ballots":2,"creds":1,"kind":"close","paper":0,"void":0}', "v: None is not the version"),
        (b'{"ballots":true,"creds":1,"kind":"close","paper":0,"v":1,"void":0}', "ballots: True is no whole number"),
        (
            b'{"ballots":-1,"creds":"1","kind":"close","paper":0,"v":1,"void":0}',
            "ballots: -1 is below 0; creds: '1' is",
        ),
        (b'{"kind":"opening","v":1}', "kind: 'opening' is not one of open, ballot"),
        (b'{"kind":["open"],"v":1}', "kind: "),
        (b'{"v":1}', "kind: None"),
        (b'{"kind":"result","sha256":"AAAA","v":1}', "sha256: 'AAAA' holds 3 bytes, not 32"),
        (f'{{"kind":"result","sha256":"{HASH_TEXT[:-2]}B=","v":1}}'.encode(), "is not strict base64"),
        (f'{{"kind":"seed","seed":"{HASH_TEXT}","sources":["a",1],"v":1}}'.encode(), "sources[1]: 1 is no text"),
        (f'{{"kind":"seed","seed":"{HASH_TEXT}","sources":"a","v":1}}'.encode(), "sources: is no list"),
        (
            b'{"act":"A","at":"2026-05-01","details":1,"kind":"act","role":"r","v":1}',
            "at: '2026-05-01' is not a moment",
        ),
        (
            f'{{"election":"{HASH_TEXT}","keys":["x+y"],"kind":"open","v":1}}'.encode(),
            "keys[0]: 'x+y' is not of the form",
        ),
        (b'{"kind":"result","sha256":"' + b"A" * LONGEST_ENTRY + b'","v":1}', "an entry has at most 65535 bytes"),
    ],
)
def test_a_line_that_is_no_entry_is_refused_with_all_its_faults(line: bytes, fault: str) -> None:
    with pytest.raises(FieldsError) as refusal:
        parse_entry(line)
    assert fault in str(refusal.value)


def test_an_entry_that_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(FieldsError, match="seq: 0 is below 1"):
        encode_entry(BallotEntry(bytes(32), bytes(32), 0))
    with pytest.raises(FieldsError, match="commit: "):
        encode_entry(BallotEntry(bytes(31), bytes(32), 1))
    with pytest.raises(FieldsError, match="at most"):
        encode_entry(VoidEntry("x" * LONGEST_ENTRY))
    with pytest.raises(CanonicalError):
        encode_entry(VoidEntry("\ud800"))


def test_lines_end_with_a_newline() -> None:
    assert entries_lines([b"{}", b"[]"]) == b"{}\n[]\n"
    assert entries_lines([]) == b""


def test_a_second_entry_of_a_kind_cannot_be_registered() -> None:
    with pytest.raises(ValueError, match="already"):
        entry("ballot")
