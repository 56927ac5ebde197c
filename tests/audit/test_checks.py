from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import pbengine.audit.audit
from pbengine.audit.audit import Report, State
from pbengine.audit.case import Case
from pbengine.audit.checks import checks
from pbengine.audit.register import Check, check
from pbengine.record.bundle import Bundle
from tests.audit import damaged_ballots, damaged_files, damaged_log, damaged_result
from tests.audit.damages import DAMAGES, Damage, Damaged
from tests.audit.town import LOG, TOWN

MODULES = (damaged_files, damaged_log, damaged_ballots, damaged_result)
CHECKS = checks()
FORMAT = Path(__file__).resolve().parents[2] / "docs" / "record-format.md"


def numbers(report: Report, *states: State) -> set[str]:
    return {result.number for result in report.checks if result.state in states}


def look_away(_: Case) -> Iterator[str]:
    yield from ()


def test_the_good_record_passes_every_check_with_everything_given() -> None:
    receipts = {f"ballot {index}": TOWN.receipt(index) for index in range(1, 8)}
    proofs = {f"entry {index}": TOWN.proof(index).text.encode() for index in range(len(TOWN.entries))}
    previous = TOWN.checkpoint(4).encode()
    given = Damaged(Bundle(TOWN.sealed()), LOG.key.text, previous, receipts, proofs, roll_count=6)
    report = given.audit()
    assert [result for result in report.checks if result.state is not State.OK] == []
    assert report.passed


def test_what_is_not_given_is_said_and_is_no_failure() -> None:
    report = Damaged(Bundle(TOWN.sealed())).audit()
    assert numbers(report, State.NOT_GIVEN) == {"02.04", "03.03", "07.01", "07.06", "07.07"}
    assert report.passed


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage.name for damage in DAMAGES])
def test_a_damage_fails_exactly_the_checks_it_is_for(damage: Damage) -> None:
    report = damage.make().audit()
    assert numbers(report, State.FAILED) == damage.fails
    assert numbers(report, State.SKIPPED) == damage.skips
    assert not report.passed


@pytest.mark.parametrize("number", [check.number for check in CHECKS])
def test_every_check_has_a_damage_that_fails_it(number: str) -> None:
    assert [damage for damage in DAMAGES if number in damage.fails]


@pytest.mark.parametrize("number", [check.number for check in CHECKS])
def test_a_check_that_always_passed_would_be_noticed(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def blinded() -> tuple[Check, ...]:
        return tuple(replace(check, look=look_away) if check.number == number else check for check in CHECKS)

    damage = next(damage for damage in DAMAGES if number in damage.fails)
    monkeypatch.setattr(pbengine.audit.audit, "checks", blinded)
    report = damage.make().audit()
    assert numbers(report, State.FAILED) == damage.fails - {number}


def test_every_failure_says_where() -> None:
    for damage in DAMAGES:
        for result in damage.make().audit().checks:
            if result.state is State.FAILED:
                assert result.details
                assert all(len(detail) > 10 for detail in result.details)


def test_all_failures_are_listed_and_not_the_first_alone() -> None:
    files = TOWN.sealed()
    damaged = {path: data + b" " for path, data in files.items()}
    report = Damaged(Bundle(damaged)).audit()
    (sizes,) = (result for result in report.checks if result.number == "01.01")
    assert sizes.state is State.FAILED
    changed = {path: data + b" " for path, data in files.items() if not path.startswith("MANIFEST")}
    report = Damaged(Bundle({**files, **changed})).audit()
    (sizes,) = (result for result in report.checks if result.number == "01.03")
    assert all(any(detail.startswith(path) for detail in sizes.details) for path in changed)


def test_a_check_cannot_be_registered_twice_nor_without_a_number() -> None:
    with pytest.raises(ValueError, match="already"):
        check("01.01", "again")
    with pytest.raises(ValueError, match="number"):
        check("1.1", "one")


def test_every_check_is_documented() -> None:
    text = FORMAT.read_text(encoding="utf-8")
    for registered in CHECKS:
        assert f"| {registered.number} | {registered.name} |" in text
