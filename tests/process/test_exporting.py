"""The bundle of a round: the same bytes each time, and only once the result is published."""

import pytest

from pbengine.audit.audit import audit
from pbengine.process.exporting import bundle_of
from pbengine.process.phases import Phase
from pbengine.process.refusals import NotPublishedRefusal
from pbengine.record.bundle import Bundle
from pbengine.record.packing import pack_zip
from pbengine.record.publication import REQUIRED
from tests.process.town import DATES, DURING, Town


def bundle(town: Town) -> dict[str, bytes]:
    with town.reading() as (session, round_):
        return dict(bundle_of(session, round_, now=DURING[Phase.PUBLISHED], keyring=town.keyring))


def test_exporting_twice_gives_the_same_bytes(town: Town) -> None:
    town.live_until(Phase.PUBLISHED)
    first = bundle(town)
    town.advance(DATES.voting_until)
    second = bundle(town)
    assert first == second
    assert pack_zip(first) == pack_zip(second)
    assert set(REQUIRED) <= set(first)


def test_a_bundle_names_no_voter(town: Town) -> None:
    town.live_until(Phase.PUBLISHED)
    everything = b"\0".join(bundle(town).values())
    for person in (*town.residents, town.facilitator):
        assert person.id.encode() not in everything
        assert person.email.encode() not in everything


def test_a_bundle_holds_its_public_acts_up_to_opening(town: Town) -> None:
    town.live_until(Phase.PUBLISHED)
    acts = bundle(town)["acts/entries.jsonl"].splitlines()
    assert len(acts) == 9
    assert b"round-created" in acts[0]
    assert b"proposal-admitted" in acts[-1]


@pytest.mark.parametrize(
    ("path", "old", "new", "check"),
    [
        ("openings.jsonl", b'"approve":["2"]', b'"approve":["3"]', "04.04"),
        ("election.json", b'"cost":50000', b'"cost":50001', "03.05"),
        ("result.json", b'"funded":["2"', b'"funded":["3"', "06.02"),
    ],
)
def test_a_bundle_that_was_touched_fails_the_audit_by_name(
    town: Town, path: str, old: bytes, new: bytes, check: str
) -> None:
    town.live_until(Phase.PUBLISHED)
    files = bundle(town)
    assert old in files[path]
    report = audit(Bundle({**files, path: files[path].replace(old, new, 1)}))
    assert check in [result.number for result in report.checks if not result.passed]


def test_a_round_that_is_not_published_has_no_bundle(town: Town) -> None:
    town.live_until(Phase.COUNTING)
    with pytest.raises(NotPublishedRefusal):
        bundle(town)
