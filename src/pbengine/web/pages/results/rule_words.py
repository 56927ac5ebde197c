"""The rule of a round in words: what it does, and what its options mean for this round."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.voting.registry import find_rule
from pbengine.web.language import gettext
from pbengine.web.pages.results.words import listed, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pbengine.formats.sentences import Words
    from pbengine.voting.registry import Rule
    from pbengine.web.pages.results.counted import Counted


def N_(message: str) -> str:  # noqa: N802 - gettext's name for marking a sentence that is translated later
    """Mark a sentence for the catalogues."""
    return message


SETTINGS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("order", "score"): "",
        ("order", "score-per-cost"): N_("The votes of a project are divided by its cost before they are compared."),
        ("utility", "cost"): N_("A project is worth as much to its supporters as it costs."),
        ("utility", "cardinality"): N_("Every project is worth the same to its supporters, whatever it costs."),
        ("completion", "none"): N_("When no further project can be paid for, the count ends, even if money is left."),
        ("completion", "add1"): N_(
            "If money is left, everybody’s share is raised a little and all is counted anew, "
            "as long as the projects cost no more than the budget."
        ),
        ("completion", "add1u"): N_(
            "If money is left, everybody’s share is raised a little and all is counted anew, as long as the projects "
            "cost no more than the budget. What is left then goes to the projects with the most votes."
        ),
        ("start", "exact"): "",
        ("start", "floor"): N_("The first share is rounded down to a whole amount."),
        ("exhaustive-stop", "no"): "",
        ("exhaustive-stop", "yes"): N_("Shares are raised no further once no other project fits into the budget."),
        ("comparison", "no"): "",
        ("comparison", "yes"): N_(
            "At the end this result is compared with the one that the number of votes alone would give, and the one "
            "stands in which more voters see more of their projects."
        ),
    }
)
"""What a choice means; empty where it is what everybody expects."""

NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "increment": N_("Shares are raised by %(value)s at a time."),
        "threshold": N_("A project needs at least %(value)s to be funded."),
    }
)


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule as a resident reads it."""

    id: str
    name: str
    summary: str
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """How settings are told: amounts in words, projects by their titles where they have some, voters or points."""

    words: Words
    titles: Mapping[str, str]
    counts_voters: bool = True


def rule_told(counted: Counted) -> RuleTold:
    """Return the rule by which a result was counted, and what was set of it."""
    rule = find_rule(counted.document["rule"])
    telling = Telling(counted.words, counted.titles, counted.counts_voters)
    settings = settings_told(rule, counted.document["options"], telling)
    return RuleTold(rule.id, gettext(rule.name), gettext(rule.summary), settings)


def settings_told(rule: Rule, options: Mapping[str, str], telling: Telling) -> tuple[str, ...]:
    """Return a sentence for each setting of a rule that is not what everybody expects."""
    return tuple(_settings(rule, options, telling))


def _settings(rule: Rule, options: Mapping[str, str], telling: Telling) -> Iterator[str]:
    chosen = {option.name: str(options.get(option.name, option.default)) for option in rule.options}
    for option in rule.options:
        value = chosen[option.name]
        if option.name == "groups":
            yield from _groups(value, telling)
        elif option.name in NUMBERS:
            if option.name != "increment" or chosen.get("completion") != "none":
                yield gettext(NUMBERS[option.name]) % {"value": _number(option.name, value, telling)}
        elif (option.name, value) in SETTINGS:
            yield from filter(None, [_translated(SETTINGS[option.name, value])])
        else:  # an option that has no sentence yet is told as it stands in the register
            yield f"{option.meaning[:1].upper()}{option.meaning[1:]}: {value}."


def _translated(message: str) -> str:
    return gettext(message) if message else ""


def _groups(value: str, telling: Telling) -> Iterator[str]:
    for group in filter(None, value.split(",")):
        titles = listed(telling.titles.get(id_, id_) for id_ in group.split("+"))
        yield gettext("Only one of these can be built: %(projects)s.") % {"projects": titles}


def _number(name: str, value: str, telling: Telling) -> str:
    if name == "increment":
        return telling.words.money(Fraction(value))
    shown = whole(value)
    return (gettext("%(number)s votes") if telling.counts_voters else gettext("%(number)s points")) % {"number": shown}
