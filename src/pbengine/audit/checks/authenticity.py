"""Group 02: who must have signed did."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pbengine.audit.errors import NotGivenError
from pbengine.audit.reading import read_text
from pbengine.audit.register import check
from pbengine.record.bundle import MANIFEST, NOTE, open_manifest_note
from pbengine.record.publication import ENTRIES, KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.audit.case import Case
    from pbengine.record.keys import VerifierKey


@check("02.01", "the log's key signed the manifest")
def manifest_is_signed(case: Case) -> Iterator[str]:
    """Find a manifest that the log did not sign, or not as it is."""
    key = case.log_key
    note = read_text(NOTE, case.file(NOTE), lambda text: open_manifest_note(text, key))
    if note.value is None:
        yield f"{NOTE} {note.fault}"
        return
    sha256 = hashlib.sha256(case.file(MANIFEST)).digest()
    if sha256 != note.value:
        yield f"{MANIFEST} has SHA-256 {sha256.hex()}; {NOTE} signs {note.value.hex()}"


@check("02.02", "every checkpoint is well formed and signed by the log")
def checkpoints_are_signed(case: Case) -> Iterator[str]:
    """Find checkpoints that are malformed or that the log did not sign."""
    for checkpoint in case.checkpoints:
        if checkpoint.value is None:
            yield f"{checkpoint.path} {checkpoint.fault}"


@check("02.04", "receipts are signed by the receipt key")
def receipts_are_signed(case: Case) -> Iterator[str]:
    """Find receipts that are malformed or that the receipt key did not sign."""
    if not case.given.receipts:
        raise NotGivenError("no receipt was given")
    for receipt in case.receipts:
        if receipt.value is None:
            yield f"receipt {receipt.path} {receipt.fault}"


@check("02.05", "entry 0, election.json, keys.txt and the auditor name the same keys")
def keys_agree(case: Case) -> Iterator[str]:
    """Find keys that differ from those which the opening entry names."""
    named = case.opening.keys
    keys = case.election.get().keys
    frozen = (keys.log, keys.receipt)
    if named != frozen:
        yield f"{ENTRIES}, line 1 names {_texts(named)}; election.json names {_texts(frozen)}"
    if case.keys.value is None:
        yield f"{KEYS} {case.keys.fault}"
    elif case.keys.value != frozen:
        yield f"{KEYS} names {_texts(case.keys.value)}; election.json names {_texts(frozen)}"
    if case.given.vkey is not None and case.given.vkey != keys.log:
        yield f"the key given is {case.given.vkey.text}; election.json names {keys.log.text}"


def _texts(keys: tuple[VerifierKey, ...]) -> str:
    return ", ".join(key.text for key in keys) or "no key"
