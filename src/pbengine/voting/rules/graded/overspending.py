"""Rounds in which a project may cost more than its supporters have: the best share of its cost that they could bear.

Whatever share alpha of the cost the supporters bear together by payments of min(budget, lambda times value), rho is
lambda / alpha, and the project with the least rho / alpha is funded. Between two neighbouring values of budget / value
that ratio has no least value inside (statement 8), so only these, and where the cost is covered in full, are looked at.

Each overspent project would double the digits of every amount after it. So where its denominator has more than
``EXACT_BITS`` binary digits, the rho that is paid for one is rounded up to whole parts of ``GRAIN``; which project
comes next is decided before that, and exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop
from math import ceil, inf
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting.rules.graded.ledger import SLOP, Payment
from pbengine.voting.rules.graded.levels import bounds_of, exact_level
from pbengine.voting.rules.graded.run import Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pbengine.voting.rules.graded.ledger import Ledger


GRAIN = 2**64
"""Into how many parts a minor unit is divided where a price that nobody could write down is rounded up."""
EXACT_BITS = 1024
"""Prices whose denominators have no more binary digits are paid exactly."""


@dataclass(frozen=True, slots=True, eq=False)
class Bid:
    """The best that the supporters of a project can do, exact.

    Parameters
    ----------
    ratio, rho
        rho / alpha and rho for a value of 1, in minor units.
    share
        alpha: the part of the cost on which rho is reckoned; 1 where they can pay for all of it.
    """

    project: int
    ratio: Fraction
    rho: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Caps:
    """The ratios of budget to value at which somebody's money ends, as bounds by double precision numbers.

    Parameters
    ----------
    rows
        places among the supporters who have money left.
    lows
        shape ``(rows,)``: lower bounds of rho / alpha there, in units.
    low, high
        bounds of the least rho / alpha of the project, in units.
    full
        a lower bound of rho where the cost is covered in full, in units; infinite where it cannot be.
    """

    rows: NDArray[np.intp]
    lows: NDArray[np.float64]
    low: float
    high: float
    full: float


class Overspending:
    """The rounds of the Method of Equal Shares with Bounded Overspending; ``run`` and ``shares`` grow with them.

    ``shares`` has alpha for each funded project in order; ``too_dear`` what was left of the budget when it no longer
    covered a project. Ratios only rise as budgets fall, so that lower bounds hold for good (statement 8).
    """

    def __init__(self, run: Run, budget: int) -> None:
        self.run = run
        self.shares: list[Fraction] = []
        self.too_dear: dict[int, int] = {}
        self._left = budget
        self._heap: list[tuple[float, int]] = []
        self._waiting = list(run.ledger.people.candidates)
        self._admit()

    def fund_next(self) -> bool:
        """Fund the next project; say whether there was one."""
        people, run = self.run.ledger.people, self.run
        bids = self._contenders()
        if not bids:
            return False
        worth = {bid.project: bid.ratio / people.worths[bid.project] for bid in bids}
        least = min(worth.values())
        tied = sorted(
            (bid for bid in bids if worth[bid.project] == least),
            key=lambda bid: people.precedence[bid.project],
        )
        run.fund(payment_of(run.ledger, tied[0]), [bid.project for bid in tied])
        self.shares.append(tied[0].share)
        self._left -= people.costs[tied[0].project]
        self._admit()
        return True

    def _admit(self) -> None:
        """Drop what is out by now, and let in what waits no longer."""
        people, run = self.run.ledger.people, self.run
        entries = [*self._heap, *((0.0, project) for project in self._waiting)]
        self._heap, self._waiting = [], []
        for low, project in entries:
            bar = people.admission.bar(project, run.funded)
            if project in run.funded or (bar is not None and bar.is_final):
                continue
            if people.costs[project] > self._left:
                self.too_dear[project] = self._left
            elif bar is not None:
                self._waiting.append(project)
            else:
                self._heap.append((low, project))
        heapify(self._heap)

    def _contenders(self) -> list[Bid]:
        """Return the exact bids for the projects that may be the next."""
        ledger = self.run.ledger
        ceiling, found = inf, []
        while self._heap and self._heap[0][0] <= ceiling:
            _, project = heappop(self._heap)
            caps = caps_of(ledger, project)
            if caps is None:
                continue
            unit = ledger.to_money(1.0) / ledger.people.worths[project]
            found.append((caps.low * unit * (1 - SLOP), project, caps))
            ceiling = min(ceiling, caps.high * unit * (1 + SLOP))
        self._heap += [(low, project) for low, project, _ in found]
        heapify(self._heap)
        return [bid_of(ledger, project, caps) for low, project, caps in found if low <= ceiling]


def caps_of(ledger: Ledger, project: int) -> Caps | None:
    """Return bounds of the best bid for a project; None where nobody who supports it has anything left."""
    people, crowd = ledger.people, ledger.people.crowds[project]
    amounts, cost, band = ledger.amounts(project), ledger.costs[project], ledger.band
    alive = np.flatnonzero(amounts > 0)
    if people.costs[project] == 0:
        return Caps(alive[:0], np.zeros(0), 0.0, 0.0, 0.0)
    if len(alive) == 0:
        return None
    ratios = amounts[alive] / crowd.rates[alive]
    order = np.argsort(ratios, kind="stable")
    alive, ratios = alive[order], ratios[order]
    heads = crowd.weights[alive].astype(np.float64)
    after = float(crowd.stakes[alive].sum()) - np.cumsum(crowd.stakes[alive]).astype(np.float64)
    given = np.cumsum(heads * amounts[alive]) + ratios * np.maximum(after, 0)
    slack, rates = float(heads.sum()) * band + 2, crowd.rates[alive]
    most = (given + np.maximum(after, 0) * band / rates + slack) * (1 + SLOP)
    least = given * (1 - SLOP) - slack
    lows = np.maximum(amounts[alive] - band, 0) / rates / _squared_share(most, cost) * (1 - SLOP)
    usable = least > 0
    highs = ratios[usable] / _squared_share(least[usable], cost + 1) * (1 + SLOP)
    full = bounds_of(crowd, amounts, cost, band=band, floor=0.0, ceiling=inf)
    low, high = float(lows.min()), float(highs.min(initial=inf))
    if full is not None:
        low, high = min(low, full.low), min(high, full.high or inf)
    return Caps(alive, lows, low, high, inf if full is None else full.low)


def _squared_share(given: NDArray[np.float64], cost: float) -> NDArray[np.float64]:
    share = np.minimum(given / max(cost, 1.0), 1.0)
    return share * share


def bid_of(ledger: Ledger, project: int, caps: Caps) -> Bid:
    """Return the best bid for a project, exactly; of equal ones that of the least rho."""
    people = ledger.people
    if people.costs[project] == 0:
        return Bid(project, Fraction(0), Fraction(0), Fraction(1))
    level = exact_level(ledger, project, floor=caps.full) if caps.full <= caps.high else None
    bids = [] if level is None else [Bid(project, level.price, level.price, Fraction(1))]
    for cap in _exact_caps(ledger, project, caps.rows[caps.lows <= caps.high]):
        share = _given_exactly(ledger, project, cap) / people.costs[project]
        if share <= 1:
            bids.append(Bid(project, cap / share / share, cap / share, share))
    return min(bids, key=lambda bid: (bid.ratio, bid.rho))


def _exact_caps(ledger: Ledger, project: int, near: NDArray[np.intp]) -> list[Fraction]:
    """Return the different ratios of budget to value of some supporters, exactly, rising."""
    if len(near) == 0:
        return []
    crowd = ledger.people.crowds[project]
    kinds, kind_of = ledger.holdings(crowd.rows[near])
    pairs = np.unique(np.stack([kind_of, crowd.values[near]]), axis=1).T.tolist()
    return sorted({kinds[kind] / value for kind, value in pairs})


def _weigh(ledger: Ledger, project: int, cap: Fraction) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which supporters hold less than a cap times their value, and which no more than that."""
    crowd = ledger.people.crowds[project]
    poor = ledger.amounts(project) == 0
    emptied = poor.copy()
    alive = np.flatnonzero(~poor)
    kinds, kind_of = crowd.kinds
    weighed = ledger.compare(crowd.rows[alive], [cap * kind for kind in kinds], kind_of[alive])
    poor[alive] = weighed.less
    emptied[alive] = weighed.less | weighed.even
    return poor, emptied


def _given_exactly(ledger: Ledger, project: int, cap: Fraction) -> Fraction:
    poor, _ = _weigh(ledger, project, cap)
    return ledger.held_by_supporters(project, poor) + cap * ledger.people.crowds[project].value_of(~poor)


def payment_of(ledger: Ledger, bid: Bid) -> Payment:
    """Return what the supporters pay: rho times their value, or all that they have."""
    rho = bid.rho
    if bid.share != 1 and rho.denominator.bit_length() > EXACT_BITS:
        rho = Fraction(ceil(rho * GRAIN), GRAIN)
    _, emptied = _weigh(ledger, bid.project, rho)
    return Payment(bid.project, rho, emptied)


def count_overspending(ledger: Ledger, budget: int) -> Overspending:
    """Count all rounds from a fresh ledger."""
    rounds = Overspending(Run(ledger), budget)
    while rounds.fund_next():
        pass
    return rounds
