"""Counting published ballots again: a result never changes, so each count is made once and kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from pbengine.formats.pabulib import read_pabulib
from pbengine.voting.lot import Lot
from pbengine.voting.measures.side_by_side import Contender, compare_rules
from pbengine.voting.registry import find_rule

if TYPE_CHECKING:
    from pbengine.voting.errors import VotingError
    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile
    from pbengine.voting.registry import OptionValue
    from pbengine.web.pages.results.counted import Counted

ONE_AT_A_TIME = Lock()
"""Whoever looks at many pages at once keeps one core busy with counting, and no more."""


@dataclass(frozen=True, slots=True)
class Published:
    """The ballots of a published result, with the order that settles ties; two are equal when their digests are."""

    digest: str
    result_pb: bytes = field(compare=False, repr=False)
    order: tuple[str, ...] = field(compare=False, repr=False)
    minor_units: int = field(compare=False)

    @property
    def lot(self) -> Lot:
        """What settles ties."""
        return Lot(self.order)


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule with the options given for it, in the order of their names."""

    rule_id: str
    options: tuple[tuple[str, OptionValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Recounted:
    """What a rule funds, in order, what that costs, how many voters chose some of it; or why it does not count.

    ``in_part`` of the funded projects get less than they cost.
    """

    funded: tuple[str, ...] = ()
    cost: int | Fraction = 0
    covered: int = 0
    in_part: int = 0
    refused: VotingError | None = None


def published_of(counted: Counted) -> Published:
    """Return the ballots of a result."""
    result = counted.result
    order = tuple(counted.document["lot"]["order"])
    return Published(result.digest, result.result_pb, order, counted.currency.minor_units)


def asked_of(counted: Counted) -> Asked:
    """Return the rule of a result with its options."""
    options = counted.document["options"]
    return Asked(
        counted.document["rule"],
        tuple(sorted((name, value) for name, value in options.items() if isinstance(value, str))),
    )


@dataclass(frozen=True, slots=True)
class Ballots:
    """What is counted: the projects, with costs in the minor units of the round, and the ballots."""

    instance: Instance
    profile: Profile


@lru_cache(maxsize=4)
def ballots_of(published: Published) -> Ballots:
    """Return the projects and the ballots of a published result, as they were counted."""
    file = read_pabulib(published.result_pb)
    finer = Fraction(published.minor_units, file.instance.minor_units)  # a file of whole amounts has no pence
    instance = replace(
        file.instance,
        projects=tuple(replace(project, cost=int(project.cost * finer)) for project in file.instance.projects),
        budget=int(file.instance.budget * finer),
        minor_units=published.minor_units,
    )
    return Ballots(instance, file.profile)


def recounted(published: Published, asked: Asked) -> Recounted:
    """Count published ballots by another rule."""
    with ONE_AT_A_TIME:
        return _recounted(published, asked)


@lru_cache(maxsize=512)
def _recounted(published: Published, asked: Asked) -> Recounted:
    ballots = ballots_of(published)
    contender = Contender(asked.rule_id, find_rule(asked.rule_id), dict(asked.options))
    beside = compare_rules(ballots.instance, ballots.profile, [contender], lot=published.lot)
    if beside.refused:
        return Recounted(refused=beside.refused[0].error)
    (column,) = beside.columns
    costs = {project.id: project.cost for project in ballots.instance.projects}
    in_part = sum(amount < costs[id_] for id_, amount in column.outcome.amounts.items())
    return Recounted(column.outcome.funded, column.outcome.cost, column.covered, in_part)
