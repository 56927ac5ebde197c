"""The search for margins: counting again and again, a few seconds for each reader who asks, until all are found."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.voting.measures.margins import Margin, margins
from pbengine.voting.registry import find_rule
from pbengine.web.pages.results.recounting import ballots_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pbengine.web.pages.results.recounting import Asked, Published

SECONDS = 2.0
"""For so long one request goes on with a search; the margin that it is at is still found."""
ONE_AT_A_TIME = Lock()
EXTENT = 20_000
EXTENTS: Mapping[str, int] = MappingProxyType(
    {
        "greedy": 200_000_000,
        "greedy-no-skip": 200_000_000,
        "greedy-threshold": 200_000_000,
        "greedy-exclusive": 200_000_000,
        "greedy-cover": 3_000_000,
        "phragmen": 3_000_000,
        "borda": 3_000_000,
        "equal-shares": 5_000_000,
        "max-welfare": 500_000,
        "bounded-overspending": 500_000,
    }
)
"""Up to how many projects times projects named a rule can be asked again and again, as measured: within some minutes.

Each margin takes some 15 to 70 counts; rules that are not named may be asked up to :data:`EXTENT`.
"""
RAISING = frozenset({"add1", "add1u"})
RAISING_EXTENT = 60_000
"""The same for equal shares where they are raised, with many counts in each."""


@dataclass(slots=True)
class Search:
    """The margins that are found so far, and what finds the others."""

    projects: int
    rest: Iterator[Margin] = field(repr=False)
    found: list[Margin] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether there is a margin for every project."""
        return len(self.found) == self.projects

    def go_on(self, seconds: float) -> None:
        """Search on until all is found or the time is over."""
        end = monotonic() + seconds
        for margin in self.rest:
            self.found.append(margin)
            if monotonic() >= end:
                return
        self.projects = len(self.found)


def search_for_margins(published: Published, asked: Asked) -> Search | None:
    """Return the search as far as it is, after going on with it unless somebody else does; None if it takes too long.

    A request waits for nobody, and all of them together keep one core busy at most.
    """
    search = search_of(published, asked)
    if search is not None and not search.is_over and ONE_AT_A_TIME.acquire(blocking=False):
        try:
            search.go_on(SECONDS)
        finally:
            ONE_AT_A_TIME.release()
    return search


@lru_cache(maxsize=64)
def search_of(published: Published, asked: Asked) -> Search | None:
    """Return the one search for the margins of a result; None where it would take too long."""
    ballots, rule = ballots_of(published), find_rule(asked.rule_id)
    if len(ballots.instance.projects) * len(ballots.profile.choices) > _largest(asked):
        return None
    found = margins(rule, ballots.instance, ballots.profile, lot=published.lot, options=dict(asked.options))
    return Search(len(ballots.instance.standing), found)


def _largest(asked: Asked) -> int:
    if dict(asked.options).get("completion") in RAISING:
        return RAISING_EXTENT
    return EXTENTS.get(asked.rule_id, EXTENT)
