"""The rules to choose from, with a field for each option; all of it read from the register of rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pbengine.voting.rules  # noqa: F401 - fills the register
from pbengine.process.refusals import FieldFault
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Number, Rule, rules
from pbengine.web.language import gettext as _
from pbengine.web.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from pbengine.process.refusals import Figure
    from pbengine.voting.registry import Option
    from pbengine.web.forms import Form

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class OptionField:
    """A field for one option: ``kind`` says how it is asked for, ``field`` is its name in the form."""

    field: str
    name: str
    meaning: str
    kind: str
    default: str
    pairs: tuple[tuple[str, str], ...] = ()
    least: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule that the form offers."""

    id: str
    name: str
    summary: str
    options: tuple[OptionField, ...]


def rule_choices() -> tuple[RuleChoice, ...]:
    """Return every rule that counts the ballots of a round: those on which voters approve projects."""
    return tuple(
        RuleChoice(rule.id, rule.name, rule.summary, tuple(_field(rule, option) for option in rule.options))
        for rule in rules()
        if BallotKind.APPROVAL in rule.ballots
    )


def _field(rule: Rule, option: Option) -> OptionField:
    meaning = option.meaning[:1].upper() + option.meaning[1:]
    default = str(option.default)
    name = field_name(rule.id, option.name)
    if isinstance(option, Choice):
        return OptionField(name, option.name, meaning, option.kind, default, pairs=_pairs(option))
    if isinstance(option, Number):
        most = "" if option.most is None else str(option.most)
        return OptionField(name, option.name, meaning, option.kind, default, least=str(option.least), most=most)
    return OptionField(name, option.name, meaning, option.kind, default)


def _pairs(option: Choice) -> tuple[tuple[str, str], ...]:
    preset = _("%(value)s (preset)")
    return tuple(
        (value, preset % {"value": word(value)} if value == option.default else word(value)) for value in option.values
    )


def field_name(rule_id: str, option: str) -> str:
    """Return the name of the field for an option."""
    return f"{rule_id}.{option}"


def default_options() -> dict[str, str]:
    """Return what stands in the fields of all options before anybody touched them."""
    return {option.field: option.default for rule in rule_choices() for option in rule.options}


def typed_options(rule_id: str, options: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the fields of all options when a rule was chosen with these."""
    return {**default_options(), **{field_name(rule_id, name): value for name, value in options.items()}}


def read_options(rule_id: str, form: Form) -> tuple[dict[str, str], tuple[FieldFault, ...]]:
    """Return the options of the chosen rule, and what is wrong with them; an empty field is the option's default."""
    chosen: dict[str, str] = {}
    faults: list[FieldFault] = []
    for rule in rules():
        for option in rule.options if rule.id == rule_id else ():
            name = field_name(rule_id, option.name)
            given = form.one(name).strip() or str(option.default)
            fault = _fault(option, given)
            if fault is None:
                chosen[option.name] = given
            else:
                faults.append(FieldFault(name, *fault))
    return chosen, tuple(faults)


def _fault(option: Option, given: str) -> tuple[str, dict[str, Figure]] | None:
    """Return code and figures where the option itself cannot take what was given: it alone decides that."""
    if len(given) > LONGEST:
        return "too-long", {"most": LONGEST}
    try:
        option.read(given)
    except ValueError:
        return next(_reasons(option, given))
    return None


def _reasons(option: Option, given: str) -> Iterator[tuple[str, dict[str, Figure]]]:
    if isinstance(option, Choice):
        yield "not-one-of", {}
    if isinstance(option, Number):
        number = _number(given)
        if number is not None and number < option.least:
            yield "too-small", {"least": str(option.least)}
        if number is not None and option.most is not None and number > option.most:
            yield "too-large", {"most": str(option.most)}
        if option.whole == "whole":
            yield "not-a-number", {}
    yield "not-that-form", {}


def _number(given: str) -> Fraction | None:
    """Return what the option read as a number; it has accepted the digits before it looked at the bounds."""
    try:
        return Number("number", "any", 0, least=-(10**31), whole="fraction").read(given)  # type: ignore[return-value]
    except ValueError:
        return None
