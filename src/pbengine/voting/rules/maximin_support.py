"""Maximin support: sequential Phragmen, but all payments so far are balanced anew in each round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.constraints import Feature
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.loads.backers import backers_of
from pbengine.voting.rules.loads.balance import Balance
from pbengine.voting.rules.loads.evidence import outcome_of
from pbengine.voting.rules.loads.rounds import Rounds

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="maximin-support",
    name="Maximin support",
    summary=(
        "Next comes the project with which the largest share that anybody must bear stays lowest, "
        "when the costs of all funded projects are shared as evenly as their supporters allow."
    ),
    ballots=(BallotKind.APPROVAL, BallotKind.CHOOSE_ONE),
    source=Source(
        "H. Aziz, B. Lee, N. Talmon, Proportionally Representative Participatory Budgeting, AAMAS 2018",
        "the generalised sequential rule of Phragmen with rebalanced loads",
        "https://arxiv.org/abs/1711.08226",
    ),
    carries=(Feature.COSTS, Feature.EXCLUSIONS, Feature.DEPENDENCIES, Feature.CAPS, Feature.ENDOWMENTS),
    properties=(
        promises.PJR_UP_TO_ANY,
        promises.MORE_APPROVALS_HELP,
        promises.CHEAPER_HELPS,
        promises.EXHAUSTIVE_FOR_WANTED,
        promises.MORE_MONEY_MAY_HURT,
        promises.TACTICS_MAY_HELP,
    ),
)
def maximin_support(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Fund, round by round, the project that keeps the largest load lowest, all payments being balanced anew.

    The cost of each funded project is paid by voters who chose it, in any parts; the load of a voter is what they pay
    in all, for each part of the budget that they stand for. A project that no longer fits is out, and the count goes on
    until nothing fits. A project that nobody chose has no part.

    Parameters
    ----------
    instance, profile
        the projects and the ballots.
    lot
        settles equal loads, which are frequent: a cheap project often leaves the largest load as it is.

    References
    ----------
    H. Aziz, B. Lee, N. Talmon, *Proportionally Representative Participatory Budgeting: Axioms and Algorithms*,
    AAMAS 2018, arXiv:1711.08226.
    L. Sánchez-Fernández, N. Fernández, J. A. Fisteus, M. Brill, *The Maximin Support Method: An Extension of the
    D'Hondt Method to Approval-Based Multiwinner Elections*, Mathematical Programming, 2024.

    Examples
    --------
    ``park`` costs each of its two voters 30. One of them also chose ``hall``; when the other pays more for the park,
    all three who chose something bear (60 + 50) / 3.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 60), Project("hall", 70), Project("pool", 60)), budget=130)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [0, 1], [1], [2]])
    >>> outcome = maximin_support(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, [str(step.figures["load"]) for step in outcome.steps]
    (('park', 'hall'), ['30', '130/3'])
    """
    backers = backers_of(instance, profile)
    balance = Balance(instance, backers)
    rounds = Rounds(instance, backers, lot, code="funded-by-balance")
    while (found := rounds.best(balance.level)) is not None:
        level, tied = found
        balance.fund(rounds.fund(level, tied), level)
        rounds.drop_what_does_not_fit()
    rounds.close({})
    return outcome_of(rounds, rule="maximin-support", options={}, profile=profile)
