"""What happens at the stages of a count that fills seats, ranks, or divides money by amounts: a sentence each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def N_(message: str) -> str:  # noqa: N802 - gettext's name for marking a sentence that is translated later
    """Mark a sentence for the catalogues."""
    return message


Said = tuple[str, frozenset[str], str, str]
"""An action, figures that it has, and the sentence for one and for many."""

TURN_SENTENCES: tuple[Said, ...] = (
    ("fund", frozenset({"payout", "cost"}), N_("%(project)s gets %(payout)s; it costs %(cost)s."), ""),
    (
        "fund",
        frozenset({"rank", "beats", "cost", "left"}),
        N_("%(project)s is next in the common ranking. It costs %(cost)s and %(left)s is left, so it is funded."),
        "",
    ),
    (
        "skip",
        frozenset({"rank", "beats", "cost", "left"}),
        N_(
            "%(project)s is next in the common ranking. It costs %(cost)s and only %(left)s is left, so it is passed "
            "over."
        ),
        "",
    ),
    (
        "fund",
        frozenset({"rank", "supporters", "cost"}),
        N_(
            "%(project)s is funded: one voter ranks it in place %(rank)s or better, and pays for it its cost of "
            "%(cost)s."
        ),
        N_(
            "%(project)s is funded: %(supporters)s voters rank it in place %(rank)s or better, and their shares cover "
            "its cost of %(cost)s."
        ),
    ),
    (
        "fund",
        frozenset({"backing", "cost"}),
        N_("%(project)s is funded: %(backing)s of the voters’ money is on it, and it costs %(cost)s."),
        "",
    ),
    (
        "fund",
        frozenset({"adds", "supporters", "cost"}),
        N_("%(project)s belongs to the best selection that there is by this rule. It costs %(cost)s."),
        "",
    ),
)
"""Turns of rules that go down a ranking, divide money or look for the best selection; they come before the others."""

STAGE_SENTENCES: tuple[Said, ...] = (
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
        "payout": N_("Gets"),
        "adds": N_("Voters that it adds"),
        "contributors": N_("Givers"),
        "contributed": N_("Given"),
        "match": N_("Called for"),
        "share": N_("Share of the budget"),
        "mean": N_("Share on average"),
        "mean_amount": N_("Amount on average"),
        "position": N_("Where the phantoms stand"),
        "phantoms": N_("Phantoms that have moved"),
        "voters": N_("Voters"),
    }
)

OF_PROJECTS = frozenset({"dropped", "excluded", "projects", "ranking", "smith_set"})
"""Figures that list projects by their ids."""
