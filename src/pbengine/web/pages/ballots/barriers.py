"""Why there is no ballot for a visitor now, and when or how there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pbengine.process.eligibility import Mark
from pbengine.process.phases import Phase, phase_of
from pbengine.web.language import gettext as _
from pbengine.web.language import moment, relative
from pbengine.web.timeline import Action

if TYPE_CHECKING:
    from datetime import datetime

    from pbengine.process.rounds import Round
    from pbengine.web.timeline import Standing


@dataclass(frozen=True, slots=True)
class Barrier:
    """What stands in place of the ballot. ``status`` is that of the answer to a form that was sent all the same."""

    title: str
    reason: str
    action: Action | None = None
    status: int = 409


def barrier_of(round_: Round, standing: Standing, now: datetime) -> Barrier | None:
    """Return what keeps a visitor from voting now; None for somebody who can."""
    phase = phase_of(round_, now)
    if phase is Phase.VOTING:
        return _while_voting(round_, standing)
    if phase in {Phase.COUNTING, Phase.PUBLISHED}:
        return _after_voting(round_, standing, phase)
    reason = _("Voting opens on %(moment)s (%(when)s). Until then you can read what is proposed.") % {
        "moment": moment(round_.voting_from),
        "when": relative(round_.voting_from, now),
    }
    if now >= round_.voting_from:
        reason = _("Every proposal has been checked, and voting opens in a moment. Open this page again in a minute.")
    return Barrier(
        _("Voting has not opened yet"), reason, Action(_("Read the proposals"), _address(round_, "proposals"))
    )


def _while_voting(round_: Round, standing: Standing) -> Barrier | None:
    if standing.visitor is None:
        sign_in = "/sign-in?" + urlencode({"next": _address(round_, "ballot")})
        reason = _("Each resident votes once; for that we have to know who you are.")
        return Barrier(_("Sign in to vote"), reason, Action(_("Sign in"), sign_in), status=401)
    if standing.mark is Mark.VOTED:
        reason = _("Your ballot is in the box. Each resident votes once, and a ballot that was cast cannot be changed.")
        return Barrier(_("You have voted"), reason, _receipt(round_))
    if standing.mark is None:
        reason = _(
            "The roll of this vote was closed when voting opened, and your name is not on it. If you lived here then, "
            "write to the people who run this vote."
        )
        action = Action(_("Read the proposals"), _address(round_, "proposals"))
        return Barrier(_("You cannot vote in this round"), reason, action, status=403)
    return None


def _after_voting(round_: Round, standing: Standing, phase: Phase) -> Barrier:
    ended = {"moment": moment(min(round_.closed_at or round_.voting_until, round_.voting_until))}
    if phase is Phase.PUBLISHED:
        action: Action | None = Action(_("See the result"), _address(round_, "result"))
        reason = _("It closed on %(moment)s. The result is published.") % ended
    else:
        action = None
        reason = _("It closed on %(moment)s. The result appears here as soon as the ballots are counted.") % ended
    if standing.mark is Mark.VOTED:
        action = _receipt(round_)
    return Barrier(_("Voting has closed"), reason, action)


def _receipt(round_: Round) -> Action:
    return Action(_("See your receipt"), _address(round_, "ballot/receipt"))


def _address(round_: Round, page: str) -> str:
    return f"/rounds/{round_.slug}/{page}"
