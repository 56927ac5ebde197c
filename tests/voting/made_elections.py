"""Small elections made by hypothesis, of every kind of ballot, for every rule, all its options and what it carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from pbengine.voting.constraints import EVERY_RULE_CARRIES, Feature
from pbengine.voting.errors import BallotsError
from pbengine.voting.instance import Instance, Project, Standing
from pbengine.voting.lot import Lot
from pbengine.voting.profile import BallotKind, Profile
from pbengine.voting.registry import Choice, Groups, Number, Option, OptionValue, Rule
from tests.voting.made_constraints import constraints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pbengine.voting.outcome import Outcome

Ballot = tuple[tuple[int, int], ...]  # columns with their points (0 where the kind has none)


@dataclass(frozen=True)
class Election:
    """An instance, the ballots with their weights, a lot and the options of a rule.

    Endowments and equal ranks follow from a ballot itself, so that they go with it wherever it stands: who names more
    projects has more parts of the budget, and the second and fourth of a ranking are level with the one before.
    """

    instance: Instance
    kind: BallotKind
    ballots: tuple[tuple[Ballot, int], ...]
    lot: Lot
    options: Mapping[str, OptionValue]
    is_endowed: bool = False
    is_level: bool = False

    @property
    def profile(self) -> Profile:
        """The ballots in columns, one row for each as it stands in ``ballots``."""
        entries = [entry for ballot, _ in self.ballots for entry in ballot]
        has_points = self.kind in (BallotKind.CUMULATIVE, BallotKind.SCORING)
        return Profile(
            kind=self.kind,
            project_count=len(self.instance.projects),
            starts=np.cumsum([0, *(len(ballot) for ballot, _ in self.ballots)], dtype=np.int64),
            choices=np.array([column for column, _ in entries], dtype=np.int32),
            weights=np.array([weight for _, weight in self.ballots], dtype=np.int64),
            points=np.array([points for _, points in entries], dtype=np.int64) if has_points else None,
            points_scale=10 if has_points else 1,
            default_points=-3 if self.kind is BallotKind.SCORING else 0,
            ranks=len(self.instance.projects) if self.kind is BallotKind.ORDINAL else 0,
            tied=np.array(
                [place % 2 == 1 for ballot, _ in self.ballots for place in range(len(ballot))], dtype=np.bool_
            )
            if self.is_level
            else None,
            endowments=np.array([1 + len(ballot) % 3 for ballot, _ in self.ballots], dtype=np.int64)
            if self.is_endowed
            else None,
        )

    def count(self, rule: Rule) -> Outcome:
        """Count the ballots by a rule."""
        return rule.tally(self.instance, self.profile, lot=self.lot, **self.options)

    def reordered(self, order: Sequence[int]) -> Election:
        """Return the same election with its projects in another order on the ballot; the lot names the same ids."""
        place = {old: new for new, old in enumerate(order)}
        projects = tuple(self.instance.projects[old] for old in order)
        ballots = tuple(
            (tuple((place[column], points) for column, points in ballot), weight) for ballot, weight in self.ballots
        )
        return replace(self, instance=replace(self.instance, projects=projects), ballots=ballots)


@st.composite
def elections(draw: st.DrawFn, rule: Rule) -> Election:
    """Draw an election that the rule counts, with options within their bounds and constraints that it carries."""
    count = draw(st.integers(1, 5))
    ids = [f"p{column}" for column in range(count)]
    costs = st.integers(0, 6) if Feature.COSTS in rule.carries else st.just(1)  # else it fills seats
    projects = tuple(
        Project(id_, draw(costs), draw(st.sampled_from([Standing.STANDING] * 5 + [Standing.WITHDRAWN]))) for id_ in ids
    )
    budget = draw(st.integers(0, 12))
    costs_by_id = {project.id: project.cost for project in projects}
    asked = draw(constraints(costs_by_id, budget, rule.carries | EVERY_RULE_CARRIES))
    instance = Instance(projects, budget, minor_units=draw(st.sampled_from([1, 1, 3])), constraints=asked)
    kind = draw(st.sampled_from(rule.ballots))
    ballots = draw(st.lists(st.tuples(_ballots(kind, count), st.integers(1, 3)), max_size=6))
    lot = Lot(tuple(draw(st.permutations(ids))))
    groups = [pot.projects for pot in asked.pots] or [tuple(ids)]
    options = {option.name: draw(_values(option, groups, kind)) for option in rule.options}
    election = Election(
        instance,
        kind,
        tuple(ballots),
        lot,
        options,
        is_endowed=Feature.ENDOWMENTS in rule.carries and draw(st.booleans()),
        is_level=Feature.EQUAL_RANKS in rule.carries and kind is BallotKind.ORDINAL and draw(st.booleans()),
    )
    return _countable(election, rule)


def _countable(election: Election, rule: Rule) -> Election:
    """Return the election without the ballots that the rule refuses: none, where those are not told by row."""
    try:
        election.count(rule)
    except BallotsError as refusal:
        refused = refusal.rows if not election.instance.constraints.pots else range(len(election.ballots))
        kept = tuple(ballot for row, ballot in enumerate(election.ballots) if row not in refused)
        return replace(election, ballots=kept if len(kept) < len(election.ballots) else ())
    return election


def _ballots(kind: BallotKind, count: int) -> st.SearchStrategy[Ballot]:
    longest = 1 if kind is BallotKind.CHOOSE_ONE else count
    columns = st.lists(st.integers(0, count - 1), unique=True, max_size=longest)
    if kind not in (BallotKind.CUMULATIVE, BallotKind.SCORING):
        return columns.map(lambda listed: tuple((column, 0) for column in listed))
    points = st.integers(0 if kind is BallotKind.CUMULATIVE else -20, 20)
    return columns.flatmap(lambda listed: st.tuples(*(st.tuples(st.just(column), points) for column in listed)))


def _values(option: Option, pots: Sequence[Sequence[str]], kind: BallotKind) -> st.SearchStrategy[OptionValue]:
    if isinstance(option, Choice):
        return st.sampled_from([value for value in option.values if not list(option.faults(value, kind))])
    if isinstance(option, Groups):
        pairs = [f"{one}+{other}" for ids in pots for one in ids for other in ids if one < other]
        groups = st.lists(st.sampled_from(pairs), max_size=2, unique=True) if pairs else st.just([])
        return groups.map(",".join)
    return _numbers(option)


def _numbers(option: Number) -> st.SearchStrategy[OptionValue]:
    least = int(option.least)
    most = least + 4 if option.most is None else int(option.most)
    if option.whole == "whole":
        return st.integers(least, most)
    return st.fractions(Fraction(ceil(option.least * 4), 4), Fraction(most), max_denominator=4)
