"""``pbengine tally``: count an election from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pbengine.cli.counting import count, title_of, words_for
from pbengine.cli.faults import FileError, line_document, lines_of, place_of
from pbengine.cli.official import official_of
from pbengine.cli.output import Form, format_option, note, write_json
from pbengine.cli.requests import request_options
from pbengine.cli.terms import read_under

if TYPE_CHECKING:
    from pbengine.cli.counting import Request
    from pbengine.formats.elections import Election
    from pbengine.voting.outcome import Outcome


@click.command(short_help="Count ballots from files: what is funded, and why.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@request_options
@format_option
def tally(files: tuple[str, ...], request: Request, form: Form) -> None:
    """Count the ballots of each FILE (see `pbengine convert --help`): what is funded, or who is elected, and why.

    Without --rule an election from a .pb file is counted again as it was held; other files need it. With several FILEs,
    one that is wrong does not stop the others; json is then one line a file.
    """
    if len(files) == 1:
        _tally_one(files[0], request, form, several=False)
        return
    failed = False
    for file in files:
        try:
            _tally_one(file, request, form, several=True)
        except FileError as error:
            failed = True
            error.show()
            if form is Form.JSON:
                write_json(error.document(), indent=None)
    if failed:
        click.get_current_context().exit(1)


def _tally_one(file: str, request: Request, form: Form, *, several: bool) -> None:
    election = read_under(file, request.terms)
    outcome = count(file, election, request)
    if form is Form.JSON:
        write_json(_document(file, election, outcome, request), indent=None if several else 2)
        return
    for line, doubt in lines_of(election.warnings):
        note(f"{place_of(file, line)}doubtful: {doubt}")
    title, settled_by = file if several else "", str(request.lot)
    if election.fills_seats:
        from pbengine.cli.sheet_text import write_sheet

        write_sheet(title, election, outcome, lot=settled_by)
        return
    from pbengine.cli.tally_text import write_tally

    write_tally(title, election, outcome, lot=settled_by, official=official_of(election, outcome))


def _document(file: str, election: Election, outcome: Outcome, request: Request) -> dict[str, Any]:
    from pbengine.formats.tally_json import tally_document

    tallied = tally_document(election.instance, election.profile, outcome, words=words_for(election))
    for project, detail in tallied["projects_detail"].items():
        title = title_of(election, project)
        detail.update({"name": title} if title else {})
    if election.fills_seats:
        tallied = _of_seats(election, outcome, tallied)
    official = official_of(election, outcome)
    doubts = lines_of(election.warnings)
    return {
        "file": file,
        **tallied,
        "lot": str(request.lot),
        **({"official": official.document()} if official else {}),
        **({"warnings": [line_document(*doubt) for doubt in doubts]} if doubts else {}),
    }


def _of_seats(election: Election, outcome: Outcome, tallied: dict[str, Any]) -> dict[str, Any]:
    """Return the document of an election to seats: candidates by name, the count sheet, and no money.

    Where there are stages they stand in place of the steps.
    """
    from pbengine.formats.count_sheet import sheet_document

    called = election.called
    sheet = sheet_document(election.instance, outcome, called)
    left_out = {"projects", "budget", "cost", *(["steps"] if "stages" in sheet else [])}
    kept = {key: value for key, value in tallied.items() if key not in left_out}
    ties = [
        {**tie, "between": [called[id_] for id_ in tie["between"]], "chosen": called[tie["chosen"]]}
        for tie in tallied["ties"]
    ]
    return {
        **({"title": election.title} if election.title else {}),
        **kept,
        "candidates": tallied["projects"],
        "seats": election.instance.budget,
        **sheet,
        "ties": ties,
    }
