"""Write a ``.csv`` file of ballots: a column a rank for rankings, else a column a candidate."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING

from pbengine.formats.ballots_csv.ballots import RANK, VOTER_ID, VOTERS
from pbengine.formats.elections.holding import NotHeldError
from pbengine.formats.faults import shown
from pbengine.formats.figures import exact_text
from pbengine.formats.ranked.written import rankings_of
from pbengine.voting.instance import Standing
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pbengine.formats.elections.election import Election
    from pbengine.voting.profile import Profile


def write_csv(election: Election) -> str:
    r"""Return the text of a file; candidates are called by their names, with the number where two are the same.

    Raises
    ------
    NotHeldError
        if a name would not be read as one: with an ``=``, or blanks around it.

    Examples
    --------
    >>> from pbengine.formats.blt import read_blt
    >>> from pbengine.formats.elections.election import election_of
    >>> ward = election_of(read_blt('3 2\n-2\n4 1 3=2 0\n2 3 0\n0\n"Ada" "Ben" "Cleo" "Board"'))
    >>> print(write_csv(ward), end="")
    #title,Board
    #kind,ordinal
    #seats,2
    #candidates,Ada,Ben,Cleo
    #withdrawn,Ben
    voters,rank 1,rank 2
    4,Ada,Cleo=Ben
    2,Cleo,
    """
    profile, names = election.profile, list(election.called.values())
    _refuse_names(names)
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerows(_keys(election, names))
    if profile.kind is BallotKind.ORDINAL:
        ballots = list(_rankings(profile, names))
        width = max((len(cells) for _, cells in ballots), default=0) or 1
        rows.writerow([VOTERS, *(f"rank {place}" for place in range(1, width + 1))])
        rows.writerows([str(voters), *cells, *[""] * (width - len(cells))] for voters, cells in ballots)
    else:
        rows.writerow([VOTERS, *names])
        rows.writerows(_marks(profile))
    return text.getvalue()


def _refuse_names(names: list[str]) -> None:
    strange = [
        name
        for name in names
        if "=" in name or name != name.strip() or "\n" in name or name in ("", VOTERS, VOTER_ID) or name[0] == "#"
    ]
    strange += [name for name in names if RANK.fullmatch(name.lower())]
    if strange:
        raise NotHeldError(tuple(f"CSV cannot hold the name {shown(name)}" for name in strange))


def _keys(election: Election, names: list[str]) -> Iterator[list[str]]:
    projects = election.instance.projects
    withdrawn = [name for name, p in zip(names, projects, strict=True) if p.standing is Standing.WITHDRAWN]
    profile = election.profile
    default = Fraction(profile.default_points, profile.points_scale)
    keys = {
        "title": [" ".join(election.title.split())] if election.title else [],
        "kind": [str(profile.kind)],
        "seats": [str(election.instance.seats or 1)],
        "candidates": names if profile.kind is BallotKind.ORDINAL else [],
        "withdrawn": withdrawn,
        "lot": [election.called[id_] for id_ in election.lot],
        "default": [exact_text(default)] if default else [],
    }
    yield from ([f"#{key}", *cells] for key, cells in keys.items() if cells)


def _rankings(profile: Profile, names: list[str]) -> Iterator[tuple[int, list[str]]]:
    for weight, groups in rankings_of(profile):
        yield weight, ["=".join(names[column] for column in group) for group in groups]


def _marks(profile: Profile) -> Iterator[list[str]]:
    points = None if profile.points is None else profile.points.tolist()
    start = 0
    for weight, columns in profile:
        cells = [""] * profile.project_count
        for entry, column in enumerate(columns, start):
            cells[column] = "1" if points is None else exact_text(Fraction(points[entry], profile.points_scale))
        start += len(columns)
        yield [str(weight), *cells]
