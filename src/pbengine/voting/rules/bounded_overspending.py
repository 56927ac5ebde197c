"""Equal shares with bounded overspending: a project may be funded although its supporters fall a little short."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.constraints import Feature
from pbengine.voting.outcome import Action, Figure, Outcome, Reason, Step
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.graded.evidence import largest_payment, ties_of, without_part
from pbengine.voting.rules.graded.gradings import gradings_of
from pbengine.voting.rules.graded.ledger import Ledger
from pbengine.voting.rules.graded.overspending import Overspending, count_overspending
from pbengine.voting.rules.graded.support import UTILITY
from pbengine.voting.rules.shares.evidence import in_ballot_order
from pbengine.voting.rules.walk import points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile

RULE = "bounded-overspending"


@rule(
    id=RULE,
    name="Equal Shares with Bounded Overspending",
    summary=(
        "Everybody gets an equal share of the budget, and supporters pay for a project from their shares; one that is "
        "wanted by many may be funded although they fall short, and the less they can pay of it, the later it comes."
    ),
    ballots=tuple(BallotKind),
    options=(UTILITY,),
    source=Source(
        "G. Papasotiropoulos, S. Z. Pishbin, O. Skibski, P. Skowron, T. Wąs, Method of Equal Shares with Bounded "
        "Overspending, EC 2025",
        "section 5, BOS Equal Shares",
        "https://arxiv.org/abs/2409.15005",
    ),
    carries=(
        Feature.COSTS,
        Feature.EXCLUSIONS,
        Feature.DEPENDENCIES,
        Feature.CAPS,
        Feature.ENDOWMENTS,
        Feature.EQUAL_RANKS,
    ),
    properties=(
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MONEY_MAY_BE_LEFT,
        promises.MORE_MONEY_MAY_HURT,
        promises.TACTICS_MAY_HELP,
    ),
)
def bounded_overspending(instance: Instance, profile: Profile, *, lot: Lot, utility: str = "cost") -> Outcome:
    """Fund projects from equal endowments, of which supporters may lack a part.

    Each voter starts with budget / voters. For any share alpha of the cost of a project, 0 < alpha <= 1, rho is the
    number at which the supporters' payments of min(what they have, alpha * rho * u(p)) add up to that share. Of the
    projects that fit what is left of the budget, each round funds the one with the least rho / alpha over all shares;
    its supporters pay min(what they have, rho * u(p)), and what is missing is overspent. The count ends when no project
    fits or nobody has anything left for one that does.

    All arithmetic is exact, but for one thing that is stated: exact prices double their digits with each overspent
    project, and a price whose denominator has more than 1,024 binary digits is rounded up to a multiple of 2**-64 of a
    minor unit (for each point, where points count). Which project is next is decided before that.

    Equal values: lower cost, then more supporters, then the lot. Where two shares of one project give the same
    rho / alpha, the lower rho is paid. What costs nothing and has a supporter is funded at once. A project that a
    funded one excludes, or whose cost no longer fits a cap, is out; one that needs others comes in when they are
    funded. A voter with several parts of the budget starts with as many endowments.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; a ballot that names nothing counts as a voter. Whoever names a project supports
        it; where ballots carry points, whoever gives it more than 0.
    lot
        settles what cost and votes leave equal.
    utility
        u(p): ``cost``, ``cardinality``, ``points`` or ``borda``.

    References
    ----------
    G. Papasotiropoulos, S. Z. Pishbin, O. Skibski, P. Skowron, T. Wąs, *Method of Equal Shares with Bounded
    Overspending*, EC 2025, arXiv:2409.15005, section 5.

    Examples
    --------
    Ten voters get 10 each. Seven want ``hall`` (100) and have 70, so alpha is 7/10: lambda is 10 / 100, rho is 1/7,
    rho / alpha is 10/49. Three want ``path`` (30) and have just that: rho is 1/3. So ``hall`` is funded although
    30 is missing, and then ``path`` no longer fits.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("path", 30), Project("hall", 100)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[0]] * 3 + [[1]] * 7)
    >>> outcome = bounded_overspending(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, {name: str(outcome.steps[0].figures[name]) for name in ("rho", "share", "covered", "overspent")}
    (('hall',), {'rho': '1/7', 'share': '7/10', 'covered': '70', 'overspent': '30'})
    >>> outcome.reasons["path"].code
    'not-affordable'
    """
    people = gradings_of(instance, profile, lot=lot, utility=utility)
    endowment = Fraction(instance.budget, people.all_parts) if people.voters else Fraction(0)
    counted = count_overspending(Ledger(people, endowment), instance.budget)
    steps = _steps(instance, counted)
    reasons = {**without_part(instance, people), **_lost(instance, profile, counted)}
    reasons |= {str(step.project): _won(place, step) for place, step in enumerate(steps, start=1)}
    outcome = Outcome(
        rule=RULE,
        options={"utility": utility},
        funded=tuple(instance.projects[column].id for column in counted.run.funded),
        cost=counted.run.cost,
        steps=steps,
        ties=ties_of(instance, counted.run),
        reasons=reasons,
    )
    return replace(outcome, reasons=in_ballot_order(instance, reasons))


def _steps(instance: Instance, counted: Overspending) -> tuple[Step, ...]:
    """Return a step for each funded project: what its supporters paid, and what is missing."""
    people = counted.run.ledger.people
    ledger = Ledger(people, counted.run.endowment)
    steps: list[Step] = []
    for payment, share in zip(counted.run.ledger.payments, counted.shares, strict=True):
        project, crowd = payment.project, people.crowds[payment.project]
        cost, largest = people.costs[project], largest_payment(ledger, payment)
        covered = ledger.held_by_supporters(project, payment.emptied)
        covered += payment.price * crowd.value_of(~payment.emptied)
        figures: dict[str, Figure] = {
            "round": len(steps) + 1,
            "cost": cost,
            "supporters": people.votes[project],
            "payers": crowd.voters_of(ledger.amounts(project) > 0) if cost else 0,
            "payment": largest,
            "rho": payment.price * people.values_scale / people.worths[project],
            "share": share,
            "covered": covered,
            "overspent": cost - covered,
            "endowment": ledger.endowment,
        }
        if share == 1:
            figures["effective_votes"] = cost / largest if cost else Fraction(people.votes[project])
        steps.append(Step(Action.FUND, instance.projects[project].id, MappingProxyType(figures)))
        ledger.pay(payment)
    return tuple(steps)


def _won(place: int, step: Step) -> Reason:
    """Return the reason of a funded project."""
    shown = ("supporters", "cost", "payment", "payers")
    if step.figures["share"] == 1:
        return Reason("funded-by-shares", _figures(place, step, (*shown, "effective_votes")))
    return Reason("funded-by-overspending", _figures(place, step, (*shown, "covered", "share")))


def _figures(place: int, step: Step, shown: Sequence[str]) -> MappingProxyType[str, Figure]:
    return MappingProxyType({"place": place, **{name: step.figures[name] for name in shown}})


def _lost(instance: Instance, profile: Profile, counted: Overspending) -> dict[str, Reason]:
    """Return why each candidate that is not funded is not."""
    people, funded = counted.run.ledger.people, counted.run.funded
    scores = points(profile)
    reasons: dict[str, Reason] = {}
    for column in people.candidates:
        if column in funded:
            continue
        bar = people.admission.bar(column, funded)
        cost: dict[str, Figure] = {"cost": people.costs[column]}
        if column in counted.too_dear:
            figures = {"score": scores[column], **cost, "left": counted.too_dear[column]}
            reason = Reason("not-affordable", MappingProxyType(figures))
        elif bar is not None:
            figures = {"score": scores[column], "supporters": people.votes[column], **cost, **bar.figures}
            reason = Reason(str(bar.barrier), MappingProxyType(figures))
        else:
            reason = Reason("nothing-left", MappingProxyType({"supporters": people.votes[column], **cost}))
        reasons[instance.projects[column].id] = reason
    return reasons
