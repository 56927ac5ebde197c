import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbengine.record.bundle import (
    MANIFEST,
    NOTE,
    Bundle,
    is_safe,
    name_faults,
    note_text,
    open_manifest_note,
    parse_manifest,
    seal,
)
from pbengine.record.errors import BundleError, CanonicalError, FieldsError, NoteError
from pbengine.record.keys import Signer
from pbengine.record.notes import sign_note
from pbengine.record.packing import pack_zip, read_bundle, read_folder, read_zip, write_folder

LOG = Signer("pb.example/main", bytes(32))
FILES = {"seed.json": b"{}", "log/entries.jsonl": b"{}\n", "log/checkpoints/1.note": "—\n".encode(), "README.txt": b""}
SEALED = seal(FILES, origin=LOG.name, election_hash=bytes(32), signer=LOG)


def test_the_manifest_lists_every_file_and_the_note_signs_it() -> None:
    manifest = parse_manifest(SEALED[MANIFEST])
    assert [file.path for file in manifest.files] == sorted(FILES)
    assert all(file.sha256 == hashlib.sha256(FILES[file.path]).digest() for file in manifest.files)
    assert all(file.size == len(FILES[file.path]) for file in manifest.files)
    assert open_manifest_note(SEALED[NOTE].decode(), LOG.key) == hashlib.sha256(SEALED[MANIFEST]).digest()


def test_sealing_again_gives_the_same_bytes() -> None:
    assert seal(SEALED, origin=LOG.name, election_hash=bytes(32), signer=LOG) == SEALED


def test_files_with_unsafe_names_are_not_sealed_nor_packed_nor_written(tmp_path: Path) -> None:
    unsafe = {"../x": b""}
    with pytest.raises(BundleError, match=r"'\.\./x'"):
        seal(unsafe, origin=LOG.name, election_hash=bytes(32), signer=LOG)
    with pytest.raises(BundleError):
        pack_zip(unsafe)
    with pytest.raises(BundleError):
        write_folder(unsafe, tmp_path / "bundle")


@pytest.mark.parametrize(
    "name",
    ["", "/x", "x/", "a//b", ".", "..", "../x", "a/../b", ".git/x", "a\\b", "C:x", "ä", "a b", "a\nb", "x" * 201],
)
def test_a_name_that_is_not_plain_and_relative_is_unsafe(name: str) -> None:
    assert not is_safe(name)


def test_names_that_differ_in_case_alone_are_refused() -> None:
    assert len(name_faults({"log/A": b"", "LOG/a": b""})) == 1
    assert name_faults(SEALED) == ()


@pytest.mark.parametrize(
    "data",
    [
        SEALED[MANIFEST].replace(b'"README.txt"', b'"z.txt"'),
        SEALED[MANIFEST].replace(b'"README.txt"', b'"seed.json"'),
        SEALED[MANIFEST].replace(b'"sha256":"e3b0', b'"sha256":"E3B0'),
        SEALED[MANIFEST].replace(b'"size":0', b'"size":-1'),
        SEALED[MANIFEST] + b"\n",
    ],
)
def test_a_manifest_of_any_other_form_is_refused(data: bytes) -> None:
    assert data != SEALED[MANIFEST]
    with pytest.raises((FieldsError, CanonicalError)):
        parse_manifest(data)


def test_the_note_of_a_bundle_is_signed_by_its_log_and_by_nobody_unknown() -> None:
    stranger = Signer("auditor.example/a", bytes(range(32)))
    text = note_text(LOG.name, bytes(32))
    assert open_manifest_note(sign_note(text, LOG), LOG.key) == bytes(32)
    for note in (
        sign_note(text, stranger),
        sign_note(text, LOG, stranger),
        sign_note(text.replace("v1", "v2"), LOG),
        sign_note(text + "more\n", LOG),
        sign_note(text.replace("main", "other"), LOG),
        sign_note("pb-bundle/v1\n", LOG),
        sign_note(text.replace("0000", "000"), LOG),
    ):
        with pytest.raises(NoteError):
            open_manifest_note(note, LOG.key)


def test_a_folder_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_folder(SEALED, tmp_path / "bundle")
    assert read_bundle(tmp_path / "bundle") == Bundle(SEALED)
    with pytest.raises(BundleError, match="there already"):
        write_folder(SEALED, tmp_path / "bundle")


def test_folders_without_end_in_each_other_are_a_fault_of_the_folder(tmp_path: Path) -> None:
    write_folder(FILES, tmp_path / "bundle")
    (tmp_path / "bundle").joinpath(*["a"] * 300).mkdir(parents=True)
    bundle = read_folder(tmp_path / "bundle")
    assert bundle.files == FILES
    assert len(bundle.faults) == 1


def test_what_is_no_plain_file_is_a_fault_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "seed.json").write_bytes(b"{}")
    (tmp_path / "link").symlink_to("seed.json")
    (tmp_path / "away").symlink_to(tmp_path.parent, target_is_directory=True)
    (tmp_path / "a b").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    bundle = read_folder(tmp_path)
    assert bundle.files == {"seed.json": b"{}"}
    assert bundle.faults == (
        "'a b' is not a safe name",
        "'away' is a symbolic link",
        "'link' is a symbolic link",
        "'pipe' is no plain file",
    )


def test_a_bundle_that_is_not_there_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        read_bundle(tmp_path / "nowhere")


def test_the_zip_file_is_one_that_others_read_too(tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(pack_zip(SEALED))
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == SEALED
        assert archive.namelist() == sorted(SEALED)
    assert read_bundle(tmp_path / "bundle.zip") == Bundle(SEALED)


def test_a_zip_file_packed_otherwise_is_refused() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        for name, data in SEALED.items():
            archive.writestr(name, data)
    bundle = read_zip(other.getvalue())
    assert bundle.faults == ("the zip file is not packed the one way that bundles are packed",)


def test_a_zip_file_with_a_file_twice_or_an_unsafe_name_is_refused() -> None:
    packed = pack_zip({"a": b"1", "b": b"1"})
    assert read_zip(packed.replace(b"b", b"a")).faults
    assert read_zip(packed.replace(b"b", b"/")).faults == ("'/' is not a safe name",)


def test_every_changed_bit_of_a_zip_file_is_a_fault() -> None:
    packed = pack_zip({"a": b"1", "b/c": b"23"})
    for place in range(len(packed)):
        for bit in range(8):
            changed = bytearray(packed)
            changed[place] ^= 1 << bit
            assert read_zip(bytes(changed)).faults


@given(st.binary(max_size=200), st.integers(0, 400))
def test_reading_a_damaged_zip_file_never_fails(junk: bytes, place: int) -> None:
    packed = pack_zip({"a": b"1", "b/c": b"23"})
    for data in (junk, packed[:place], packed[:place] + junk + packed[place:], b"PK\x03\x04" + junk):
        bundle = read_zip(data)
        assert bundle.faults or data == packed


def test_an_empty_bundle_is_packed_too() -> None:
    assert read_zip(pack_zip({})) == Bundle({})
