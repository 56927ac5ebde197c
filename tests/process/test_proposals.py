"""Proposals and their review: whose they are, what becomes of them, what the record says."""

import pytest
from sqlalchemy import event

from pbengine.process.acts import ActKind, acts_of
from pbengine.process.phases import Phase
from pbengine.process.projects import find_project, projects_of
from pbengine.process.proposals import (
    Proposal,
    ProposalDraft,
    Status,
    author_of,
    change_proposal,
    delete_proposal,
    find_proposal,
    list_proposals,
    submit_proposal,
    withdraw_proposal,
)
from pbengine.process.refusals import (
    FormRefusal,
    NotAllowedRefusal,
    NotAuthorRefusal,
    NotFoundRefusal,
    ProposalStatusRefusal,
)
from pbengine.process.reviews import admit_proposal, decline_proposal, return_to_review
from tests.process.town import DURING, Town

NOW = DURING[Phase.PROPOSALS]
DRAFT = ProposalDraft(" Benches ", "Places to sit", "Along the river.", "Riverside", 250_00)


def admit(town: Town, proposal: Proposal, cost: int = 300_00) -> None:
    with town.database.writing() as session:
        admit_proposal(session, find_proposal(session, proposal.id), cost=cost, actor=town.facilitator, now=NOW)


def status_of(town: Town, proposal: Proposal) -> Status:
    with town.database.reading() as session:
        return find_proposal(session, proposal.id).status


def test_a_resident_hands_in_a_proposal(town: Town) -> None:
    with town.writing() as (session, round_):
        proposal = submit_proposal(session, round_, DRAFT, actor=town.residents[0], now=NOW)
    with town.database.reading() as session:
        kept = find_proposal(session, proposal.id)
        assert (kept.number, kept.title, kept.estimate, kept.status) == (1, "Benches", 250_00, Status.SUBMITTED)
        assert (author_of(session, kept), kept.created_at) == ("Ada", NOW)


def test_somebody_from_elsewhere_or_a_facilitator_who_is_no_resident_cannot_propose(town: Town) -> None:
    for actor in (town.stranger, town.facilitator):
        with pytest.raises(NotAllowedRefusal):
            town.propose("Benches", by=actor)


def test_all_faults_of_a_proposal_are_told_at_once(town: Town) -> None:
    draft = ProposalDraft(" ", "x" * 301, "x" * 10_001, "x" * 201, -1)
    with pytest.raises(FormRefusal) as refused, town.writing() as (session, round_):
        submit_proposal(session, round_, draft, actor=town.residents[0], now=NOW)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("title", "missing"),
        ("summary", "too-long"),
        ("body", "too-long"),
        ("place", "too-long"),
        ("estimate", "too-small"),
    ]


def test_a_number_is_never_given_twice(town: Town) -> None:
    proposal = town.propose("Benches")
    with town.database.writing() as session:
        delete_proposal(session, find_proposal(session, proposal.id), actor=town.residents[0], now=NOW)
    assert town.propose("Trees").number == 2


def test_a_resident_changes_only_her_own_proposal(town: Town) -> None:
    proposal = town.propose("Benches", by=town.residents[0])
    for actor in (town.residents[1], town.facilitator, town.stranger):
        for operation in (withdraw_proposal, delete_proposal):
            with pytest.raises(NotAuthorRefusal), town.database.writing() as session:
                operation(session, find_proposal(session, proposal.id), actor=actor, now=NOW)
        with pytest.raises(NotAuthorRefusal), town.database.writing() as session:
            change_proposal(session, find_proposal(session, proposal.id), DRAFT, actor=actor, now=NOW)
    with town.database.writing() as session:
        change_proposal(session, find_proposal(session, proposal.id), DRAFT, actor=town.residents[0], now=NOW)
    with town.database.reading() as session:
        assert find_proposal(session, proposal.id).summary == "Places to sit"


def test_only_the_facilitator_of_this_place_reviews(town: Town) -> None:
    proposal = town.propose("Benches")
    for actor in (*town.residents, town.stranger):
        with pytest.raises(NotAllowedRefusal), town.database.writing() as session:
            admit_proposal(session, find_proposal(session, proposal.id), cost=1, actor=actor, now=NOW)
        with pytest.raises(NotAllowedRefusal), town.database.writing() as session:
            decline_proposal(session, find_proposal(session, proposal.id), reason="No", actor=actor, now=NOW)
        with pytest.raises(NotAllowedRefusal), town.database.writing() as session:
            return_to_review(session, find_proposal(session, proposal.id), actor=actor, now=NOW)


