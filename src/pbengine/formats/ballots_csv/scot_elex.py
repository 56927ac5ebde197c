"""Scotland's council elections as scot-elex publishes them: numbers first, names after, every line ended by a comma."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, FormatError, number_of
from pbengine.formats.ranked.file import RankedFile, candidates_for_seats, numbered
from pbengine.formats.ranked.lines import read_lines
from pbengine.formats.ranked.rows import ranked_profile
from pbengine.formats.ranked.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIZES = re.compile(r"\s*([0-9]{1,6}),([0-9]{1,6}),?[^\S\n]*(?:\n|\Z)")
NAME, PARTY = 1, 2


def is_scot_elex(text: str) -> bool:
    r"""Say whether the text begins with a line of two numbers, and the next begins with a number, too.

    Examples
    --------
    >>> is_scot_elex("6,3,\n58,1,\n"), is_scot_elex("Ada,Ben\n1,0\n"), is_scot_elex("1,2\nAda,Ben")
    (True, False, False)
    """
    sizes = _SIZES.match(text)
    return sizes is not None and text[sizes.end() :].lstrip()[:1] in {*"0123456789"}


def read_scot_elex(text: str, warnings: Sequence[Fault] = ()) -> RankedFile:
    r"""Read a file; parties go to the remarks.

    Raises
    ------
    FormatError
        with every fault and its line.

    Examples
    --------
    >>> file = read_scot_elex('2,1,\n58,1,\n21,2,1,\n"Candidate 1","Ada","Us (U)",\n"Candidate 2","Ben","",\n"Ward",\n')
    >>> file.title, file.candidates, file.seats, list(file.profile), file.remarks
    ('Ward', ('Ada', 'Ben'), 1, [(58, (0,)), (21, (1, 0))], ('Ada: Us (U)',))
    """
    sizes = _SIZES.match(text)
    if sizes is None:
        raise FormatError([Fault(1, "header", "the file does not begin with the numbers of candidates and seats")])
    candidates, seats = int(sizes[1]), int(sizes[2])
    words = re.search(r"^[^\S\n]*[^0-9\s]", text[sizes.end() :], re.MULTILINE)
    end = len(text) if words is None else sizes.end() + words.start()
    rows, faults = read_lines(tokens(text[:end], sizes.end(), separators=","), candidates)
    if not candidates or not seats:
        faults.append(Fault(1, "seats", "there are no candidates or no seats"))
    cells = [[cell.strip() for cell in row] for row in csv.reader(text[end:].split("\n"), skipinitialspace=True) if row]
    names = [row for row in cells if row[0].lower().startswith("candidate")]
    if len(names) != candidates or any(len(row) <= NAME for row in names):
        count = f"there are {number_of(candidates, 'candidate')} and {number_of(len(names), 'name')}"
        faults.append(Fault(text.count("\n", 0, end) + 1, "names", count))
    if faults:
        raise FormatError(faults)
    others = [row[0] for row in cells if not row[0].lower().startswith("candidate")]
    return RankedFile(
        title=others[0] if others else "",
        candidates=tuple(row[NAME] for row in names),
        instance=candidates_for_seats(numbered(candidates), seats),
        profile=ranked_profile(rows, candidates),
        remarks=tuple(f"{row[NAME]}: {row[PARTY]}" for row in names if len(row) > PARTY and row[PARTY]),
        warnings=tuple(warnings),
    )
