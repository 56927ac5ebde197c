"""Damage to the files of a record and to who signed them: groups 01 and 02."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from pbengine.record.bundle import NOTE, Bundle, note_text
from pbengine.record.entries import OpenEntry, encode_entry, parse_entry
from pbengine.record.keys import Signer
from pbengine.record.notes import sign_note
from pbengine.record.packing import pack_zip, read_zip
from tests.audit.damages import UNCOUNTED, Damaged, changed, damage, relogged, sealed
from tests.audit.town import LOG, ORIGIN, OTHER, TOWN, drawn, reseal


@damage("01.01")
def a_file_is_removed() -> Damaged:
    """-."""
    files = TOWN.sealed()
    del files["README.txt"]
    return Damaged(Bundle(files))


@damage("01.01", "01.05", skips={"01.02", "01.03", "02.01"})
def the_manifest_is_removed() -> Damaged:
    """-."""
    files = TOWN.sealed()
    del files["MANIFEST.json"]
    return Damaged(Bundle(files))


@damage("01.02")
def a_file_is_added() -> Damaged:
    """-."""
    return Damaged(Bundle({**TOWN.sealed(), "more.txt": b""}))


@damage("01.03")
def a_byte_of_the_explanation_is_flipped() -> Damaged:
    """-."""
    files = TOWN.sealed()
    return Damaged(Bundle({**files, "README.txt": b"t" + files["README.txt"][1:]}))


@damage("01.03", "06.04")
def a_byte_of_the_published_ballots_is_flipped() -> Damaged:
    """-."""
    files = TOWN.sealed()
    return Damaged(Bundle({**files, "result.pb": files["result.pb"].replace(b"A bench", b"a bench")}))


@damage("01.04")
def something_is_no_plain_file() -> Damaged:
    """-."""
    return Damaged(Bundle(TOWN.sealed(), faults=("'link' is a symbolic link",)))


@damage("01.04", "02.01")
def a_name_leads_out_of_the_bundle() -> Damaged:
    """-. The manifest lists it too."""
    return Damaged(read_zip(pack_zip(TOWN.sealed()).replace(b"README.txt", b"../DME.txt")))


@damage("01.05", skips={"04.04", "04.05", "04.06", "04.07", "06.01", *UNCOUNTED})
def the_openings_are_left_out() -> Damaged:
    """m."""
    files = TOWN.files()
    del files["openings.jsonl"]
    return sealed(files)


@damage("01.05", "03.02")
def the_checkpoints_are_left_out() -> Damaged:
    """m."""
    return sealed({path: data for path, data in TOWN.files().items() if not path.startswith("log/checkpoints")})


@damage("02.01")
def another_key_signed_the_manifest() -> Damaged:
    """m."""
    return Damaged(Bundle(reseal(TOWN.files(), OTHER)))


@damage("02.01")
def a_stranger_signed_the_manifest_too() -> Damaged:
    """m."""
    files = TOWN.sealed()
    text = note_text(ORIGIN, hashlib.sha256(files["MANIFEST.json"]).digest())
    return Damaged(Bundle({**files, NOTE: sign_note(text, LOG, Signer("b.example", drawn("b"))).encode()}))


@damage("02.01")
def the_note_signs_another_manifest() -> Damaged:
    """m."""
    note = sign_note(note_text(ORIGIN, drawn("other")), LOG)
    return Damaged(Bundle({**TOWN.sealed(), NOTE: note.encode()}))


def _checkpoint(change: Callable[[str], str]) -> Damaged:
    path = "log/checkpoints/4.note"
    files = TOWN.files()
    note = change(files[path].decode()).encode("utf-8", "surrogateescape")
    assert note != files[path]
    return sealed({**files, path: note})


def _signed(text: str) -> str:
    return sign_note(text, LOG)


@damage("02.02", skips={"03.02", "03.04"})
def a_checkpoint_is_truncated() -> Damaged:
    """m."""
    return _checkpoint(lambda note: note[:-20])


@damage("02.02", skips={"03.02", "03.04"})
def the_size_of_a_checkpoint_has_a_leading_zero() -> Damaged:
    """m."""
    return _checkpoint(lambda note: _signed(note.partition("\n\n")[0].replace("\n4\n", "\n04\n") + "\n"))


@damage("02.02", skips={"03.02", "03.04"})
def a_hyphen_stands_for_the_dash() -> Damaged:
    """m."""
    return _checkpoint(lambda note: note.replace("\N{EM DASH}", "-"))


@damage("02.02", skips={"03.02", "03.04"})
def a_checkpoint_has_an_extension_line() -> Damaged:
    """m."""
    return _checkpoint(lambda note: _signed(note.partition("\n\n")[0] + "\nmore\n"))


@damage("02.02", skips={"03.02", "03.04"})
def another_key_signed_a_checkpoint() -> Damaged:
    """m."""
    return _checkpoint(lambda _: TOWN.checkpoint(4, OTHER))


@damage("02.02", skips={"03.02", "03.04"})
def a_checkpoint_is_not_utf_8() -> Damaged:
    """m."""
    return _checkpoint(lambda note: "\udcff" + note)


@damage("02.04")
def the_log_signed_a_receipt() -> Damaged:
    """-."""
    text = TOWN.receipt(2).decode().partition("\n\n")[0] + "\n"
    return Damaged(Bundle(TOWN.sealed()), receipts={"Ben": sign_note(text, LOG).encode()})


@damage("02.05")
def keys_txt_names_another_key() -> Damaged:
    """m."""
    return changed("keys.txt", LOG.key.text.encode(), OTHER.key.text.encode())


@damage("02.05")
def keys_txt_is_no_list_of_keys() -> Damaged:
    """m."""
    return changed("keys.txt", b"+", b" ")


@damage("02.05")
def the_opening_names_another_key() -> Damaged:
    """m, l."""
    opening = parse_entry(TOWN.entries[0])
    assert isinstance(opening, OpenEntry)
    return relogged(0, encode_entry(replace(opening, keys=(OTHER.key, opening.keys[1]))))


@damage("02.01", "02.02", "02.05", skips={"03.02", "03.04"})
def the_auditor_knows_another_key() -> Damaged:
    """-."""
    return Damaged(Bundle(TOWN.sealed()), vkey=OTHER.key.text)
