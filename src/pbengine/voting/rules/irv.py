"""Instant runoff: the last is excluded until somebody has a majority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.stv.gregory import Gregory, sure_losers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile

LAST_TWO = 2
OPTIONS = (
    Choice(
        "threshold",
        "what the winner needs more than half of: the papers that still count, or those that counted at first",
        ("continuing", "first-round"),
    ),
    Choice(
        "elimination",
        "whether the last are excluded one by one, or together where nothing can save them",
        ("one", "batch"),
    ),
    Choice("stop", "when to stop: at a majority, or not before two candidates are left", ("majority", "last-two")),
    Choice(
        "ties",
        "what settles who is last: the latest earlier round at which they differ and then the lot, or the lot",
        ("previous-round", "lot"),
    ),
)
DEFAULTS = {option.name: option.default for option in OPTIONS}


@rule(
    id="irv",
    name="Instant runoff",
    summary=(
        "The candidate whom the fewest voters rank first is excluded, and each of these papers goes on to the next on "
        "it, until one has more than half; for several seats, until as many candidates are left."
    ),
    ballots=(BallotKind.ORDINAL,),
    options=OPTIONS,
    source=Source(
        "Maine Revised Statutes, Title 21-A, Determination of winner in election by ranked-choice voting",
        "§723-A; its rounds, batch elimination and lot; further options after the configuration of RCTab, rules",
        "https://legislature.maine.gov/statutes/21-A/title21-Asec723-A.html",
    ),
    carries=(),
    properties=(
        promises.MAJORITY_WINS,
        promises.LATER_NO_HARM,
        promises.CONDORCET_LOSER_LOSES,
        promises.CONDORCET_MAY_LOSE,
        promises.RAISING_MAY_HURT,
        promises.QUOTAS_MAY_BE_LOST,
    ),
)
def irv(instance: Instance, profile: Profile, *, lot: Lot, **options: str) -> Outcome:
    """Exclude the last, round by round, until one candidate has a majority of whole papers.

    With several seats nobody needs a majority: the last are excluded until as many are left as there are seats
    (bottoms-up). How blanks and doubles on a paper are read is decided before this rule sees a ranking.

    Parameters
    ----------
    instance
        the candidates, and the seats as the budget. A candidate who has withdrawn is passed over on every paper.
    profile
        rankings without equal ranks. A paper that names nobody who stands is not counted.
    lot
        of candidates who are equally last, and stay so after what ``ties`` says, its first is excluded.
    options
        ``threshold``, ``elimination``, ``stop`` and ``ties``: see below.

    Other Parameters
    ----------------
    threshold
        ``continuing``: more than half of the papers that continue, anew each round; ``first-round``: of those cast.
    elimination
        ``one`` excludes one candidate a round; ``batch`` the largest set of those who together have fewer votes than
        anybody else, at least one.
    stop
        ``majority``; or ``last-two``, which goes on until two candidates are left even where one has a majority.
    ties
        ``previous-round``: the one with fewer votes at the latest earlier round at which they differ; ``lot``: at once.

    Returns
    -------
    Outcome
        every round as a step with the ``votes`` of all candidates in ballot order.

    References
    ----------
    *Maine Revised Statutes*, Title 21-A, §723-A (rounds, batch elimination, ties by lot; it stops at the last two).
    Bright Spots, *RCTab*, configuration file, section ``rules`` (what other places choose),
    https://github.com/BrightSpots/rcv.

    Examples
    --------
    Tennessee's choice of a capital, 100 papers: Chattanooga is last, then Nashville, and Knoxville has 58 of 100.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> state = Instance.for_seats(["Memphis", "Nashville", "Chattanooga", "Knoxville"], seats=1)
    >>> rankings = [[0, 1, 2, 3]] * 42 + [[1, 2, 3, 0]] * 26 + [[2, 3, 1, 0]] * 15 + [[3, 2, 1, 0]] * 17
    >>> outcome = irv(state, Profile.from_ballots(BallotKind.ORDINAL, 4, rankings), lot=ballot_order(state))
    >>> [step.figures["votes"] for step in outcome.steps if step.action in ("count", "exclude")]
    [('42', '26', '15', '17'), ('42', '26', '0', '32'), ('42', '0', '0', '58')]
    >>> outcome.funded
    ('Knoxville',)
    """
    settings = {**DEFAULTS, **options}
    count = Gregory.start("irv", instance, profile, lot=lot, digits=0)
    sheet = count.sheet
    has_majority = sheet.seats == 1
    at_least = LAST_TWO if has_majority and settings["stop"] == "last-two" else sheet.seats

    def majority(votes: Sequence[int]) -> int:
        return (count.cast if settings["threshold"] == "first-round" else sum(votes)) // 2 + 1

    count.open(lambda votes: str(majority(votes)) if has_majority else "")
    while True:
        if has_majority and (settings["stop"] == "majority" or len(sheet.hopeful) <= LAST_TWO):
            needed = majority(sheet.votes)
            sheet.elect([column for column in sheet.hopeful if sheet.votes[column] >= needed], str(needed))
        if sheet.is_over():
            return sheet.outcome("irv", settings, profile)
        losers = sure_losers(sheet, 0, at_least) if settings["elimination"] == "batch" else []
        earlier = reversed(sheet.stages[:-1]) if settings["ties"] == "previous-round" else ()
        count.exclude(losers or [sheet.choose(sheet.lowest(), earlier)])
