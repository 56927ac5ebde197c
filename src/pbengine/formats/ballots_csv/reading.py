"""Read a ``.csv`` file of ballots."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from pbengine.formats.ballots_csv.ballots import (
    CHOSEN,
    RANK,
    READERS,
    VOTER_ID,
    VOTERS,
    Ballots,
    by_rank,
    read_ballots,
)
from pbengine.formats.ballots_csv.scot_elex import is_scot_elex, read_scot_elex
from pbengine.formats.ballots_csv.table import Table, read_table
from pbengine.formats.elections.election import Election, election_of
from pbengine.formats.faults import Fault, FormatError, shown
from pbengine.formats.pabulib.numbers import read_number, whole_scale
from pbengine.formats.ranked.file import candidates_for_seats
from pbengine.formats.ranked.text import decode_ranked
from pbengine.voting.ballots import BallotLimits, check_ballots
from pbengine.voting.errors import ProfileError
from pbengine.voting.profile import BallotKind, Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pbengine.voting.instance import Instance


def read_csv(data: bytes | str) -> Election:
    r"""Read ballots from a table, a row a ballot; the ids of candidates are their names.

    The header has either the columns ``rank 1``, ``rank 2``, …, whose cells name candidates (``=`` between those of
    equal rank), or a column for each candidate, with 1 for who is chosen, a place, or points, as ``#kind`` says
    (``approval``, ``choose-1``, ``ordinal``, ``cumulative``, ``scoring``; without it ``approval``, where all cells are
    1, 0 or empty).
    A column ``voters`` says how many cast the ballot; a column ``voter_id`` is passed over. Rows above the header may
    give ``#title``, ``#seats`` (1 without it), ``#candidates`` (all of them, in order), ``#withdrawn``, ``#lot`` (the
    order that settles ties) and ``#default`` (the points of who is not named on a scoring ballot).

    Parameters
    ----------
    data
        the bytes of the file, or its text.

    Raises
    ------
    FormatError
        with every fault and its line.

    Examples
    --------
    >>> election = read_csv("#seats,2\nvoters,rank 1,rank 2\n5,Ada,Ben\n2,Cleo=Ada,\n")
    >>> [candidate.id for candidate in election.instance.projects], list(election.profile)
    (['Ada', 'Ben', 'Cleo'], [(5, (0, 1)), (2, (2, 0))])
    >>> read_csv("Ada;Ben\n1;0\n1;1\n").profile.votes().tolist()
    [2, 1]
    """
    text, warnings = decode_ranked(data)
    if is_scot_elex(text):
        return election_of(read_scot_elex(text, warnings))
    table = read_table(text)
    ranks = [column for column, name in enumerate(table.header) if RANK.fullmatch(name.lower())]
    columns = ranks or [column for column, name in enumerate(table.header) if name not in (VOTERS, VOTER_ID)]
    kind = BallotKind.ORDINAL if ranks else _kind(table, columns)
    ids = _candidates(table, columns, named=bool(ranks))
    position = {id_: column for column, id_ in reversed(list(enumerate(ids)))}
    ballots = read_ballots(table, columns, position, by_rank if ranks else READERS[kind])
    seats = _number(table, "seats", 1)
    withdrawn = _named(table, "withdrawn", position)
    lot = _named(table, "lot", position)
    if not ids:
        table.faults.append(Fault(table.header_line, "candidates", "there are no candidates"))
    if table.faults:
        raise FormatError(table.faults)
    instance = candidates_for_seats(ids, seats, withdrawn=withdrawn)
    profile = _checked(_profile(ballots, kind, len(ids), table), instance, ballots.lines)
    order = (*lot, *(id_ for id_ in ids if id_ not in lot)) if lot else ()
    return Election(instance, profile, table.word("title"), fills_seats=True, lot=order, warnings=warnings)


def _kind(table: Table, columns: Sequence[int]) -> BallotKind:
    written = table.word("kind").lower()
    if not written:
        cells = {row[column] for _, row in table.rows for column in columns}
        if not cells <= CHOSEN.keys():
            words = "say with #kind whether the numbers are places (ordinal) or points (cumulative, scoring)"
            table.faults.append(Fault(table.header_line, "kind", words))
        return BallotKind.APPROVAL if cells <= CHOSEN.keys() else BallotKind.SCORING
    try:
        return BallotKind(written)
    except ValueError:
        message = f"there is no kind of ballot {shown(written)}; there are {', '.join(BallotKind)}"
        table.faults.append(Fault(table.line("kind"), "kind", message))
        return BallotKind.SCORING


def _candidates(table: Table, columns: Sequence[int], *, named: bool) -> list[str]:
    """Return the candidates in order: as the file lists them, else by the header, else as they are first named."""
    if not named:
        return [table.header[column] for column in columns]
    if "candidates" in table.keys:
        line, listed = table.keys["candidates"]
        for name in sorted({name for name in listed if listed.count(name) > 1 or not name}):
            table.faults.append(Fault(line, "candidates", f"#candidates has {shown(name)} twice, or an empty cell"))
        return listed
    cells = dict.fromkeys(row[column] for _, row in table.rows for column in columns)
    return [name for name in dict.fromkeys(name.strip() for cell in cells for name in cell.split("=")) if name]


def _named(table: Table, key: str, position: dict[str, int]) -> tuple[str, ...]:
    line, names = table.keys.get(key, (None, []))
    for name in names:
        if name not in position or names.count(name) > 1:
            message = f"#{key} names {shown(name)} twice, or it is not among the candidates"
            table.faults.append(Fault(line, "candidate-unknown", message))
    return tuple(names)


def _number(table: Table, key: str, default: int) -> int:
    word = table.word(key)
    if not word:
        return default
    if not (word.isdecimal() and word.isascii() and len(word) < 9 and int(word) > 0):  # noqa: PLR2004 - room for all
        table.faults.append(Fault(table.line(key), "seats", f"{shown(word)} is no number of seats"))
        return default
    return int(word)


def _profile(ballots: Ballots, kind: BallotKind, candidates: int, table: Table) -> Profile:
    """Make the profile.

    Raises
    ------
    FormatError
        if there are more voters or points than can be added up.
    """
    has_points = kind in (BallotKind.CUMULATIVE, BallotKind.SCORING)
    default = read_number(table.word("default")) or Fraction(0)
    scale = whole_scale([*ballots.points, default]) if has_points else 1
    tied = np.zeros(len(ballots.columns), dtype=np.bool_)
    tied[ballots.tied] = True
    try:
        return Profile(
            kind=kind,
            project_count=candidates,
            starts=np.cumsum([0, *ballots.lengths], dtype=np.int64),
            choices=np.array(ballots.columns, dtype=np.int32),
            weights=np.array(ballots.voters, dtype=np.int64),
            points=np.array([int(number * scale) for number in ballots.points], dtype=np.int64) if has_points else None,
            points_scale=scale,
            default_points=int(default * scale) if kind is BallotKind.SCORING else 0,
            ranks=candidates if kind is BallotKind.ORDINAL else 0,
            tied=tied if tied.any() else None,
        )
    except (ProfileError, OverflowError) as error:
        raise FormatError([Fault(None, "points-sum", f"the ballots cannot be added up: {error}")]) from None


def _checked(profile: Profile, instance: Instance, lines: Sequence[int]) -> Profile:
    """Return the profile.

    Raises
    ------
    FormatError
        with every ballot that its kind does not allow.
    """
    if faults := list(_ballot_faults(profile, instance, lines)):
        raise FormatError(faults)
    return profile


def _ballot_faults(profile: Profile, instance: Instance, lines: Sequence[int]) -> Iterator[Fault]:
    for fault in check_ballots(profile, BallotLimits(), instance):
        yield Fault(lines[fault.row], "ballot", f"this is no {profile.kind} ballot ({fault.code.replace('-', ' ')})")
