"""An optimum as an outcome: what is funded, in order, and for each project what a selection with it would have lost."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.outcome import Action, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.rules.walk import withdrawn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.optimum.frontier import Best
    from pbengine.voting.optimum.offers import Offers
    from pbengine.voting.optimum.welfare import Decision
    from pbengine.voting.outcome import Figure
    from pbengine.voting.profile import Profile


class Told:
    """A decision with the scores it was taken on, said project by project.

    Parameters
    ----------
    instance, profile
        what was counted.
    scores
        of each project in ballot order, in votes or points.
    offers, decision
        what could be funded, and what is.
    """

    def __init__(
        self,
        instance: Instance,
        profile: Profile,
        scores: Sequence[int | Fraction],
        *,
        offers: Offers,
        decision: Decision,
    ) -> None:
        self.instance, self.profile, self.offers, self.decision = instance, profile, offers, decision
        self.scores = {project.id: score for project, score in zip(instance.projects, scores, strict=True)}
        self.costs = {project.id: project.cost for project in instance.projects}
        chosen = [offers.listed[place] for place in decision.best.places]
        order = sorted(chosen, key=lambda offer: -self.scores[offer.project])  # stable: equals keep the lot's order
        self.amounts = {offer.project: offer.amount for offer in order}

    def outcome(self, rule: str, options: Mapping[str, Figure]) -> Outcome:
        """Return the outcome: the steps fund by score, highest first."""
        steps, reasons, left = [], {}, self.instance.budget
        for place, (id_, amount) in enumerate(self.amounts.items(), start=1):
            figures: dict[str, Figure] = {"place": place, **self._figures(id_), "left": left}
            if amount != self.costs[id_]:
                figures["amount"] = amount
            code = "funded-in-part-of-best-set" if "amount" in figures else "funded-in-best-set"
            steps.append(Step(Action.FUND, id_, MappingProxyType(figures)))
            reasons[id_] = Reason(code, MappingProxyType(figures))
            left -= amount
        reasons |= self._lost()
        reasons |= withdrawn(self.instance, self.profile)
        return Outcome(
            rule=rule,
            options=MappingProxyType(dict(options)),
            funded=tuple(self.amounts),
            cost=self.decision.best.cost,
            steps=tuple(steps),
            ties=self._ties(),
            reasons=MappingProxyType({project.id: reasons[project.id] for project in self.instance.projects}),
            amounts=MappingProxyType(
                {id_: amount for id_, amount in self.amounts.items() if amount != self.costs[id_]}
            ),
        )

    def _figures(self, id_: str) -> dict[str, Figure]:
        return {"score": self.scores[id_], "cost": self.costs[id_]}

    def _lost(self) -> dict[str, Reason]:
        """Return why each project is not funded: by the best of its offers that are not taken."""
        lost: dict[str, Reason] = {}
        named = dict(zip(self.scores, self.profile.votes().tolist(), strict=True))
        for id_, score in self.scores.items():
            if id_ not in self.amounts and score <= 0:
                plain = (
                    Reason("no-votes") if not named[id_] else Reason("no-gain", MappingProxyType(self._figures(id_)))
                )
                lost[id_] = plain
        for place, other in self.decision.others.items():
            offer = self.offers.listed[place]
            if offer.project in self.amounts or self.scores[offer.project] <= 0:
                continue
            known = lost.get(offer.project)
            reason = self._reason(offer.project, other)
            if known is None or _rank(reason) < _rank(known):
                lost[offer.project] = reason
        return lost

    def _reason(self, id_: str, other: Best | None) -> Reason:
        figures, best = self._figures(id_), self.decision.best
        if other is None:
            if self.costs[id_] > self.instance.budget:
                return Reason("over-budget", MappingProxyType({**figures, "budget": self.instance.budget}))
            return Reason("no-set-with-it", MappingProxyType(figures))
        short = Fraction(best.value - other.value, self.offers.scale)
        if short and other.places:
            return Reason("worse-set", MappingProxyType({**figures, "short": _plain(short)}))
        if short:
            return Reason("worse-set-at-least", MappingProxyType({**figures, "short": _plain(short)}))
        if other.cost > best.cost:
            return Reason("dearer-set", MappingProxyType({**figures, "more": other.cost - best.cost}))
        return Reason("set-by-lot", MappingProxyType(figures))

    def _ties(self) -> tuple[Tie, ...]:
        """Return each other set that is worth as much, once: what it has instead, and what settled it."""
        ties: dict[Tie, None] = {}
        best = self.decision.best
        for other in self.decision.others.values():
            if other is None or other.value != best.value:
                continue
            differ = sorted(set(best.places) ^ set(other.places))
            between = tuple(dict.fromkeys(self.offers.listed[place].project for place in differ))
            chosen = [self.offers.listed[place].project for place in differ if place in best.places]
            settled = Settled.LOT if other.cost == best.cost else Settled.LOWER_COST
            if chosen and len(between) > 1:
                ties[Tie(between, settled, chosen[0])] = None
        return tuple(ties)


def _plain(number: Fraction) -> int | Fraction:
    return int(number) if number.denominator == 1 else number


def _rank(reason: Reason) -> tuple[int, int | Fraction, str]:
    """Order the reasons of a project's offers: the one that came closest to being funded first."""
    codes = ("set-by-lot", "dearer-set", "worse-set", "no-set-with-it", "over-budget")
    figure = reason.figures.get("short", reason.figures.get("more", 0))
    rank = codes.index(reason.code.removesuffix("-at-least"))
    return rank, figure if isinstance(figure, int | Fraction) else 0, reason.code
