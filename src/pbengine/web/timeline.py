"""Where a round stands, what comes next and what this visitor can do now: on every page of the round."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from babel.dates import format_interval

from pbengine.process.eligibility import Mark
from pbengine.process.people import Role
from pbengine.process.phases import Phase, phase_of
from pbengine.web.language import gettext as _
from pbengine.web.language import moment, reader, relative, short_day

if TYPE_CHECKING:
    from datetime import datetime

    from pbengine.process.rounds import Round
    from pbengine.web.sessions import Visitor


class State(StrEnum):
    """Where a step of the timeline lies."""

    PAST = "past"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """A part of the round; ``share`` of it, in per cents, has passed."""

    name: str
    state: State
    days: str
    share: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """What this visitor can do now."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The strip, one sentence, and the button or the reason why there is none."""

    steps: tuple[TimelineStep, ...]
    sentence: str
    action: Action | None = None
    reason: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a visitor stands towards a round: who they are, and their mark on the roll once voting has opened."""

    visitor: Visitor | None
    mark: Mark | None = None

    def is_resident(self, round_: Round) -> bool:
        """Return whether the visitor lives in the round's place."""
        return self.visitor is not None and Role.RESIDENT in self.visitor.roles.get(round_.commission_id, frozenset())


STEPS = {
    Phase.ANNOUNCED: -1,
    Phase.PROPOSALS: 0,
    Phase.REVIEW: 1,
    Phase.VOTING: 2,
    Phase.COUNTING: 3,
    Phase.PUBLISHED: 3,
}


def timeline_of(round_: Round, standing: Standing, now: datetime) -> TimelineView:
    """Return the timeline of a round for a visitor."""
    phase = phase_of(round_, now)
    steps = _steps(round_, phase, now)
    say = {
        Phase.ANNOUNCED: _announced,
        Phase.PROPOSALS: _proposals,
        Phase.REVIEW: _review,
        Phase.VOTING: _voting,
        Phase.COUNTING: _counting,
        Phase.PUBLISHED: _published,
    }[phase]
    return say(steps, round_, standing, now)


def _steps(round_: Round, phase: Phase, now: datetime) -> tuple[TimelineStep, ...]:
    here = STEPS[phase]
    names = (_("Proposals"), _("Review"), _("Voting"), _("Result"))
    bounds = (round_.proposals_from, round_.review_from, round_.voting_from, round_.voting_until)
    steps = []
    for index, name in enumerate(names):
        state = State.PAST if index < here or phase is Phase.PUBLISHED else State.NOW if index == here else State.NEXT
        if index < len(bounds) - 1:
            start, end = bounds[index], bounds[index + 1]
            if start == end:  # an election held elsewhere comes without its proposals and their review
                continue
            share = max(4, min(96, round(100 * (now - start) / (end - start))))
            steps.append(TimelineStep(name, state, _days(start, end), share))
        else:
            told = (
                short_day(round_.published_at)
                if round_.published_at
                else _("after %(day)s") % {"day": short_day(bounds[-1])}
            )
            steps.append(TimelineStep(name, state, told, 50))
    return tuple(steps)


def _days(start: datetime, end: datetime) -> str:
    zone = reader().zone
    return str(format_interval(start.astimezone(zone), end.astimezone(zone), skeleton="MMMd", locale=reader().locale))


def _sign_in(label: str, following: str) -> Action:
    return Action(label, "/sign-in?" + urlencode({"next": following}))


def _read(round_: Round) -> Action:
    return Action(_("Read the proposals"), f"/rounds/{round_.slug}/proposals")


Steps = tuple[TimelineStep, ...]


def _announced(steps: Steps, round_: Round, _standing: Standing, now: datetime) -> TimelineView:
    return TimelineView(
        steps,
        _("Proposals open %(when)s.") % {"when": relative(round_.proposals_from, now)},
        reason=_("You can write a proposal from %(moment)s.") % {"moment": moment(round_.proposals_from)},
        next=_next_vote(round_),
    )


def _proposals(steps: Steps, round_: Round, standing: Standing, now: datetime) -> TimelineView:
    sentence = _("You can hand in proposals until %(moment)s (%(when)s).") % _until(round_.review_from, now)
    form = f"/rounds/{round_.slug}/proposals/new"
    if standing.visitor is None:
        reason = _("Residents write proposals; for that we have to know who you are.")
        action = _sign_in(_("Sign in to write a proposal"), form)
        return TimelineView(steps, sentence, action, reason, _next_vote(round_))
    if not standing.is_resident(round_):
        reason = _("Proposals come from residents of this place, and you are not registered as one.")
        return TimelineView(steps, sentence, _read(round_), reason, _next_vote(round_))
    return TimelineView(steps, sentence, Action(_("Write a proposal"), form), "", _next_vote(round_))


def _review(steps: Steps, round_: Round, _standing: Standing, now: datetime) -> TimelineView:
    if now >= round_.voting_from:
        sentence = _("Every proposal has been checked. Voting is about to open.")
    else:
        sentence = _("Proposals are being checked. Voting opens on %(moment)s (%(when)s).") % _until(
            round_.voting_from, now
        )
    reason = _("The time for writing proposals is over, and voting has not begun.")
    return TimelineView(steps, sentence, _read(round_), reason, _next_result(round_))


def _voting(steps: Steps, round_: Round, standing: Standing, now: datetime) -> TimelineView:
    sentence = _("You can vote until %(moment)s (%(when)s).") % _until(round_.voting_until, now)
    ballot = f"/rounds/{round_.slug}/ballot"
    if standing.visitor is None:
        reason = _("Each resident votes once; for that we have to know who you are.")
        return TimelineView(steps, sentence, _sign_in(_("Sign in to vote"), ballot), reason, _next_result(round_))
    if standing.mark is Mark.VOTED:
        receipt = Action(_("See your receipt"), f"{ballot}/receipt")
        return TimelineView(steps, _("You have voted. Your ballot is in the box."), receipt, "", _next_result(round_))
    if standing.mark is None:
        reason = _("You are not on the roll of this vote, which was closed when voting opened.")
        sentence = _("Residents vote until %(moment)s (%(when)s).") % _until(round_.voting_until, now)
        return TimelineView(steps, sentence, _read(round_), reason, _next_result(round_))
    return TimelineView(steps, sentence, Action(_("Choose your projects"), ballot), "", _next_result(round_))


def _counting(steps: Steps, _round: Round, _standing: Standing, _now: datetime) -> TimelineView:
    return TimelineView(
        steps,
        _("Voting has closed. The ballots are being counted."),
        reason=_("The result appears on this page as soon as the count is done."),
    )


def _published(steps: Steps, round_: Round, _standing: Standing, _now: datetime) -> TimelineView:
    action = Action(_("See the result"), f"/rounds/{round_.slug}/result")
    return TimelineView(steps, _("The result is published."), action, "", _("Anybody can count the ballots again."))


def _until(end: datetime, now: datetime) -> dict[str, str]:
    return {"moment": moment(end), "when": relative(end, now)}


def _next_vote(round_: Round) -> str:
    return _("Next: voting, %(days)s.") % {"days": _days(round_.voting_from, round_.voting_until)}


def _next_result(round_: Round) -> str:
    return _("Next: the ballots are counted after %(day)s, and the result is published here.") % {
        "day": short_day(round_.voting_until)
    }
