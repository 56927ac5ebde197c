"""An election from a file, counted as the command line asks: what ``tally`` and ``compare`` share."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import click

from pbengine.cli.faults import FileError, WrongCallError
from pbengine.cli.output import printable
from pbengine.cli.terms import PLAIN, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from pbengine.cli.lots import LotChoice
    from pbengine.formats.elections import Election
    from pbengine.formats.sentences import Words
    from pbengine.voting.errors import VotingError
    from pbengine.voting.measures.side_by_side import Contender
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.registry import OptionValue, Rule


@dataclass(frozen=True, slots=True)
class Request:
    """A rule (None: the one that the file declares), the options given for it, the lot, and the terms."""

    rule: Rule | None
    settings: Mapping[str, str]
    lot: LotChoice
    terms: Terms = PLAIN

    @property
    def label(self) -> str:
        """The rule and the options given, as they are written for ``compare --rules``."""
        return ":".join(
            [self.rule.id if self.rule else "", *(f"{name}={value}" for name, value in self.settings.items())]
        )


def read_request(rule_id: str | None, settings: Mapping[str, str], lot: LotChoice, terms: Terms = PLAIN) -> Request:
    """Return the request, checked as far as it can be without a file.

    Raises
    ------
    click.UsageError
        naming the rules there are, or every option that cannot be taken.
    """
    if rule_id is None:
        return Request(None, settings, lot, terms)
    from pbengine.voting.errors import OptionsError, UnknownRuleError
    from pbengine.voting.registry import find_rule

    load_rules()
    try:
        rule = find_rule(rule_id)
        rule.settings(settings)
    except (UnknownRuleError, OptionsError) as error:
        raise click.UsageError(str(error)) from None
    return Request(rule, settings, lot, terms)


def load_rules() -> None:
    """Fill the register of rules."""
    import_module("pbengine.voting.rules")


def count(file: str, election: Election, request: Request) -> Outcome:
    """Count an election that was read from this file.

    Raises
    ------
    FileError
        if the file declares no rule that is known here, or the rule cannot count what it holds.
    WrongCallError
        if the options or the lot do not fit the file.
    """
    from pbengine.voting.errors import VotingError

    asked = contender_of(file, election, request)
    try:
        return asked.rule.tally(election.instance, election.profile, lot=request.lot.lot(election), **asked.options)
    except VotingError as error:
        raise refusal(file, error) from None


def contender_of(file: str, election: Election, request: Request) -> Contender:
    """Return the rule that is asked for, with its options: as the election states, as declared, as requested.

    Raises
    ------
    FileError
        if the file declares no rule that is known here, and none is asked for.
    """
    from pbengine.voting.measures.side_by_side import Contender

    load_rules()
    rule, declared = (request.rule, {}) if request.rule else declared_rule(file, election)
    names = {option.name for option in rule.options}
    stated = {name: value for name, value in election.stated.items() if name in names}
    return Contender(request.label, rule, {**stated, **declared, **request.settings})


def refusal(file: str, error: VotingError) -> FileError:
    """Return what to say of a rule that does not count a file: a wrong call where it is for an option or the lot."""
    from pbengine.voting.errors import LotError, OptionsError

    kind = WrongCallError if isinstance(error, OptionsError | LotError) else FileError
    return kind(file, [(None, str(error))])


def declared_rule(file: str, election: Election) -> tuple[Rule, Mapping[str, OptionValue]]:
    """Return the rule that the file declares, with its options.

    Raises
    ------
    FileError
        listing the rules there are, or where the file declares none those that can count it.
    WrongCallError
        listing those, if the file is of a format that declares no rules.
    """
    from pbengine.voting.errors import UnknownRuleError
    from pbengine.voting.registry import find_rule, rules

    written = printable(election.declared)
    try:
        if election.rule_id is not None:
            return find_rule(election.rule_id), election.rule_options
    except UnknownRuleError:
        pass
    if election.fills_seats or not written:
        fitting = ", ".join(rule.id for rule in rules() if _counts(rule, election))
        refusal = WrongCallError if election.fills_seats else FileError
        raise refusal(file, [(None, f"it declares no rule; give one with --rule: {fitting}")])
    known = ", ".join(rule.id for rule in rules())
    raise FileError(
        file, [(None, f"it declares the rule {written!r}, which is not known here; give one with --rule: {known}")]
    )


def _counts(rule: Rule, election: Election) -> bool:
    """Say whether a rule takes these ballots and carries what the election has."""
    from pbengine.voting.constraints import EVERY_RULE_CARRIES

    asked = election.instance.features | election.profile.features
    return election.profile.kind in rule.ballots and asked <= rule.carries | EVERY_RULE_CARRIES


def words_for(election: Election) -> Words:
    """Return plain English with the currency of the file; candidates are called by their names."""
    from pbengine.formats.sentences import Words, plain_money

    currency = printable(election.currency)
    digits = max(2, len(str(election.instance.minor_units)) - 1)

    def money(amount: Fraction) -> str:
        return f"{plain_money(amount)} {currency}".rstrip()

    def project(id_: str) -> str:
        return printable(election.called[id_]) if election.fills_seats else f"project {printable(id_)}"

    return Words(money=money, digits=digits, project=project)


def title_of(election: Election, project: str) -> str:
    """Return the name of a project in the file; empty where it has none."""
    return printable(election.name_of(project))
