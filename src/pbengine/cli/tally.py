"""``pbengine tally``: count an election from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pbengine.cli.counting import count, read_request, title_of, words_for
from pbengine.cli.faults import FileError, line_document, lines_of, place_of
from pbengine.cli.lots import lot_option
from pbengine.cli.official import official_of
from pbengine.cli.output import Form, format_option, note, write_json
from pbengine.cli.reading import read_election
from pbengine.cli.settings import read_settings, rule_option, set_option

if TYPE_CHECKING:
    from pbengine.cli.counting import Request
    from pbengine.cli.lots import LotChoice
    from pbengine.formats.pabulib import PabulibFile
    from pbengine.voting.outcome import Outcome


@click.command(short_help="Count ballots from files: what is funded, and why.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@rule_option
@set_option
@lot_option
@format_option
@click.pass_context
def tally(
    ctx: click.Context,
    files: tuple[str, ...],
    rule_id: str | None,
    settings: tuple[str, ...],
    lot: LotChoice,
    form: Form,
) -> None:
    """Count the ballots of each FILE (Pabulib .pb) and say what is funded, and why.

    Without --rule the election is counted again as it was held. With several FILEs, one that is wrong does not stop the
    others; json is then one line a file.
    """
    request = read_request(rule_id, read_settings(settings), lot)
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
        ctx.exit(1)


def _tally_one(file: str, request: Request, form: Form, *, several: bool) -> None:
    election = read_election(file)
    outcome = count(file, election, request)
    if form is Form.JSON:
        write_json(_document(file, election, outcome, request), indent=None if several else 2)
        return
    from pbengine.cli.tally_text import write_tally

    for line, doubt in lines_of(election.warnings):
        note(f"{place_of(file, line)}doubtful: {doubt}")
    write_tally(
        file if several else "", election, outcome, lot=str(request.lot), official=official_of(election, outcome)
    )


def _document(file: str, election: PabulibFile, outcome: Outcome, request: Request) -> dict[str, Any]:
    from pbengine.formats.tally_json import tally_document

    tallied = tally_document(election.instance, election.profile, outcome, words=words_for(election))
    for project, detail in tallied["projects_detail"].items():
        title = title_of(election, project)
        detail.update({"name": title} if title else {})
    official = official_of(election, outcome)
    doubts = lines_of(election.warnings)
    return {
        "file": file,
        **tallied,
        "lot": str(request.lot),
        **({"official": official.document()} if official else {}),
        **({"warnings": [line_document(*doubt) for doubt in doubts]} if doubts else {}),
    }
