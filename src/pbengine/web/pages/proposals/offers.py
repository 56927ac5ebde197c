"""Whether this visitor can write a proposal now; if not, why, and when or how they can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pbengine.process.phases import Phase, phase_of
from pbengine.web.language import gettext as _
from pbengine.web.language import moment
from pbengine.web.timeline import Action

if TYPE_CHECKING:
    from datetime import datetime

    from pbengine.process.rounds import Round
    from pbengine.web.timeline import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """The button for writing, the reason why there is none, or both for somebody who has to sign in first."""

    action: Action | None = None
    reason: str = ""


def offer_of(round_: Round, standing: Standing, now: datetime) -> Offer:
    """Return what a visitor of the list of proposals is offered."""
    phase = phase_of(round_, now)
    address = f"/rounds/{round_.slug}/proposals/new"
    if phase is Phase.ANNOUNCED:
        return Offer(reason=_("You can write a proposal from %(moment)s.") % {"moment": moment(round_.proposals_from)})
    if round_.proposals_from == round_.review_from:  # an election held elsewhere: nobody wrote its proposals here
        return Offer()
    if phase is not Phase.PROPOSALS:
        ended = min(round_.review_from, round_.opened_at or round_.review_from)
        return Offer(reason=_("The time for writing proposals ended on %(moment)s.") % {"moment": moment(ended)})
    if standing.visitor is None:
        reason = _("Residents write proposals; for that we have to know who you are.")
        return Offer(Action(_("Sign in to write a proposal"), "/sign-in?" + urlencode({"next": address})), reason)
    if not standing.is_resident(round_):
        return Offer(reason=_("Proposals come from residents of this place, and you are not registered as one."))
    return Offer(Action(_("Write a proposal"), address))
