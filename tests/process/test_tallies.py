"""The tally: counted once, by one, and shown to nobody before it is published."""

import inspect
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pbengine.audit.audit import audit
from pbengine.audit.errors import UncountableError
from pbengine.process import clockwork, tallies
from pbengine.process.acts import ActKind, acts_of
from pbengine.process.clockwork import advance
from pbengine.process.closing import close_now, close_voting
from pbengine.process.exporting import bundle_of
from pbengine.process.importing import official_of
from pbengine.process.ledger import Log, entries_of
from pbengine.process.phases import Phase, phase_of
from pbengine.process.refusals import (
    NotAllowedRefusal,
    NotPublishedRefusal,
    PhaseRefusal,
    TallyNotFailedRefusal,
    TallyRunningRefusal,
)
from pbengine.process.tallies import (
    SILENCE,
    Count,
    Progress,
    State,
    beat,
    claim_count,
    fail_count,
    keep_count,
    progress_of,
    result_of,
    retry_count,
    reveal_seed,
)
from pbengine.process.traces import choices_of, trace_of_voter
from pbengine.record.bundle import Bundle
from pbengine.record.choices import BallotChoices
from pbengine.record.entries import ResultEntry, parse_entry
from tests.process.town import DATES, DURING, Town

NOW = DURING[Phase.COUNTING]


@pytest.fixture
def closed(town: Town) -> Town:
    town.live_until(Phase.COUNTING)
    with town.writing() as (session, round_):
        reveal_seed(session, round_, now=NOW, keyring=town.keyring)
    return town


def progress(town: Town) -> Progress | None:
    with town.reading() as (session, round_):
        return progress_of(session, round_)


def claim(town: Town, *, after: timedelta = timedelta(0)) -> Count:
    with town.writing() as (session, round_):
        count = claim_count(session, round_, now=NOW + after)
    assert count is not None
    return count


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.PUBLISHED])
@pytest.mark.parametrize("read", [result_of, bundle_of], ids=lambda read: read.__name__)
def test_nothing_of_the_result_is_shown_before_publication(
    town: Town, phase: Phase, read: Callable[..., object]
) -> None:
    town.live_until(phase)
    given = {"keyring": town.keyring} if "keyring" in inspect.signature(read).parameters else {}
    with pytest.raises(NotPublishedRefusal), town.reading() as (session, round_):
        read(session, round_, now=DURING[phase], **given)


def test_what_a_ballot_says_is_shown_with_the_result_and_not_before(town: Town) -> None:
    town.live_until(Phase.COUNTING)
    with town.reading() as (session, round_):
        trace = trace_of_voter(session, round_, person=town.residents[0], keyring=town.keyring)
        with pytest.raises(NotPublishedRefusal):
            choices_of(session, round_, trace, now=NOW)
    town.advance(DATES.voting_until)
    with town.reading() as (session, round_):
        assert choices_of(session, round_, trace, now=DURING[Phase.PUBLISHED]) == BallotChoices(("1", "2"))


def test_a_finished_count_is_not_shown_before_it_is_published(closed: Town) -> None:
    count = claim(closed)
    with closed.writing() as (session, round_):
        keep_count(session, round_, count.claim, count.run(), now=NOW)
    assert progress(closed) == Progress(State.DONE, "")
    with pytest.raises(NotPublishedRefusal), closed.reading() as (session, round_):
        result_of(session, round_, now=NOW)


def test_a_round_held_here_has_no_official_result_beside_it(town: Town) -> None:
    town.live_until(Phase.PUBLISHED)
    with town.reading() as (session, round_):
        assert official_of(session, round_, result_of(session, round_, now=DURING[Phase.PUBLISHED])) is None


def test_two_processes_never_count_at_once(closed: Town) -> None:
    claim(closed)
    assert progress(closed) == Progress(State.RUNNING, "")
    with pytest.raises(TallyRunningRefusal), closed.writing() as (session, round_):
        claim_count(session, round_, now=NOW + SILENCE - timedelta(seconds=1))


def test_many_processes_that_advance_at_once_publish_one_result(town: Town) -> None:
    town.live_until(Phase.VOTING)
    town.cast(town.residents[0], "1", "2")
    ready = threading.Barrier(4)

    def advance_at_once(_: int) -> None:
        ready.wait()
        advance(town.database, town.keyring, DATES.voting_until)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(advance_at_once, range(4)))
    advance(town.database, town.keyring, DATES.voting_until)
    with town.reading() as (session, round_):
        kinds = [type(parse_entry(entry)) for entry in entries_of(session, round_, Log.MAIN)]
    assert kinds.count(ResultEntry) == 1
    assert phase_of(town.round, DATES.voting_until) is Phase.PUBLISHED


def test_a_count_that_fell_silent_is_taken_over_and_its_late_answer_is_dropped(closed: Town) -> None:
    first = claim(closed)
    second = claim(closed, after=SILENCE)
    assert first.claim != second.claim
    result = first.run()
    with closed.writing() as (session, round_):
        fail_count(session, round_, first.claim, "too late", now=NOW)
        assert not keep_count(session, round_, first.claim, result, now=NOW)
        assert keep_count(session, round_, second.claim, result, now=NOW)


