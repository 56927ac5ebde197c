"""Scottish STV: the single transferable vote of Scotland's council elections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.voting import promises
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Source, rule
from pbengine.voting.rules.stv.gregory import Gregory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import Profile

DIGITS = 5


def transfer_values(values: NDArray[np.int64], surplus: int, votes: int) -> NDArray[np.int64]:
    """Return what each paper of a surplus goes on at: surplus times its value, divided by the votes, rounded down.

    Examples
    --------
    A surplus of 167 votes of 1,161; one paper came at a full vote, one at half a vote.

    >>> import numpy as np
    >>> transfer_values(np.array([100000, 50000]), 16700000, 116100000).tolist()
    [14384, 7192]
    """
    return surplus * values // votes


@rule(
    id="scottish-stv",
    name="Scottish STV",
    summary=(
        "Seats are filled from rankings: whoever reaches the quota is elected, and what is above it goes on to the "
        "next on those papers, each at an equally reduced value; where nobody does, the last is excluded, and those "
        "papers go on as they are."
    ),
    ballots=(BallotKind.ORDINAL,),
    source=Source(
        "Scottish Local Government Elections Order 2011, SSI 2011/399",
        "Schedule 1, rules 46 to 53",
        "https://www.legislation.gov.uk/ssi/2011/399/schedule/1",
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
def scottish_stv(instance: Instance, profile: Profile, *, lot: Lot) -> Outcome:
    """Fill the seats by Scottish STV, in whole hundred-thousandths of a vote.

    The quota is the papers divided by one more than the seats, rounded down, plus one, and stays. Whoever reaches it is
    deemed elected and receives nothing more. The largest surplus goes on first; only where none waits is the candidate
    with the fewest votes excluded. The last seats go to those who continue when they do not outnumber them.

    Parameters
    ----------
    instance
        the candidates, and the seats as the budget. A candidate who has withdrawn is passed over on every paper.
    profile
        rankings without equal ranks. A paper that names nobody who stands is not counted.
    lot
        settles what earlier stages leave tied. Between equal surpluses the candidate with more votes at the latest
        earlier stage at which they differ goes first, between the lowest the one with fewer is excluded; those equal at
        every stage are taken in the order of the lot: its first is the one whose surplus is moved, or who is excluded.

    Returns
    -------
    Outcome
        every stage as a step with the ``votes`` of all candidates in ballot order; ``non_transferable`` is all that is
        with no candidate any more, ``loss`` the part of it that rounding down has taken.

    References
    ----------
    *The Scottish Local Government Elections Order 2011*, SSI 2011/399, Schedule 1, rules 46 (first stage), 47 (quota),
    48 (return), 49 and 50 (surpluses), 51 (exclusion), 52 (ties), 53 (last vacancies).

    Examples
    --------
    Two seats, 15 papers, so that the quota is 6. Ada's 9 papers go on to Ben at 3/9 of a vote each, rounded down.

    >>> from pbengine.voting.instance import Instance
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> ward = Instance.for_seats(["Ada", "Ben", "Cleo"], seats=2)
    >>> papers = Profile.from_ballots(BallotKind.ORDINAL, 3, [[0, 1]] * 9 + [[1]] * 4 + [[2]] * 2)
    >>> outcome = scottish_stv(ward, papers, lot=ballot_order(ward))
    >>> outcome.funded
    ('Ada', 'Ben')
    >>> outcome.steps[2].figures["votes"], outcome.steps[2].figures["loss"]
    (('6.00000', '6.99997', '2.00000'), '0.00003')
    """
    count = Gregory.start("scottish-stv", instance, profile, lot=lot, digits=DIGITS)
    sheet = count.sheet
    whole = count.cast // (sheet.seats + 1) + 1
    quota = whole * sheet.unit
    count.open(lambda _: str(whole))
    while True:
        sheet.elect([column for column in sheet.hopeful if sheet.votes[column] >= quota], str(whole))
        if sheet.is_over():
            return sheet.outcome("scottish-stv", {}, profile)
        waiting = [column for column in sheet.elected if sheet.votes[column] > quota]
        if waiting:
            count.transfer(
                sheet.choose(sheet.largest(waiting), reversed(sheet.stages[:-1]), by=max), quota, transfer_values
            )
        else:
            count.exclude([sheet.choose(sheet.lowest(), reversed(sheet.stages[:-1]))])