def test_an_admitted_proposal_is_a_project_at_the_facilitators_cost(town: Town) -> None:
    admit(town, town.propose("Benches"), cost=300_00)
    with town.reading() as (session, round_):
        [project] = projects_of(session, round_)
        assert (project.number, project.title, project.cost) == ("1", "Benches", 300_00)
        assert find_project(session, round_, "1").id == project.id
        with pytest.raises(NotFoundRefusal):
            find_project(session, round_, "2")


@pytest.mark.parametrize(("cost", "code"), [(0, "too-small"), (-5, "too-small"), (2**53, "too-large")])
def test_a_cost_that_cannot_be_is_refused(town: Town, cost: int, code: str) -> None:
    proposal = town.propose("Benches")
    with pytest.raises(FormRefusal) as refused:
        admit(town, proposal, cost)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("cost", code)]


def test_a_decision_needs_an_undecided_proposal_and_can_be_taken_back(town: Town) -> None:
    proposal = town.propose("Benches")
    admit(town, proposal)
    with pytest.raises(ProposalStatusRefusal, match="admitted"):
        admit(town, proposal)
    with town.database.writing() as session:
        return_to_review(session, find_proposal(session, proposal.id), actor=town.facilitator, now=NOW)
    with town.reading() as (session, round_):
        assert projects_of(session, round_) == []
        assert find_proposal(session, proposal.id).cost is None
    with town.database.writing() as session:
        decline_proposal(
            session, find_proposal(session, proposal.id), reason=" Private land ", actor=town.facilitator, now=NOW
        )
    with town.database.reading() as session:
        kept = find_proposal(session, proposal.id)
    assert (kept.status, kept.reason) == (Status.DECLINED, "Private land")


def test_declining_needs_a_reason(town: Town) -> None:
    proposal = town.propose("Benches")
    for reason, code in (("  ", "missing"), ("x" * 2_001, "too-long")):
        with pytest.raises(FormRefusal) as refused, town.database.writing() as session:
            decline_proposal(
                session, find_proposal(session, proposal.id), reason=reason, actor=town.facilitator, now=NOW
            )
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [("reason", code)]
    assert status_of(town, proposal) is Status.SUBMITTED


def test_what_is_withdrawn_leaves_the_ballot(town: Town) -> None:
    proposal = town.propose("Benches")
    admit(town, proposal)
    with town.database.writing() as session:
        withdraw_proposal(session, find_proposal(session, proposal.id), actor=town.residents[0], now=NOW)
    with town.reading() as (session, round_):
        assert projects_of(session, round_) == []
    assert status_of(town, proposal) is Status.WITHDRAWN


def test_a_decided_proposal_can_be_neither_changed_nor_deleted(town: Town) -> None:
    proposal = town.propose("Benches")
    admit(town, proposal)
    with pytest.raises(ProposalStatusRefusal), town.database.writing() as session:
        change_proposal(session, find_proposal(session, proposal.id), DRAFT, actor=town.residents[0], now=NOW)
    with pytest.raises(ProposalStatusRefusal), town.database.writing() as session:
        delete_proposal(session, find_proposal(session, proposal.id), actor=town.residents[0], now=NOW)


def test_the_record_names_neither_the_resident_nor_the_text(town: Town) -> None:
    proposal = town.propose("Benches")
    with town.database.writing() as session:
        delete_proposal(session, find_proposal(session, proposal.id), actor=town.residents[0], now=NOW)
    with town.reading() as (session, round_):
        acts = acts_of(session, round_)[1:]
        with pytest.raises(NotFoundRefusal):
            find_proposal(session, proposal.id)
    assert [act.kind for act in acts] == [ActKind.PROPOSAL_SUBMITTED, ActKind.PROPOSAL_DELETED]
    for word in ("Ada", town.residents[0].id, "Benches"):
        assert word not in str(acts)


def test_saving_a_proposal_unchanged_records_nothing(town: Town) -> None:
    proposal = town.propose("Benches")
    draft = ProposalDraft(proposal.title, proposal.summary, proposal.body)
    with town.database.writing() as session:
        change_proposal(session, find_proposal(session, proposal.id), draft, actor=town.residents[0], now=NOW)
    with town.reading() as (session, round_):
        assert len(acts_of(session, round_)) == 2


def test_proposals_are_listed_with_authors_in_one_query(town: Town) -> None:
    for number in range(5):
        town.propose(f"Idea {number}", by=town.residents[number % 3])
    statements = []
    event.listen(town.database.reading_engine, "before_cursor_execute", lambda *event: statements.append(event[2]))
    with town.reading() as (session, round_):
        statements.clear()
        lines = list_proposals(session, round_)
        assert [(line.proposal.number, line.author) for line in lines] == [
            (1, "Ada"),
            (2, "Ben"),
            (3, "Cyd"),
            (4, "Ada"),
            (5, "Ben"),
        ]
        assert len(statements) == 1
        assert list_proposals(session, round_, Status.ADMITTED) == []
