"""What has to be in order before voting opens, each point with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pbengine.process.proposals import Status
from pbengine.process.refusals import CostLimitRefusal, RuleUnfitRefusal
from pbengine.process.trials import trial_of
from pbengine.voting.registry import find_rule
from pbengine.web.language import gettext as _
from pbengine.web.language import moment, money, ngettext, number
from pbengine.web.timeline import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pbengine.web.pages.facilitating.numbers import Desk


class Standing(StrEnum):
    """How a point stands: in order; worth a look; to be mended or missing, either of which keeps the vote closed."""

    DONE = "done"
    LOOK = "look"
    MEND = "mend"
    STOPS = "stops"


@dataclass(frozen=True, slots=True)
class Check:
    """A point of the list: how it stands, a sentence, and where to do something about it."""

    standing: Standing
    sentence: str
    action: Action | None = None


def checklist_of(desk: Desk) -> tuple[Check, ...]:
    """Return the points in the order in which a facilitator goes through them."""
    return (_projects(desk), _undecided(desk), _roll(desk), _dates(desk), *_money(desk), *_trial(desk))


def is_ready(checks: Iterable[Check]) -> bool:
    """Return whether nothing speaks against opening now."""
    return all(check.standing in {Standing.DONE, Standing.LOOK} for check in checks)


def _projects(desk: Desk) -> Check:
    action = Action(_("Decide on proposals"), f"{desk.address}/proposals?status=submitted")
    if not desk.projects:
        return Check(Standing.STOPS, _("No project stands on the ballot: admit at least one proposal."), action)
    count = len(desk.projects)
    sentence = ngettext("%(count)s project stands on the ballot.", "%(count)s projects stand on the ballot.", count)
    return Check(Standing.DONE, sentence % {"count": number(count)})


def _undecided(desk: Desk) -> Check:
    if not desk.waiting:
        return Check(Standing.DONE, _("Every proposal is decided."))
    action = Action(_("Decide"), f"{desk.address}/proposals?status={Status.SUBMITTED}")
    sentence = ngettext(
        "%(count)s proposal is undecided. It will not be on the ballot.",
        "%(count)s proposals are undecided. They will not be on the ballot.",
        desk.waiting,
    )
    return Check(Standing.LOOK, sentence % {"count": number(desk.waiting)}, action)


def _roll(desk: Desk) -> Check:
    if not desk.residents:
        sentence = _(
            "No resident is registered for this place, so nobody could vote. Whoever runs this server adds them."
        )
        return Check(Standing.STOPS, sentence)
    sentence = ngettext(
        "%(count)s resident is registered and will be on the roll.",
        "%(count)s residents are registered and will be on the roll.",
        desk.residents,
    )
    return Check(Standing.DONE, sentence % {"count": number(desk.residents)})


def _dates(desk: Desk) -> Check:
    action = Action(_("Change the dates"), f"{desk.address}/dates")
    if desk.now >= desk.round.voting_until:
        return Check(Standing.STOPS, _("The last day of voting has passed: set new dates."), action)
    sentence = _("Voting lasts until %(moment)s.") % {"moment": moment(desk.round.voting_until)}
    return Check(Standing.DONE, sentence)


def _money(desk: Desk) -> Iterator[Check]:
    budget, currency = desk.round.budget, desk.currency
    for project in desk.projects:
        if project.cost > budget:
            sentence = _("“%(title)s” costs %(cost)s, more than the whole budget, so it cannot be funded.")
            title = desk.titles[project.id]
            yield Check(Standing.LOOK, sentence % {"title": title, "cost": money(project.cost, currency)})
    total = sum(project.cost for project in desk.projects)
    if 0 < total <= budget:
        sentence = _("All projects together cost %(total)s, no more than the budget: there is little to decide.")
        yield Check(Standing.LOOK, sentence % {"total": money(total, currency)})


def _trial(desk: Desk) -> Iterator[Check]:
    """Show what opening would refuse: a limit below every cost, a rule that cannot count this ballot."""
    refusals = trial_of(desk.round, desk.instance) if desk.projects else ()
    for refusal in refusals:
        if isinstance(refusal, CostLimitRefusal):
            most = money(desk.round.max_sum_cost or 0, desk.currency)
            said = _("Every project costs more than the %(most)s that one ballot may hold, so nobody could vote.")
            yield Check(Standing.MEND, said % {"most": most}, Action(_("Change the round"), f"{desk.address}/edit"))
        if isinstance(refusal, RuleUnfitRefusal):
            said = _("The rule “%(rule)s” cannot count this ballot: %(faults)s.") % refusal.figures
            yield Check(Standing.MEND, said, Action(_("Change the rule"), f"{desk.address}/edit"))
    if desk.projects and not any(isinstance(refusal, RuleUnfitRefusal) for refusal in refusals):
        name = find_rule(desk.round.rule_id).name
        yield Check(Standing.DONE, _("A trial count without ballots has worked: %(rule)s.") % {"rule": name})
