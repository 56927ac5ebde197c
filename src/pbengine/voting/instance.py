"""What is decided on: the projects, what each costs, and the money there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.constraints import Constraints, Feature
from pbengine.voting.errors import InstanceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Standing(StrEnum):
    """Whether a project that stands on the ballot can still be carried out."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the ballot.

    ``cost`` is a whole number of minor units (pence, grosze). A withdrawn project keeps its votes in the tables and is
    out of every rule: never funded, and never a reason for a rule to stop.
    """

    id: str
    cost: int
    standing: Standing = Standing.STANDING


@dataclass(frozen=True, slots=True)
class Instance:
    """Projects in ballot order and a budget limit.

    Parameters
    ----------
    projects
        in the order of the ballot (of the file, for an election read from one); ids are unique.
    budget
        the most that may be spent, in minor units.
    minor_units
        how many minor units make one unit of the currency (1 where costs are whole units, 100 for pence). Rules that
        raise an endowment "by one unit" raise it by this many minor units.
    constraints
        what is asked of an outcome beside the budget.

    Raises
    ------
    InstanceError
        if an id appears twice, or a cost or the budget is negative; all faults at once.

    Examples
    --------
    >>> town = Instance((Project("bench", 300), Project("trees", 500)), budget=700)
    >>> town.position["trees"], [project.id for project in town.standing]
    (1, ['bench', 'trees'])
    >>> Instance((Project("bench", 300), Project("bench", 300)), budget=700)
    Traceback (most recent call last):
    pbengine.voting.errors.InstanceError: project 'bench' stands twice on the ballot
    """

    projects: tuple[Project, ...]
    budget: int
    minor_units: int = 1
    constraints: Constraints = field(default_factory=Constraints)

    def __post_init__(self) -> None:
        counts = Counter(project.id for project in self.projects)
        faults = [f"project {id_!r} stands twice on the ballot" for id_, count in counts.items() if count > 1]
        faults += [f"project {p.id!r} has a negative cost ({p.cost})" for p in self.projects if p.cost < 0]
        if self.budget < 0:
            faults.append(f"the budget is negative ({self.budget})")
        if self.minor_units < 1:
            faults.append(f"one unit of the currency has {self.minor_units} minor units; it needs at least 1")
        faults += self.constraints.faults({p.id: p.cost for p in self.projects}, self.budget)
        if faults:
            raise InstanceError(tuple(faults))

    @classmethod
    def for_seats(cls, ids: Iterable[str], seats: int) -> Instance:
        """Return an election of candidates to seats: each candidate costs one seat.

        Examples
        --------
        >>> Instance.for_seats(["Ada", "Ben", "Cleo"], seats=2).seats
        2
        """
        return cls(tuple(Project(id_, 1) for id_ in ids), budget=seats)

    @property
    def seats(self) -> int | None:
        """How many projects the budget is for, where all that stand cost the same; None where they do not."""
        costs = {project.cost for project in self.standing} or {1}
        least = min(costs)
        return self.budget // least if len(costs) == 1 and least > 0 else None

    @property
    def features(self) -> frozenset[Feature]:
        """What a rule must carry to count on this instance."""
        return self.constraints.features | ({Feature.COSTS} if self.seats is None else frozenset())

    @property
    def position(self) -> Mapping[str, int]:
        """Column of each project id in a profile's arrays."""
        return MappingProxyType({project.id: column for column, project in enumerate(self.projects)})

    @property
    def standing(self) -> tuple[Project, ...]:
        """The projects that can be funded, in ballot order."""
        return tuple(project for project in self.projects if project.standing is Standing.STANDING)
