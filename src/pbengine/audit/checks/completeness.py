"""Group 01: the files are those of the manifest, all of them and no other."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pbengine.audit.register import check
from pbengine.record.bundle import MANIFEST, NOTE, is_safe
from pbengine.record.publication import CHECKPOINTS, REQUIRED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.audit.case import Case


@check("01.01", "every file in the manifest is present")
def files_are_present(case: Case) -> Iterator[str]:
    """Find files that the manifest lists and the bundle lacks."""
    if case.manifest.value is None:
        yield f"{case.manifest.path} {case.manifest.fault}"
        return
    for file in case.manifest.value.files:
        if file.path not in case.bundle.files:
            yield f"{file.path} is absent"


@check("01.02", "no file outside the manifest")
def no_other_files(case: Case) -> Iterator[str]:
    """Find files that the manifest does not list."""
    known = {MANIFEST, NOTE, *(file.path for file in case.manifest.get().files)}
    for path in sorted(case.bundle.files):
        if path not in known:
            yield f"{path} is not in the manifest"


@check("01.03", "sizes and SHA-256 agree with the manifest")
def files_are_unchanged(case: Case) -> Iterator[str]:
    """Find files whose content is not the one that the manifest lists."""
    for file in case.manifest.get().files:
        data = case.bundle.files.get(file.path)
        if data is None:
            continue
        if len(data) != file.size:
            yield f"{file.path} has {len(data)} bytes, not {file.size}"
        sha256 = hashlib.sha256(data).digest()
        if sha256 != file.sha256:
            yield f"{file.path} has SHA-256 {sha256.hex()}, not {file.sha256.hex()}"


@check("01.04", "only plain files with safe names")
def files_are_plain(case: Case) -> Iterator[str]:
    """Find links, devices, names that lead elsewhere, and a zip file packed otherwise than bundles are."""
    yield from case.bundle.faults
    if case.manifest.value is not None:
        for file in case.manifest.value.files:
            if not is_safe(file.path):
                yield f"the manifest lists {file.path!r}, which is not a safe name"


@check("01.05", "the files that the mode and the tier require are present")
def required_files_are_present(case: Case) -> Iterator[str]:
    """Find files without which the rest cannot be audited."""
    for path in (*REQUIRED, MANIFEST, NOTE):
        if path not in case.bundle.files:
            yield f"{path} is absent"
    if not any(path.startswith(CHECKPOINTS) for path in case.bundle.files):
        yield f"{CHECKPOINTS} holds no checkpoint"
