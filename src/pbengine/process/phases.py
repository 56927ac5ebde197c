"""The phases of a round, and the gate that every write passes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pbengine.process.refusals import FrozenRefusal, NotPublishedRefusal, PhaseRefusal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pbengine.process.rounds import Round


class Phase(StrEnum):
    """Where a round stands, in order of time."""

    ANNOUNCED = "announced"
    PROPOSALS = "proposals"
    REVIEW = "review"
    VOTING = "voting"
    COUNTING = "counting"
    PUBLISHED = "published"


UNFROZEN = (Phase.ANNOUNCED, Phase.PROPOSALS, Phase.REVIEW)


def phase_of(round_: Round, now: datetime) -> Phase:
    """Return the phase at that moment. Voting begins by being opened, not by its date alone; it ends by its date."""
    if round_.published_at is not None:
        return Phase.PUBLISHED
    if round_.opened_at is not None:
        over = round_.closed_at is not None or now >= round_.voting_until
        return Phase.COUNTING if over else Phase.VOTING
    if now < round_.proposals_from:
        return Phase.ANNOUNCED
    return Phase.PROPOSALS if now < round_.review_from else Phase.REVIEW


def require_phase(round_: Round, now: datetime, *phases: Phase) -> None:
    """Raise PhaseRefusal unless the round is in one of these phases at that moment."""
    phase = phase_of(round_, now)
    if phase not in phases:
        raise PhaseRefusal(phase, tuple(phases))


def require_unfrozen(round_: Round) -> None:
    """Raise FrozenRefusal once voting has opened: from then on rules, projects, costs and dates stand."""
    if round_.opened_at is not None:
        raise FrozenRefusal(round_.election_hash or "")


def require_published(round_: Round, now: datetime) -> None:
    """Raise NotPublishedRefusal before the round's result is published."""
    if round_.published_at is None:
        raise NotPublishedRefusal(phase_of(round_, now))


def hold_round(session: Session, round_: Round) -> None:
    """Read the round again and keep it from changing until this transaction ends; every write begins with it."""
    _hold(session, round_, with_for_update=True)


def hold_round_open(session: Session, round_: Round) -> None:
    """Read the round again and keep it from closing until this transaction ends; many may do so at once."""
    _hold(session, round_, with_for_update={"read": True})


def _hold(session: Session, round_: Round, **how: Any) -> None:  # noqa: ANN401 - the keywords of refresh
    session.refresh(round_, **how)
