"""``pbengine compare``: the same ballots under several rules."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from pbengine.cli.counting import Request, contender_of, load_rules, read_request, refusal, title_of, words_for
from pbengine.cli.lots import lot_option
from pbengine.cli.output import (
    NARROWEST,
    Form,
    format_option,
    heading,
    printable,
    shortened,
    width,
    wrapped,
    write_json,
)
from pbengine.cli.settings import read_settings, set_option
from pbengine.cli.terms import read_under, terms_options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.cli.lots import LotChoice
    from pbengine.cli.terms import Terms
    from pbengine.formats.elections import Election
    from pbengine.voting.measures.side_by_side import Column, SideBySide

RULES_HELP = (
    "Ids of rules, separated by commas; each may carry options: greedy,equal-shares:utility=cardinality:completion=add1"
)


INDENT = "   "


@click.command(short_help="Count the same ballots under several rules.")
@click.argument("file")
@click.option("--rules", "written", required=True, metavar="ID,ID,...", help=RULES_HELP)
@set_option
@lot_option
@terms_options
@format_option
def compare(file: str, written: str, settings: tuple[str, ...], lot: LotChoice, terms: Terms, form: Form) -> None:
    """Count the ballots of FILE under several rules and show where they differ.

    An option given with --set goes to every rule that has it.
    """
    requests = _read_requests(written, read_settings(settings), lot)
    election = read_under(file, terms)
    beside = _count_all(file, election, requests)
    if form is Form.JSON:
        write_json(_document(file, election, beside))
    else:
        _write(election, beside)


def _read_requests(written: str, settings: Mapping[str, str], lot: LotChoice) -> list[Request]:
    """Return one request a rule; raise UsageError with all faults."""
    from pbengine.voting.registry import rules

    load_rules()
    options = {rule.id: {option.name for option in rule.options} for rule in rules()}
    requests: list[Request] = []
    faults: list[str] = []
    taken: set[str] = set()
    for text in written.split(","):
        rule_id, *own = text.strip().split(":")
        common = {name: value for name, value in settings.items() if name in options.get(rule_id, ())}
        taken |= common.keys()
        try:
            requests.append(read_request(rule_id, {**common, **read_settings(own)}, lot))
        except click.UsageError as error:
            faults.append(error.message)
    if not faults:
        faults += [f"none of these rules has the option {name!r}" for name in settings if name not in taken]
    if faults:
        raise click.UsageError("; ".join(faults))
    return requests


def _count_all(file: str, election: Election, requests: Sequence[Request]) -> SideBySide:
    """Count by every rule; raise FileError with what each of them refuses."""
    from pbengine.voting.measures.side_by_side import compare_rules

    contenders = [contender_of(file, election, request) for request in requests]
    lot = requests[0].lot.lot(election)
    beside = compare_rules(election.instance, election.profile, contenders, lot=lot)
    if beside.refused:
        refusals = [refusal(file, refused.error) for refused in beside.refused]
        raise type(refusals[0])(file, [line for error in refusals for line in error.lines])
    return beside


def _document(file: str, election: Election, beside: SideBySide) -> dict[str, Any]:
    from pbengine.formats.constraints import constraints_document
    from pbengine.formats.figures import exact_text, figure_document

    asked = constraints_document(election.instance, election.profile)
    instance, voters = election.instance, election.profile.voters
    costs = {project.id: project.cost for project in instance.projects}
    return {
        "file": file,
        "exact": True,
        "projects": len(instance.projects),
        "votes": voters,
        **({"seats": instance.budget} if election.fills_seats else {"budget": _money(election, instance.budget)}),
        **({"constraints": asked} if asked else {}),
        "rules": [
            {
                "label": column.label,
                "rule": column.outcome.rule,
                "options": {name: figure_document(value) for name, value in sorted(column.outcome.options.items())},
                "funded": list(column.outcome.funded),
                **_cost(election, column),
                "voters_with_a_funded_project": column.covered,
                "share_with_a_funded_project": exact_text(Fraction(column.covered, voters or 1)),
            }
            for column in beside.columns
        ],
        "differences": [
            {
                "project": id_,
                "name": title_of(election, id_),
                **({} if election.fills_seats else {"cost": _money(election, costs[id_])}),
                "funded_by": [column.label for column in beside.columns if id_ in column.outcome.funded],
                "not_funded_by": [column.label for column in beside.columns if id_ not in column.outcome.funded],
            }
            for id_ in beside.differing
        ],
    }


def _money(election: Election, amount: int | Fraction) -> str:
    from pbengine.formats.figures import money_text

    return money_text(amount, election.instance.minor_units)


def _cost(election: Election, column: Column) -> dict[str, Any]:
    """Return who is elected by name, or what the funded projects cost."""
    if election.fills_seats:
        return {"elected": [election.called[id_] for id_ in column.outcome.funded]}
    return {"cost": _money(election, column.outcome.cost)}


def _write(election: Election, beside: SideBySide) -> None:
    words, instance, voters = words_for(election), election.instance, election.profile.voters
    columns, differing = beside.columns, beside.differing
    click.secho(wrapped(_answer(election, len(differing))), bold=True)
    if election.fills_seats:
        what = f"{len(instance.projects):,} candidates, seats: {instance.budget:,}"
    else:
        what = f"{len(instance.projects):,} projects, {words.money(Fraction(instance.budget, instance.minor_units))}"
    click.echo(wrapped(f"{what}, {voters:,} people voted."))
    for number, column in enumerate(columns, 1):
        if election.fills_seats:
            funds = f"elects {', '.join(map(words.project, column.outcome.funded)) or 'nobody'}"
        else:
            money = words.money(Fraction(column.outcome.cost, instance.minor_units))
            funds = f"funds {len(column.outcome.funded):,} projects for {money}"
        heading(wrapped(f"{number}  {column.label}", rest=INDENT))
        click.echo(wrapped(f"{funds}; {_share(column.covered, voters)}", first=INDENT, rest=INDENT))
    if differing:
        _write_differences(election, columns, differing)


def _answer(election: Election, differing: int) -> str:
    if not differing:
        return (
            f"All of these rules {'elect the same candidates' if election.fills_seats else 'fund the same projects'}."
        )
    what = "candidate" if election.fills_seats else "project"
    return f"{differing:,} {what}{' is' if differing == 1 else 's are'} decided differently."


def _share(covered: int, voters: int) -> str:
    """Return how many voters see a project of theirs funded, the percentage rounded down."""
    tenths = covered * 1000 // voters if voters else 0
    return f"{covered:,} of {voters:,} voters ({tenths // 10}.{tenths % 10} %) chose at least one of them."


def _write_differences(election: Election, columns: Sequence[Column], differing: Sequence[str]) -> None:
    heading("Where they differ")
    digits = max(len("yes"), len(str(len(columns))))
    click.echo("  ".join(f"{number:<{digits}}" for number in range(1, len(columns) + 1)) + "  project")
    for id_ in differing:
        marks = "  ".join(f"{'yes' if id_ in column.outcome.funded else 'no':<{digits}}" for column in columns)
        line = f"{marks}  {printable(id_)}  "
        click.echo(line + shortened(title_of(election, id_), max(width() - len(line), NARROWEST // 2)))
