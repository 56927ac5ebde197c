"""What is due next in a round, in one sentence, and whether it waits for the facilitator or only for time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pbengine.process.phases import Phase
from pbengine.process.tallies import State
from pbengine.web.language import gettext as _
from pbengine.web.language import moment, ngettext, number, relative
from pbengine.web.pages.facilitating.checklist import Standing, checklist_of, is_ready
from pbengine.web.timeline import Action

if TYPE_CHECKING:
    from pbengine.web.pages.facilitating.numbers import Desk


class WaitsFor(StrEnum):
    """Who or what the next step of a round waits for."""

    YOU = "you"
    TIME = "time"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Due:
    """The next step: who it waits for, one sentence, what to do about it, and what comes after it."""

    waits_for: WaitsFor
    sentence: str
    action: Action | None = None
    reason: str = ""
    after: str = ""


def due_in(desk: Desk) -> Due:
    """Return what is due next."""
    return {
        Phase.ANNOUNCED: _announced,
        Phase.PROPOSALS: _proposals,
        Phase.REVIEW: _review,
        Phase.VOTING: _voting,
        Phase.COUNTING: _counting,
        Phase.PUBLISHED: _published,
    }[desk.phase](desk)


def _announced(desk: Desk) -> Due:
    start = desk.round.proposals_from
    sentence = _("Residents can write proposals from %(moment)s (%(when)s).")
    sentence %= {"moment": moment(start), "when": relative(start, desk.now)}
    return Due(WaitsFor.TIME, sentence, Action(_("Change the dates"), f"{desk.address}/dates"))


def _proposals(desk: Desk) -> Due:
    after = _("The review begins on %(moment)s.") % {"moment": moment(desk.round.review_from)}
    if desk.waiting:
        return Due(WaitsFor.YOU, _waiting(desk), _decide(desk), after=after)
    sentence = _("Residents write proposals until %(moment)s (%(when)s). None waits for your decision.")
    sentence %= {"moment": moment(desk.round.review_from), "when": relative(desk.round.review_from, desk.now)}
    return Due(WaitsFor.TIME, sentence, after=_opening(desk))


def _review(desk: Desk) -> Due:
    if desk.waiting:
        return Due(WaitsFor.YOU, _waiting(desk), _decide(desk), after=_opening(desk))
    checks = checklist_of(desk)
    if not is_ready(checks):
        faults = [check for check in checks if check.standing in {Standing.STOPS, Standing.MEND}]
        sentence = " ".join(
            [_("Before voting opens, something is to be mended."), *(check.sentence for check in faults)]
        )
        return Due(WaitsFor.YOU, sentence, faults[0].action, after=_opening(desk))
    sentence = _("Every proposal is decided, and voting can open.")
    action = Action(_("Look at what will be frozen"), f"{desk.address}/open")
    return Due(WaitsFor.YOU, sentence, action, after=_opening(desk))


def _voting(desk: Desk) -> Due:
    sentence = _("Residents vote until %(moment)s (%(when)s).")
    end = desk.round.voting_until
    return Due(
        WaitsFor.TIME,
        sentence % {"moment": moment(end), "when": relative(end, desk.now)},
        reason=_("Rules, projects, costs and dates are frozen. Nobody sees anything of the result before the close."),
        after=_("After the close the ballots are counted, and the result publishes itself."),
    )


def _counting(desk: Desk) -> Due:
    if desk.progress is not None and desk.progress.state is State.FAILED:
        action = Action(_("See what went wrong"), f"{desk.address}/count")
        return Due(
            WaitsFor.YOU, _("The count has failed. No ballot is lost, and the count can be started again."), action
        )
    sentence = _("Voting has closed. The ballots are being counted, and the result publishes itself.")
    return Due(WaitsFor.TIME, sentence)


def _published(desk: Desk) -> Due:
    action = Action(_("See the result"), f"/rounds/{desk.round.slug}/result")
    return Due(WaitsFor.NOTHING, _("The result is published. Nothing is left to do."), action)


def _waiting(desk: Desk) -> str:
    sentence = ngettext(
        "%(count)s proposal waits for your decision.", "%(count)s proposals wait for your decision.", desk.waiting
    )
    return sentence % {"count": number(desk.waiting)}


def _decide(desk: Desk) -> Action:
    return Action(_("Decide"), f"{desk.address}/proposals?status=submitted")


def _opening(desk: Desk) -> str:
    start = desk.round.voting_from
    if desk.now >= start:
        return _("Voting was due to open on %(moment)s. It opens as soon as it can.") % {"moment": moment(start)}
    sentence = _("Voting opens by itself on %(moment)s (%(when)s).")
    return sentence % {"moment": moment(start), "when": relative(start, desk.now)}
