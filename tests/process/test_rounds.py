"""Rounds: what a facilitator plans, what moves with time, what is recorded of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pbengine.process.acts import ActKind, Capacity, acts_of
from pbengine.process.commissions import list_commissions
from pbengine.process.phases import Phase, phase_of
from pbengine.process.plans import RoundPlan
from pbengine.process.refusals import FormRefusal, NotAllowedRefusal, NotFoundRefusal, TakenRefusal
from pbengine.process.rounds import change_round, commission_of, create_round, find_round, list_rounds
from tests.process.town import DATES, DURING, FOUNDED, PLAN, Town


def change(town: Town, plan: RoundPlan, now: datetime = FOUNDED) -> None:
    with town.writing() as (session, round_):
        change_round(session, round_, plan, actor=town.facilitator, now=now)


def faults_of(town: Town, plan: RoundPlan) -> list[tuple[str, str]]:
    with pytest.raises(FormRefusal) as refused:
        change(town, plan)
    return [(fault.field, fault.code) for fault in refused.value.faults]


def kinds(town: Town) -> list[ActKind]:
    with town.reading() as (session, round_):
        return [act.kind for act in acts_of(session, round_)]


@pytest.mark.parametrize("phase", list(Phase))
def test_a_round_moves_through_its_phases(town: Town, phase: Phase) -> None:
    town.live_until(phase)
    assert phase_of(town.round, DURING[phase]) is phase


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (DATES.proposals_from, Phase.PROPOSALS),
        (DATES.review_from, Phase.REVIEW),
        (DATES.voting_from + timedelta(days=1), Phase.REVIEW),
    ],
)
def test_a_phase_begins_at_its_very_moment_and_voting_not_before_it_is_opened(
    town: Town, moment: datetime, phase: Phase
) -> None:
    assert phase_of(town.round, moment) is phase
    if phase is Phase.PROPOSALS:
        assert phase_of(town.round, moment - timedelta(microseconds=1)) is Phase.ANNOUNCED


def test_voting_ends_at_its_very_moment(town: Town) -> None:
    town.live_until(Phase.VOTING)
    assert phase_of(town.round, DATES.voting_until - timedelta(microseconds=1)) is Phase.VOTING
    assert phase_of(town.round, DATES.voting_until) is Phase.COUNTING


def test_announcing_a_round_is_a_public_act_of_the_facilitator(town: Town) -> None:
    with town.reading() as (session, round_):
        [act] = acts_of(session, round_)
    assert (act.kind, act.by, act.at) == (ActKind.ROUND_CREATED, Capacity.FACILITATOR, FOUNDED)
    assert act.details["budget"] == 100_000
    assert act.details["voting_from"] == "2026-06-01T00:00:00Z"
    assert town.facilitator.name not in str(act)


def test_only_what_was_changed_is_recorded(town: Town) -> None:
    change(town, PLAN)
    assert kinds(town) == [ActKind.ROUND_CREATED]
    change(town, replace(PLAN, budget=200_000))
    change(town, replace(PLAN, budget=200_000, dates=replace(DATES, voting_until=DATES.voting_until + timedelta(1))))
    change(town, replace(PLAN, budget=200_000, rule_options={"order": "score-per-cost"}, max_choices=3))
    assert kinds(town)[1:] == [
        ActKind.ROUND_CHANGED,
        ActKind.DATES_CHANGED,
        ActKind.DATES_CHANGED,
        ActKind.RULE_CHANGED,
    ]
    assert (town.round.budget, town.round.rule_options, town.round.max_choices) == (
        200_000,
        {"order": "score-per-cost"},
        3,
    )


def test_every_option_of_the_rule_is_written_out(town: Town) -> None:
    assert town.round.rule_options == {"order": "score"}


def test_all_faults_of_a_plan_are_told_at_once(town: Town) -> None:
    dates = replace(DATES, review_from=DATES.proposals_from, voting_until=FOUNDED)
    plan = RoundPlan(" ", "x" * 4_001, 0, dates, rule_id="no-such-rule", max_choices=0, max_sum_cost=2**53)
    assert faults_of(town, plan) == [
        ("title", "missing"),
        ("purpose", "too-long"),
        ("budget", "too-small"),
        ("max_sum_cost", "too-large"),
        ("max_choices", "too-small"),
        ("review_from", "not-after"),
        ("voting_until", "not-after"),
        ("voting_until", "in-the-past"),
        ("rule_id", "unknown-rule"),
    ]


@pytest.mark.parametrize("year", [1, 202, 1999, 3000, 9999])
def test_a_year_that_was_mistyped_is_told_before_it_can_keep_the_vote_from_opening(town: Town, year: int) -> None:
    early = year < DATES.proposals_from.year
    name = "proposals_from" if early else "voting_until"
    mistyped = replace(DATES, **{name: getattr(DATES, name).replace(year=year)})
    assert faults_of(town, replace(PLAN, dates=mistyped)) == [(name, "year-out-of-range")]


def test_a_limit_on_the_projects_of_a_ballot_fits_every_database(town: Town) -> None:
    assert faults_of(town, replace(PLAN, max_choices=10_001)) == [("max_choices", "too-large")]
    change(town, replace(PLAN, max_choices=10_000))
    assert town.round.max_choices == 10_000


def test_every_option_that_cannot_be_taken_is_told(town: Town) -> None:
    plan = replace(PLAN, rule_options={"order": "backwards", "colour": "red"})
    assert faults_of(town, plan) == [("rule_options", "option")] * 2


@pytest.mark.parametrize("who", ["resident", "facilitator of another place"])
def test_nobody_but_the_facilitator_of_the_place_plans_a_round(town: Town, who: str) -> None:
    actor = town.residents[0] if who == "resident" else town.stranger
    with town.writing() as (session, round_):
        with pytest.raises(NotAllowedRefusal):
            create_round(session, town.commission, "another", PLAN, actor=actor, now=FOUNDED)
        with pytest.raises(NotAllowedRefusal):
            change_round(session, round_, PLAN, actor=actor, now=FOUNDED)


def test_two_rounds_cannot_have_one_address(town: Town) -> None:
    with pytest.raises(TakenRefusal), town.database.writing() as session:
        create_round(session, town.commission, "green-streets", PLAN, actor=town.facilitator, now=FOUNDED)


def test_rounds_are_listed_with_place_and_phase_the_last_to_vote_first(town: Town) -> None:
    later = replace(PLAN, dates=replace(DATES, voting_until=DATES.voting_until + timedelta(1)))
    with town.database.writing() as session:
        create_round(session, town.commission, "blue-streets", later, actor=town.facilitator, now=FOUNDED)
    with town.database.reading() as session:
        lines = list_rounds(session, now=DURING[Phase.PROPOSALS])
        of_town = list_rounds(session, now=DURING[Phase.PROPOSALS], commission=town.commission)
        village = next(place for place in list_commissions(session) if place.slug == "village")
        assert list_rounds(session, now=DURING[Phase.PROPOSALS], commission=village) == []
    assert [(line.round.slug, line.commission.slug, line.phase) for line in lines] == [
        ("blue-streets", "town", Phase.PROPOSALS),
        ("green-streets", "town", Phase.PROPOSALS),
    ]
    assert [line.round.slug for line in of_town] == [line.round.slug for line in lines]


def test_a_round_is_found_by_its_address(town: Town) -> None:
    with town.database.reading() as session:
        round_ = find_round(session, "green-streets")
        assert commission_of(session, round_).slug == "town"
        with pytest.raises(NotFoundRefusal):
            find_round(session, "no-such-round")
