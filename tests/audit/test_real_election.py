"""An official election from its file to a sealed record, and what becomes of it when somebody meddles."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pbengine.audit.audit import Report, audit
from pbengine.audit.recount import recount
from pbengine.formats.pabulib import read_pabulib
from pbengine.record.bundle import Bundle
from pbengine.record.canonical import dumps, object_of
from pbengine.record.choices import BallotChoices, ballot_bytes, ballot_document
from pbengine.record.commitment import commitment
from pbengine.record.election import BallotTerms, ListedProject, Method
from pbengine.record.entries import BallotEntry, CloseEntry, OpenEntry, ResultEntry, encode_entry
from pbengine.record.openings import Opening
from pbengine.record.seeds import OrderedLot, seed_entry, seed_of
from tests.audit.town import ELECTION, LOG, Town, drawn, reseal

FILE = "Poland_Gdynia_2025_Leszczynki__small.pb"


@pytest.fixture(scope="module")
def town(shared_data: Path) -> Town:
    return _town(shared_data / "pabulib" / FILE)


@cache
def _town(path: Path) -> Town:
    file = read_pabulib(path.read_bytes())
    ids = [project.id for project in file.instance.projects]
    election = replace(
        ELECTION,
        title=file.meta["description"],
        place=file.meta["unit"],
        minor_units=file.instance.minor_units,
        budget=file.instance.budget,
        projects=tuple(ListedProject(p.id, p.cost, p.id, p.standing) for p in file.instance.projects),
        ballot=BallotTerms(file.profile.kind, file.limits),
        method=Method(file.rule_id or "", {name: str(value) for name, value in file.rule_options.items()}),
        lot=OrderedLot(tuple(ids)),
        eligible=None,
    )
    ballots = [BallotChoices(tuple(ids[c] for c in columns)) for weight, columns in file.profile for _ in range(weight)]
    seed = seed_of(election.lot, election_hash=election.election_hash)
    result = recount(election, ballots, seed.lot(ids))
    kind, hash_ = election.ballot_kind, election.election_hash
    openings = tuple(
        Opening(ballot_document(kind, ballot), idx, drawn(f"salt {idx}")) for idx, ballot in enumerate(ballots, start=1)
    )
    entries = (
        OpenEntry(hash_, (election.keys.log, election.keys.receipt)),
        *(
            BallotEntry(commitment(hash_, drawn(f"salt {idx}"), ballot_bytes(kind, ballot)), drawn(f"cred {idx}"), 1)
            for idx, ballot in enumerate(ballots, start=1)
        ),
        CloseEntry(len(ballots), len(ballots), 0, 0),
        seed_entry(seed),
        ResultEntry(hashlib.sha256(result.result_json).digest()),
    )
    town = Town(election, (), openings, result.result_json, result.result_pb)
    return town.logging(*(encode_entry(entry) for entry in entries))


def failed(files: dict[str, bytes]) -> set[str]:
    report: Report = audit(Bundle(files), vkey=LOG.key.text)
    return {result.number for result in report.checks if not result.passed}


def test_the_record_of_an_official_election_passes_and_gives_the_official_winners(
    town: Town, shared_data: Path
) -> None:
    report = audit(Bundle(town.sealed()), vkey=LOG.key.text)
    assert report.passed
    official = read_pabulib((shared_data / "pabulib" / FILE).read_bytes()).selected or {}
    assert set(report.tally["funded"]) == {id_ for id_, mark in official.items() if mark == "1"}
    assert report.numbers["counting ballots"] == len(town.openings) > 100


def test_a_flipped_ballot_a_dropped_entry_a_changed_cost_and_an_edited_outcome_fail_by_name(town: Town) -> None:
    files = town.files()
    flipped = dict(town.openings[0].ballot, approve=[])
    openings = (replace(town.openings[0], ballot=flipped), *town.openings[1:])
    assert "04.04" in failed(reseal(replace(town, openings=openings).files()))
    dropped = files["log/entries.jsonl"].replace(town.entries[5] + b"\n", b"")
    assert "03.02" in failed(reseal({**files, "log/entries.jsonl": dropped}))
    cost = f'"cost":{town.election.projects[0].cost},'.encode()
    cheaper = files["election.json"].replace(cost, b'"cost":1,', 1)
    assert "03.05" in failed(reseal({**files, "election.json": cheaper}))
    outcome = dict(object_of(town.result_json))
    edited = dumps({**outcome, "funded": []})
    assert "06.02" in failed(reseal({**files, "result.json": edited}))
    assert "01.03" in failed({**town.sealed(), "result.json": edited})
