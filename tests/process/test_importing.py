"""Elections held elsewhere become published rounds with a record of their own, beside the official result."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from pbengine.audit.audit import audit
from pbengine.audit.errors import UncountableError
from pbengine.formats.pabulib import PabulibFile, read_pabulib
from pbengine.process import importing
from pbengine.process.acts import ActKind, Capacity, acts_of
from pbengine.process.ballots import Ballot, ballot_row
from pbengine.process.commissions import list_commissions
from pbengine.process.database import Database
from pbengine.process.exporting import bundle_of
from pbengine.process.importing import Agreement, Official, content_digest, import_election, official_of
from pbengine.process.keyring import Keyring
from pbengine.process.opening import election_of
from pbengine.process.phases import Phase, phase_of
from pbengine.process.projects import projects_of
from pbengine.process.refusals import AlreadyImportedRefusal, FileUnfitRefusal, NoRuleRefusal
from pbengine.process.rounds import Round, commission_of, find_round, list_rounds
from pbengine.process.slugs import free_slug, slug_of
from pbengine.process.tallies import Count, result_of
from pbengine.record import canonical
from pbengine.record.bundle import Bundle
from pbengine.record.choices import BallotChoices
from pbengine.record.encoding import unb64
from pbengine.record.openings import parse_opening
from pbengine.record.seeds import OrderedLot
from pbengine.voting.profile import BallotKind

NOW = datetime(2026, 11, 21, tzinfo=UTC)
FILE = """META
key;value
description;Municipal PB in Łódź
country;Poland
unit;Łódź
subunit;Stare Bałuty
instance;2023
num_projects;3
num_votes;4
budget;700.50
vote_type;approval
rule;greedy
date_begin;03.04.2023
date_end;21.04.2023
max_length;2
currency;PLN
PROJECTS
project_id;cost;name;selected
b;400;Ławki;1
a;300.50;Drzewa;1
c;500;;0
VOTES
voter_id;vote
1;b,a
2;b
3;b,a
4;c
"""


def file_of(text: str = FILE) -> PabulibFile:
    return read_pabulib(text.encode())


def official(database: Database, round_: Round) -> Official:
    with database.reading() as session:
        beside = official_of(session, round_, result_of(session, round_, now=NOW))
    assert beside is not None
    return beside


def test_a_file_becomes_a_published_round_of_its_place(database: Database, keyring: Keyring) -> None:
    round_ = import_election(database, file_of(), now=NOW, keyring=keyring)
    assert (round_.slug, round_.title) == ("lodz-stare-baluty-2023", "Łódź, Stare Bałuty 2023")
    assert (round_.budget, round_.currency, round_.minor_units) == (700_50, "PLN", 100)
    assert (round_.voting_from, round_.voting_until) == (
        datetime(2023, 4, 3, tzinfo=UTC),
        datetime(2023, 4, 22, tzinfo=UTC),
    )
    assert phase_of(round_, NOW) is Phase.PUBLISHED
    with database.reading() as session:
        assert commission_of(session, round_).slug == "lodz-poland"
        assert [(project.number, project.title) for project in projects_of(session, round_)] == [
            ("b", "Ławki"),
            ("a", "Drzewa"),
            ("c", "c"),
        ]
        [act] = acts_of(session, round_)
        assert (act.kind, act.by) == (ActKind.ELECTION_IMPORTED, Capacity.OPERATOR)
        election = election_of(session, round_)
        assert (election.lot, election.limits.max_length) == (OrderedLot(("b", "a", "c")), 2)
        result = result_of(session, round_, now=NOW)
    assert (result.document["funded"], result.document["votes"]) == (["b", "a"], 4)


def test_an_imported_round_passes_the_audit(database: Database, keyring: Keyring) -> None:
    round_ = import_election(database, file_of(), now=NOW, keyring=keyring)
    with database.reading() as session:
        bundle = bundle_of(session, round_, now=NOW, keyring=keyring)
    report = audit(Bundle(bundle))
    assert [(check.number, check.details) for check in report.checks if not check.passed] == []


def test_the_count_here_is_set_beside_the_official_result(database: Database, keyring: Keyring) -> None:
    agreeing = import_election(database, file_of(), now=NOW, keyring=keyring)
    assert official(database, agreeing).agreement is Agreement.AGREES
    text = FILE.replace("a;300.50;Drzewa;1", "a;300.50;Drzewa;0").replace("c;500;;0", "c;500;;2")
    differing = official(database, import_election(database, file_of(text), now=NOW, keyring=keyring))
    assert (differing.agreement, differing.only_official, differing.only_counted) == (
        Agreement.DIFFERS,
        ("c",),
        ("a",),
    )
    assert differing.meta["unit"] == "Łódź"


def test_what_was_paid_from_elsewhere_is_no_difference(database: Database, keyring: Keyring) -> None:
    text = FILE.replace("c;500;;0", "c;500;;3")
    assert official(database, import_election(database, file_of(text), now=NOW, keyring=keyring)).agreement is (
        Agreement.AGREES
    )


def test_a_file_without_winners_states_nothing(database: Database, keyring: Keyring) -> None:
    text = FILE.replace(";selected", "").replace("i;1", "i").replace("a;1", "a").replace("c;500;;0", "c;500;")
    beside = official(database, import_election(database, file_of(text), now=NOW, keyring=keyring))
    assert beside.agreement is Agreement.UNSTATED


def test_the_same_election_is_not_imported_twice_however_the_file_is_written(
    database: Database, keyring: Keyring
) -> None:
    first = import_election(database, file_of(), now=NOW, keyring=keyring)
    with pytest.raises(AlreadyImportedRefusal) as refused:
        import_election(database, file_of("\ufeff" + FILE.replace("\n", "\r\n")), now=NOW, keyring=keyring)
    assert (refused.value.slug, refused.value.title) == (first.slug, first.title)
    with database.reading() as session:
        assert len(list_rounds(session, now=NOW)) == 1


def between_look_and_write(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> None:
    """Have something happen once after the next import has looked for its file and before it writes anything."""
    waiting = [meanwhile]

    def slug_after_all(text: str) -> str:
        if waiting:
            waiting.pop()()
        return slug_of(text)

    monkeypatch.setattr(importing, "slug_of", slug_after_all)


@pytest.mark.parametrize("of_the_place", ["none yet", "another election"])
def test_of_two_identical_imports_at_the_same_moment_the_second_is_refused(
    postgresql_database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch, of_the_place: str
) -> None:
    database = postgresql_database
    if of_the_place == "another election":
        import_election(database, file_of(FILE.replace("4;c", "4;a")), now=NOW, keyring=keyring)
    between_look_and_write(monkeypatch, lambda: import_election(database, file_of(), now=NOW, keyring=keyring))
    with pytest.raises(AlreadyImportedRefusal, match="lodz-stare-baluty-2023"):
        import_election(database, file_of(), now=NOW, keyring=keyring)


def test_of_two_elections_of_one_place_imported_at_the_same_moment_both_are_kept(
    postgresql_database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, other = postgresql_database, file_of(FILE.replace("4;c", "4;a"))
    import_election(database, file_of(FILE.replace("instance;2023", "instance;2022")), now=NOW, keyring=keyring)
    waiting = [other]

    def name_that_another_takes(text: str, is_taken: Callable[[str], bool]) -> str:
        name = free_slug(text, is_taken)
        if waiting:
            import_election(database, waiting.pop(), now=NOW, keyring=keyring)
        return name

    monkeypatch.setattr(importing, "free_slug", name_that_another_takes)
    assert import_election(database, file_of(), now=NOW, keyring=keyring).slug == "lodz-stare-baluty-2023-2"


def test_another_election_of_the_same_place_stands_beside_it(database: Database, keyring: Keyring) -> None:
    import_election(database, file_of(), now=NOW, keyring=keyring)
    other = file_of(FILE.replace("4;c", "4;a"))
    assert content_digest(other) != content_digest(file_of())
    assert import_election(database, other, now=NOW, keyring=keyring).slug == "lodz-stare-baluty-2023-2"
    with database.reading() as session:
        assert [commission.place for commission in list_commissions(session)] == ["Łódź"]


def test_a_round_is_told_in_the_currency_of_its_own_file(database: Database, keyring: Keyring) -> None:
    import_election(database, file_of(), now=NOW, keyring=keyring)
    other = file_of(FILE.replace("currency;PLN", "currency;eur"))
    round_ = import_election(database, other, now=NOW, keyring=keyring)
    with database.reading() as session:
        assert (round_.currency, election_of(session, round_).currency) == ("EUR", "EUR")


@pytest.mark.parametrize("last", ["31.12.9999", "01.01.0001", "9999"])
def test_a_date_at_the_end_of_the_calendar_is_no_obstacle(database: Database, keyring: Keyring, last: str) -> None:
    file = file_of(FILE.replace("21.04.2023", last))
    round_ = import_election(database, file, now=NOW, keyring=keyring)
    assert round_.voting_from <= round_.voting_until <= NOW


def test_a_rule_that_cannot_be_counted_is_refused_by_name_and_nothing_is_stored(
    database: Database, keyring: Keyring
) -> None:
    with pytest.raises(NoRuleRefusal) as refused:
        import_election(database, file_of(FILE.replace("rule;greedy", "rule;by-mood")), now=NOW, keyring=keyring)
    assert refused.value.rule == "by-mood"
    assert "greedy" in refused.value.known
    with database.reading() as session:
        assert list_rounds(session, now=NOW) == []


def test_an_election_that_the_record_cannot_hold_is_refused(database: Database, keyring: Keyring) -> None:
    file = file_of(FILE.replace("\nc;", "\nć;").replace("4;c", "4;ć"))
    with pytest.raises(FileUnfitRefusal, match="ć"):
        import_election(database, file, now=NOW, keyring=keyring)
    with database.reading() as session:
        assert list_rounds(session, now=NOW) == []


def test_an_election_of_a_place_with_an_endless_name_is_refused(database: Database, keyring: Keyring) -> None:
    with pytest.raises(FileUnfitRefusal, match="120 characters"):
        import_election(database, file_of(FILE.replace("unit;Łódź", f"unit;{'x' * 121}")), now=NOW, keyring=keyring)


def test_an_election_whose_limit_is_beyond_every_ballot_is_kept(database: Database, keyring: Keyring) -> None:
    file = file_of(FILE.replace("max_length;2", "max_length;99999999999"))
    round_ = import_election(database, file, now=NOW, keyring=keyring)
    with database.reading() as session:
        assert election_of(session, round_).limits.max_length == 99999999999
        assert find_round(session, round_.slug).max_choices == 10_000


def test_an_election_whose_count_fails_is_not_stored(
    database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_count: Count) -> object:
        raise UncountableError("the lot does not order the projects")

    with monkeypatch.context() as patch:
        patch.setattr(Count, "run", fail)
        with pytest.raises(FileUnfitRefusal, match="the lot"):
            import_election(database, file_of(), now=NOW, keyring=keyring)
    with database.reading() as session:
        assert list_rounds(session, now=NOW) == []
    assert phase_of(import_election(database, file_of(), now=NOW, keyring=keyring), NOW) is Phase.PUBLISHED


def test_dates_that_are_not_known_or_not_over_never_leave_a_round_open(database: Database, keyring: Keyring) -> None:
    for number, dates in enumerate((("03.04.2027", "21.04.2027"), ("2023", "2023"), ("", "soon"))):
        meta = {**file_of().meta, "date_begin": dates[0], "date_end": dates[1], "edition": str(number)}
        round_ = import_election(database, replace(file_of(), meta=meta), now=NOW, keyring=keyring)
        assert round_.voting_from <= round_.voting_until <= NOW
        assert phase_of(round_, NOW) is Phase.PUBLISHED


def test_the_opening_of_a_ballot_is_canonical_and_opens_its_commitment(database: Database, keyring: Keyring) -> None:
    round_ = import_election(database, file_of(), now=NOW, keyring=keyring)
    with database.reading() as session:
        election = election_of(session, round_)
        ballots = session.exec(select(Ballot)).all()
    assert len({ballot.cred for ballot in ballots}) == len({ballot.opening for ballot in ballots}) == 4
    for ballot in ballots:
        parts = canonical.object_of(ballot.opening)
        opening = parse_opening(canonical.dumps({**parts, "idx": ballot.idx or 0}))
        entry = canonical.object_of(ballot.entry)
        assert unb64(str(entry["commit"])) == opening.commitment(election.election_hash)
    row = ballot_row(election, BallotChoices(("b", "a")), cred=bytes(32), salt=bytes(32))
    assert canonical.object_of(row["opening"])["ballot"] == {"approve": ["a", "b"], "v": 1}


REAL = {
    "Poland_Czestochowa_2025_Stare_Miasto.pb": (BallotKind.CUMULATIVE, Agreement.AGREES),
    "Poland_Gdynia_2025_Leszczynki__small.pb": (BallotKind.APPROVAL, Agreement.AGREES),
    "Netherlands_Amsterdam_643.pb": (BallotKind.CHOOSE_ONE, Agreement.UNSTATED),
}


@pytest.mark.parametrize("name", sorted(REAL))
def test_a_real_election_agrees_with_its_office_and_passes_the_audit(
    sqlite_database: Database, keyring: Keyring, shared_data: Path, name: str
) -> None:
    file = read_pabulib((shared_data / "pabulib" / name).read_bytes())
    kind, agreement = REAL[name]
    round_ = import_election(sqlite_database, file, now=NOW, keyring=keyring)
    assert round_.ballot_kind is kind
    assert official(sqlite_database, round_).agreement is agreement
    with sqlite_database.reading() as session:
        bundle = bundle_of(session, round_, now=NOW, keyring=keyring)
    assert audit(Bundle(bundle)).passed
