"""What happens at each step of a count, in a sentence, and what its figures are called."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pbengine.formats.figures import MONEY, money_figures
from pbengine.formats.sentences import AT_THE_MOST, IDENTIFIERS
from pbengine.web.language import gettext, ngettext, number
from pbengine.web.pages.results.stage_words import OF_PROJECTS, STAGE_FIGURES, STAGE_SENTENCES, TURN_SENTENCES, Said
from pbengine.web.pages.results.words import at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.web.pages.results.counted import Counted


def N_(message: str) -> str:  # noqa: N802 - gettext's name for marking a sentence that is translated later
    """Mark a sentence for the catalogues."""
    return message


SENTENCES: tuple[Said, ...] = (
    *TURN_SENTENCES,
    (
        "fund",
        frozenset({"effective_votes", "payers"}),
        N_("%(project)s is the best value now. The one who pays for it gives all of its cost, %(cost)s."),
        N_(
            "%(project)s is the best value now. It costs %(cost)s, and %(payers)s of its %(supporters)s supporters pay "
            "for it, each at most %(payment)s."
        ),
    ),
    (
        "fund",
        frozenset({"held", "levy"}),
        N_(
            "%(project)s comes next. It costs %(cost)s: those who chose it give the %(held)s that they have left, and "
            "everybody else gives the rest, each at most %(levy)s."
        ),
        "",
    ),
    (
        "fund",
        frozenset({"earned", "left"}),
        N_(
            "%(project)s comes next: by now everybody was given %(earned)s more to save, and those who chose it have "
            "its cost of %(cost)s together."
        ),
        "",
    ),
    (
        "fund",
        frozenset({"covered", "overspent"}),
        N_(
            "%(project)s is the best value now. It costs %(cost)s; those who chose it pay %(covered)s of that, each at "
            "most %(payment)s, and the rest is spent beyond their shares."
        ),
        "",
    ),
    (
        "fund",
        frozenset({"score", "cost", "left", "reserve"}),
        N_(
            "%(project)s comes next with %(score)s. It costs %(cost)s and only %(left)s is left; a reserve adds "
            "%(reserve)s, and the count ends here."
        ),
        "",
    ),
    (
        "fund",
        frozenset({"score", "cost", "left", "amount"}),
        N_(
            "%(project)s comes next with %(score)s. It costs %(cost)s and %(left)s is left; %(amount)s of that goes to "
            "it, to carry it out in part."
        ),
        "",
    ),
    (
        "fund",
        frozenset({"score", "cost", "left"}),
        N_("%(project)s comes next with %(score)s. It costs %(cost)s and %(left)s is left, so it is funded."),
        "",
    ),
    (
        "skip",
        frozenset({"rival"}),
        N_("%(project)s is passed over: %(rival)s is funded, and only one of the two can be built."),
        "",
    ),
    (
        "skip",
        frozenset({"needs"}),
        N_("%(project)s waits: it can be built only with %(needs)s."),
        "",
    ),
    (
        "skip",
        frozenset({"band", "cap", "spent", "cost"}),
        N_(
            "%(project)s is passed over: %(band)s may cost %(cap)s together, %(spent)s of that is spent, and it costs "
            "%(cost)s."
        ),
        "",
    ),
    (
        "skip",
        frozenset({"band", "kept", "left", "cost"}),
        N_(
            "%(project)s waits: it costs %(cost)s, and of the %(left)s that is left, %(kept)s is kept for %(band)s for "
            "now."
        ),
        "",
    ),
    (
        "skip",
        frozenset({"threshold", "score"}),
        N_("%(project)s comes next with %(score)s. It needs %(threshold)s, so it is passed over."),
        "",
    ),
    (
        "skip",
        frozenset({"score", "cost", "left"}),
        N_("%(project)s comes next with %(score)s. It costs %(cost)s and only %(left)s is left, so it is passed over."),
        "",
    ),
    (
        "stop",
        frozenset({"score", "cost", "left"}),
        N_("%(project)s comes next with %(score)s. It costs %(cost)s and only %(left)s is left: the count ends here."),
        "",
    ),
    (
        "raise",
        frozenset({"increments", "spent"}),
        N_(
            "Each voter’s share is raised once by %(increment)s, to %(endowment)s. With one raise more the projects "
            "would cost %(spent)s, which is more than the budget."
        ),
        N_(
            "Each voter’s share is raised %(increments)s times by %(increment)s, to %(endowment)s, and each time all "
            "is counted anew. With one raise more the projects would cost %(spent)s, which is more than the budget."
        ),
    ),
    (
        "raise",
        frozenset({"increments"}),
        N_(
            "Each voter’s share is raised once by %(increment)s, to %(endowment)s. No further raise would add anything."
        ),
        N_(
            "Each voter’s share is raised %(increments)s times by %(increment)s, to %(endowment)s, and each time all "
            "is counted anew. No further raise would add anything."
        ),
    ),
    (
        "keep",
        frozenset({"prefer_shares", "prefer_greedy", "indifferent"}),
        N_(
            "The result is compared with the one that the number of votes alone would give: %(prefer_shares)s voters "
            "see more of their projects in this one, %(prefer_greedy)s in the other, %(indifferent)s as many in both. "
            "This one stands."
        ),
        "",
    ),
    (
        "replace",
        frozenset({"prefer_shares", "prefer_greedy", "indifferent"}),
        N_(
            "The result is compared with the one that the number of votes alone would give: %(prefer_shares)s voters "
            "see more of their projects in this one, %(prefer_greedy)s in the other, %(indifferent)s as many in both. "
            "The other one takes its place, and its steps follow."
        ),
        "",
    ),
    ("fund", frozenset(), N_("%(project)s is funded."), ""),
    ("skip", frozenset(), N_("%(project)s is passed over."), ""),
    ("stop", frozenset(), N_("The count ends here."), ""),
    ("raise", frozenset(), N_("Each voter’s share is raised, and all is counted anew."), ""),
    ("keep", frozenset(), N_("The result is compared with another one, and stands."), ""),
    ("replace", frozenset(), N_("Another result takes the place of this one, and its steps follow."), ""),
    *STAGE_SENTENCES,
)
"""For an action with these figures at least: the sentence for one, and for many where it counts something."""

COUNTED: Mapping[str, str] = MappingProxyType({"fund": "payers", "raise": "increments", "count": "supporters"})
NOT_RAISED = N_(
    "Each voter’s share stays at %(endowment)s. With one raise by %(increment)s the projects would cost %(spent)s, "
    "which is more than the budget."
)
NEVER_RAISED = N_("Each voter’s share stays at %(endowment)s. A raise would add nothing.")

FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "round": N_("Round"),
        "place": N_("Place"),
        "score": N_("Votes or points"),
        "supporters": N_("Supporters"),
        "effective_votes": N_("Effective votes"),
        "cost": N_("Cost"),
        "payers": N_("Supporters who pay"),
        "payment": N_("Most that one pays"),
        "rho": N_("Paid for each unit of value"),
        "endowment": N_("Share of each voter"),
        "held": N_("What its supporters have left"),
        "levy": N_("Most that anybody else gives"),
        "earned": N_("Given to each since the shares"),
        "covered": N_("Paid from shares"),
        "overspent": N_("Spent beyond shares"),
        "share": N_("Part of the cost that is reckoned with"),
        "left": N_("Left at its turn"),
        "threshold": N_("Needed"),
        "rival": N_("Funded in its place"),
        "blocker": N_("What ended the count"),
        "needs": N_("Needs"),
        "band": N_("Group of projects"),
        "cap": N_("Most that the group may cost"),
        "kept": N_("Kept for the group"),
        "amount": N_("Gets"),
        "reserve": N_("From a reserve"),
        "pot": N_("From the money of"),
        "increments": N_("Raises"),
        "increment": N_("Each raise"),
        "spent": N_("Cost after one raise more"),
        "stop": N_("Why no further"),
        "prefer_shares": N_("Prefer this result"),
        "prefer_greedy": N_("Prefer the other"),
        "indifferent": N_("Prefer neither"),
        **STAGE_FIGURES,
    }
)
STOPS: Mapping[str, str] = MappingProxyType(
    {
        "overspent": N_("one raise more would cost more than the budget"),
        "exhaustive": N_("no other project fits into the budget"),
        "everything-funded": N_("everything that anybody chose is funded"),
        "nothing-admitted": N_("no project is left that may still be funded"),
    }
)


def step_sentence(step: Mapping[str, Any], counted: Counted) -> str:
    """Say what a step does."""
    action = step["action"]
    needed, one, many = next(
        (needed, one, many) for name, needed, one, many in SENTENCES if name == action and needed <= step.keys()
    )
    told = {name: told_in_sentence(name, value, counted) for name, value in step.items()}
    if action == "raise" and step.get("increments") == "0":
        return gettext(NOT_RAISED if "spent" in step else NEVER_RAISED) % told
    if many:
        return ngettext(one, many, int(Fraction(step[_counted_by(action, needed)]))) % told
    return gettext(one) % told


def _counted_by(action: str, needed: frozenset[str]) -> str:
    """Return which figure a sentence counts."""
    return COUNTED[action] if COUNTED[action] in needed else "supporters"


def told_in_sentence(name: str, value: object, counted: Counted) -> str:
    """Return a figure as it stands in a sentence: votes and points with their word."""
    if name in {"score", "threshold"}:
        return support(Fraction(str(value)), counted)
    return told_figure(name, value, counted)


def support(score: Fraction, counted: Counted) -> str:
    """Return a score with its word."""
    if not counted.counts_voters:
        return gettext("%(count)s points") % {"count": number(score)}
    return ngettext("%(count)s vote", "%(count)s votes", ceil(score)) % {"count": number(score)}


def told_figure(name: str, value: object, counted: Counted) -> str:
    """Return a figure of a step as readers write it, rounded; the exact one stands beside it."""
    words = counted.words
    if isinstance(value, list):
        return ", ".join(told_figure(name, part, counted) for part in value)
    text = str(value)
    if name == "project" or name in IDENTIFIERS | OF_PROJECTS:
        return words.project(text) if text in counted.titles else text
    if name == "stop" and text in STOPS:
        return gettext(STOPS[text])
    if name in money_names(counted):
        return (at_most if name in AT_THE_MOST | {"payment"} else at_least)(Fraction(text), words)
    try:
        return words.number(Fraction(text))
    except ValueError:
        return text


def money_names(counted: Counted) -> frozenset[str]:
    """Return which figures of the steps are money."""
    return MONEY | money_figures(counted.document["options"])


def figure_name(name: str) -> str:
    """Return what a figure is called; one without a name of its own goes by its code."""
    return gettext(FIGURES[name]) if name in FIGURES else name.replace("_", " ")
