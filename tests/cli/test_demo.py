from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pbengine.cli.counting import load_rules
from pbengine.cli.demo.command import is_over
from pbengine.cli.demo.folder import DATABASE, DemoFolder, State, demo_environment, demo_folder
from pbengine.cli.demo.seeding import Stage, seed_town
from pbengine.cli.demo.town import read_town
from pbengine.cli.faults import FailedError
from pbengine.cli.ticker import is_due
from pbengine.process.acts import acts_of
from pbengine.process.database import Database
from pbengine.process.eligibility import Mark, mark_of, roll_counts
from pbengine.process.keyring import Keyring
from pbengine.process.passwords import verify_password
from pbengine.process.people import find_person, roles_of
from pbengine.process.phases import Phase
from pbengine.process.projects import projects_of
from pbengine.process.proposals import Status, list_proposals
from pbengine.process.rounds import find_round, list_rounds
from pbengine.process.schema import upgrade
from pbengine.process.tallies import result_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.commands import Run

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
STREETS, YOUTH, GREEN = "streets-and-squares", "growing-up-here", "green-larkmouth"


def seeded(path: Path, now: datetime, residents: int = 40) -> Database:
    """Set the town up, with fewer people where their number does not matter."""
    load_rules()
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    seed_town(Stage(database, Keyring(bytes(32)), now), dataclasses.replace(read_town(), residents=residents))
    return database


@pytest.fixture(scope="module")
def town_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = seeded(tmp_path_factory.mktemp("town") / DATABASE, NOW, read_town().residents)
    yield database
    database.close()


def test_one_round_is_in_each_of_three_phases(town_database: Database) -> None:
    with town_database.reading() as session:
        phases = {line.round.slug: line.phase for line in list_rounds(session, now=NOW)}
    assert phases == {STREETS: Phase.PUBLISHED, YOUTH: Phase.VOTING, GREEN: Phase.PROPOSALS}


def test_some_hundreds_have_voted_and_the_resident_who_can_sign_in_has_not(town_database: Database) -> None:
    with town_database.reading() as session:
        counts = {slug: roll_counts(session, find_round(session, slug)) for slug in (STREETS, YOUTH)}
        resident = find_person(session, read_town().account("resident").email)
        assert resident is not None
        assert mark_of(session, find_round(session, YOUTH), resident) is Mark.ELIGIBLE
    assert all(200 < count.voted < count.eligible == 301 for count in counts.values())


def test_the_published_result_is_a_whole_tally(town_database: Database) -> None:
    with town_database.reading() as session:
        round_ = find_round(session, STREETS)
        document = result_of(session, round_, now=NOW).document
        assert len(projects_of(session, round_)) == document["projects"] == 16
    assert document["rule"] == "equal-shares"
    assert 5 < len(document["funded"]) < 16


def test_each_sign_in_works_and_has_its_role(town_database: Database) -> None:
    with town_database.reading() as session:
        for account in read_town().accounts:
            person = find_person(session, account.email)
            assert person is not None
            assert verify_password(person.password_hash, account.password)
            assert [set(roles) for roles in roles_of(session, person).values()] == [{account.role}]


def test_everybody_else_cannot_be_signed_in_as(town_database: Database) -> None:
    with town_database.reading() as session:
        author = next(
            line for line in list_proposals(session, find_round(session, GREEN)) if line.author != "Rosa Okafor"
        )
        assert author.author
    assert not verify_password("", "")


def test_proposals_stand_at_every_point_of_their_way(town_database: Database) -> None:
    with town_database.reading() as session:
        statuses = {line.proposal.status for line in list_proposals(session, find_round(session, GREEN))}
        assert "Rosa Okafor" in {line.author for line in list_proposals(session, find_round(session, GREEN))}
    assert statuses == set(Status)


def test_nothing_in_the_town_happened_later_than_now(town_database: Database) -> None:
    with town_database.reading() as session:
        for slug in (STREETS, YOUTH, GREEN):
            moments = [act.at for act in acts_of(session, find_round(session, slug))]
            assert moments
            assert max(moments) <= NOW
            assert moments == sorted(moments)


@pytest.mark.parametrize("hour", [0, 17, 18, 23])
def test_the_town_can_be_set_up_at_any_hour(tmp_path: Path, hour: int) -> None:
    now = NOW.replace(hour=hour, minute=59)
    database = seeded(tmp_path / DATABASE, now)
    with database.reading() as session:
        assert {line.phase for line in list_rounds(session, now=now)} == {
            Phase.PUBLISHED,
            Phase.VOTING,
            Phase.PROPOSALS,
        }
    database.close()


def test_time_goes_on_in_the_town(run: Run, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    database = seeded(tmp_path / "house" / DATABASE, datetime.now(UTC) - timedelta(days=20))
    assert is_due(database)
    result = run("advance")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{YOUTH}: voting is closed.",
        f"{YOUTH}: the lot is drawn.",
        f"{YOUTH}: the ballots are counted.",
        f"{YOUTH}: the result is published.",
    ]
    assert not is_due(database)
    assert run("advance").stdout == "Nothing is due.\n"
    database.close()


@pytest.mark.parametrize(("age", "over"), [(0, False), (30, False), (60, True)])
@pytest.mark.usefixtures("run")
def test_a_town_is_over_when_all_its_rounds_are(tmp_path: Path, age: int, *, over: bool) -> None:
    folder = DemoFolder(tmp_path / "house")
    folder.path.mkdir()
    seeded(folder.path / DATABASE, datetime.now(UTC) - timedelta(days=age)).close()
    folder.mark(State.READY)
    assert is_over(folder) is over


def test_a_folder_is_ready_only_when_the_town_was_set_up_to_its_end_by_this_version(tmp_path: Path) -> None:
    folder = demo_folder({"PBENGINE_DATA_DIR": str(tmp_path / "demo")})
    assert str(folder.state) == "empty"
    folder.mark(State.UNFINISHED)
    assert str(folder.state) == "unfinished"
    folder.mark(State.READY)
    assert str(folder.state) == "ready"
    (folder.path / "demo.json").write_text('{"state": "ready", "version": "0.0.1"}', encoding="utf-8")
    assert str(folder.state) == "unfinished"
    (folder.path / "letter").write_text("dear")
    folder.clear()
    assert [path.name for path in folder.path.iterdir()] == ["letter"]


def test_the_folder_of_a_real_house_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"a real election")
    with pytest.raises(FailedError, match="real house"):
        demo_folder({"PBENGINE_DATA_DIR": str(tmp_path)})
    assert (tmp_path / DATABASE).read_bytes() == b"a real election"


def test_a_demonstration_leaves_the_settings_of_a_real_house_alone(tmp_path: Path) -> None:
    environ = {
        "PATH": "/bin",
        "PBENGINE_DATABASE_URL": "postgresql://town",
        "PBENGINE_SECRET": "ab",
        "PBENGINE_ORIGIN": "x",
    }
    assert demo_environment(environ, DemoFolder(tmp_path)) == {"PATH": "/bin", "PBENGINE_DATA_DIR": str(tmp_path)}
