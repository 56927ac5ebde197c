"""Opening freezes everything that decides, under one hash, and nothing can be changed after it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from pbengine.process.acts import ActKind, acts_of
from pbengine.process.eligibility import Mark, RollCounts, mark_of, resident_count, roll_counts
from pbengine.process.ledger import Log, checkpoints_of, entries_of, root_of_log, size_of
from pbengine.process.opening import election_of, frozen_of, open_now, open_voting
from pbengine.process.people import Membership, Role, grant
from pbengine.process.phases import Phase, phase_of
from pbengine.process.proposals import find_proposal
from pbengine.process.refusals import (
    CostLimitRefusal,
    DatesPassedRefusal,
    FrozenRefusal,
    NobodyToVoteRefusal,
    NotAllowedRefusal,
    NotFoundRefusal,
    NothingToVoteOnRefusal,
    PhaseRefusal,
    Refusal,
    RuleUnfitRefusal,
)
from pbengine.process.reviews import admit_proposal
from pbengine.process.rounds import change_round, create_round
from pbengine.record.checkpoint import open_checkpoint
from pbengine.record.election import parse_election
from pbengine.record.entries import OpenEntry, parse_entry
from pbengine.record.seeds import CommittedLot, commit_secret
from tests.process.town import DATES, DURING, FOUNDED, PLAN, Town


def test_everything_that_decides_is_frozen_under_one_hash(town: Town) -> None:
    town.live_until(Phase.VOTING)
    with town.reading() as (session, round_):
        frozen, election = frozen_of(session, round_), election_of(session, round_)
        acts = size_of(session, round_, Log.ACTS), root_of_log(session, round_, Log.ACTS)
        [entry] = entries_of(session, round_, Log.MAIN)
        [checkpoint] = checkpoints_of(session, round_)
    assert parse_election(frozen.document) == election
    assert round_.election_hash == election.election_hash.hex()
    assert (election.origin, election.rule, election.budget) == ("pb.example/green-streets", "greedy", 100_000)
    assert [(project.id, project.cost) for project in election.projects] == [
        ("1", 300_00),
        ("2", 500_00),
        ("3", 400_00),
        ("4", 250_00),
    ]
    assert (election.acts.size, election.acts.root) == acts
    assert election.eligible == 3
    assert election.lot == CommittedLot(commit_secret(frozen.secret))
    assert parse_entry(entry) == OpenEntry(election.election_hash, (election.keys.log, election.keys.receipt))
    signed = open_checkpoint(checkpoint.note, town.keyring.log_signer(election.origin).key)
    assert (signed.size, checkpoint.size) == (1, 1)


def test_opening_again_changes_nothing(town: Town) -> None:
    town.live_until(Phase.VOTING)
    before = town.round.election_hash
    with town.writing() as (session, round_):
        election = open_voting(session, round_, now=DURING[Phase.VOTING], keyring=town.keyring)
    assert election.election_hash.hex() == before == town.round.election_hash


def test_two_elections_draw_different_secrets(town: Town) -> None:
    town.live_until(Phase.VOTING)
    with town.writing() as (session, round_):
        other = create_round(session, town.commission, "other", PLAN, actor=town.facilitator, now=FOUNDED)
        session.flush()
        frozen = frozen_of(session, round_)
        assert len(frozen.secret) == 32
        assert frozen.secret != election_of(session, round_).cred_salt
        with pytest.raises(NotFoundRefusal):
            frozen_of(session, other)


def test_what_is_frozen_can_no_longer_be_changed_and_the_refusal_names_the_hash(town: Town) -> None:
    town.live_until(Phase.VOTING)
    plan = replace(PLAN, budget=2)
    with pytest.raises(FrozenRefusal) as refused, town.writing() as (session, round_):
        change_round(session, round_, plan, actor=town.facilitator, now=DURING[Phase.VOTING])
    assert refused.value.digest == town.round.election_hash
    with town.database.reading() as session:
        proposal = find_proposal(session, town.proposals[0])
    with pytest.raises(FrozenRefusal), town.database.writing() as session:
        admit_proposal(session, session.merge(proposal), cost=1, actor=town.facilitator, now=DURING[Phase.VOTING])


def test_voting_does_not_open_before_its_date_nor_after_its_end(town: Town) -> None:
    town.fill_ballot()
    for now, refusal in (
        (DATES.voting_from - timedelta(microseconds=1), PhaseRefusal),
        (DATES.voting_until, DatesPassedRefusal),
    ):
        with pytest.raises(refusal), town.writing() as (session, round_):
            open_voting(session, round_, now=now, keyring=town.keyring)
        assert town.advance(now) == []


def test_a_round_without_projects_does_not_open(town: Town) -> None:
    [done] = town.advance(DATES.voting_from)
    assert (done.step, type(done.refusal)) == ("open", NothingToVoteOnRefusal)
    assert phase_of(town.round, DATES.voting_from) is Phase.REVIEW


def test_a_place_without_residents_has_nobody_to_vote(town: Town) -> None:
    with town.database.writing() as session:
        hamlet = session.merge(town.commission)
        hamlet_round = create_round(session, hamlet, "empty", PLAN, actor=town.facilitator, now=FOUNDED)
        for membership in session.exec(select(Membership).where(Membership.role == Role.RESIDENT)):
            session.delete(membership)
        session.flush()
        with pytest.raises(NobodyToVoteRefusal):
            open_voting(session, hamlet_round, now=DATES.voting_from, keyring=town.keyring)


UNFIT = {
    RuleUnfitRefusal: replace(PLAN, rule_id="greedy-exclusive", rule_options={"groups": "1+77"}),
    CostLimitRefusal: replace(PLAN, max_sum_cost=250_00 - 1),
}


@pytest.mark.parametrize("kind", list(UNFIT), ids=lambda kind: kind.__name__)
def test_a_vote_that_could_not_be_held_does_not_open_until_it_is_mended(town: Town, kind: type[Refusal]) -> None:
    town.fill_ballot()
    now = DURING[Phase.REVIEW]
    with town.writing() as (session, round_):
        change_round(session, round_, UNFIT[kind], actor=town.facilitator, now=now)
    with pytest.raises(kind), town.writing() as (session, round_):
        open_now(session, round_, actor=town.facilitator, now=now, keyring=town.keyring)
    [done] = town.advance(DATES.voting_from)
    assert (done.step, type(done.refusal)) == ("open", kind)
    with town.reading() as (session, round_):
        assert (round_.election_hash, round_.voting_from) == (None, DATES.voting_from)
        assert roll_counts(session, round_) == RollCounts(0, 0)
    with town.writing() as (session, round_):
        change_round(session, round_, PLAN, actor=town.facilitator, now=DATES.voting_from)
    assert [done.refusal for done in town.advance(DATES.voting_from)] == [None]


def test_every_fault_of_a_rule_is_told(town: Town) -> None:
    town.fill_ballot()
    plan = replace(PLAN, rule_id="greedy-exclusive", rule_options={"groups": "1+77,78+2"})
    with town.writing() as (session, round_):
        change_round(session, round_, plan, actor=town.facilitator, now=DURING[Phase.REVIEW])
        with pytest.raises(RuleUnfitRefusal) as refused:
            open_voting(session, round_, now=DATES.voting_from, keyring=town.keyring)
    assert refused.value.rule == "Greedy with exclusions"
    assert ["77" in refused.value.faults[0], "78" in refused.value.faults[1]] == [True, True]


def test_a_ballot_that_can_hold_its_cheapest_project_is_enough(town: Town) -> None:
    town.fill_ballot()
    with town.writing() as (session, round_):
        change_round(
            session, round_, replace(PLAN, max_sum_cost=250_00), actor=town.facilitator, now=DURING[Phase.REVIEW]
        )
    assert [done.refusal for done in town.advance(DATES.voting_from)] == [None]


def test_the_residents_of_the_place_and_nobody_else_will_stand_on_the_roll(town: Town) -> None:
    with town.writing() as (session, round_):
        grant(session, town.residents[0], town.commission.id, Role.AUDITOR)
        assert resident_count(session, town.commission.id) == 3
        grant(session, town.stranger, town.commission.id, Role.RESIDENT)
        assert resident_count(session, town.commission.id) == 4
    town.live_until(Phase.VOTING)
    with town.reading() as (session, round_):
        assert roll_counts(session, round_).eligible == 4


def test_the_roll_is_closed_at_opening(town: Town) -> None:
    town.live_until(Phase.VOTING)
    with town.writing() as (session, round_):
        grant(session, town.stranger, town.commission.id, Role.RESIDENT)
        assert roll_counts(session, round_) == RollCounts(eligible=3, voted=0)
        assert mark_of(session, round_, town.residents[0]) is Mark.ELIGIBLE
        assert mark_of(session, round_, town.facilitator) is None
        assert mark_of(session, round_, town.stranger) is None


def test_a_facilitator_opens_before_the_date_and_the_moved_dates_are_a_public_act(town: Town) -> None:
    town.fill_ballot()
    now = DURING[Phase.PROPOSALS]
    with town.writing() as (session, round_):
        election = open_now(session, round_, actor=town.facilitator, now=now, keyring=town.keyring)
    assert phase_of(town.round, now) is Phase.VOTING
    assert election.dates["voting_from"] == election.dates["review_from"] == "2026-04-10T00:00:00Z"
    with town.reading() as (session, round_):
        assert acts_of(session, round_)[-1].kind is ActKind.DATES_CHANGED


def test_nobody_but_the_facilitator_opens_before_the_date(town: Town) -> None:
    town.fill_ballot()
    for actor in (town.residents[0], town.stranger):
        with pytest.raises(NotAllowedRefusal), town.writing() as (session, round_):
            open_now(session, round_, actor=actor, now=DURING[Phase.REVIEW], keyring=town.keyring)
