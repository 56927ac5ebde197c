"""The count sheet: who continues, who is elected, every stage with its figures, every tie with how it was settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.exact import decimal_text
from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Action, Figure, Outcome, Reason, Settled, Step, Tie
from pbengine.voting.rules.walk import withdrawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.profile import Profile

    Votes = Sequence[int]


@dataclass(slots=True)
class Sheet:
    """A count as it goes on. Candidates are columns of the profile, votes are whole numbers of units.

    Parameters
    ----------
    instance
        the candidates and the seats.
    digits
        digits after the point that the rule counts with; a vote has ``10**digits`` units.
    places
        the place of each candidate in the lot, by column.
    hopeful
        the candidates who are neither elected nor excluded, always in the order of the lot: whatever is equal is met in
        that order, and a tie that nothing else settles goes to the first.
    votes
        votes of each candidate now, by column.
    stages
        votes at the end of each stage so far.
    """

    instance: Instance
    digits: int
    places: Sequence[int]
    hopeful: list[int]
    votes: list[int]
    elected: list[int] = field(default_factory=list)
    stages: list[tuple[int, ...]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    reasons: dict[str, Reason] = field(default_factory=dict)

    @classmethod
    def start(cls, instance: Instance, lot: Lot, *, digits: int) -> Sheet:
        """Return the sheet before anything is counted: everybody who stands is hopeful."""
        places = lot.places(instance)
        standing = [column for column, project in enumerate(instance.projects) if project.standing is Standing.STANDING]
        return cls(instance, digits, places, sorted(standing, key=places.__getitem__), [0] * len(places))

    @property
    def unit(self) -> int:
        """How many units make a vote."""
        return int(10**self.digits)

    @property
    def seats(self) -> int:
        """How many there are to elect."""
        return self.instance.seats or 0

    @property
    def stage(self) -> int:
        """The number of the stage last recorded; the first is 1."""
        return len(self.stages)

    def text(self, units: int) -> str:
        """Write a number of units as votes, with the rule's digits."""
        return decimal_text(units, self.digits)

    def id(self, column: int) -> str:
        """Return the id of a candidate."""
        return self.instance.projects[column].id

    def record(self, action: Action, votes: Votes, figures: Mapping[str, Figure], *, of: Sequence[int] = ()) -> None:
        """Add a stage that ended with these votes; ``of`` is whose surplus it moved, or who was excluded in it."""
        self.votes = list(votes)
        self.stages.append(tuple(votes))
        said: dict[str, Figure] = {"stage": self.stage, "votes": tuple(map(self.text, votes)), **figures}
        if len(of) > 1:
            said["excluded"] = tuple(map(self.id, of))
        self.steps.append(Step(action, self.id(of[0]) if len(of) == 1 else None, MappingProxyType(said)))

    def elect(self, columns: Iterable[int], quota: str = "") -> None:
        """Deem these hopeful candidates elected at this stage, the one with most votes first.

        ``quota`` is what they reached; without it they fill the last seats.
        """
        ordered = sorted(columns, key=lambda column: (-self.votes[column], self.places[column]))
        self._note_equals(ordered)
        for column in ordered:
            self.hopeful.remove(column)
            self.elected.append(column)
            figures: dict[str, Figure] = {"stage": self.stage, "votes": self.text(self.votes[column])}
            self.steps.append(Step(Action.ELECT, self.id(column), MappingProxyType(figures)))
            reason = Reason("elected-last", MappingProxyType(figures))
            if quota:
                reason = Reason("elected-quota", MappingProxyType({**figures, "quota": quota}))
            self.reasons[self.id(column)] = reason

    def exclude(self, columns: Iterable[int]) -> None:
        """Take these candidates out of the count: the decision of this stage, carried out in the next."""
        for column in columns:
            self.hopeful.remove(column)
            figures: dict[str, Figure] = {"stage": self.stage, "votes": self.text(self.votes[column])}
            self.reasons[self.id(column)] = Reason("excluded", MappingProxyType(figures))

    def is_over(self) -> bool:
        """Elect the hopeful where they do not outnumber the seats left; say whether the count has come to its end."""
        if len(self.elected) < self.seats and len(self.elected) + len(self.hopeful) <= self.seats:
            self.elect(tuple(self.hopeful))
        return len(self.elected) >= self.seats or not self.hopeful

    def lowest(self) -> list[int]:
        """Return the hopeful candidates with the fewest votes."""
        least = min(self.votes[column] for column in self.hopeful)
        return [column for column in self.hopeful if self.votes[column] == least]

    def largest(self, columns: Iterable[int]) -> list[int]:
        """Return those of these candidates with the most votes, in the order of the lot."""
        among = sorted(columns, key=self.places.__getitem__)
        most = max(self.votes[column] for column in among)
        return [column for column in among if self.votes[column] == most]

    def choose(
        self, tied: Sequence[int], earlier: Iterable[Votes] = (), *, by: Callable[[Iterable[int]], int] = min
    ) -> int:
        """Return the one candidate to be dealt with of those who are tied; note the tie, if it is one.

        Parameters
        ----------
        tied
            at least one candidate, in the order of the lot.
        earlier
            votes at the ends of earlier stages, in the order in which the rule looks at them. At each stage only those
            stay who have the fewest votes (``by`` min) or the most (``by`` max) of those left. If several stay to the
            end, the lot settles it: the first in its order is dealt with.
        """
        left = list(tied)
        settled = Settled.LOT
        for votes in earlier:
            outermost = by(votes[column] for column in left)
            left = [column for column in left if votes[column] == outermost]
            if len(left) == 1:
                settled = Settled.EARLIER_STAGE
                break
        if len(tied) > 1:
            self.ties.append(Tie(tuple(map(self.id, tied)), settled, self.id(left[0])))
        return left[0]

    def outcome(self, rule: str, options: Mapping[str, Figure], profile: Profile) -> Outcome:
        """Return the count as an outcome."""
        reasons = {**self.reasons, **withdrawn(self.instance, profile)}
        for column in self.hopeful:
            votes = MappingProxyType({"votes": self.text(self.votes[column])})
            reasons[self.id(column)] = Reason("not-elected", votes)
        return Outcome(
            rule=rule,
            options=MappingProxyType(dict(options)),
            funded=tuple(map(self.id, self.elected)),
            cost=sum(self.instance.projects[column].cost for column in self.elected),
            steps=tuple(self.steps),
            ties=tuple(self.ties),
            reasons=MappingProxyType({project.id: reasons[project.id] for project in self.instance.projects}),
        )

    def _note_equals(self, ordered: Sequence[int]) -> None:
        """Note where the lot alone says who of those elected together stands first."""
        for votes in dict.fromkeys(self.votes[column] for column in ordered):
            equal = [column for column in ordered if self.votes[column] == votes]
            if len(equal) > 1:
                self.ties.append(Tie(tuple(map(self.id, equal)), Settled.LOT, self.id(equal[0]), "order"))
