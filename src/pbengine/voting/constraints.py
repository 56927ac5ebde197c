"""What a place may ask of an outcome beside the budget, and what else not every rule can carry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


class Feature(StrEnum):
    """Something in an election that a rule either carries or refuses in words.

    A rule that carries :attr:`COSTS` divides a budget; one that does not fills seats: all its projects cost the same.
    """

    COSTS = "costs"
    POTS = "pots"
    MINIMUM_VOTES = "minimum-votes"
    EXCLUSIONS = "exclusions"
    DEPENDENCIES = "dependencies"
    CAPS = "caps"
    FLOORS = "floors"
    PARTS = "parts"
    ENDOWMENTS = "endowments"
    EQUAL_RANKS = "equal-ranks"


EVERY_RULE_CARRIES = frozenset({Feature.POTS, Feature.MINIMUM_VOTES})
"""What is seen to before a rule counts: each pot is counted by itself, and what lacks votes has no part."""


@dataclass(frozen=True, slots=True)
class Band:
    """What the funded projects of a group may cost together: at least ``floor``, at most ``cap``, in minor units.

    A floor is money kept for the group: what its projects cannot use is free for the others again.
    """

    name: str
    projects: tuple[str, ...]
    floor: int = 0
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Pot:
    """Money of its own for a group of projects, such as those of a district, or those of the whole city.

    Each project stands in one pot. The voters of a pot are those who name one of its projects. A group of exclusions, a
    dependency and a band stay within one pot: what crosses pots is refused.
    """

    name: str
    projects: tuple[str, ...]
    money: int


@dataclass(frozen=True, slots=True)
class Constraints:
    """What is asked of an outcome beside the budget; nothing by default.

    Parameters
    ----------
    pots
        a division of the projects and of the whole budget; the rule counts each pot by itself.
    minimum_votes
        a project that fewer voters name has no part in the count.
    exclusions
        groups of ids; of each at most one project is funded.
    dependencies
        pairs of ids: the first is funded only if the second is.
    bands
        floors and caps of categories or districts; a project may stand in several.
    parts
        for a project the amounts below its cost, rising, at which it may also be carried out.

    Examples
    --------
    >>> Constraints(exclusions=(("park", "lake"),), minimum_votes=25).features == {
    ...     Feature.EXCLUSIONS,
    ...     Feature.MINIMUM_VOTES,
    ... }
    True
    """

    pots: tuple[Pot, ...] = ()
    minimum_votes: int = 0
    exclusions: tuple[tuple[str, ...], ...] = ()
    dependencies: tuple[tuple[str, str], ...] = ()
    bands: tuple[Band, ...] = ()
    parts: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def features(self) -> frozenset[Feature]:
        """What a rule must carry to count under these constraints."""
        used = {
            Feature.POTS: self.pots,
            Feature.MINIMUM_VOTES: self.minimum_votes > 0,
            Feature.EXCLUSIONS: self.exclusions,
            Feature.DEPENDENCIES: self.dependencies,
            Feature.CAPS: any(band.cap is not None for band in self.bands),
            Feature.FLOORS: any(band.floor for band in self.bands),
            Feature.PARTS: self.parts,
        }
        return frozenset(feature for feature, is_used in used.items() if is_used)

    def faults(self, costs: Mapping[str, int], budget: int) -> Iterator[str]:
        """Yield what is wrong with these constraints for projects of these costs and this budget."""
        named = [id_ for group in (*self.exclusions, *self.dependencies) for id_ in group]
        named += [id_ for band in self.bands for id_ in band.projects]
        named += [id_ for pot in self.pots for id_ in pot.projects]
        named += [id_ for id_, _ in self.parts]
        strangers = sorted({id_ for id_ in named if id_ not in costs})
        yield from (f"a constraint names project {id_!r}, which is not on the ballot" for id_ in strangers)
        if self.minimum_votes < 0:
            yield f"the minimum of votes is negative ({self.minimum_votes})"
        yield from (f"project {one!r} cannot need itself" for one, other in self.dependencies if one == other)
        for band in self.bands:
            if band.floor < 0 or (band.cap is not None and band.cap < band.floor):
                yield f"{band.name!r} has a floor of {band.floor} and a cap of {band.cap}"
        yield from self._name_faults()
        yield from self._pot_faults(costs, budget)
        for id_, amounts in self.parts:
            if (
                list(amounts) != sorted(set(amounts))
                or not amounts
                or amounts[0] < 1
                or amounts[-1] >= costs.get(id_, amounts[-1] + 1)
            ):
                yield f"the parts of project {id_!r} do not rise from above 0 to below its cost"

    def _name_faults(self) -> Iterator[str]:
        for kind, names in (("bands", [b.name for b in self.bands]), ("pots", [p.name for p in self.pots])):
            twice = sorted({name for name in names if names.count(name) > 1})
            yield from (f"two {kind} have the name {name!r}" for name in twice)

    def _pot_faults(self, costs: Mapping[str, int], budget: int) -> Iterator[str]:
        if not self.pots:
            return
        listed = [id_ for pot in self.pots for id_ in pot.projects]
        if sorted(listed) != sorted(costs):
            yield "each project stands in one pot"
        if sum(pot.money for pot in self.pots) != budget or any(pot.money < 0 for pot in self.pots):
            yield "the money of the pots is not the budget divided"
        groups = [(f"band {band.name!r}", band.projects) for band in self.bands]
        groups += [(f"the exclusion of {' and '.join(group)}", group) for group in self.exclusions]
        groups += [(f"the need of {one} for {other}", (one, other)) for one, other in self.dependencies]
        for what, ids in groups:
            if self.crosses_pots(ids):
                yield f"{what} crosses pots, each of which is counted by itself"

    def crosses_pots(self, ids: Collection[str]) -> bool:
        """Say whether these projects stand in more than one pot.

        Examples
        --------
        >>> Constraints(pots=(Pot("north", ("a", "b"), 5), Pot("south", ("c",), 5))).crosses_pots(["b", "c"])
        True
        """
        return sum(not set(ids).isdisjoint(pot.projects) for pot in self.pots) > 1
