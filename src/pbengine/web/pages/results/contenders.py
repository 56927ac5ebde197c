"""Under which rules a page counts the same ballots again, and why not under the others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.voting.constraints import EVERY_RULE_CARRIES
from pbengine.voting.registry import find_rule, rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.profile import Profile
    from pbengine.voting.registry import OptionValue, Rule

MOST = 5
"""So many rules stand beside the decision at once."""
USUAL = ("greedy", "equal-shares", "phragmen")
"""What stands beside the decision until somebody chooses."""
AS_OTHERS = frozenset({"greedy-exclusive", "greedy-threshold"})
"""Rules that without an option of the election's own do what another does."""
OPTIONS: Mapping[str, Mapping[str, OptionValue]] = MappingProxyType({"equal-shares": {"completion": "add1u"}})
"""What a rule is compared with where its defaults would not spend the budget."""


class Hindrance(StrEnum):
    """Why a rule is not to choose on the page."""

    OTHER_BALLOTS = "other-ballots"
    SEATS = "seats"
    NOT_CARRIED = "not-carried"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Reach:
    """How large an election may be for a rule to count it while somebody waits: about a second, as measured.

    ``entries`` are the projects named on all different ballots together.
    """

    entries: int
    projects: int = 1_000


WIDE = Reach(1_000_000)
SEARCHES = Reach(500, projects=16)
"""For what looks through sets of projects for the best."""
REACH: Mapping[str, Reach] = MappingProxyType(
    {
        "cumulative-stv": Reach(4_000),
        "equal-shares": Reach(100_000),
        "maximin-support": Reach(8_000),
        "leximin": SEARCHES,
        "max-coverage": SEARCHES,
        "max-nash": SEARCHES,
    }
)
"""Of the rules that need longer than the others."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule to compare with; its id stands in the address of the page."""

    rule: Rule
    options: Mapping[str, OptionValue]


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to choose from, and what not and why."""

    open: tuple[Offer, ...]
    closed: tuple[tuple[Rule, Hindrance], ...]

    def chosen(self, ids: tuple[str, ...]) -> tuple[Offer, ...]:
        """Return the offers with these ids, in the order of the offers; of too many the first."""
        return tuple(offer for offer in self.open if offer.rule.id in ids)[:MOST]


def offers_for(instance: Instance, profile: Profile, decision: tuple[str, Mapping[str, OptionValue]]) -> Offers:
    """Return the rules that these ballots can be counted by again, but for the one that was decided by.

    Parameters
    ----------
    instance, profile
        what was counted.
    decision
        the id of the round's rule, and its options.
    """
    rule_id, options = decision
    decided = dict(find_rule(rule_id).settings(options))
    offered, closed = [], []
    for rule in rules():
        own = OPTIONS.get(rule.id, {})
        if rule.id in AS_OTHERS or (rule.id == rule_id and dict(rule.settings(own)) == decided):
            continue
        if (hindrance := _hindrance(rule, instance, profile)) is None:
            offered.append(Offer(rule, own))
        else:
            closed.append((rule, hindrance))
    offered.sort(key=lambda offer: USUAL.index(offer.rule.id) if offer.rule.id in USUAL else len(USUAL))
    return Offers(tuple(offered), tuple(closed))


def _hindrance(rule: Rule, instance: Instance, profile: Profile) -> Hindrance | None:
    """Return why a rule cannot be chosen; None if it can."""
    if profile.kind not in rule.ballots:
        return Hindrance.OTHER_BALLOTS
    if missing := (instance.features | profile.features) - rule.carries - EVERY_RULE_CARRIES:
        return Hindrance.SEATS if "costs" in missing else Hindrance.NOT_CARRIED
    reach = REACH.get(rule.id, WIDE)
    is_within = len(profile.choices) <= reach.entries and len(instance.projects) <= reach.projects
    return None if is_within else Hindrance.SLOW
