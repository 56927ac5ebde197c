"""Constraints made by hypothesis, for the features that a rule carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pbengine.voting.constraints import Band, Constraints, Feature, Pot

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    Groups = Sequence[Sequence[str]]


@st.composite
def constraints(
    draw: st.DrawFn, costs: Mapping[str, int], budget: int, features: Collection[Feature] = frozenset(Feature)
) -> Constraints:
    """Draw constraints that fit these projects, of these features and none other."""
    pots = draw(_pots(list(costs), budget)) if Feature.POTS in features else ()
    groups = [pot.projects for pot in pots] or [tuple(costs)]  # nothing crosses pots
    pairs = [(one, other) for group in groups for one in group for other in group if one != other]
    some = st.lists(st.sampled_from(pairs), max_size=2, unique=True) if pairs else st.just([])
    return Constraints(
        pots=pots,
        minimum_votes=draw(st.sampled_from([0, 0, 1, 2])) if Feature.MINIMUM_VOTES in features else 0,
        exclusions=tuple(draw(some)) if Feature.EXCLUSIONS in features else (),
        dependencies=tuple(draw(some)) if Feature.DEPENDENCIES in features else (),
        bands=tuple(draw(_bands(groups, features))),
        parts=tuple(draw(_parts(costs))) if Feature.PARTS in features else (),
    )


@st.composite
def _pots(draw: st.DrawFn, ids: Sequence[str], budget: int) -> tuple[Pot, ...]:
    if draw(st.sampled_from([True, True, False])):
        return ()
    south = draw(st.sets(st.sampled_from(ids)))
    money = draw(st.integers(0, budget))
    north = tuple(id_ for id_ in ids if id_ not in south)
    return Pot("north", north, budget - money), Pot("south", tuple(id_ for id_ in ids if id_ in south), money)


@st.composite
def _bands(draw: st.DrawFn, groups: Groups, features: Collection[Feature]) -> list[Band]:
    bands = []
    for name in ("green", "youth"):
        group = draw(st.sampled_from(groups))
        projects = tuple(sorted(draw(st.sets(st.sampled_from(group))))) if group else ()
        floor = draw(st.sampled_from([0, 0, 2, 4])) if Feature.FLOORS in features else 0
        cap = draw(st.none() | st.integers(floor, floor + 8)) if Feature.CAPS in features else None
        if projects and (floor or cap is not None):
            bands.append(Band(name, projects, floor, cap))
    return bands


@st.composite
def _parts(draw: st.DrawFn, costs: Mapping[str, int]) -> list[tuple[str, tuple[int, ...]]]:
    in_parts = []
    for id_, cost in costs.items():
        amounts = draw(st.sets(st.integers(1, cost - 1), max_size=2)) if cost > 1 else set()
        if amounts:
            in_parts.append((id_, tuple(sorted(amounts))))
    return in_parts
