"""Expanding approvals for budgets (PB-EAR): voters pay for what they rank high, and look further down step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.constraints import Feature
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.purses.amounts import with_enough_digits
from pbengine.voting.rules.purses.expanding import Expansion
from pbengine.voting.rules.purses.ranks_evidence import outcome_of

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile


@rule(
    id="expanding-approvals",
    name="Expanding approvals",
    summary=(
        "Everybody has an equal share of the budget. First voters pay for what they rank first, then also for what "
        "they rank second, and so on: a project is funded when those who rank it high enough have its cost."
    ),
    ballots=(BallotKind.ORDINAL,),
    options=(
        Choice(
            "completion",
            "how the money is used that no group with enough of it agrees on: not at all, or by score, highest first",
            ("none", "greedy"),
        ),
    ),
    source=Source(
        "H. Aziz, B. E. Lee, Proportionally Representative Participatory Budgeting with Ordinal Preferences, AAAI 2021",
        "the rule PB-EAR",
        "https://arxiv.org/abs/1911.00864",
    ),
    carries=(Feature.COSTS, Feature.EQUAL_RANKS, Feature.ENDOWMENTS),
    properties=(promises.INCLUSION_PSC, promises.MONEY_MAY_BE_LEFT),
)
def expanding_approvals(instance: Instance, profile: Profile, *, lot: Lot, completion: str = "none") -> Outcome:
    """Fund what groups agree on and can pay for, rank by rank.

    For j = 1, 2, ... voters approve what they rank in place j or better (of equal ranks the first place counts). While
    the approvers of some project have its cost together, the one with the most money for its cost is funded, and each
    approver gives the same part of what they have left. When there is none, j rises. What a ballot does not rank, its
    voter never pays for. The source leaves open which of several is funded first: here the largest quotient of support
    and cost, then the lot.

    The outcome is in proportion for solid coalitions (IPSC): of projects that a group of voters ranks together above
    all others, so much is funded that none is missing which the group's share of the budget could also pay for.

    Parameters
    ----------
    instance, profile
        the projects and the rankings, with or without equal ranks.
    lot
        settles equal quotients, and equal scores in the completion.
    completion
        ``none``, or ``greedy``: then the rest is used by score (positional points), highest first.

    References
    ----------
    H. Aziz, B. E. Lee, *Proportionally Representative Participatory Budgeting with Ordinal Preferences*, AAAI 2021,
    arXiv:1911.00864, algorithm PB-EAR and the section on inclusion PSC.

    Examples
    --------
    Of ten voters six rank a first, three c and one b. Each has 3; a costs 9 and takes half of what the six have. With
    second ranks b has the one's 3 and the six's 9, and costs 12.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("a", 9), Project("b", 12), Project("c", 18)), budget=30)
    >>> ballots = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1]] * 6 + [[2, 0]] * 3 + [[1]], ranks=3)
    >>> outcome = expanding_approvals(town, ballots, lot=ballot_order(town))
    >>> outcome.funded, [step.figures["rank"] for step in outcome.steps], str(outcome.reasons["c"].figures["left"])
    (('a', 'b'), [1, 2], '9')
    """

    def count(bits: int | None) -> Expansion:
        expansion = Expansion(instance, profile, lot, bits=bits)
        expansion.run()
        return expansion

    return outcome_of(with_enough_digits(count), profile=profile, lot=lot, completion=completion)
