"""Make a ``.pb`` file of values, such as the one that stands in a published record."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, repeat
from typing import TYPE_CHECKING

from pbengine.formats.faults import Fault, FormatError, shown
from pbengine.formats.figures import exact_text
from pbengine.formats.pabulib.projects import SENTINEL_COST
from pbengine.formats.pabulib.reading import assemble
from pbengine.formats.pabulib.sections import Section, Sections
from pbengine.voting.exact import decimal_text
from pbengine.voting.instance import Standing
from pbengine.voting.profile import BallotKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pbengine.formats.pabulib.file import PabulibFile
    from pbengine.voting.ballots import BallotLimits
    from pbengine.voting.instance import Instance, Project
    from pbengine.voting.profile import Profile


def pabulib_file(
    instance: Instance,
    profile: Profile,
    limits: BallotLimits,
    *,
    meta: Mapping[str, str],
    project_columns: Mapping[str, Sequence[str]],
) -> PabulibFile:
    """Make a file of an election; it is what reading its text gives.

    Nothing in it tells the order in which the ballots came: they are sorted, and voters are numbered in that order.

    Parameters
    ----------
    instance, profile, limits
        the election; money is written with the decimals of its minor units, withdrawn projects with the sentinel cost.
    meta
        further keys: ``description``, ``country``, ``unit``, ``instance``, ``date_begin``, ``date_end``, ``rule`` (see
        :func:`~pbengine.formats.pabulib.declared.rule_keys`) and others; empty ones, and those that the values above
        speak of, are left out.
    project_columns
        further columns such as ``name`` and ``selected``, in the order of the projects.

    Raises
    ------
    FormatError
        if the file could not be read: an id with a comma, a ballot outside the limits, a cost that means withdrawn.

    Examples
    --------
    >>> from pbengine.formats.pabulib.writing import write_pabulib
    >>> from pbengine.voting.ballots import BallotLimits
    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("a", 300), Project("b", 450)), budget=500, minor_units=100)
    >>> ballots = Profile.from_ballots(BallotKind.APPROVAL, 2, [[1], [1, 0], []])
    >>> file = pabulib_file(
    ...     town, ballots, BallotLimits(max_length=2), meta={"rule": "greedy"}, project_columns={"selected": ("0", "1")}
    ... )
    >>> print(write_pabulib(file), end="")
    META
    key;value
    num_projects;2
    num_votes;3
    budget;5.00
    vote_type;approval
    rule;greedy
    max_length;2
    PROJECTS
    project_id;cost;votes;selected
    a;3.00;1;0
    b;4.50;2;1
    VOTES
    voter_id;vote
    1;
    2;a,b
    3;b
    """
    dear = [p for p in instance.standing if p.cost == SENTINEL_COST * instance.minor_units]
    if dear:
        message = f"project {shown(dear[0].id)} costs {SENTINEL_COST}, which would say that it is withdrawn"
        raise FormatError([Fault(None, "project-cost", message, "cost")])
    keys = {key: value for key, value in meta.items() if value} | _keys(instance, profile, limits)
    found = {
        "META": _section("META", {"key": tuple(keys), "value": tuple(keys.values())}),
        "PROJECTS": _section("PROJECTS", _projects(instance, profile) | dict(project_columns)),
        "VOTES": _section("VOTES", _votes(instance, profile)),
    }
    return assemble(Sections(found, (), ()))


def _section(title: str, columns: Mapping[str, Sequence[str]]) -> Section:
    """Return columns as reading their text would: no blanks around cells, and one kind of line end."""
    tidy = {name: tuple(map(_tidy, cells)) for name, cells in columns.items()}
    return Section(title, 1, tidy, range(1, 1 + max(map(len, tidy.values()))))


def _tidy(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _keys(instance: Instance, profile: Profile, limits: BallotLimits) -> dict[str, str]:
    points = profile.points_scale
    longest = profile.ranks if profile.kind is BallotKind.ORDINAL else limits.max_length
    numbers = {
        "min_length": _text(limits.min_length or None),
        "max_length": _text(longest),
        "min_sum_cost": _money(limits.min_sum_cost, instance) if limits.min_sum_cost else None,
        "max_sum_cost": None if limits.max_sum_cost is None else _money(limits.max_sum_cost, instance),
        "min_points": _text(limits.min_points, points),
        "max_points": _text(limits.max_points, points),
        "min_sum_points": _text(limits.min_sum_points, points),
        "max_sum_points": _text(limits.max_sum_points, points),
        "default_score": _text(profile.default_points or None, points),
    }
    return {
        "num_projects": str(len(instance.projects)),
        "num_votes": str(profile.voters),
        "budget": _money(instance.budget, instance),
        "vote_type": str(profile.kind),
    } | {key: text for key, text in numbers.items() if text is not None}


def _text(stored: int | None, scale: int = 1) -> str | None:
    return None if stored is None else exact_text(Fraction(stored, scale))


def _money(amount: int, instance: Instance) -> str:
    """Write an amount with the decimals of the minor units, so that reading it finds the same minor units."""
    digits = len(str(instance.minor_units)) - 1
    if 10**digits == instance.minor_units:
        return decimal_text(amount, digits)
    return exact_text(Fraction(amount, instance.minor_units))


def _cost(project: Project, instance: Instance) -> str:
    return str(SENTINEL_COST) if project.standing is Standing.WITHDRAWN else _money(project.cost, instance)


def _projects(instance: Instance, profile: Profile) -> dict[str, Sequence[str]]:
    columns: dict[str, Sequence[str]] = {
        "project_id": [project.id for project in instance.projects],
        "cost": [_cost(project, instance) for project in instance.projects],
        "votes": list(map(str, profile.votes().tolist())),
    }
    if profile.kind not in (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE):
        columns["score"] = [exact_text(Fraction(s, profile.points_scale)) for s in profile.scores().tolist()]
    return columns


def _votes(instance: Instance, profile: Profile) -> dict[str, Sequence[str]]:
    ballots = sorted(chain.from_iterable(repeat(cells, weight) for cells, weight in _ballots(instance, profile)))
    columns: dict[str, Sequence[str]] = {
        "voter_id": [str(number) for number in range(1, len(ballots) + 1)],
        "vote": [vote for vote, _ in ballots],
    }
    if profile.points is not None:
        columns["points"] = [points for _, points in ballots]
    return columns


def _ballots(instance: Instance, profile: Profile) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield the cells of each row with its weight.

    Rankings come as they stand, points in falling order, and the rest in the order of the projects.
    """
    ids = [project.id for project in instance.projects]
    points = [0] * len(profile.choices) if profile.points is None else profile.points.tolist()
    for row, (weight, columns) in enumerate(profile):
        given = list(zip(columns, points[profile.starts[row] : profile.starts[row + 1]], strict=True))
        if profile.kind is not BallotKind.ORDINAL:
            given.sort(key=lambda entry: (-entry[1], entry[0]))
        numbers = (exact_text(Fraction(stored, profile.points_scale)) for _, stored in given)
        cells = ",".join(ids[column] for column, _ in given), "" if profile.points is None else ",".join(numbers)
        yield cells, weight
