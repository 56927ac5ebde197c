from dataclasses import replace

import pytest

from pbengine.record.canonical import dumps, loads
from pbengine.record.election import (
    ActsTree,
    BallotTerms,
    Election,
    Keys,
    ListedProject,
    Method,
    Mode,
    Tier,
    parse_election,
)
from pbengine.record.errors import FieldsError
from pbengine.record.keys import Signer
from pbengine.record.merkle import EMPTY_ROOT
from pbengine.record.seeds import (
    CommittedLot,
    OrderedLot,
    commit_secret,
    parse_seed,
    seed_bytes,
    seed_entry,
    seed_of,
    seed_value,
)
from pbengine.voting.ballots import BallotLimits
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.profile import BallotKind

ORIGIN = "pb.example/main"
SECRET = bytes(range(32))
ELECTION = Election(
    id="main",
    origin=ORIGIN,
    title="Spielplätze 2026",
    place="Musterstadt",
    currency="EUR",
    minor_units=100,
    budget=70_000,
    projects=(
        ListedProject("1", 30_000, "Bench", Standing.STANDING),
        ListedProject("LES/0012", 50_000, "Trees", Standing.WITHDRAWN),
    ),
    ballot=BallotTerms(BallotKind.APPROVAL, BallotLimits(max_length=2)),
    method=Method("equal-shares", {"completion": "add1"}),
    lot=CommittedLot(commit_secret(SECRET)),
    dates={"voting-from": "2026-05-01T06:00:00Z"},
    cred_salt=bytes(32),
    keys=Keys(Signer(ORIGIN, bytes(32)).key, Signer(f"{ORIGIN}/receipt", bytes(32)).key),
    acts=ActsTree(0, EMPTY_ROOT),
    tier=Tier.PUBLIC,
    mode=Mode.PLAIN,
)


def test_an_election_is_read_back_from_its_bytes() -> None:
    assert parse_election(ELECTION.data) == ELECTION
    enrolled = replace(ELECTION, eligible=812, lot=OrderedLot(("LES/0012", "1")))
    assert parse_election(enrolled.data) == enrolled
    assert enrolled.election_hash != ELECTION.election_hash


def test_the_document_says_what_the_election_is() -> None:
    document = loads(ELECTION.data)
    assert isinstance(document, dict)
    assert document["projects"][1] == {"cost": 50000, "id": "LES/0012", "standing": "withdrawn", "title": "Trees"}
    assert document["ballot"] == {"kind": "approval", "limits": {"max_length": 2}}
    assert document["method"] == {"options": {"completion": "add1"}, "rule": "equal-shares"}
    assert (document["tier"], document["mode"], document["v"]) == ("public", "P", 1)
    assert "eligible" not in document


def test_the_instance_is_what_is_voted_on() -> None:
    projects = (Project("1", 30_000), Project("LES/0012", 50_000, Standing.WITHDRAWN))
    assert ELECTION.instance() == Instance(projects, budget=70_000, minor_units=100)
    assert (ELECTION.rule, ELECTION.ballot_kind, ELECTION.limits.max_length) == ("equal-shares", "approval", 2)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("v",), 2, "v: 2 is not the version"),
        (("budget",), -1, "budget: -1 is below 0"),
        (("budget",), "70000", "budget: '70000' is no whole number"),
        (("minor_units",), 0, "minor_units: 0 is below 1"),
        (("projects", 1, "cost"), True, "projects[1].cost: True is no whole number"),
        (("projects", 1, "id"), "1", "projects: '1' stands there 2 times"),
        (("projects", 1, "id"), "a,b", "projects[1].id: 'a,b' cannot name a project"),
        (("projects", 1, "id"), " 2", "projects[1].id: ' 2' cannot name a project"),
        (("projects", 1, "id"), "ä", "projects[1].id: 'ä' cannot name a project"),
        (("projects", 1, "standing"), "gone", "projects[1].standing: 'gone' is not one of standing, withdrawn"),
        (("ballot", "kind"), "show of hands", "ballot.kind: 'show of hands' is not one of approval"),
        (("ballot", "limits", "max_length"), "2", "ballot.limits.max_length: '2' is no whole number"),
        (("ballot", "limits", "min_length"), 0, "ballot.limits.min_length: is left out where it is 0"),
        (("ballot", "limits", "most"), 3, "ballot.limits.most: there is no such limit"),
        (("ballot", "ranks"), 0, "ballot.ranks: is left out where it is 0"),
        (("method", "options", "completion"), 1, "method.options.completion: 1 is no text"),
        (("lot", "kind"), "dice", "lot: is one of the kinds committed, order"),
        (("lot", "commit"), "AAAA", "lot.commit: 'AAAA' holds 3 bytes"),
        (("lot",), {"ids": ["1"], "kind": "order"}, "lot.ids: does not name every project once"),
        (("dates", "voting-from"), "2026-05-01", "dates.voting-from: '2026-05-01' is not a moment"),
        (("keys", "log"), Signer("pb.example/b", bytes(32)).key.text, "keys.log: is the key of pb.example/b, not of"),
        (("keys", "receipt"), Signer(ORIGIN, bytes(32)).key.text, "keys.receipt: is the key of pb.example/main, not"),
        (("mode",), "C", "mode: 'C' is not one of P"),
        (("tier",), "auditors", "tier: 'auditors' is not one of public"),
        (("more",), 1, "more: there is no such field"),
    ],
)
def test_a_document_that_is_no_election_is_refused_with_the_place(
    path: tuple[str | int, ...], value: object, fault: str
) -> None:
    document = loads(ELECTION.data)
    part: object = document
    for step in path[:-1]:
        part = part[step]  # type: ignore[index] # lists by number, objects by name
    part[path[-1]] = value  # type: ignore[index]
    with pytest.raises(FieldsError) as refusal:
        parse_election(dumps(document))
    assert fault in str(refusal.value)


def test_a_committed_seed_keeps_its_promise_and_orders_the_projects() -> None:
    seed = seed_of(ELECTION.lot, election_hash=ELECTION.election_hash, secret=SECRET)
    assert seed.keeps(ELECTION.lot)
    assert parse_seed(seed_bytes(seed)) == seed
    assert seed_entry(seed).seed == seed_value(seed)
    assert seed_entry(seed).sources == ("secret",)
    assert seed.lot(["1", "LES/0012"]) == seed.lot(["LES/0012", "1"])
    assert not seed_of(ELECTION.lot, election_hash=ELECTION.election_hash, secret=bytes(32)).keeps(ELECTION.lot)


def test_an_order_that_stood_before_is_its_own_lot() -> None:
    terms = OrderedLot(("LES/0012", "1"))
    seed = seed_of(terms, election_hash=ELECTION.election_hash)
    assert seed.keeps(terms)
    assert not seed.keeps(ELECTION.lot)
    assert not seed.keeps(OrderedLot(("1", "LES/0012")))
    assert parse_seed(seed_bytes(seed)) == seed
    assert seed.lot(["1", "LES/0012"]).order == ("LES/0012", "1")


@pytest.mark.parametrize("data", [b'{"v":1}', b'{"order":["1"],"secret":"","v":1}', b'{"election":"","v":1}'])
def test_a_document_that_is_no_seed_is_refused(data: bytes) -> None:
    with pytest.raises(FieldsError):
        parse_seed(data)
