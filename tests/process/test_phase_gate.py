"""Every write about a round passes the phase gate: each is tried in each phase, and refused in all but its own."""

import inspect
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib import import_module

import pytest
from sqlmodel import Session

from pbengine import process
from pbengine.process import closing, opening, proposals, reviews, rounds, sequencing, tallies
from pbengine.process.ballots import Submission, cast_ballot
from pbengine.process.database import Database
from pbengine.process.keyring import Keyring
from pbengine.process.ledger import Log, entries_of
from pbengine.process.phases import Phase
from pbengine.process.proposals import Proposal, ProposalDraft
from pbengine.process.refusals import (
    FrozenRefusal,
    PhaseRefusal,
    ProposalStatusRefusal,
    Refusal,
    TallyNotFailedRefusal,
)
from pbengine.process.rounds import Round
from tests.process.town import DURING, PLAN, Town, found_town

DRAFT = ProposalDraft("Ramps", "Ramps for everybody", "More words.")
BEFORE_VOTING = {Phase.ANNOUNCED, Phase.PROPOSALS, Phase.REVIEW}
Write = Callable[[Town, Session, Round, datetime], object]


def first_proposal(town: Town, session: Session, round_: Round) -> Proposal:
    """Return a proposal of the round; where there can be none yet, one that was slipped in past every operation."""
    if town.proposals:
        return session.get_one(Proposal, town.proposals[0])
    proposal = Proposal(
        round_id=round_.id,
        author_id=town.residents[0].id,
        number=99,
        title="Ramps",
        summary="For all",
        body="",
        place="",
        created_at=DURING[Phase.ANNOUNCED],
        changed_at=DURING[Phase.ANNOUNCED],
    )
    session.add(proposal)
    session.flush()
    return proposal


def on_proposal(operation: Callable[..., object], who: str, **given: object) -> Write:
    def write(town: Town, session: Session, round_: Round, now: datetime) -> object:
        actor = town.facilitator if who == "facilitator" else town.residents[0]
        draft = [DRAFT] if operation is proposals.change_proposal else []
        return operation(session, first_proposal(town, session, round_), *draft, actor=actor, now=now, **given)

    return write


def by_clock(operation: Callable[..., object]) -> Write:
    return lambda town, session, round_, now: operation(session, round_, now=now, keyring=town.keyring)


def by_facilitator(operation: Callable[..., object]) -> Write:
    return lambda town, session, round_, now: operation(
        session, round_, actor=town.facilitator, now=now, keyring=town.keyring
    )


def cast(town: Town, session: Session, round_: Round, now: datetime) -> object:
    submission = Submission(("1",), b"another key 0123", bytes(32))
    return cast_ballot(session, round_, submission, actor=town.residents[0], now=now, keyring=town.keyring)


WRITES: dict[Callable[..., object], tuple[set[Phase], Write]] = {
    rounds.change_round: (
        BEFORE_VOTING,
        lambda town, session, round_, now: rounds.change_round(session, round_, PLAN, actor=town.facilitator, now=now),
    ),
    proposals.submit_proposal: (
        {Phase.PROPOSALS},
        lambda town, session, round_, now: proposals.submit_proposal(
            session, round_, DRAFT, actor=town.residents[0], now=now
        ),
    ),
    proposals.change_proposal: ({Phase.PROPOSALS}, on_proposal(proposals.change_proposal, "author")),
    proposals.withdraw_proposal: (
        {Phase.PROPOSALS, Phase.REVIEW},
        on_proposal(proposals.withdraw_proposal, "author"),
    ),
    proposals.delete_proposal: ({Phase.PROPOSALS}, on_proposal(proposals.delete_proposal, "author")),
    reviews.admit_proposal: (
        {Phase.PROPOSALS, Phase.REVIEW},
        on_proposal(reviews.admit_proposal, "facilitator", cost=1),
    ),
    reviews.decline_proposal: (
        {Phase.PROPOSALS, Phase.REVIEW},
        on_proposal(reviews.decline_proposal, "facilitator", reason="No"),
    ),
    reviews.return_to_review: (
        {Phase.PROPOSALS, Phase.REVIEW},
        on_proposal(reviews.return_to_review, "facilitator"),
    ),
    opening.open_now: ({Phase.PROPOSALS, Phase.REVIEW}, by_facilitator(opening.open_now)),
    cast_ballot: ({Phase.VOTING}, cast),
    sequencing.sequence_batch: ({Phase.VOTING}, by_clock(sequencing.sequence_batch)),
    closing.close_now: ({Phase.VOTING}, by_facilitator(closing.close_now)),
    tallies.reveal_seed: ({Phase.COUNTING}, by_clock(tallies.reveal_seed)),
    tallies.publish: ({Phase.COUNTING}, by_clock(tallies.publish)),
}
"""Every operation on a round that somebody or the clock may call, with the phases it belongs to."""


