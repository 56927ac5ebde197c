"""Read a ``.blt`` file: layout, header, ballots, names, held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pbengine.formats.blt.ballots import read_ballots
from pbengine.formats.blt.header import read_header
from pbengine.formats.blt.layout import lay_out
from pbengine.formats.faults import Fault, FormatError, by_line, number_of, shown
from pbengine.formats.ranked.file import RankedFile, candidates_for_seats, numbered
from pbengine.formats.ranked.rows import ranked_profile
from pbengine.formats.ranked.text import decode_ranked
from pbengine.formats.ranked.tokens import tokens
from pbengine.voting.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.formats.blt.header import Header
    from pbengine.formats.blt.layout import Layout
    from pbengine.formats.ranked.tokens import Tokens

SKIPPED = "-"


def read_blt(data: bytes | str) -> RankedFile:
    r"""Read a ``.blt`` file with all that such files are met with.

    Accepted: a byte-order mark, any line ends and line breaks, ``#`` and ``/* */`` comments, identifiers of ballots in
    parentheses, ``=`` between candidates of equal rank, blank ballots, withdrawn candidates (``-2`` or
    ``[withdrawn 2]``), ``[nick a b c]``, ``[tie 3 1 2]``, further options (kept), quotes within names, a party after
    each name on its line, a title that is missing, text after the title; and with a warning bytes that are not UTF-8
    and ranks that a voter skipped (``-``).

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
    I. D. Hill, B. A. Wichmann, D. R. Woodall, *Algorithm 123: Single Transferable Vote by Meek's Method*, The Computer
    Journal 30(3), 1987, doi:10.1093/comjnl/30.3.277, the layout of the data.

    Examples
    --------
    >>> file = read_blt('3 2\n-2\n4 1 3 0\n2 3=1 0\n1 1 3 0\n0\n"Ada" "Ben" "Cleo"\n"Library board"\n')
    >>> file.title, file.candidates, file.seats, [candidate.id for candidate in file.instance.standing]
    ('Library board', ('Ada', 'Ben', 'Cleo'), 2, ['1', '3'])
    >>> list(file.profile), file.profile.tied.tolist()
    ([(5, (0, 2)), (2, (2, 0))], [False, False, False, True])
    """
    text, warnings = decode_ranked(data)
    layout = lay_out(text)
    header = read_header(layout.head)
    words = tokens(layout.head, header.end, separators="=")
    words, skipped = _without_skipped(words.named(header.columns) if header.nicknames else words)
    rows, ballot_faults = read_ballots(words, header.candidates)
    faults = [*header.faults, *ballot_faults, *_name_faults(layout, header)]
    if faults:
        raise FormatError(faults)
    ids = numbered(header.candidates)
    try:
        profile = ranked_profile(rows, header.candidates)
    except ProfileError as error:
        raise FormatError([Fault(None, "weight", fault) for fault in error.faults]) from None
    names, parties = _names(layout, header.candidates)
    return RankedFile(
        title=names[len(ids)] if len(names) > len(ids) else "",
        candidates=tuple(names[: len(ids)]),
        instance=candidates_for_seats(ids, header.seats, withdrawn={ids[column] for column in header.withdrawn}),
        profile=profile,
        lot=_lot(ids, header.tie),
        nicknames=header.nicknames,
        options=tuple(header.options),
        remarks=(*parties, *names[len(ids) + 1 :], *filter(None, [layout.rest]), *layout.comments),
        warnings=by_line((*warnings, *skipped)),
    )


def _names(layout: Layout, candidates: int) -> tuple[list[str], list[str]]:
    """Return the texts in quotes, and apart from them the parties, where every candidate's line has name and party.

    A text stands as it is between its quotes, blanks at its ends included: others know the candidate by it.
    """
    names = [" ".join(name.split("\n")) if name.strip() else "" for _, name in layout.quoted]
    lines = [line for line, _ in layout.quoted[: 2 * candidates]]
    in_pairs = lines[::2] == lines[1::2] and len(set(lines)) == candidates > 1
    if len(names) <= 2 * candidates or not in_pairs:
        return names, []
    pairs = list(zip(names[: 2 * candidates : 2], names[1 : 2 * candidates : 2], strict=True))
    return [name for name, _ in pairs] + names[2 * candidates :], [f"{name}: {party}" for name, party in pairs]


def _without_skipped(words: Tokens) -> tuple[Tokens, tuple[Fault, ...]]:
    """Drop the marks of ranks that a voter left out: the next rank takes their place."""
    kept, first = words.without(SKIPPED)
    if first is None:
        return words, ()
    count = number_of(len(words.values) - len(kept.values), "rank")
    return kept, (Fault(first, "skipped", f"ballots skip {count} (-); the next rank takes the place of each"),)


def _lot(ids: tuple[str, ...], tie: list[int]) -> tuple[str, ...]:
    """Return the whole order: those that the file names, then the others as they stand."""
    if not tie:
        return ()
    return (*(ids[column] for column in tie), *(id_ for column, id_ in enumerate(ids) if column not in set(tie)))


def _name_faults(layout: Layout, header: Header) -> Iterator[Fault]:
    """Find names that are missing, and quotes that take in the next line where the names do not add up."""
    missing = header.candidates - len(layout.quoted)
    line = layout.quoted[-1][0] if layout.quoted else layout.head.count("\n") + 1
    if missing > 0:
        count = f"{number_of(header.candidates, 'candidate')} and {number_of(len(layout.quoted), 'name')} in quotes"
        yield Fault(line, "names", f"there are {count}")
    if layout.rest.startswith('"'):
        yield Fault(layout.rest_line, "quote", f"the quote before {shown(layout.rest[1:].strip())} has no end")
    if len(layout.quoted) <= header.candidates:
        for at, text in layout.quoted:
            if "\n" in text:
                yield Fault(at, "quote", f"the quote before {shown(text.strip())} has no end on its line")
