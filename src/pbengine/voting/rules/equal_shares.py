"""The Method of Equal Shares: everybody gets an equal share of the budget, and who supports a project pays for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.constraints import Feature
from pbengine.voting.outcome import Action, Figure, Outcome, Reason, Step
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Number, OptionValue, Source, rule
from pbengine.voting.rules.admission import Barrier
from pbengine.voting.rules.climb import Stop
from pbengine.voting.rules.comparison import compare
from pbengine.voting.rules.completion import as_completion, fill
from pbengine.voting.rules.graded.support import UTILITY
from pbengine.voting.rules.greedy import greedy
from pbengine.voting.rules.shares.evidence import in_ballot_order
from pbengine.voting.rules.sharing import shares_of
from pbengine.voting.rules.walk import points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.sharing import Shares

RULE = "equal-shares"
RAISING = frozenset({"add1", "add1u"})
FILLING = frozenset({"add1u", "greedy"})
"""The completions that raise endowments, and those that end with greedy by votes."""
OPTIONS = (
    UTILITY,
    Choice(
        "completion",
        "what is done with the money left when supporters can pay for nothing more: nothing (none); everybody's share "
        "is raised as long as the budget is kept (add1); that, and the rest goes by votes (add1u); everybody helps to "
        "pay for what others want (epsilon); the rest goes by votes (greedy); everybody saves on for what they want "
        "(phragmen)",
        ("none", "add1", "add1u", "epsilon", "greedy", "phragmen"),
    ),
    Choice(
        "start",
        "the share that each voter starts with: the budget divided by the voters exactly, or rounded down to the "
        "smallest coin",
        ("exact", "floor"),
    ),
    Number("increment", "by how many units of the currency each share is raised at a time", 1, least=1),
    Choice(
        "exhaustive-stop", "whether shares are raised no further once no other project fits the budget", ("no", "yes")
    ),
    Choice(
        "comparison",
        "whether the result by number of votes takes the place of this one where strictly more voters prefer it",
        ("no", "yes"),
    ),
)


@rule(
    id=RULE,
    name="Method of Equal Shares",
    summary=(
        "Everybody gets an equal share of the budget. A project is funded when its supporters can pay for it from "
        "their shares, each as little as possible; the project that is best value to them comes first."
    ),
    ballots=tuple(BallotKind),
    options=OPTIONS,
    source=Source(
        "D. Peters, G. Pierczyński, P. Skowron, Proportional Participatory Budgeting with Additive Utilities, "
        "NeurIPS 2021",
        "section 3; completions and the order of ties as on equalshares.net",
        "https://arxiv.org/abs/2008.13276",
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
        promises.EJR_PLUS,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MONEY_MAY_BE_LEFT,
        promises.EXHAUSTIVE_WHEN_COMPLETED,
        promises.TACTICS_MAY_HELP,
    ),
)
def equal_shares(instance: Instance, profile: Profile, *, lot: Lot, **options: OptionValue) -> Outcome:
    """Fund projects from equal endowments of the voters.

    Each voter i starts with an endowment. Project p can be paid for at rho if its supporters, each giving what they
    have but at most rho times its utility u_i(p), give its cost. Each round funds the project with the least rho, and
    its supporters pay; the count ends when no project can be paid for.

    Utility is the same for all supporters of a project with ``cost`` (its cost) and ``cardinality`` (1); the least rho
    then means the most *effective votes* for each unit of it: cost divided by the largest payment. With ``points`` it
    is what the voter's ballot gives the project, with ``borda`` the longest ranking that the round allows less the
    places before the project's; equal ranks count alike. A voter supports what they name; where ballots carry points,
    what they give more than 0, and the points of projects that a ballot does not name count as well.

    Equal values: lower cost, then more votes, then the lot. A project that costs nothing and has a supporter is funded
    at once; a project without votes is not funded by shares. A project that costs more than the budget takes part like
    any other: if raised endowments come to pay for it, that run has overspent. Withdrawn projects take no part.

    A project that a funded one excludes, or whose cost no longer fits a cap, is out of the run; one that needs others
    comes in when all of them are funded. Raising ends where nothing more is admitted. A voter with several parts of the
    budget starts with as many endowments, and each raise raises each of them; shares are then told for one part.

    What follows, by ``completion``:

    ``add1``
        all is counted again with endowments one increment higher, as long as the budget is kept; the last count before
        the first that costs more than the budget stands.
    ``add1u``, ``greedy``
        then (``greedy``: at once) the rest of the budget goes by :func:`greedy` to what still fits.
    ``epsilon``
        a project that a voter does not support is worth epsilon to them, and this is the limit as epsilon falls to 0:
        what supporters can pay for alone comes first; then, for each further project, its supporters give all that they
        have left and everybody else min(what they have, levy), the least levy first, until what all have together pays
        for nothing more. With the exact start nothing more then fits the budget. Projects without support take part.
    ``phragmen``
        everybody keeps what is left and earns on at one pace; a project is bought, from those that fit what is left of
        the budget, as soon as its supporters have its cost, and they have nothing then.

    With ``comparison`` the outcome of greedy by score takes the place of all that where strictly more voters prefer it:
    those who see more of the projects that they support there, or, with ``points`` and ``borda``, gain more points.

    Parameters
    ----------
    instance, profile
        the projects and the ballots; a ballot that names nothing counts as a voter.
    lot
        settles what cost and votes leave equal, in every run the same.
    **options
        ``utility``, ``completion``, ``start``, ``increment``, ``exhaustive_stop``, ``comparison``, as registered.

    References
    ----------
    D. Peters, G. Pierczyński, P. Skowron, *Proportional Participatory Budgeting with Additive Utilities*, NeurIPS 2021,
    arXiv:2008.13276, section 3. D. Peters, P. Skowron, https://equalshares.net, on completion and ties. D. Peters,
    P. Skowron, *Proportionality and the Limits of Welfarism*, EC 2020, section 3, on going on with Phragmén's rule.

    Examples
    --------
    Four voters get 25 each. ``park`` (60, three supporters) has 3 effective votes and is paid 20 by each. ``hall``
    (30, two supporters) finds 5 with the one and 25 with the other: 30, just enough; its largest payment is 25, 6/5
    effective votes. ``tree`` (20) finds 5 with each of its two supporters, who have paid for ``park``: too little.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 30), Project("tree", 20)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0, 1], [0, 2], [0, 2], [1]])
    >>> outcome = equal_shares(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, outcome.cost
    (('park', 'hall'), 90)
    >>> [str(step.figures["effective_votes"]) for step in outcome.steps]
    ['3', '6/5']
    >>> outcome.reasons["tree"].code, {name: str(figure) for name, figure in outcome.reasons["tree"].figures.items()}
    ('not-covered', {'supporters': '2', 'cost': '20', 'left': '10', 'round': '1'})

    With 29 each, ``tree`` finds 9 and 9; with 30 it finds 10 and 10 and is paid for as well, and 110 is more than the
    budget. So four raises are kept.

    >>> raised = equal_shares(town, ballots, lot=ballot_order(town), completion="add1")
    >>> raised.funded, {name: str(figure) for name, figure in raised.steps[0].figures.items()}
    (('park', 'hall'), {'increments': '4', 'increment': '1', 'endowment': '29', 'stop': 'overspent', 'spent': '110'})

    Two voters rank ``park`` before ``hall``, the third and fourth ``hall`` before ``tree``. By ranks ``hall`` has
    1 + 1 + 2 + 2 points and is paid 5 for each; then ``tree`` (2 points, 10 for each) comes before ``park``, for which
    the first two have 20 each.

    >>> rankings = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1], [0, 1], [1, 2], [1, 2]], ranks=2)
    >>> ranked = equal_shares(town, rankings, lot=ballot_order(town), utility="borda")
    >>> [(step.project, str(step.figures["rho"])) for step in ranked.steps]
    [('hall', '5'), ('tree', '10')]
    """
    settings = _Settings(**options)  # type: ignore[arg-type] # read and checked by the register
    shares = shares_of(instance, profile, lot=lot, utility=settings.utility, completion=settings.completion)
    counted = replace(_by_shares(instance, shares, settings), rule=RULE)
    if settings.completion in FILLING:
        counted = _filled(instance, profile, lot, counted)
    if settings.comparison == "yes":
        counted = _compared(instance, profile, lot, counted, utility=settings.utility)
    return replace(counted, options=settings.named, reasons=_told(instance, profile, counted.reasons))


@dataclass(frozen=True, slots=True)
class _Settings:
    """The options of a count."""

    utility: str = "cost"
    completion: str = "none"
    start: str = "exact"
    increment: int = 1
    exhaustive_stop: str = "no"
    comparison: str = "no"

    @property
    def named(self) -> dict[str, Figure]:
        """The options by the names they are registered with."""
        return {option.name: getattr(self, option.name.replace("-", "_")) for option in OPTIONS}


def _told(instance: Instance, profile: Profile, reasons: Mapping[str, Reason]) -> Mapping[str, Reason]:
    """Return the reasons in ballot order; those of constraints with the score, which their sentences tell."""
    scores = dict(zip(instance.position, points(profile), strict=True))
    scored = {
        id_: replace(reason, figures=MappingProxyType({**reason.figures, "score": scores[id_]}))
        for id_, reason in reasons.items()
        if reason.code in tuple(Barrier)
    }
    return in_ballot_order(instance, {**reasons, **scored})


def _by_shares(instance: Instance, shares: Shares, settings: _Settings) -> Outcome:
    """Return the outcome of the shares alone, endowments raised as the settings ask."""
    endowment = Fraction(instance.budget, shares.parts) if shares.parts else Fraction(0)
    if settings.start == "floor":
        endowment = Fraction(endowment.numerator // endowment.denominator)
    if settings.completion not in RAISING:
        return shares.outcome_at(endowment)
    step, endowment = _raised(instance, shares, endowment, settings)
    counted = shares.outcome_at(endowment)
    return replace(counted, steps=(step, *counted.steps))


def _raised(instance: Instance, shares: Shares, start: Fraction, settings: _Settings) -> tuple[Step, Fraction]:
    """Return the step that says how far the endowment is raised and why no further, and the endowment."""
    increment = settings.increment * instance.minor_units
    stops_exhaustive = settings.exhaustive_stop == "yes"
    raised = shares.raise_endowment(start, increment=increment, stops_exhaustive=stops_exhaustive)
    figures: dict[str, Figure] = {
        "increments": raised.increments,
        "increment": increment,
        "endowment": raised.endowment,
        "stop": str(raised.stop),
    }
    if raised.stop is Stop.OVERSPENT:
        figures["spent"] = shares.cost_at(raised.endowment + increment)
    return Step(Action.RAISE, figures=MappingProxyType(figures)), raised.endowment


def _filled(instance: Instance, profile: Profile, lot: Lot, counted: Outcome) -> Outcome:
    """Return the outcome with what still fits, greedy by votes."""
    filling = fill(instance, profile, lot=lot, funded=counted.funded)
    costs = {project.id: project.cost for project in instance.projects}
    return replace(
        counted,
        funded=counted.funded + filling.funded,
        cost=counted.cost + sum(costs[id_] for id_ in filling.funded),
        steps=counted.steps + filling.steps,
        ties=counted.ties + filling.ties,
        reasons={**counted.reasons, **filling.reasons},
    )


def _compared(instance: Instance, profile: Profile, lot: Lot, counted: Outcome, *, utility: str) -> Outcome:
    """Return the outcome, or greedy's where strictly more voters prefer it, with the step that says so."""
    rival = greedy(instance, profile, lot=lot)
    step = compare(instance, profile, counted.funded, rival.funded, utility=utility).step
    if step.action is Action.KEEP:
        return replace(counted, steps=(*counted.steps, step))
    places = {id_: place for place, id_ in enumerate(rival.funded, start=1)}
    return replace(
        counted,
        funded=rival.funded,
        cost=rival.cost,
        steps=(*counted.steps, step, *rival.steps),
        ties=counted.ties + rival.ties,
        reasons={id_: as_completion(id_, reason, places) for id_, reason in rival.reasons.items()},
    )
