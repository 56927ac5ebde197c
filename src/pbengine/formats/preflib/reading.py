"""Read a file of PrefLib's: head, rankings, held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.faults import Fault, FormatError, number_of, shown
from pbengine.formats.preflib.head import MOST_CANDIDATES, read_head
from pbengine.formats.ranked.file import RankedFile, candidates_for_seats, numbered
from pbengine.formats.ranked.lines import read_lines
from pbengine.formats.ranked.rows import ranked_profile
from pbengine.formats.ranked.text import decode_ranked
from pbengine.formats.ranked.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.formats.preflib.head import Head
    from pbengine.formats.ranked.rows import Rows

SEATS = 1
"""PrefLib's files say nothing of seats."""

TYPES = {"soc": "every candidate, none equal", "soi": "no equal ranks", "toc": "every candidate", "toi": ""}


def read_preflib(data: bytes | str) -> RankedFile:
    r"""Read a ``.soi``, ``.soc``, ``.toi`` or ``.toc`` file. It says nothing of seats: there is one.

    Parameters
    ----------
    data
        the bytes of the file, or its text.

    Raises
    ------
    FormatError
        with every fault and its line.

    References
    ----------
    N. Mattei, T. Walsh, *PrefLib: A Library for Preferences*, ADT 2013; https://preflib.github.io/PrefLib-Jekyll/format.

    Examples
    --------
    >>> file = read_preflib('''# TITLE: Board
    ... # NUMBER ALTERNATIVES: 3
    ... # NUMBER VOTERS: 7
    ... # ALTERNATIVE NAME 1: Ada
    ... # ALTERNATIVE NAME 2: Ben
    ... # ALTERNATIVE NAME 3: Cleo
    ... 5: 1,{2,3}
    ... 2: 3
    ... ''')
    >>> file.title, file.candidates, list(file.profile), file.profile.tied.tolist()
    ('Board', ('Ada', 'Ben', 'Cleo'), [(5, (0, 1, 2)), (2, (2,))], [False, False, True, False])
    """
    text, warnings = decode_ranked(data)
    head = read_head(text)
    candidates = head.number("NUMBER ALTERNATIVES")
    if candidates is None or not 0 < candidates <= MOST_CANDIDATES:
        count = f"the file does not say how many alternatives there are, from 1 to {MOST_CANDIDATES}"
        line = head.keys.get("NUMBER ALTERNATIVES", (None, ""))[0]
        raise FormatError([*head.faults, Fault(line, "candidates", count)])
    rows, faults = read_lines(tokens(head.body, separators=":,{}"), candidates)
    faults += [] if faults else _count_faults(head, rows)
    faults += [*_name_faults(head, candidates), *_type_faults(head, rows, candidates)]
    if faults or head.faults:
        raise FormatError([*head.faults, *faults])
    ids = numbered(candidates)
    return RankedFile(
        title=head.text("TITLE"),
        candidates=tuple(head.names[number] for number in range(1, candidates + 1)),
        instance=candidates_for_seats(ids, SEATS),
        profile=ranked_profile(rows, candidates),
        remarks=tuple(filter(None, [head.text("DESCRIPTION")])),
        warnings=warnings,
    )


def _count_faults(head: Head, rows: Rows) -> Iterator[Fault]:
    voters = head.number("NUMBER VOTERS")
    if voters is not None and voters != rows.weights.sum():
        message = (
            f"NUMBER VOTERS is {voters}, and the rankings are those of {number_of(int(rows.weights.sum()), 'voter')}"
        )
        yield Fault(head.keys["NUMBER VOTERS"][0], "count", message)


def _name_faults(head: Head, candidates: int) -> Iterator[Fault]:
    line = head.keys["NUMBER ALTERNATIVES"][0]
    missing = [number for number in range(1, candidates + 1) if not head.names.get(number)]
    if missing:
        yield Fault(
            line, "names", f"there is no name of {number_of(len(missing), 'alternative')}, such as {missing[0]}"
        )
    if beyond := sorted(number for number in head.names if not 1 <= number <= candidates):
        yield Fault(
            line, "names", f"there is a name of alternative {beyond[0]}, and the alternatives are 1 to {candidates}"
        )


def _type_faults(head: Head, rows: Rows, candidates: int) -> Iterator[Fault]:
    """Find a type that the rankings are not of."""
    if "DATA TYPE" not in head.keys:
        return
    line, written = head.keys["DATA TYPE"]
    type_ = written.lower()
    if type_ not in TYPES:
        known = ", ".join(TYPES)
        yield Fault(line, "data-type", f"the data type is {shown(written)}; what is read here are {known}")
    elif (type_.startswith("s") and rows.tied.any()) or (type_.endswith("c") and np.any(rows.lengths < candidates)):
        message = f"rankings of the type {type_} have {TYPES[type_]}; these are others"
        yield Fault(line, "data-type", message)
