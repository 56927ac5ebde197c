"""From opening to publication: each step once, whatever crashes in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from pbengine.audit.audit import audit
from pbengine.process import clockwork
from pbengine.process.clockwork import Done
from pbengine.process.database import Database
from pbengine.process.exporting import bundle_of
from pbengine.process.keyring import Keyring
from pbengine.process.ledger import Log, checkpoints_of, entries_of
from pbengine.process.phases import Phase, phase_of
from pbengine.process.rounds import Round, commission_of, create_round
from pbengine.process.tallies import result_of
from pbengine.record.bundle import Bundle
from pbengine.record.entries import BallotEntry, CloseEntry, OpenEntry, ResultEntry, SeedEntry, parse_entry
from tests.process.town import DATES, DURING, FOUNDED, PLAN, Town, found_town

STEPS = ["close", "seed", "count", "publish"]


def steps(done: list[Done]) -> list[str]:
    assert [entry.refusal for entry in done] == [None] * len(done)
    return [entry.step for entry in done]


def test_time_brings_a_round_from_opening_to_publication(town: Town) -> None:
    town.fill_ballot()
    assert steps(town.advance(DATES.voting_from)) == ["open"]
    for resident, choices in zip(town.residents, (("1", "2"), ("2",), ("2", "4")), strict=True):
        town.cast(resident, *choices, key=resident.id[:16].encode())
    assert steps(town.advance(DATES.voting_until - timedelta(seconds=1))) == ["sequence"]
    assert steps(town.advance(DATES.voting_until)) == STEPS
    assert town.advance(DATES.voting_until) == []
    with town.reading() as (session, round_):
        entries = [parse_entry(entry) for entry in entries_of(session, round_, Log.MAIN)]
        result = result_of(session, round_, now=DURING[Phase.PUBLISHED])
        sizes = [checkpoint.size for checkpoint in checkpoints_of(session, round_)]
    assert [type(entry) for entry in entries] == [
        OpenEntry,
        BallotEntry,
        BallotEntry,
        BallotEntry,
        CloseEntry,
        SeedEntry,
        ResultEntry,
    ]
    assert CloseEntry(ballots=3, creds=3, void=0, paper=0) in entries
    assert result.document["funded"][0] == "2"
    assert result.document["votes"] == 3
    assert sizes == [1, 4, 5, 6, 7]


def test_a_published_round_passes_the_audit(town: Town) -> None:
    town.live_until(Phase.PUBLISHED)
    with town.reading() as (session, round_):
        bundle = bundle_of(session, round_, now=DURING[Phase.PUBLISHED], keyring=town.keyring)
    report = audit(Bundle(bundle), vkey=town.keyring.log_signer("pb.example/green-streets").key.text)
    assert [(check.number, check.details) for check in report.checks if not check.passed] == []


def test_a_vote_that_nobody_took_part_in_is_published_too(town: Town) -> None:
    town.live_until(Phase.VOTING)
    assert steps(town.advance(DATES.voting_until)) == STEPS
    with town.reading() as (session, round_):
        assert result_of(session, round_, now=DURING[Phase.PUBLISHED]).document["votes"] == 0
        bundle = bundle_of(session, round_, now=DURING[Phase.PUBLISHED], keyring=town.keyring)
    assert audit(Bundle(bundle)).passed


class _Crash(Exception):  # noqa: N818 - it stands for a machine that stops
    pass


class CrashingDatabase(Database):
    """Stops at the given transaction, just before or just after its commit."""

    def __init__(self, url: str, *, at: int, moment: str) -> None:
        super().__init__(url)
        self.at, self.moment, self.count = at, moment, 0

    @contextmanager
    def writing(self) -> Iterator[Session]:
        self.count += 1
        crashes = self.count == self.at
        with super().writing() as session:
            yield session
            if crashes and self.moment == "before":
                raise _Crash
        if crashes:
            raise _Crash


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("at", [1, 2, 3, 4, 5])
def test_a_crash_at_any_commit_costs_nothing_but_time(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path, at: int, moment: str
) -> None:
    town = found_town(sqlite_database, keyring)
    town.live_until(Phase.VOTING)
    town.cast(town.residents[0], "1", "2")
    crashing = CrashingDatabase(f"sqlite:///{tmp_path / 'town.sqlite3'}", at=at, moment=moment)
    with pytest.raises(_Crash):
        clockwork.advance(crashing, keyring, DATES.voting_until)
    crashing.close()
    again = DATES.voting_until + timedelta(minutes=5)
    for _ in range(2):
        assert [entry.refusal for entry in town.advance(again) if entry.refusal] == []
    with town.reading() as (session, round_):
        assert phase_of(round_, again) is Phase.PUBLISHED
        bundle = bundle_of(session, round_, now=again, keyring=keyring)
        kinds = [type(parse_entry(entry)) for entry in entries_of(session, round_, Log.MAIN)]
    assert kinds == [OpenEntry, BallotEntry, CloseEntry, SeedEntry, ResultEntry]
    assert audit(Bundle(bundle)).passed


def test_the_crash_test_has_as_many_crashes_as_there_are_commits(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    town = found_town(sqlite_database, keyring)
    town.live_until(Phase.VOTING)
    counting = CrashingDatabase(f"sqlite:///{tmp_path / 'town.sqlite3'}", at=0, moment="never")
    clockwork.advance(counting, keyring, DATES.voting_until)
    counting.close()
    assert counting.count == 5


def test_a_fault_in_one_round_does_not_keep_the_others_waiting(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.live_until(Phase.VOTING)
    with town.writing() as (session, round_):
        first = create_round(
            session, commission_of(session, round_), "a-round", PLAN, actor=town.facilitator, now=FOUNDED
        )
    look, *rest = clockwork.STEPS

    def broken(session: Session, round_: Round, now: datetime) -> bool:
        if round_.id == first.id:
            raise ZeroDivisionError
        return look.is_due(session, round_, now)

    monkeypatch.setattr(clockwork, "STEPS", (replace(look, is_due=broken), *rest))
    with pytest.raises(ZeroDivisionError):
        town.advance(DATES.voting_until)
    assert phase_of(town.round, DATES.voting_until) is Phase.PUBLISHED


def test_several_faults_are_all_raised(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with town.writing() as (session, round_):
        create_round(session, commission_of(session, round_), "a-round", PLAN, actor=town.facilitator, now=FOUNDED)

    def broken(_session: Session, _round: Round, _now: datetime) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(clockwork, "STEPS", (replace(clockwork.STEPS[0], is_due=broken),))
    with pytest.raises(ExceptionGroup) as raised:
        town.advance(FOUNDED)
    assert [type(fault) for fault in raised.value.exceptions] == [ZeroDivisionError] * 2
