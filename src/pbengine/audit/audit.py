"""The audit: every check over a whole bundle, every failure with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pbengine.audit.case import NOTHING, Case, Given
from pbengine.audit.checks import checks
from pbengine.audit.errors import BlockedError, NotGivenError
from pbengine.audit.numbers import numbers_of
from pbengine.record.canonical import object_of
from pbengine.record.keys import VerifierKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.audit.register import Check
    from pbengine.record.bundle import Bundle


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_GIVEN = "not-given"


class KeySource(StrEnum):
    """Where the log's key was taken from."""

    AUDITOR = "auditor"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How a check ended; ``details`` are its failures, why it could not run, or what it was not given."""

    number: str
    name: str
    state: State
    details: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong; what could not be looked at is wrong, what was not given is not."""
        return self.state in (State.OK, State.NOT_GIVEN)


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found.

    Parameters
    ----------
    checks
        every registered check, by number.
    key_source
        where the log's key was taken from: a bundle that vouches for its own key only fits together.
    numbers
        the numbers of the vote, side by side.
    tally
        the recounted result (the content of ``result.json``); empty where the ballots cannot be counted.
    """

    checks: tuple[CheckResult, ...]
    key_source: KeySource
    numbers: Mapping[str, int]
    tally: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(result.passed for result in self.checks)


def audit(
    bundle: Bundle,
    *,
    vkey: str | None = None,
    previous: bytes | None = None,
    receipts: Mapping[str, bytes] = NOTHING,
    proofs: Mapping[str, bytes] = NOTHING,
    roll_count: int | None = None,
) -> Report:
    """Run every check over a bundle and report every failure. A damaged bundle is reported, never raised.

    Parameters
    ----------
    bundle
        as :func:`pbengine.record.packing.read_bundle` found it.
    vkey
        the log's key as it was announced outside of the bundle; without one, that of ``keys.txt`` is used.
    previous
        the signed note of an earlier checkpoint that the auditor kept.
    receipts, proofs
        receipts and ``.tlog-proof`` files of voters by a name for each.
    roll_count
        how many persons stood on the roll, as the auditor knows it.

    Raises
    ------
    KeyTextError
        if ``vkey`` is not the text of a verifier key.
    """
    key = None if vkey is None else VerifierKey.parse(vkey)
    case = Case(bundle, Given(key, previous, receipts, proofs, roll_count))
    results = tuple(run(check, case) for check in checks())
    recounted = case.recounted.value
    return Report(
        checks=results,
        key_source=KeySource.BUNDLE if key is None else KeySource.AUDITOR,
        numbers=numbers_of(case),
        tally={} if recounted is None else object_of(recounted.result_json),
    )


def run(check: Check, case: Case) -> CheckResult:
    """Return how one check ended."""
    details: list[str] = []
    try:
        for detail in check.look(case):
            details.append(detail)  # noqa: PERF402 - what is found before a refusal is kept
    except NotGivenError as reason:
        return CheckResult(check.number, check.name, State.NOT_GIVEN, (str(reason),))
    except BlockedError as reason:
        details.append(f"could not look further: {reason}")
        state = State.FAILED if len(details) > 1 else State.SKIPPED
        return CheckResult(check.number, check.name, state, tuple(details))
    return CheckResult(check.number, check.name, State.FAILED if details else State.OK, tuple(details))
