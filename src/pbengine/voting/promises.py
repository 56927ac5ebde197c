"""What rules promise, or do not, in sentences: the same words for the same promise, each of which tests try.

All are said of elections without constraints, pots or withdrawn projects, under the default options unless a sentence
names others. A lot that settles a tie counts as the same lot before and after.

References
----------
N. Talmon, P. Faliszewski, *A Framework for Approval-Based Budgeting Methods*, AAAI 2019: exhaustiveness and the
monotonicity of discounts and limits.

M. Brill, J. Peters, *Robust and Verifiable Proportionality Axioms for Multiwinner Voting*, EC 2023: EJR+ up to any
project.

M. Brill, S. Forster, M. Lackner, J. Maly, J. Peters, *Proportionality in Approval-Based Participatory Budgeting*,
AAAI 2023: PJR up to any project.

H. Aziz, B. E. Lee, *Proportionally Representative Participatory Budgeting with Ordinal Preferences*, AAAI 2021:
inclusion PSC.

D. R. Woodall, *Monotonicity of single-seat preferential election rules*, Discrete Applied Mathematics 77(1), 1997: what
rules for rankings promise.

R. Freeman, D. Pennock, D. Peters, J. Wortman Vaughan, *Truthful Aggregation of Budget Proposals*, Journal of Economic
Theory 193, 2021: truthful divisions.
"""

from __future__ import annotations

# What the money is used for

EXHAUSTIVE = "No project is left out that the rest of the money would pay for."
EXHAUSTIVE_FOR_WANTED = "No project that somebody wants is left out while the rest of the money would pay for it."
EXHAUSTIVE_WHEN_COMPLETED = (
    "With add1u, epsilon, greedy or phragmen as completion, no project that somebody wants is left out while the rest "
    "of the money would pay for it."
)
MONEY_MAY_BE_LEFT = "Money may be left over although it would pay for one more project that somebody wants."
IN_ORDER = "Nothing is funded while a project with more votes is not."
AT_LEAST_THE_THRESHOLD = "Nothing is funded with fewer votes than the threshold."
ONE_OF_RIVALS = "Of projects that exclude each other, at most one is funded."

# What a change does

MORE_APPROVALS_HELP = "A funded project that one more voter approves, all else equal, stays funded."
RAISING_HELPS = "A winner that a voter ranks higher, all else equal, still wins, unless a tie is involved."
RAISING_MAY_HURT = "A winner may lose because voters rank it higher."
CHEAPER_HELPS = "A funded project that becomes cheaper stays funded (discount monotonicity)."
MORE_MONEY_HELPS = (
    "With more money everything that was funded stays funded, if no project cost more than there was "
    "(limit monotonicity)."
)
MORE_MONEY_MAY_HURT = "With more money a funded project may lose its place."
LATER_NO_HARM = "Ranking further candidates never harms those ranked before them."
TACTICS_MAY_HELP = "A voter may get more of what they want by voting otherwise than they think."
TWO_NAMES_HELP = "Who takes part under two names counts for more, so that it needs a roll of voters."

# Majorities and minorities

MAJORITY_TAKES_ALL = "More than half of the voters, if they agree, can decide over all of the money."
EJR_PLUS = (
    "In proportion: voters who agree on a project are not all left with less than their part of the budget, unless the "
    "project would bring one of them beyond it (EJR+ up to any project, counted in cost; whatever the completion)."
)
PJR_UP_TO_ANY = (
    "In proportion: voters who agree on projects that their part of the budget pays for see about as much spent on "
    "what any of them wants (PJR up to any project, counted in cost)."
)
INCLUSION_PSC = (
    "In proportion: voters who rank the same projects first get as many of them as their part of the budget pays for "
    "(inclusion PSC)."
)
OWN_MONEY = "Voters who give all their points to one project, and whose parts of the budget cover its cost, get it."
SOLID_COALITIONS = (
    "In proportion: voters who rank the same candidates before all others, and who are as many as some number of "
    "quotas, elect at least that number of them (Droop proportionality for solid coalitions)."
)
QUOTAS_MAY_BE_LOST = "With several seats, voters who agree may get fewer seats than their quotas are for."
MAJORITY_WINS = "Whoever more than half of the voters rank first, wins."
MAJORITY_MAY_LOSE = "Even whoever more than half of the voters rank first may lose."
CONDORCET_WINS = "Whoever beats every other one to one, wins (Condorcet)."
CONDORCET_MAY_LOSE = "Whoever beats every other one to one may lose."
CONDORCET_LOSER_MAY_WIN = "Even whoever loses to every other one to one may win."
CONDORCET_LOSER_LOSES = "Whoever loses to every other one to one never wins."
COMPLETE_LOSER_LOSES = "Where every voter ranks all, whoever loses to every other one to one never wins."
SMITH = "The winner is one of the smallest group that beats all others one to one (Smith)."

# What is as good as can be

MOST_VOTES = "No other selection that the money is enough for has more votes together."
MOST_NET_VOTES = "No other selection that the money is enough for has more votes together, those against taken off."
MOST_COVERED = "No other selection that the money is enough for has something for more voters."
HIGHEST_PRODUCT = "No other selection that the money is enough for has a higher product of what voters get."
BEST_FOR_THE_LEAST = "No other selection that the money is enough for gives the voter who gets least more projects."
MOST_MONEY_AS_WANTED = "No other division of the budget has more money where voters want it, all ballots added up."
CLOSEST_DIVISION = "No other division of the budget is closer to all ballots together."
TRUTHFUL_DIVISION = "Nobody brings the division closer to what they want by saying something else."
TRUTHFUL_WHEN_EQUALIZING = (
    "With equalizing, nobody brings the division closer to what they want by saying something else."
)
SMALL_PARTS_MAY_HELP = (
    "With increasing, asking for a little less may bring a voter more, because small parts come first."
)
SINGLE_MINDED_SHARES = "Where everybody wants one purpose only, each gets the share of its voters."
SINGLE_MINDED_MAY_GET_NOTHING = "Where everybody wants one purpose only, the largest group takes everything."
MANY_SMALL_GIFTS = "The same sum brings a project at least as much where two give half of it each."
