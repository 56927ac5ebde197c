"""``pbengine explain``: what an outcome means for those who voted, and how close it was."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from pbengine.cli.counting import count, words_for
from pbengine.cli.explained import Explained
from pbengine.cli.faults import FileError
from pbengine.cli.output import Form, format_option, progress, write_json
from pbengine.cli.requests import request_options
from pbengine.cli.terms import read_under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.cli.counting import Request
    from pbengine.formats.elections import Election
    from pbengine.voting.measures.margins import Margin
    from pbengine.voting.outcome import Outcome

GROUPED_BY = ("district", "category")
"""Columns of a ``.pb`` file that put projects into groups."""


@click.command(short_help="Say what a result means for those who voted, and how close it was.")
@click.argument("file")
@request_options
@click.option(
    "--margins", "with_margins", is_flag=True, help="Also find how close it was for each project; may take long."
)
@format_option
def explain(file: str, request: Request, *, with_margins: bool, form: Form) -> None:
    """Count the ballots of FILE and measure the result: who got something, who was left out, how close it was.

    Everything is worked out from the ballots: nothing is estimated. Margins are found by counting again and again.
    """
    election = read_under(file, request.terms)
    if election.fills_seats:
        raise FileError(file, [(None, "this is an election to seats; what is measured here is how money is divided")])
    explained = _explained(election, count(file, election, request), request, with_margins=with_margins)
    if form is Form.JSON:
        write_json(_document(file, explained, request))
        return
    from pbengine.cli.explain_text import write_explained

    write_explained(explained, words_for(election))


def _explained(election: Election, outcome: Outcome, request: Request, *, with_margins: bool) -> Explained:
    from pbengine.voting.measures.coverage import voters_covered
    from pbengine.voting.measures.groups import shares_of_groups
    from pbengine.voting.measures.prices import price_system
    from pbengine.voting.measures.representation import neglected_groups

    instance, profile = election.instance, election.profile
    groups = {name: _groups(election, name) for name in GROUPED_BY}
    return Explained(
        election=election,
        outcome=outcome,
        covered=voters_covered(instance, profile, outcome.funded),
        groups={name: shares_of_groups(instance, profile, outcome, by) for name, by in groups.items() if by},
        neglected=neglected_groups(instance, profile, outcome.funded, outcome.amounts),
        prices=price_system(instance, profile, outcome),
        margins=tuple(_margins(election, outcome, request)) if with_margins else None,
    )


def _groups(election: Election, name: str) -> dict[str, list[str]]:
    """Return the groups of each project in a column of a ``.pb`` file; none where it has no such column."""
    from pbengine.formats.pabulib.file import PabulibFile

    columns = election.source.projects if isinstance(election.source, PabulibFile) else {}
    ids = [project.id for project in election.instance.projects]
    cells = zip(ids, columns.get(name, ()), strict=False)
    listed = {id_: [part.strip() for part in cell.split(",") if part.strip()] for id_, cell in cells}
    return {id_: parts for id_, parts in listed.items() if parts}


def _margins(election: Election, outcome: Outcome, request: Request) -> Iterator[Margin]:
    """Yield the margins; how far it is stands on standard error while it goes on."""
    from pbengine.voting.measures.margins import margins
    from pbengine.voting.registry import find_rule

    rule = find_rule(outcome.rule)
    options = rule.settings({name: value for name, value in outcome.options.items() if not isinstance(value, tuple)})
    lot = request.lot.lot(election)
    found = margins(rule, election.instance, election.profile, lot=lot, options=options)
    for done, margin in enumerate(found, start=1):
        progress(f"how close it was: {done} of {len(election.instance.standing)} projects")
        yield margin
    progress("")


def _document(file: str, explained: Explained, request: Request) -> dict[str, Any]:
    from pbengine.formats.figures import exact_text, figure_document, money_text
    from pbengine.formats.measures_json import (
        groups_document,
        margins_document,
        prices_document,
        representation_document,
    )

    election, outcome = explained.election, explained.outcome
    units, voters = election.instance.minor_units, election.profile.voters
    margins = {} if explained.margins is None else {"margins": margins_document(explained.margins, units)}
    return {
        "file": file,
        "rule": outcome.rule,
        "options": {name: figure_document(value) for name, value in sorted(outcome.options.items())},
        "lot": str(request.lot),
        "exact": True,
        "votes": voters,
        "budget": money_text(election.instance.budget, units),
        "cost": money_text(outcome.cost, units),
        "funded": list(outcome.funded),
        "voters_with_a_funded_project": explained.covered,
        "share_with_a_funded_project": exact_text(Fraction(explained.covered, voters or 1)),
        "groups": {name: groups_document(shares, units) for name, shares in explained.groups.items()},
        "ejr_plus": representation_document(explained.neglected, units),
        "price_system": prices_document(explained.prices, election.instance),
        **margins,
    }
