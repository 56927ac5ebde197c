"""Meek's method as the Proportional Representation Foundation's reference rule has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.stv.meek import UNIT, Meek, reduced

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile

OMEGA = UNIT // 1_000_000


@rule(
    id="meek-prf",
    name="Meek STV, reference rule",
    summary=(
        "Seats are filled from rankings: each elected candidate keeps just so much of every paper as the quota needs, "
        "until next to no surplus is left; then the last is excluded."
    ),
    ballots=(BallotKind.ORDINAL,),
    source=Source(
        "Proportional Representation Foundation, Reference Meek Rule",
        "A to D, with nine digits and omega 0.000001",
        "https://prfound.org/resources/reference/reference-meek-rule/",
    ),
    carries=(),
    properties=(
        promises.SOLID_COALITIONS,
        promises.MAJORITY_WINS,
        promises.RAISING_MAY_HURT,
        promises.CONDORCET_MAY_LOSE,
    ),
)
def meek_prf(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Fill the seats by the reference rule for Meek's method, in whole thousand-millionths of a vote.

    Parameters
    ----------
    instance
        the candidates, and the seats as the budget. A candidate who has withdrawn is passed over on every paper.
    profile
        rankings without equal ranks.
    lot
        the predetermined order: when somebody is to be excluded, the first in it is of all who have no more votes than
        the last has with the whole surplus, as that surplus might still be theirs. It also orders candidates who are
        elected in the same iteration with equal votes.

    Returns
    -------
    Outcome
        every iteration as a step, with ``votes`` and ``keep`` of all candidates in ballot order, and the total
        ``surplus``; the iteration that follows an exclusion names who was excluded. Whoever is left when the seats are
        filled is excluded as well, in a last step in which no paper moves.

    References
    ----------
    Proportional Representation Foundation, *Reference Meek Rule*, sections A to D. I. D. Hill, B. A. Wichmann,
    D. R. Woodall, *Algorithm 123: Single Transferable Vote by Meek's Method*, The Computer Journal 30(3), 1987,
    doi:10.1093/comjnl/30.3.277.

    Examples
    --------
    Two seats, 6 papers: Castor has 4 and the quota is 2.000000001. Rounding alone leaves Pollux behind Helen, by one
    unit more than there is surplus.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import Lot
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> board = Instance.for_seats(["Castor", "Pollux", "Helen"], seats=2)
    >>> papers = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1]] * 4 + [[2]] * 2)
    >>> outcome = meek_prf(board, papers, lot=Lot(("Helen", "Pollux", "Castor")))
    >>> outcome.funded, outcome.steps[2].figures["votes"]
    (('Castor', 'Helen'), ('2.000000004', '1.999999996', '2.000000000'))
    """
    count = Meek.start("meek-prf", instance, profile, lot=lot)
    sheet = count.sheet
    before: int | None = None
    while True:
        votes = count.allot("kept-back")
        quota = sum(votes) // (sheet.seats + 1) + 1
        elected = [column for column in sheet.hopeful if votes[column] >= quota]
        surplus = max(0, count.surplus(votes, quota, sheet.elected + elected))
        count.record(votes, quota, surplus)
        count.elect(elected, quota)
        if sheet.is_over():
            break
        # Whoever is newly elected begins a new round, which has the same votes: only the surplus has no predecessor.
        if surplus < OMEGA or (before is not None and not elected and surplus >= before):
            most = min(votes[column] for column in sheet.hopeful) + surplus
            count.exclude([sheet.choose([column for column in sheet.hopeful if votes[column] <= most])])
            before = None
            if len(sheet.elected) + len(sheet.hopeful) <= sheet.seats:
                break
        else:
            before = surplus
            for column in sheet.elected:
                count.keep[column] = reduced(count.keep[column], quota, votes[column])
    _close(count, quota, surplus)
    return sheet.outcome("meek-prf", {}, profile)


def _close(count: Meek, quota: int, surplus: int) -> None:
    """End the count: elect the hopeful where seats are left, else exclude them; no paper moves any more."""
    sheet = count.sheet
    if len(sheet.elected) >= sheet.seats:
        count.exclude(list(sheet.hopeful))
    if count.leaving:
        votes = [0 if column in count.leaving else had for column, had in enumerate(sheet.votes)]
        count.record(votes, quota, surplus)
    sheet.is_over()
