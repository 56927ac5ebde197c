"""Ways to damage one good record, each re-sealed so that the check it is for finds it and no other finds it first.

In the docstrings, ``m``: the manifest is made and signed anew; ``l``: the log is rebuilt and its checkpoints are signed
anew; ``-``: nothing is rebuilt.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pbengine.audit.audit import Report, audit
from pbengine.audit.case import NOTHING
from pbengine.record.bundle import Bundle
from pbengine.record.canonical import dumps
from pbengine.record.entries import ResultEntry, encode_entry
from tests.audit.town import LOG, TOWN, Town, reseal

UNCOUNTED = frozenset({"06.02", "06.03", "06.04", "06.05"})
"""What cannot be looked at where the ballots cannot be counted."""
UNREAD = UNCOUNTED | {
    "03.05", "03.06", "03.07", "04.03", "04.04", "04.05", "04.06", "04.07", "04.08", "05.01", "06.01", "07.03"
}  # fmt: skip
"""What cannot be looked at where a line of the log cannot be read."""


@dataclass(frozen=True)
class Damaged:
    """A damaged bundle, with what the auditor brings along."""

    bundle: Bundle
    vkey: str | None = LOG.key.text
    previous: bytes | None = None
    receipts: Mapping[str, bytes] | None = None
    proofs: Mapping[str, bytes] | None = None
    roll_count: int | None = None

    def audit(self) -> Report:
        return audit(
            self.bundle,
            vkey=self.vkey,
            previous=self.previous,
            receipts=self.receipts or NOTHING,
            proofs=self.proofs or NOTHING,
            roll_count=self.roll_count,
        )


@dataclass(frozen=True)
class Damage:
    """A way to damage the record, the checks that must fail, and those that cannot be run any more."""

    name: str
    make: Callable[[], Damaged]
    fails: frozenset[str]
    skips: frozenset[str]


DAMAGES: list[Damage] = []


def damage(*fails: str, skips: Iterable[str] = ()) -> Callable[[Callable[[], Damaged]], Callable[[], Damaged]]:
    """Register a function that damages the record, with the checks that must fail."""

    def register(make: Callable[[], Damaged]) -> Callable[[], Damaged]:
        DAMAGES.append(Damage(make.__name__, make, frozenset(fails), frozenset(skips)))
        return make

    return register


def sealed(files: Mapping[str, bytes]) -> Damaged:
    return Damaged(Bundle(reseal(files)))


def published(town: Town) -> Damaged:
    return Damaged(Bundle(town.sealed()))


def changed(path: str, old: bytes, new: bytes) -> Damaged:
    """Change a file and make the manifest anew."""
    files = TOWN.files()
    assert old in files[path]
    return sealed({**files, path: files[path].replace(old, new, 1)})


def relogged(index: int, *entries: bytes, town: Town = TOWN) -> Damaged:
    """Put other entries in the place of one, and sign the log anew."""
    return published(town.logging(*town.entries[:index], *entries, *town.entries[index + 1 :]))


def result_with(change: Callable[[dict[str, Any]], None]) -> Damaged:
    """Change what the result says, and let the log name the changed file."""
    document = json.loads(TOWN.result_json)
    change(document)
    return renamed_result(dumps(document))


def renamed_result(data: bytes) -> Damaged:
    """Publish another ``result.json``, and let the log name it."""
    entry = encode_entry(ResultEntry(hashlib.sha256(data).digest()))
    return published(replace(TOWN, result_json=data).logging(*TOWN.entries[:-1], entry))
