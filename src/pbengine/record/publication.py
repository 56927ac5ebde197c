"""What is published of an election: from values to the files of its bundle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pbengine.record.bundle import seal
from pbengine.record.entries import entries_lines
from pbengine.record.errors import KeyTextError
from pbengine.record.fields import refuse
from pbengine.record.keys import VerifierKey
from pbengine.record.openings import openings_lines
from pbengine.record.seeds import seed_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.record.election import Election, Keys
    from pbengine.record.keys import Signer
    from pbengine.record.openings import Opening
    from pbengine.record.seeds import Seed

ELECTION, KEYS, ENTRIES, OPENINGS = "election.json", "keys.txt", "log/entries.jsonl", "openings.jsonl"
SEED, RESULT_JSON, RESULT_PB, ACTS, README = "seed.json", "result.json", "result.pb", "acts/entries.jsonl", "README.txt"
CHECKPOINTS = "log/checkpoints/"
REQUIRED = (ELECTION, KEYS, ENTRIES, OPENINGS, SEED, RESULT_JSON, RESULT_PB, ACTS)
"""What a bundle of plain mode and public tier holds besides its checkpoints and its manifest."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything there is to publish when an election has been counted.

    Parameters
    ----------
    election
        as frozen.
    entries
        the bytes of each entry of the log, in its order.
    checkpoints
        the signed note of each checkpoint by the size of the log.
    openings
        one for each ballot entry.
    seed
        what the lot was drawn from.
    result_json, result_pb
        as the recount made them.
    acts
        the bytes of each entry of the preparation log.
    """

    election: Election
    entries: Sequence[bytes]
    checkpoints: Mapping[int, str]
    openings: Sequence[Opening]
    seed: Seed
    result_json: bytes
    result_pb: bytes
    acts: Sequence[bytes]

    def files(self) -> dict[str, bytes]:
        """Return the files of the bundle without its manifest."""
        return {
            ELECTION: self.election.data,
            KEYS: keys_text(self.election.keys).encode(),
            ENTRIES: entries_lines(self.entries),
            OPENINGS: openings_lines(self.openings),
            SEED: seed_bytes(self.seed),
            RESULT_JSON: self.result_json,
            RESULT_PB: self.result_pb,
            ACTS: entries_lines(self.acts),
            README: _README.encode(),
            **{checkpoint_path(size): note.encode() for size, note in self.checkpoints.items()},
        }

    def sealed(self, signer: Signer) -> dict[str, bytes]:
        """Return the files of the bundle with its manifest, signed by the key of the log."""
        election = self.election
        return seal(self.files(), origin=election.origin, election_hash=election.election_hash, signer=signer)


def checkpoint_path(size: int) -> str:
    """Return where the checkpoint of a log of this size stands in a bundle."""
    return f"{CHECKPOINTS}{size}.note"


def last_checkpoint(files: Mapping[str, bytes]) -> bytes | None:
    """Return the note of the largest checkpoint of a kept bundle, to audit a later one by; None without any."""
    notes = {
        int(number): data
        for path, data in files.items()
        if (number := path.removeprefix(CHECKPOINTS).removesuffix(".note")).isdecimal() and number.isascii()
    }
    return notes[max(notes)] if notes else None


def keys_text(keys: Keys) -> str:
    """Return the content of ``keys.txt``: the log's key, the receipts' key."""
    return f"{keys.log.text}\n{keys.receipt.text}\n"


def parse_keys(text: str) -> tuple[VerifierKey, VerifierKey]:
    """Return the log's key and the receipts' key of a ``keys.txt``.

    Raises
    ------
    FieldsError
        if the text is not two lines of one key each.
    """
    lines = text.split("\n")
    if len(lines) != len(("log", "receipt", "")) or lines[-1]:
        raise refuse("has two lines: the key of the log and the key of its receipts")
    try:
        return VerifierKey.parse(lines[0]), VerifierKey.parse(lines[1])
    except KeyTextError as error:
        raise refuse(str(error)) from None


_README = """\
This folder is the whole record of one vote. Anybody can check it, without a network:

    pbengine audit FOLDER --vkey KEY

KEY is the key of the log. Take it from where it was announced before voting opened (on paper, in a newspaper),
not from keys.txt in this folder: whoever could change the folder could change that file with it.

election.json       what was decided before the first ballot: projects, costs, budget, rule, dates, keys
log/entries.jsonl   the log, one line an entry: opening, ballots (hidden in commitments), close, seed, result
log/checkpoints/    what the log signed of itself at each size
openings.jsonl      the ballots, opened after the close; no names
seed.json           what the order that settles ties was drawn from
result.json         the result with every step of the count
result.pb           the same ballots and result in the format of Pabulib
acts/entries.jsonl  the public acts before voting opened
MANIFEST.json       the list of these files with their SHA-256; MANIFEST.note is signed by the log
"""
