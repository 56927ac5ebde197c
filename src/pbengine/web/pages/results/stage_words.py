"""What happens at the stages of a count that fills seats, ranks, or divides money by amounts: a sentence each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def N_(message: str) -> str:  # noqa: N802 - gettext's name for marking a sentence that is translated later
    """Mark a sentence for the catalogues."""
    return message


STAGE_SENTENCES: tuple[tuple[str, frozenset[str], str, str], ...] = (
    (
        "count",
        frozenset({"quota", "keep"}),
        N_("The votes are counted: what the elected keep, and what they pass on. The quota is %(quota)s."),
        "",
    ),
    ("count", frozenset({"quota"}), N_("The first preferences are counted. The quota is %(quota)s."), ""),
    (
        "count",
        frozenset({"supporters", "wanted", "left"}),
        N_("The parts that one voter wants come up now: %(wanted)s together, of the %(left)s that is left."),
        N_("The parts that %(supporters)s voters want come up now: %(wanted)s together, of the %(left)s that is left."),
    ),
    (
        "count",
        frozenset({"matches"}),
        N_("For each project it is worked out what many small gifts call for, by the rule: %(matches)s together."),
        "",
    ),
    (
        "transfer",
        frozenset({"surplus", "value"}),
        N_(
            "%(project)s has %(surplus)s votes more than it needs. They go on to the next choice on its ballots, each "
            "at %(value)s of what it counted before."
        ),
        "",
    ),
    (
        "exclude",
        frozenset({"excluded"}),
        N_("%(excluded)s are out of the count, with the fewest votes. Their ballots go on to the next choices."),
        "",
    ),
    (
        "exclude",
        frozenset({"backing", "cost"}),
        N_(
            "%(project)s is out of the count: %(backing)s stands on it, and it costs %(cost)s. What stands on it moves "
            "on to what else its supporters chose."
        ),
        "",
    ),
    (
        "elect",
        frozenset({"votes", "stage"}),
        N_("%(project)s is elected, with %(votes)s votes."),
        "",
    ),
    ("elect", frozenset({"rank"}), N_("%(project)s is elected: it is number %(rank)s in the common ranking."), ""),
    ("elect", frozenset({"score"}), N_("%(project)s is elected, with %(score)s."), ""),
    (
        "rank",
        frozenset({"ranking"}),
        N_("From all ballots a common ranking is made: %(ranking)s."),
        "",
    ),
    ("count", frozenset(), N_("The votes are counted."), ""),
    ("transfer", frozenset(), N_("What %(project)s does not need goes on to the next choice on its ballots."), ""),
    ("exclude", frozenset(), N_("%(project)s is out of the count. Its ballots go on to the next choices."), ""),
    ("elect", frozenset(), N_("%(project)s is elected."), ""),
    ("rank", frozenset(), N_("From all ballots a common ranking is made."), ""),
)
"""As those of the other steps: for an action with these figures at least the sentence for one, and for many."""

STAGE_FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "stage": N_("Stage"),
        "votes": N_("Votes"),
        "keep": N_("Share of each vote that is kept"),
        "quota": N_("Quota"),
        "surplus": N_("Surplus"),
        "value": N_("Value at which a ballot goes on"),
        "papers": N_("Ballots that go on"),
        "papers_non_transferable": N_("Of these without a next choice"),
        "non_transferable": N_("Votes without a next choice"),
        "excluded": N_("Out of the count"),
        "rank": N_("Place in the common ranking"),
        "ranking": N_("Common ranking"),
        "smith_set": N_("Those that beat all others"),
        "projects": N_("Order of the rows and columns"),
        "preferred": N_("How many prefer the row to the column"),
        "beats": N_("Wins one to one"),
        "loses": N_("Losses one to one"),
        "scores": N_("Points"),
        "dropped": N_("Majorities that count for nothing"),
        "backing": N_("Money that stands on it"),
        "wanted": N_("Wanted together"),
        "matches": N_("Called for together"),
        "load": N_("Borne by each at least"),
    }
)

OF_PROJECTS = frozenset({"dropped", "excluded", "projects", "ranking", "smith_set"})
"""Figures that list projects by their ids."""
