import json
import random
from dataclasses import replace

import pytest

from pbengine.audit.audit import audit
from pbengine.audit.errors import UncountableError
from pbengine.audit.recount import profile_of, recount
from pbengine.audit.result_pb import published_ballots
from pbengine.formats.pabulib import read_pabulib
from pbengine.record.bundle import Bundle
from pbengine.record.canonical import dumps, object_of
from pbengine.record.choices import BallotChoices
from pbengine.record.election import BallotTerms, Method
from pbengine.record.encoding import b64
from pbengine.record.seeds import OrderedLot
from pbengine.voting import BallotKind, Lot
from pbengine.voting.ballots import BallotLimits
from tests.audit.town import CASTS, ELECTION, LOG, TOWN, ballots, build, lot_of

ORDER = ("pool", "bench", "hall", "trees")


def test_the_result_names_its_election_and_the_order_that_settled_its_ties() -> None:
    document = object_of(TOWN.result_json)
    assert document["election"] == b64(ELECTION.election_hash)
    assert document["lot"] == {"kind": "committed", "order": list(lot_of(TOWN).order)}
    assert document["funded"] == ["trees", "hall"]
    assert document["votes"] == 5


def test_the_result_is_canonical_and_leaves_sentences_to_whoever_shows_it() -> None:
    document = json.loads(TOWN.result_json)
    assert dumps(document) == TOWN.result_json
    assert document["projects_detail"]["bench"]["reason_code"] == "not-affordable"
    assert all("reason" not in detail for detail in document["projects_detail"].values())


def test_the_order_of_the_ballots_does_not_matter() -> None:
    counted = ballots(CASTS)
    expected = recount(ELECTION, counted, lot_of(TOWN))
    for _ in range(5):
        random.Random(7).shuffle(counted)
        turned = [BallotChoices(ballot.projects[::-1]) for ballot in counted]
        assert recount(ELECTION, turned, lot_of(TOWN)) == expected


def test_the_published_ballots_are_those_counted_in_the_order_of_their_text() -> None:
    file = read_pabulib(TOWN.result_pb)
    assert published_ballots(ELECTION, file).total() == 5
    assert list(file.votes["vote"]) == sorted(file.votes["vote"])
    assert list(file.votes["voter_id"]) == ["1", "2", "3", "4", "5"]
    assert set(file.votes) == {"voter_id", "vote"}
    assert file.selected == {"bench": "0", "trees": "1", "hall": "1", "pool": "0"}


def test_an_order_that_stood_before_settles_the_ties_of_an_imported_election() -> None:
    town = build(election=replace(ELECTION, lot=OrderedLot(ORDER)))
    assert object_of(town.result_json)["funded"] == ["trees", "bench"]
    report = audit(Bundle(town.sealed()), vkey=LOG.key.text)
    assert report.passed
    assert report.tally["lot"] == {"kind": "order", "order": list(ORDER)}


@pytest.mark.parametrize(
    ("kind", "counted", "rule"),
    [
        (BallotKind.CHOOSE_ONE, [BallotChoices(("bench",)), BallotChoices(())], "greedy"),
        (BallotKind.ORDINAL, [BallotChoices(("trees", "bench")), BallotChoices(("bench", "trees"))], "greedy"),
        (BallotKind.CUMULATIVE, [BallotChoices(("trees", "bench"), (3, 7))], "greedy"),
        (BallotKind.SCORING, [BallotChoices(("trees", "bench"), (-3, 7)), BallotChoices((), ())], "greedy"),
    ],
)
def test_ballots_of_every_kind_are_counted_and_published(
    kind: BallotKind, counted: list[BallotChoices], rule: str
) -> None:
    terms = BallotTerms(
        kind, BallotLimits(), ranks=4 if kind is BallotKind.ORDINAL else 0, points_scale=2 if counted[0].points else 1
    )
    election = replace(ELECTION, ballot=terms, method=Method(rule, {}))
    result = recount(election, counted, Lot(ORDER))
    assert object_of(result.result_json)["votes"] == len(counted)
    published = published_ballots(election, read_pabulib(result.result_pb))
    assert published.total() == len(counted)
    assert set(published) <= {
        *counted,
        BallotChoices(("bench", "trees"), (7, 3)),
        BallotChoices(("bench", "trees"), (7, -3)),
    }


def test_a_profile_has_a_row_for_each_ballot() -> None:
    profile = profile_of(ELECTION, [BallotChoices(("hall",)), BallotChoices(()), BallotChoices(("bench", "trees"))])
    assert [columns for _, columns in profile] == [(2,), (), (0, 1)]
    assert profile_of(ELECTION, []).voters == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"method": Method("dice", {})}, "there is no rule 'dice'"),
        ({"method": Method("greedy", {"order": "random"})}, "order is one of"),
        ({"method": Method("greedy", {"lot": "1"})}, "there is no option 'lot'"),
        ({"ballot": BallotTerms(BallotKind.APPROVAL, BallotLimits(max_length=0))}, "at most 0"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_the_reason(change: dict[str, object], message: str) -> None:
    with pytest.raises(UncountableError, match=message):
        recount(replace(ELECTION, **change), ballots(CASTS), lot_of(TOWN))  # type: ignore[arg-type]


def test_a_ballot_or_a_lot_of_other_projects_is_refused() -> None:
    with pytest.raises(UncountableError, match="not on the ballot: castle"):
        recount(ELECTION, [BallotChoices(("castle",))], lot_of(TOWN))
    with pytest.raises(UncountableError, match="castle"):
        recount(ELECTION, ballots(CASTS), Lot(("castle",)))


def test_nobody_voting_is_a_result_too() -> None:
    town = build(casts=())
    assert object_of(town.result_json)["votes"] == 0
    assert audit(Bundle(town.sealed()), vkey=LOG.key.text).passed
