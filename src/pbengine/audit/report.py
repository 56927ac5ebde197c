"""An audit's report for programs and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pbengine.audit.audit import KeySource, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.audit.audit import CheckResult, Report

_WORDS = {State.OK: "ok", State.FAILED: "FAILED", State.SKIPPED: "SKIPPED", State.NOT_GIVEN: "not given"}
_OWN_KEY = (
    "The key of the log was taken from keys.txt in the bundle itself. This shows that the bundle fits together, not\n"
    "who made it: audit again with the key that was announced before voting opened (--vkey)."
)


def report_document(report: Report) -> dict[str, Any]:
    """Return the report as the JSON document that the command line promises.

    ``number`` is the check's number without its point (302 for 03.02), ``check`` the number as documents write it.
    """
    return {
        "ok": report.passed,
        "key": str(report.key_source),
        "checks": [_check_document(result) for result in report.checks],
        "numbers": dict(report.numbers),
        "tally": dict(report.tally),
    }


def _check_document(result: CheckResult) -> dict[str, Any]:
    return {
        "number": int(result.number.replace(".", "")),
        "check": result.number,
        "name": result.name,
        "ok": result.passed,
        "state": str(result.state),
        "detail": "; ".join(result.details),
        "details": list(result.details),
    }


def report_text(report: Report) -> str:
    """Return the report for a reader: each check with every failure below it, the numbers, the verdict."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    width = max(map(len, _WORDS.values()))
    for result in report.checks:
        yield f"{result.number}  {_WORDS[result.state]:<{width}}  {result.name}"
        for detail in result.details:
            yield f"       {'':<{width}}  {detail}"
    yield ""
    for name, number in report.numbers.items():
        yield f"{name}: {number}"
    yield ""
    if report.key_source is KeySource.BUNDLE:
        yield _OWN_KEY
    failed = sum(result.state is State.FAILED for result in report.checks)
    skipped = sum(result.state is State.SKIPPED for result in report.checks)
    if report.passed:
        yield f"All {len(report.checks)} checks passed."
    else:
        yield f"{failed} of {len(report.checks)} checks failed, {skipped} could not be run."
