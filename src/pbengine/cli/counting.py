"""An election from a file, counted as the command line asks: what ``tally`` and ``compare`` share."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import click

from pbengine.cli.faults import FileError, WrongCallError
from pbengine.cli.output import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from pbengine.cli.lots import LotChoice
    from pbengine.formats.pabulib import PabulibFile
    from pbengine.formats.sentences import Words
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.registry import OptionValue, Rule

STATED = {"threshold": "min_project_score_threshold"}
"""Options whose value the file itself states, whichever rule it declares."""


@dataclass(frozen=True, slots=True)
class Request:
    """A rule (None: the one that the file declares), the options given for it, and the lot."""

    rule: Rule | None
    settings: Mapping[str, str]
    lot: LotChoice

    @property
    def label(self) -> str:
        """The rule and the options given, as they are written for ``compare --rules``."""
        return ":".join(
            [self.rule.id if self.rule else "", *(f"{name}={value}" for name, value in self.settings.items())]
        )


def read_request(rule_id: str | None, settings: Mapping[str, str], lot: LotChoice) -> Request:
    """Return the request, checked as far as it can be without a file.

    Raises
    ------
    click.UsageError
        naming the rules there are, or every option that cannot be taken.
    """
    if rule_id is None:
        return Request(None, settings, lot)
    from pbengine.voting.errors import OptionsError, UnknownRuleError
    from pbengine.voting.registry import find_rule

    load_rules()
    try:
        rule = find_rule(rule_id)
        rule.settings(settings)
    except (UnknownRuleError, OptionsError) as error:
        raise click.UsageError(str(error)) from None
    return Request(rule, settings, lot)


def load_rules() -> None:
    """Fill the register of rules."""
    import_module("pbengine.voting.rules")


def count(file: str, election: PabulibFile, request: Request) -> Outcome:
    """Count an election that was read from this file.

    Raises
    ------
    FileError
        if the file declares no rule that is known here, or the rule cannot count what it holds.
    WrongCallError
        if the options or the lot do not fit the file.
    """
    from pbengine.voting.errors import BallotKindError, BallotsError, FeatureError, LotError, OptionsError

    load_rules()
    rule, declared = (request.rule, {}) if request.rule else declared_rule(file, election)
    stated = {
        option.name: election.meta[STATED[option.name]]
        for option in rule.options
        if election.meta.get(STATED.get(option.name, ""))
    }
    options: dict[str, OptionValue] = {**stated, **declared, **request.settings}
    try:
        return rule.tally(election.instance, election.profile, lot=request.lot.lot(election.instance), **options)
    except (BallotKindError, BallotsError, FeatureError) as error:
        raise FileError(file, [(None, str(error))]) from None
    except (OptionsError, LotError) as error:
        raise WrongCallError(file, [(None, str(error))]) from None


def declared_rule(file: str, election: PabulibFile) -> tuple[Rule, Mapping[str, OptionValue]]:
    """Return the rule that the file declares, with its options.

    Raises
    ------
    FileError
        listing the rules there are.
    """
    from pbengine.voting.errors import UnknownRuleError
    from pbengine.voting.registry import find_rule, rules

    written = printable(election.meta.get("rule", ""))
    try:
        if election.rule_id is not None:
            return find_rule(election.rule_id), election.rule_options
    except UnknownRuleError:
        pass
    known = ", ".join(rule.id for rule in rules())
    raise FileError(
        file, [(None, f"it declares the rule {written!r}, which is not known here; give one with --rule: {known}")]
    )


def words_for(election: PabulibFile) -> Words:
    """Return plain English with the currency of the file."""
    from pbengine.formats.sentences import Words, plain_money

    currency = printable(election.meta.get("currency", ""))
    digits = max(2, len(str(election.instance.minor_units)) - 1)

    def money(amount: Fraction) -> str:
        return f"{plain_money(amount)} {currency}".rstrip()

    return Words(money=money, digits=digits, project=lambda project: f"project {printable(project)}")


def title_of(election: PabulibFile, project: str) -> str:
    """Return the name of a project in the file; empty where it has none."""
    names = election.projects.get("name")
    return printable(names[election.instance.position[project]]) if names else ""
