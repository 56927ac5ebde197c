"""Weighted inclusive Gregory as the Proportional Representation Foundation's reference rule has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Source, rule
from pbengine.voting.rules.stv.gregory import Gregory, sure_losers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile

DIGITS = 4
UNIT = 10**DIGITS


def transfer_weights(weights: NDArray[np.int64], surplus: int, votes: int) -> NDArray[np.int64]:
    """Return what each paper of a surplus goes on at: weight times surplus, and that divided by the votes.

    Both steps are rounded down to four digits.

    Examples
    --------
    A surplus of 14.1999 votes of 33.

    >>> import numpy as np
    >>> transfer_weights(np.array([10000]), 141999, 330000).tolist()
    [4303]
    """
    product: NDArray[np.int64] = weights * surplus // UNIT
    quotient: NDArray[np.int64] = product * UNIT // votes
    return quotient


@rule(
    id="wigm-prf",
    name="Weighted inclusive Gregory STV, reference rule",
    summary=(
        "Seats are filled from rankings: whoever reaches the quota is elected, and what is above it goes on to the "
        "next on those papers, each at an equally reduced value; where nobody does, the last is excluded, and those "
        "papers go on as they are."
    ),
    ballots=(BallotKind.ORDINAL,),
    options=(Choice("batch", "whether candidates whom nothing can save are excluded together", ("no", "yes")),),
    source=Source(
        "Proportional Representation Foundation, Reference WIGM Rule",
        "A to D, with four digits; sure losers as its variant",
        "https://prfound.org/resources/reference/reference-wigm-rule/",
    ),
    carries=(),
    properties=(
        promises.SOLID_COALITIONS,
        promises.MAJORITY_WINS,
        promises.LATER_NO_HARM,
        promises.RAISING_MAY_HURT,
        promises.CONDORCET_MAY_LOSE,
    ),
)
def wigm_prf(instance: Instance, profile: Profile, *, lot: Lot, batch: str = "no") -> Outcome:
    """Fill the seats by the reference rule for the weighted inclusive Gregory method, in ten-thousandths of a vote.

    The quota is the papers divided by one more than the seats, rounded down to four digits, plus 0.0001. A surplus is
    transferred even where it is zero. An excluded candidate's papers go on before it is seen whether the count is over.

    Parameters
    ----------
    instance
        the candidates, and the seats as the budget. A candidate who has withdrawn is passed over on every paper.
    profile
        rankings without equal ranks. A paper that names nobody who stands is not counted.
    lot
        the predetermined order: of equal surpluses its first is transferred, of candidates equally last its first is
        excluded.
    batch
        ``yes`` excludes, before any transfer, the largest set of candidates who together with all surpluses stay below
        everybody else, if enough remain for the seats; if no more remain than that, their papers stay.

    Returns
    -------
    Outcome
        every stage as a step with the ``votes`` of all candidates in ballot order; ``non_transferable`` is all that is
        with no candidate any more, ``loss`` the part of it that rounding down has taken.

    References
    ----------
    Proportional Representation Foundation, *Reference WIGM Rule*, sections A to D.

    Examples
    --------
    Two seats, 15 papers, a quota of 5.0001; Ada's 9 papers go on to Ben at 3.9999/9 of a vote each, rounded down.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> board = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=2)
    >>> papers = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1]] * 9 + [[1]] * 4 + [[2]] * 2)
    >>> outcome = wigm_prf(board, papers, lot=ballot_order(board))
    >>> outcome.funded, outcome.steps[2].figures["votes"]
    (('Ada', 'Ben'), ('5.0001', '7.9996', '2.0000'))
    """
    count = Gregory.start("wigm-prf", instance, profile, lot=lot, digits=DIGITS)
    sheet = count.sheet
    quota = count.cast * UNIT // (sheet.seats + 1) + 1
    count.open(lambda _: sheet.text(quota))
    pending: list[int] = []
    while True:
        reached = [column for column in sheet.hopeful if sheet.votes[column] >= quota]
        sheet.elect(reached, sheet.text(quota))
        pending += reached
        if sheet.is_over():
            return sheet.outcome("wigm-prf", {"batch": batch}, profile)
        surpluses = sum(sheet.votes[column] - quota for column in pending)
        vacancies = sheet.seats - len(sheet.elected)
        losers = sure_losers(sheet, surpluses, vacancies) if batch == "yes" else []
        if losers and len(sheet.hopeful) - len(losers) <= vacancies:
            count.drop(losers)
        elif losers:
            count.exclude(losers)
        elif pending:
            column = sheet.choose(sheet.largest(pending))
            pending.remove(column)
            count.transfer(column, quota, transfer_weights)
        else:
            count.exclude([sheet.choose(sheet.lowest())])
