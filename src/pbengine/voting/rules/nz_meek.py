"""New Zealand's Meek: the single transferable vote by keep values, to nine digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.stv.meek import UNIT, Meek, reduced
from pbengine.voting.rules.stv.single_vacancy import fill_single_vacancy
from pbengine.voting.rules.stv.step_ties import StepTies
from pbengine.voting.rules.stv.unranked import leave_out_unranked

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile
    from pbengine.voting.rules.stv.paths import Rest

RESTS: dict[str, Rest] = {"calculator": "kept-back", "law": "rounded-up"}
SMALL = UNIT // 10_000
"""A total surplus below 0.0001 no longer changes who is last."""


@rule(
    id="nz-meek",
    name="New Zealand Meek STV",
    summary=(
        "Seats are filled from rankings: each elected candidate keeps just so much of every paper as the quota needs, "
        "found step by step, and the rest goes on; where nobody reaches the quota, the last is excluded."
    ),
    ballots=(BallotKind.ORDINAL,),
    options=(
        Choice(
            "rounding",
            "how what goes on of a paper is rounded: as the official calculator does, or as the law is worded",
            tuple(RESTS),
        ),
    ),
    source=Source(
        "Local Electoral Regulations 2001 (SR 2001/145), New Zealand",
        "Schedule 1A, clauses 3 to 48",
        "https://www.legislation.govt.nz/regulation/public/2001/0145/latest/DLM57125.html",
    ),
    carries=(),
    properties=(
        promises.SOLID_COALITIONS,
        promises.MAJORITY_WINS,
        promises.RAISING_MAY_HURT,
        promises.CONDORCET_MAY_LOSE,
    ),
)
def nz_meek(instance: Instance, profile: Profile, *, lot: Lot, rounding: str = "calculator") -> Outcome:
    """Fill the seats by New Zealand's version of Meek's method, in whole thousand-millionths of a vote.

    In each iteration the papers are allotted by the keep values, the quota is what is allotted divided by one more than
    the seats, and whoever has it is successful. The last candidate is excluded when the total surplus could not save
    them, or is below 0.0001; so they are when no keep value changes any more, which the regulations leave open.

    A single seat is filled by Part 2 of the schedule: whoever has half of the votes that are left, or more, is elected.

    Parameters
    ----------
    instance
        the candidates, and the seats as the budget. A candidate who has withdrawn is passed over on every paper, and so
        is one whom no paper ranks (clause 20).
    profile
        rankings without equal ranks. Papers that name nobody who stands count as non-transferable.
    lot
        the order in which pseudo-random numbers are drawn for the candidates; with the order of the ballot it is the
        regulations' own. Of candidates tied for exclusion the one is excluded who had fewer votes at the earliest
        iteration at which they differ, else the one with the lowest number of this iteration. In the order of the lot
        stand candidates elected in the same iteration with equal votes.
    rounding
        ``calculator`` as votes are really counted, where a paper never exceeds one vote; ``law`` as clause 10 reads,
        where what goes on is rounded up as well.

    Returns
    -------
    Outcome
        every iteration as a step, with ``votes`` and ``keep`` of all candidates in ballot order, and the total
        ``surplus``; the iteration that follows an exclusion names who was excluded.

    References
    ----------
    *Local Electoral Regulations 2001* (SR 2001/145), New Zealand, Schedule 1A, clauses 3 to 48. I. D. Hill,
    B. A. Wichmann, D. R. Woodall, *Algorithm 123: Single Transferable Vote by Meek's Method*, The Computer Journal
    30(3), 1987, doi:10.1093/comjnl/30.3.277.

    Examples
    --------
    Two seats, 12 papers: a quota of 4.000000001, which Ada has twice over, so that she is to keep half of each paper.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> board = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=2)
    >>> papers = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1]] * 8 + [[1]] + [[2]] * 3)
    >>> outcome = nz_meek(board, papers, lot=ballot_order(board))
    >>> outcome.funded, outcome.steps[2].figures["keep"][0], outcome.steps[2].figures["votes"]
    (('Ada', 'Ben'), '0.500000001', ('4.000000008', '4.999999992', '3.000000000'))
    """
    options = {"rounding": rounding}
    if instance.seats == 1:
        return fill_single_vacancy("nz-meek", options, instance, profile, lot=lot)
    count = Meek.start("nz-meek", instance, profile, lot=lot)
    ties = StepTies(count.sheet, count.documents)
    leave_out_unranked(count.sheet, profile)
    while not _iterate(count, RESTS[rounding]):
        losing = _loser(count, ties)
        keep = list(count.keep)
        _reduce(count)
        if losing is None and keep == count.keep:
            losing = ties.choose(count.sheet.lowest())
        if losing is not None:
            count.exclude([losing])
    return count.sheet.outcome("nz-meek", options, profile)


def _iterate(count: Meek, rest: Rest) -> bool:
    """Allot the papers and elect whoever has the quota; say whether the count is over."""
    sheet, votes = count.sheet, count.allot(rest)
    quota = sum(votes) // (sheet.seats + 1) + 1
    successful = [column for column in sheet.hopeful if votes[column] >= quota]
    count.record(votes, quota, count.surplus(votes, quota, sheet.elected + successful))
    count.elect(successful, quota)
    return sheet.is_over()


def _loser(count: Meek, ties: StepTies) -> int | None:
    """Return who is to be excluded at this iteration, if anybody."""
    sheet = count.sheet
    quota = sum(sheet.votes) // (sheet.seats + 1) + 1
    surplus = count.surplus(sheet.votes, quota, sheet.elected)
    lowest = sheet.lowest()
    others = [sheet.votes[column] for column in sheet.hopeful if column not in lowest]
    is_safe = len(lowest) == 1 and sheet.votes[lowest[0]] + surplus < min(others)
    return ties.choose(lowest) if is_safe or surplus < SMALL else None


def _reduce(count: Meek) -> None:
    """Give each successful candidate with more than the quota a new keep value."""
    sheet = count.sheet
    quota = sum(sheet.votes) // (sheet.seats + 1) + 1
    for column in sheet.elected:
        if sheet.votes[column] > quota:
            count.keep[column] = reduced(count.keep[column], quota, sheet.votes[column])
