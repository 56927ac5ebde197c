"""Sequential Phragmen: the cost of each project is shared so that the largest load rises as slowly as it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.constraints import Feature
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.loads.backers import backers_of
from pbengine.voting.rules.loads.evidence import outcome_of
from pbengine.voting.rules.loads.levels import Loads
from pbengine.voting.rules.loads.rounds import Rounds

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="phragmen",
    name="Sequential Phragmén",
    summary=(
        "The cost of each project is shared among those who chose it; next comes the project that leaves them "
        "with the lowest share in all."
    ),
    ballots=(BallotKind.APPROVAL, BallotKind.CHOOSE_ONE),
    options=(
        Choice(
            "overshoot",
            "what happens when the next project costs more than is left: the count stops, or it skips that project",
            ("stop", "skip"),
        ),
    ),
    source=Source(
        "M. Los, Z. Christoff, D. Grossi, Proportional Budget Allocations: Towards a Systematization, IJCAI 2022",
        "Phragmen's sequential rule for budgets",
        "https://doi.org/10.24963/ijcai.2022/56",
    ),
    carries=(Feature.COSTS, Feature.EXCLUSIONS, Feature.DEPENDENCIES, Feature.CAPS, Feature.ENDOWMENTS),
    properties=(
        promises.PJR_UP_TO_ANY,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.MORE_MONEY_HELPS,
        promises.MONEY_MAY_BE_LEFT,
        promises.TACTICS_MAY_HELP,
    ),
)
def phragmen(instance: Instance, profile: Profile, *, lot: Lot, overshoot: str = "stop") -> Outcome:
    """Fund, round by round, the project whose supporters end up with the lowest load.

    The level of a project is (its cost + the loads of its supporters) / (number of its supporters); when it is funded,
    that level is the new load of each of them. Voters with several parts of the budget count as often. A project that
    costs more than the whole budget, or that nobody chose, has no part.

    With constraints, a project is out once a funded one excludes it or its group has too little left under its cap, and
    is not a candidate before what it depends on is funded. It may then be cheap for voters who bear more already: those
    pay nothing, and the others are raised to the level at which its cost is covered.

    Parameters
    ----------
    instance, profile
        the projects and the ballots.
    lot
        settles equal levels.
    overshoot
        ``stop``: as soon as a project at the lowest level does not fit, the count ends, even if another at the same
        level would fit. ``skip``: what does not fit is out, and the count goes on.

    References
    ----------
    M. Los, Z. Christoff, D. Grossi, *Proportional Budget Allocations: Towards a Systematization*, IJCAI 2022.
    M. Brill, S. Forster, M. Lackner, J. Maly, J. Peters, *Proportionality in Approval-Based Participatory Budgeting*,
    AAAI 2023, arXiv:2302.03672, section on Phragmen's rule.

    Examples
    --------
    Three voters chose ``park``, which costs each of them 20. Then ``pool`` would bring its only supporter to 30, and
    ``hall`` would bring its two, who bear 20 and 0, to (50 + 20) / 2 = 35.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 50), Project("pool", 30)), budget=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [0], [0, 1], [1], [2]])
    >>> outcome = phragmen(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, [str(step.figures["load"]) for step in outcome.steps]
    (('park', 'pool'), ['20', '30', '35'])
    >>> outcome.reasons["hall"].code, outcome.steps[-1].action.value
    ('not-affordable', 'stop')
    """
    backers = backers_of(instance, profile)
    loads, costs = Loads(backers), [project.cost for project in instance.projects]
    rounds = Rounds(instance, backers, lot, code="funded-by-load")
    while (found := rounds.best(lambda project, _: loads.level(project, costs[project]))) is not None:
        level, tied = found
        if not all(map(rounds.fits, tied)):
            if overshoot == "stop":
                rounds.stop(level, tied)
                break
            rounds.skip(level, tied)
            continue
        winner = rounds.fund(level, tied)
        loads.bear(winner, level)
    rounds.close({project: loads.level(project, costs[project]) for project in rounds.left_over})
    return outcome_of(rounds, rule="phragmen", options={"overshoot": overshoot}, profile=profile)
