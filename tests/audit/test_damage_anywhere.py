import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbengine.audit.audit import KeySource, audit
from pbengine.record.bundle import Bundle
from pbengine.record.election import Keys
from pbengine.record.errors import KeyTextError
from pbengine.record.packing import pack_zip, read_bundle, read_zip, write_folder
from tests.audit.damages import sealed
from tests.audit.town import CASTS, ELECTION, LOG, OTHER, TOWN, build

FILES = TOWN.sealed()
SMALL = ("MANIFEST.note", "keys.txt", "seed.json", f"log/checkpoints/{len(TOWN.entries)}.note")
SAMPLES = 25


def places(path: str) -> Iterator[tuple[int, int]]:
    """Yield byte and bit: every byte of a small file, bytes spread over a larger one."""
    chance = random.Random(path)
    size = len(FILES[path])
    for place in range(size) if path in SMALL else sorted(chance.sample(range(size), SAMPLES)):
        yield place, chance.randrange(8)


def flipped(data: bytes, place: int, bit: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


@pytest.mark.parametrize("path", sorted(FILES))
def test_any_changed_bit_of_any_file_fails_the_audit(path: str) -> None:
    for place, bit in places(path):
        changed = {**FILES, path: flipped(FILES[path], place, bit)}
        assert not audit(Bundle(changed), vkey=LOG.key.text).passed, f"bit {bit} of byte {place}"


@pytest.mark.parametrize("path", sorted(FILES))
def test_any_changed_bit_fails_the_audit_even_if_the_auditor_brings_no_key(path: str) -> None:
    for place, bit in list(places(path))[::12]:
        changed = {**FILES, path: flipped(FILES[path], place, bit)}
        assert not audit(Bundle(changed)).passed, f"bit {bit} of byte {place}"


def test_any_changed_bit_of_the_zip_file_fails_the_audit() -> None:
    packed = pack_zip(FILES)
    assert audit(read_zip(packed), vkey=LOG.key.text).passed
    chance = random.Random("zip")
    for place in sorted(chance.sample(range(len(packed)), 60)):
        assert not audit(read_zip(flipped(packed, place, chance.randrange(8)))).passed


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_is_done_to_the_files_is_reported_and_never_raised(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FILES)))
    original = FILES[path]
    place = data.draw(st.integers(0, len(original)))
    junk = data.draw(st.binary(max_size=30))
    content = data.draw(st.sampled_from([None, original[:place], original[:place] + junk + original[place:], junk]))
    files = dict(FILES)
    if content is None:
        del files[path]
    else:
        files[path] = content
    added = data.draw(st.sampled_from([{}, {"log/checkpoints/7.note": junk}, {"more": junk}]))
    vkey = data.draw(st.sampled_from([LOG.key.text, OTHER.key.text, None]))
    report = audit(Bundle({**files, **added}), vkey=vkey)
    assert report.passed == ({**files, **added} == FILES and vkey != OTHER.key.text)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_an_insider_signs_is_reported_and_never_raised(data: st.DataObject) -> None:
    files = TOWN.files()
    path = data.draw(st.sampled_from(sorted(files)))
    original = files[path]
    place = data.draw(st.integers(0, len(original)))
    junk = data.draw(
        st.binary(max_size=30) | st.sampled_from([b"null", b"1.5", b"-1", b'""', b"[]", b"{}", b"9" * 400])
    )
    end = data.draw(st.integers(place, min(len(original), place + 10)))
    changed = {**files, path: original[:place] + junk + original[end:]}
    report = sealed(changed).audit()
    assert report.passed == (changed == files or path == "README.txt")


@pytest.mark.parametrize("path", sorted(TOWN.files()))
def test_a_bundle_without_a_file_or_with_an_empty_one_is_reported(path: str) -> None:
    without = {name: data for name, data in TOWN.files().items() if name != path}
    needless = {"README.txt", *(name for name in FILES if name.startswith("log/checkpoints/") and "/12" not in name)}
    assert sealed(without).audit().passed == (path in needless)
    assert sealed({**without, path: b""}).audit().passed == (path == "README.txt")


def test_an_empty_bundle_is_reported() -> None:
    report = audit(Bundle({}))
    assert not report.passed
    assert report.tally == {}


def test_the_report_tells_where_the_key_came_from() -> None:
    assert audit(Bundle(FILES)).key_source is KeySource.BUNDLE
    assert audit(Bundle(FILES), vkey=LOG.key.text).key_source is KeySource.AUDITOR


def test_a_bundle_that_somebody_else_made_passes_only_on_its_own_word() -> None:
    """Whoever replaces every key can make a record that fits together: the auditor's own key is what tells it apart."""
    keys = Keys(OTHER.key, ELECTION.keys.receipt)
    forged = build(casts=CASTS[:-1], election=replace(ELECTION, keys=keys), signer=OTHER).sealed()
    assert audit(Bundle(forged)).passed
    report = audit(Bundle(forged), vkey=LOG.key.text)
    assert {"02.01", "02.02", "02.05"} <= {result.number for result in report.checks if not result.passed}


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(KeyTextError):
        audit(Bundle(FILES), vkey="pb.example/2026-main")


def test_a_bundle_audits_the_same_from_a_folder_and_from_a_zip_file(tmp_path: Path) -> None:
    write_folder(FILES, tmp_path / "bundle")
    (tmp_path / "bundle.zip").write_bytes(pack_zip(FILES))
    reports = [audit(read_bundle(tmp_path / name), vkey=LOG.key.text) for name in ("bundle", "bundle.zip")]
    assert reports[0] == reports[1]
    assert reports[0].passed
    (tmp_path / "bundle" / "link").symlink_to("keys.txt")
    assert not audit(read_bundle(tmp_path / "bundle"), vkey=LOG.key.text).passed
