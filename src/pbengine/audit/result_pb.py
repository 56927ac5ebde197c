"""The published ballots as a ``.pb`` file: sorted, numbered anew, nothing in it of who cast them or when."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from pbengine.formats.pabulib import pabulib_file, rule_keys, write_pabulib
from pbengine.record.choices import BallotChoices, in_one_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pbengine.formats.pabulib import PabulibFile
    from pbengine.record.election import Election
    from pbengine.voting import Outcome, Profile

DAYS: Mapping[str, str] = {"date_begin": "voting_from", "date_end": "voting_until"}
"""The keys of META that are days of the election's dates."""
WORLDWIDE = "Worldwide"
"""What the format has for a country where none is stated; an election states its place alone."""


def result_pb(election: Election, profile: Profile, outcome: Outcome) -> bytes:
    """Return the content of ``result.pb``: the same ballots and outcome give the same bytes.

    Raises
    ------
    FormatError
        if a ballot breaks the election's limits, or the format cannot say what the election is.
    """
    dates = {key: _day(election.dates[name]) for key, name in DAYS.items() if name in election.dates}
    file = pabulib_file(
        election.instance(),
        profile,
        election.limits,
        meta={
            "description": election.title,
            "country": WORLDWIDE,
            "unit": election.place,
            "instance": election.id,
            "currency": election.currency,
            **rule_keys(outcome.rule, outcome.options),
            **dates,
        },
        project_columns={
            "name": [line.title for line in election.projects],
            "selected": [str(int(line.id in outcome.funded)) for line in election.projects],
        },
    )
    return write_pabulib(file).encode()


def _day(moment: str) -> str:
    """Return the day of a moment as Pabulib writes it.

    Examples
    --------
    >>> _day("2026-05-01T18:00:00Z")
    '01.05.2026'
    """
    year, month, day = moment[:10].split("-")
    return f"{day}.{month}.{year}"


def published_ballots(election: Election, file: PabulibFile) -> Counter[BallotChoices]:
    """Return the ballots of a ``.pb`` file, each with how many voters cast it; points in units of the election."""
    found: Counter[BallotChoices] = Counter()
    for choices, weight in _rows(election, file):
        found[in_one_order(election.ballot_kind, choices)] += weight
    return found


def _rows(election: Election, file: PabulibFile) -> Iterator[tuple[BallotChoices, int]]:
    ids = [project.id for project in file.instance.projects]
    profile = file.profile
    scale = Fraction(election.ballot.points_scale, profile.points_scale)
    for row, (weight, columns) in enumerate(profile):
        projects = tuple(ids[column] for column in columns)
        if profile.points is None:
            yield BallotChoices(projects), weight
            continue
        stored = profile.points[profile.starts[row] : profile.starts[row + 1]].tolist()
        # A number of points that is no whole number of units stays a fraction and equals no ballot of the log.
        yield BallotChoices(projects, tuple(points * scale for points in stored)), weight