def test_a_sign_of_life_keeps_a_count_from_being_taken_over(closed: Town) -> None:
    count = claim(closed)
    with closed.writing() as (session, round_):
        beat(session, round_, count.claim, now=NOW + SILENCE)
        beat(session, round_, "a stranger's claim", now=NOW)
    with pytest.raises(TallyRunningRefusal), closed.writing() as (session, round_):
        claim_count(session, round_, now=NOW + 2 * SILENCE - timedelta(seconds=1))


def test_a_long_count_gives_signs_of_life(closed: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    beaten = threading.Event()
    run, keep_alive = Count.run, tallies.beat

    def slow_run(count: Count) -> object:
        assert beaten.wait(30)
        return run(count)

    def noted_beat(*given: object, **named: object) -> None:
        keep_alive(*given, **named)  # type: ignore[arg-type]
        beaten.set()

    monkeypatch.setattr(Count, "run", slow_run)
    monkeypatch.setattr(clockwork, "beat", noted_beat)
    monkeypatch.setattr(clockwork, "BEAT_SECONDS", 0.01)
    assert [done.step for done in advance(closed.database, closed.keyring, NOW)] == ["count", "publish"]


def test_a_count_that_fails_says_why_and_can_be_tried_again(closed: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Count, "run", _fail)
        advance(closed.database, closed.keyring, NOW)
    assert progress(closed) == Progress(State.FAILED, "UncountableError: the lot does not order the projects")
    assert advance(closed.database, closed.keyring, NOW) == []
    assert phase_of(closed.round, NOW) is Phase.COUNTING
    for actor in (closed.residents[0], closed.stranger):
        with pytest.raises(NotAllowedRefusal), closed.writing() as (session, round_):
            retry_count(session, round_, actor=actor, now=NOW)
    with closed.writing() as (session, round_):
        retry_count(session, round_, actor=closed.facilitator, now=NOW)
    assert [done.step for done in advance(closed.database, closed.keyring, NOW)] == ["count", "publish"]


def _fail(_count: Count) -> object:
    raise UncountableError("the lot does not order the projects")


def test_only_a_failed_count_can_be_tried_again(closed: Town) -> None:
    with pytest.raises(TallyNotFailedRefusal), closed.writing() as (session, round_):
        retry_count(session, round_, actor=closed.facilitator, now=NOW)


def test_the_secret_of_the_lot_is_revealed_once_and_only_after_the_close(town: Town) -> None:
    town.live_until(Phase.VOTING)
    with pytest.raises(PhaseRefusal), town.writing() as (session, round_):
        reveal_seed(session, round_, now=DURING[Phase.VOTING], keyring=town.keyring)
    with pytest.raises(PhaseRefusal), town.writing() as (session, round_):
        reveal_seed(session, round_, now=NOW, keyring=town.keyring)
    with town.writing() as (session, round_):
        close_voting(session, round_, now=NOW, keyring=town.keyring)
        assert reveal_seed(session, round_, now=NOW, keyring=town.keyring)
        assert not reveal_seed(session, round_, now=NOW, keyring=town.keyring)


def test_nothing_is_counted_before_the_lot_is_revealed(town: Town) -> None:
    town.live_until(Phase.COUNTING)
    with town.writing() as (session, round_):
        assert claim_count(session, round_, now=NOW) is None


def test_closing_twice_changes_nothing(closed: Town) -> None:
    with closed.writing() as (session, round_):
        before = list(entries_of(session, round_, Log.MAIN))
        close_voting(session, round_, now=NOW, keyring=closed.keyring)
        assert list(entries_of(session, round_, Log.MAIN)) == before


def test_a_facilitator_ends_the_vote_before_its_date_and_that_is_a_public_act(town: Town) -> None:
    town.live_until(Phase.VOTING)
    now = DURING[Phase.VOTING]
    for actor in (town.residents[0], town.stranger):
        with pytest.raises(NotAllowedRefusal), town.writing() as (session, round_):
            close_now(session, round_, actor=actor, now=now, keyring=town.keyring)
    with town.writing() as (session, round_):
        close_now(session, round_, actor=town.facilitator, now=now, keyring=town.keyring)
    assert phase_of(town.round, now) is Phase.COUNTING
    assert [done.step for done in town.advance(now)] == ["seed", "count", "publish"]
    with town.reading() as (session, round_):
        assert acts_of(session, round_)[-1].kind is ActKind.VOTING_ENDED_EARLY
        assert any(b"voting-ended-early" in entry for entry in entries_of(session, round_, Log.MAIN))
        files = bundle_of(session, round_, now=now, keyring=town.keyring)
    assert audit(Bundle(files)).passed
    assert b"voting-ended-early" in files["log/entries.jsonl"]