def counted(operation: Callable[..., object], *given: object) -> Write:
    def write(town: Town, session: Session, round_: Round, now: datetime) -> object:
        actor = {"actor": town.facilitator} if operation is tallies.retry_count else {}
        return operation(session, round_, *given, **actor, now=now)

    return write


WRITES |= {
    tallies.claim_count: ({Phase.COUNTING}, counted(tallies.claim_count)),
    tallies.keep_count: ({Phase.COUNTING}, counted(tallies.keep_count, "claim", None)),
    tallies.fail_count: ({Phase.COUNTING}, counted(tallies.fail_count, "claim", "why")),
    tallies.retry_count: ({Phase.COUNTING}, counted(tallies.retry_count)),
}
INNER = {"begin_log", "close_log", "record_act"}
"""Parts of gated operations: their callers hold the round and have asked for its phase."""
HARMLESS_LATER = {"open_voting", "close_voting"}
"""The clock's own: they do nothing once done, and have tests of their own for what comes before."""
IGNORED = {"beat"}
"""Touches nothing but the sign of life of the count that is running."""
READS = {
    "bundle_of",
    "choices_of",
    "is_batch_due",
    "is_claimable",
    "phase_of",
    "require_phase",
    "require_published",
    "result_of",
}


@pytest.mark.parametrize("phase", list(Phase))
def test_every_write_is_refused_in_every_phase_but_its_own(town: Town, phase: Phase) -> None:
    town.live_until(phase)
    acts = town_acts(town)
    for allowed, write in WRITES.values():
        if phase not in allowed:
            with pytest.raises((PhaseRefusal, FrozenRefusal)), town.writing() as (session, round_):
                write(town, session, round_, DURING[phase])
    assert town_acts(town) == acts


@pytest.mark.parametrize("operation", list(WRITES), ids=lambda operation: operation.__name__)
def test_a_write_is_not_refused_for_its_phase_in_its_own(
    sqlite_database: Database, keyring: Keyring, operation: Callable[..., object]
) -> None:
    """The table's other half: without it an operation that always refuses would pass the test above."""
    allowed, write = WRITES[operation]
    for_other_reasons: tuple[type[Refusal], ...] = (ProposalStatusRefusal, TallyNotFailedRefusal)
    phase = max(allowed, key=list(Phase).index)
    town = found_town(sqlite_database, keyring)
    town.live_until(phase)
    with suppress(*for_other_reasons), town.writing() as (session, round_):
        write(town, session, round_, DURING[phase])


def town_acts(town: Town) -> tuple[list[bytes], list[bytes]]:
    with town.reading() as (session, round_):
        return list(entries_of(session, round_, Log.ACTS)), list(entries_of(session, round_, Log.MAIN))


def test_no_write_is_missing_from_the_table() -> None:
    tried = {operation.__name__ for operation in WRITES} | INNER | HARMLESS_LATER | IGNORED | READS
    modules = [module.name for module in pkgutil.iter_modules(process.__path__) if module.name != "migrations"]
    found = {
        name
        for module in modules
        for name, function in inspect.getmembers(import_module(f"pbengine.process.{module}"), inspect.isfunction)
        if is_public(function) and is_about_a_round(function)
    }
    assert found == tried


def is_public(function: Callable[..., object]) -> bool:
    return function.__module__.startswith("pbengine.process") and not function.__name__.startswith("_")


def is_about_a_round(function: Callable[..., object]) -> bool:
    parameters = inspect.signature(function).parameters
    return "now" in parameters and {"round_", "proposal"} & set(parameters) != set()
