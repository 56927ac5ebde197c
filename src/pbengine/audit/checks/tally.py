"""Group 06: the published result is what the frozen rules make of the ballots in the log."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pbengine.audit.differences import differences
from pbengine.audit.register import check
from pbengine.record.canonical import object_of
from pbengine.record.entries import ResultEntry
from pbengine.record.publication import RESULT_JSON, RESULT_PB

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pbengine.audit.case import Case

TERMS = ("election", "rule", "options", "v")
LOT = "lot"


@check("06.01", "the counting ballots of the log are those of result.pb")
def published_ballots_are_those_of_the_log(case: Case) -> Iterator[str]:
    """Find ballots published otherwise than they stand in the log, more often or less often."""
    pb = case.result_pb
    if pb.value is None and RESULT_PB in case.bundle.files:
        yield f"{pb.path} {pb.fault}"
        return
    for ballot, count in (case.published - case.counting).items():
        yield f"{RESULT_PB} has {count} ballots too many of {ballot.text}"
    for ballot, count in (case.counting - case.published).items():
        yield f"{RESULT_PB} has {count} ballots too few of {ballot.text}"


@check("06.02", "winners, steps, ties and reasons are those of the recount")
def outcome_is_that_of_the_recount(case: Case) -> Iterator[str]:
    """Find every figure of the published result that counting again does not give."""
    if case.result.value is None and RESULT_JSON in case.bundle.files:
        yield f"{case.result.path} {case.result.fault}"
        return
    expected = _recounted(case)
    found = case.result.get()
    parts = {*expected, *found} - {*TERMS, LOT}
    yield from differences(_only(found, parts), _only(expected, parts), place=RESULT_JSON)


@check("06.03", "result.json is that of the recount, byte for byte, and the one named in the log")
def result_json_is_that_of_the_recount(case: Case) -> Iterator[str]:
    """Find a result file that is not the one string of bytes that the recount gives, or not the one logged."""
    data = case.file(RESULT_JSON)
    named = case.only(ResultEntry).sha256
    sha256 = hashlib.sha256(data).digest()
    if sha256 != named:
        yield f"{RESULT_JSON} has SHA-256 {sha256.hex()}; the log names {named.hex()}"
    yield from _byte_faults(RESULT_JSON, data, case.recounted.get().result_json)


@check("06.04", "result.pb is that of the recount, byte for byte")
def result_pb_is_that_of_the_recount(case: Case) -> Iterator[str]:
    """Find a file of published ballots that is not the one string of bytes that the recount gives."""
    yield from _byte_faults(RESULT_PB, case.file(RESULT_PB), case.recounted.get().result_pb)


@check("06.05", "rule, options and lot of the result are those of election.json")
def terms_are_the_frozen_ones(case: Case) -> Iterator[str]:
    """Find a result counted by another rule, with other options or another kind of lot, or of another election."""
    expected, found = _recounted(case), case.result.get()
    yield from differences(_only(found, {*TERMS}), _only(expected, {*TERMS}), place=RESULT_JSON)
    lot = found.get(LOT)
    if not isinstance(lot, dict) or lot.get("kind") != expected[LOT]["kind"]:
        yield f"{RESULT_JSON}: the lot is not of the kind {expected[LOT]['kind']!r}"


def _recounted(case: Case) -> Mapping[str, Any]:
    return object_of(case.recounted.get().result_json)


def _only(document: Mapping[str, Any], parts: set[str]) -> dict[str, Any]:
    return {name: document[name] for name in sorted(parts) if name in document}


def _byte_faults(path: str, found: bytes, expected: bytes) -> Iterator[str]:
    if found != expected:
        same = next(
            (place for place, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), None
        )
        place = min(len(found), len(expected)) if same is None else same
        yield f"{path} differs from the recount's from byte {place} on (line {found[:place].count(10) + 1})"
