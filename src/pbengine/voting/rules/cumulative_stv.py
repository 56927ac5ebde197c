"""Cumulative single transferable voting (CSTV): everybody's share of the budget is split by points and moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.constraints import Feature
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.purses.amounts import with_enough_digits
from pbengine.voting.rules.purses.points_evidence import outcome_of
from pbengine.voting.rules.purses.transfers import Transfers

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="cumulative-stv",
    name="Cumulative single transferable vote",
    summary=(
        "Everybody's equal share of the budget is split by the points they gave; what a funded project does not need, "
        "and what stands on projects that cannot be funded, moves to their other choices."
    ),
    ballots=(BallotKind.CUMULATIVE, BallotKind.APPROVAL, BallotKind.CHOOSE_ONE),
    options=(
        Choice(
            "choice",
            "which project comes first: the one with the most money above its cost, for its cost, or in all",
            ("excess", "ratio", "support"),
        ),
        Choice(
            "transfers",
            "what happens while no project has its cost: supporters of the first that they could pay for move money to "
            "it, or the last project is eliminated",
            ("minimal", "elimination"),
        ),
        Choice(
            "finish",
            "what happens with the money that is left: it is used while some project fits, or not at all",
            ("exhaustive", "none"),
        ),
    ),
    source=Source(
        "P. Skowron, A. Slinko, S. Szufa, N. Talmon, Participatory Budgeting with Cumulative Votes, 2020",
        "sections 4 and 5: GE, GS and GSC, excess redistribution, EwT, MT, RE, AU",
        "https://arxiv.org/abs/2009.02690",
    ),
    carries=(Feature.COSTS, Feature.ENDOWMENTS),
    properties=(promises.OWN_MONEY, promises.EXHAUSTIVE, promises.MORE_MONEY_MAY_HURT),
)
def cumulative_stv(
    instance: Instance,
    profile: Profile,
    *,
    lot: Lot,
    choice: str = "excess",
    transfers: str = "minimal",
    finish: str = "exhaustive",
) -> Outcome:
    """Fund projects from shares of the budget that follow the points of their voters.

    Each voter has an equal share of the budget, split among the projects that are still in by their points. A ballot
    that leaves points unused is split all the same: what counts is how its points compare. Approvals are one point
    each.

    A project that has its cost is funded; supporters pay in proportion to what they had on it, and the rest moves to
    their other choices. While none has its cost:

    - ``minimal``: of the projects whose supporters have its cost if they move everything there, the first one is
      taken. Each supporter raises what they have on it by the same factor, or to all they have; the factor is the least
      that covers the cost. (The source raises it step by step; this is what the steps lead to.)
    - ``elimination``: the last project is out, and what it had moves to its supporters' other choices.

    ``choice`` says which is first and which last: by money above cost (``excess``, GE), money for each unit of cost
    (``ratio``, GSC), or money (``support``, GS). What remains in the end is funded while it fits (``exhaustive``):
    after eliminations the project that was eliminated last comes first, else the one that is first by ``choice``.

    Parameters
    ----------
    instance, profile
        the projects and the ballots.
    lot
        settles equal amounts: the lowest place is funded first and eliminated last.
    choice, transfers, finish
        see above.

    References
    ----------
    P. Skowron, A. Slinko, S. Szufa, N. Talmon, *Participatory Budgeting with Cumulative Votes*, arXiv:2009.02690, 2020,
    sections 4 and 5.

    Examples
    --------
    Each of four voters has 5. ``park`` has 5 + 3 and costs 6, so its voters keep a quarter of that: the second has
    2 + 3/4 on ``hall`` now, the third 5, the fourth 1. ``hall`` costs 10; 2 1/4 are missing once the second and the
    third give all they have, and the fourth moves so much from ``tree``, which nobody can pay for then.

    >>> import numpy as np
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("park", 6), Project("hall", 10), Project("tree", 9)), budget=20)
    >>> columns = Profile.from_ballots(BallotKind.APPROVAL, 3, [[0], [0, 1], [1], [1, 2]])
    >>> points = np.array([5, 3, 2, 5, 1, 4], dtype=np.int64)
    >>> ballots = Profile(BallotKind.CUMULATIVE, 3, columns.starts, columns.choices, columns.weights, points=points)
    >>> outcome = cumulative_stv(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, [(step.action.value, str(step.figures["backing"])) for step in outcome.steps]
    (('park', 'hall'), [('fund', '8'), ('fund', '35/4')])
    """

    def count(bits: int | None) -> Transfers:
        run = Transfers(instance, profile, lot, choice=choice, bits=bits)
        run.until_over(transfers)
        if finish == "exhaustive":
            run.use_the_rest()
        return run

    options = {"choice": choice, "transfers": transfers, "finish": finish}
    return outcome_of(with_enough_digits(count), profile=profile, options=options)
